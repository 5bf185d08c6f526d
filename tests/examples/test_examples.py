"""Two providers from outside, of very different shape: small, clean, of public names only, passing their own tests."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.examples.figures import DATA, EXAMPLES, ROOT, report, sizes

from mediawright.scaffold.naming import Naming
from mediawright.scaffold.write import write

LIMIT = 160  # lines of code, data aside, a simulator among them
#: what a provider of its own may import of this project: docs/reference/plugin-api.md
PUBLIC = {"mediawright": {"plugin", "sdk"}, "mediawright.sdk": {"simulator"}}


def run(folder: Path, *command: str) -> str:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("MEDIAWRIGHT_", "PYTEST_"))}
    env |= {"PYTHONPATH": str(folder / "src"), "MYPYPATH": str(folder / "src")}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, env=env, capture_output=True, timeout=120, check=False
    )
    said = done.stdout.decode() + done.stderr.decode()
    assert done.returncode == 0, said
    return said


def test_it_passes_its_own_tests() -> None:
    """The program's; those of the queue are run where a reader follows the tutorial (`tests/docs/test_tutorial.py`)."""
    assert " passed" in run(ROOT / "examples" / "tool_provider", "pytest", "-W", "error", "-p", "no:cacheprovider")


def test_their_types_are_whole_and_those_of_a_new_package(tmp_path: Path) -> None:
    """One after the other with one cache, which holds the core's types after the first."""
    made = write(Naming.of("lumen-art"), tmp_path)
    for folder in (*(ROOT / "examples" / example for example in EXAMPLES), made):
        run(folder, "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), "src", "tests")


@pytest.mark.parametrize("example", EXAMPLES)
def test_it_is_short(example: str) -> None:
    found = sizes(example)
    assert sum(count for name, count in found.items() if name not in DATA) < LIMIT, found


@pytest.mark.parametrize("example", EXAMPLES)
def test_it_sees_only_the_public_names_and_itself(example: str) -> None:
    for path in (ROOT / "examples" / example / "src").rglob("*.py"):
        own = path.parent.name
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("mediawright"):
                named = {name.name for name in node.names}
                assert (node.module or "").split(".")[0] == own or named <= PUBLIC[str(node.module)]


def test_the_figures_can_be_printed() -> None:
    text = "\n".join(report())
    assert "examples/queue_provider: " in text
    assert "hookimpl" in text
