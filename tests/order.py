"""Long tests first: one that is begun last keeps a single worker busy while the others have nothing left to do.

pytest-xdist's `worksteal` gives each worker one run of neighbours from the collected list, all equally long, and later
moves tests only from the end of such a run. So the long ones are put at the beginnings of these runs; all others keep
their order.
"""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

#: files and single tests of several seconds each, the longest first
LONG = (
    "tests/resilience/test_fleet_faults.py",
    "tests/resilience/test_kills.py",
    "tests/examples/test_examples.py::test_their_types",
    "tests/docs/test_tutorial.py",
    "tests/resilience/test_front_ends.py",
    "tests/resilience/test_fleet.py",
    "tests/plugins/nemovideo/test_fault_matrix.py",
    "tests/core/board/test_browser.py",
    "tests/resilience/test_faults.py",
    "tests/core/fleet/test_engine.py",
    "tests/skill/test_folder.py::test_s19_skillsaw",
    "tests/core/router/dialogue/test_turns.py::test_the_evidence",
    "tests/plugins/kling/test_fault_matrix.py",
    "tests/plugins/minimax/test_provider.py",
    "tests/plugins/chatart/test_fault_matrix.py",
    "tests/plugins/dashscope/test_provider.py",
    "tests/plugins/fal/test_provider.py",
    "tests/plugins/ark/test_provider.py",
    "tests/core/ledger/test_strange_values.py",
    "tests/examples/test_installed.py",
    "tests/core/router/test_routing.py::test_length",
    "tests/core/mcp/test_host_browser.py",
    "tests/core/testing/test_mutations.py",
    "tests/architecture/test_words.py",
    "tests/core/po/test_check.py::test_every_key",
    "tests/resilience/test_frozen.py",
    "tests/resilience/test_starts.py",
)


def spread(names: Sequence[str], items: Sequence[T], workers: int) -> list[T]:
    """The same items, `names` being theirs, in the order for so many workers. Files stay in one piece."""
    places = {prefix: place for place, prefix in enumerate(LONG)}
    groups: list[list[T]] = [[] for _ in LONG]
    others: list[T] = []
    for name, item in zip(names, items, strict=True):
        place = next((places[prefix] for prefix in places if name.startswith(prefix)), None)
        (others if place is None else groups[place]).append(item)
    ordered: list[T] = []
    for worker in range(workers):
        first = [item for group in groups[worker::workers] for item in group]
        end = len(items) * (worker + 1) // workers
        rest = max(0, end - len(ordered) - len(first))
        ordered += [*first, *others[:rest]]
        others = others[rest:]
    return [*ordered, *others]
