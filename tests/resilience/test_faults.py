"""The fault matrix: docs/evidence/faults.md says how every injected fault ends, in both languages; this test makes it.

`MEDIAWRIGHT_WRITE_DOCS=1 pytest tests/resilience/test_faults.py` writes the page anew.
"""

import os
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from queue import Queue

import pytest
from tests.resilience.chaos import TARGETS, ChaosHarness
from tests.resilience.fault_table import ALL
from tests.resilience.matrix import InjectedFault, Met, met

from mediawright.types.errors import ExitCode

PAGE = Path(__file__).resolve().parents[2] / "docs" / "evidence" / "faults.md"
LONGEST = 260
SIDE_BY_SIDE = 4
INTRO = """# What every trouble comes to

Every fault that the simulators can switch on, met in a whole run: once, and for as long as it lasts. Exit codes are in
[Errors](../reference/errors.md). The words are those of the lasting fault, as a chat user reads them; a dash means that all
went well.
Made by `tests/resilience/test_faults.py`, which fails where this page says something else.
"""
HEAD = "| fault | doing | once | lasting | English | 中文 |\n|---|---|--:|--:|---|---|\n"
CJK = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("name", list(ALL))
def test_every_trouble_ends_as_the_page_says(name: str, tmp_path: Path) -> None:
    known, fresh = rows_of(name), table(name, tmp_path)
    if os.environ.get("MEDIAWRIGHT_WRITE_DOCS"):
        write(name, fresh)
        return
    assert [line for line in fresh if line not in known] == []
    assert len(known) == len(fresh), "the page tells of faults that are gone"


def table(name: str, folder: Path) -> list[str]:
    """All lines of one provider. The runs wait more than they work, so several simulators share them."""
    target, known = TARGETS[name], rows_of(name)
    with ExitStack() as stack, ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        free: Queue[ChaosHarness] = Queue()
        for _ in range(SIDE_BY_SIDE):
            free.put(stack.enter_context(target.running(**target.quick)))

        def one(numbered: tuple[int, InjectedFault]) -> str:
            chaos = free.get()
            try:
                return row(chaos, folder / str(numbered[0]), numbered[1], known)
            finally:
                free.put(chaos)

        return list(pool.map(one, enumerate(ALL[name]())))


def row(chaos: ChaosHarness, folder: Path, injected: InjectedFault, known: Sequence[str]) -> str:
    """One line of the table. A line that is not on the page yet gets more time: a busy machine is no news."""
    line = _row(chaos, folder / "1", injected)
    if line not in known and known:
        line = _row(replace(chaos, patience=3 * chaos.patience), folder / "2", injected)
    return line


def _row(chaos: ChaosHarness, folder: Path, injected: InjectedFault) -> str:
    once, lasting = (met(chaos, folder / str(times), injected, times) for times in (1, None))
    for end in (once, lasting):
        speaks(end)
    en, zh = (words(text) if lasting.exit else "—" for text in (lasting.en, lasting.zh))
    return f"| {injected.name} | {injected.media_request} | {once.exit} | {lasting.exit} | {en} | {zh} |"


def speaks(end: Met) -> None:
    """Every end is one we know, told in both languages, without a word for engineers; none is a bug."""
    assert ExitCode(end.exit) is not ExitCode.UNEXPECTED, end.en
    assert end.en
    assert CJK.search(end.zh)
    assert not re.search(r"Error\b|Traceback|exit code|/tmp/|None\b", end.en + end.zh), end.en


def words(text: str) -> str:
    short = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return short.replace("|", "\\|")


def rows_of(provider: str) -> list[str]:
    """The lines of one provider's table on the page."""
    text = PAGE.read_text("utf-8") if PAGE.exists() else ""
    section = text.partition(f"## {provider}\n")[2].partition("\n## ")[0]
    return [line for line in section.splitlines() if line.startswith("| ") and not line.startswith("| fault")]


def write(provider: str, lines: Sequence[str]) -> None:
    tables = {name: list(lines) if name == provider else rows_of(name) for name in ALL}
    parts = [f"\n## {name}\n\n{HEAD}" + "\n".join(table) + "\n" for name, table in tables.items()]
    PAGE.write_text(INTRO + "".join(parts), "utf-8")
