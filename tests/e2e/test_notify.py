"""A word when it is done, through kill -9; and a process that watches what others do."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from tests.core.ledger.test_outbox import WORK, moved, went
from tests.e2e.conftest import Shell

from mediawright.clock import SystemClock
from mediawright.config import set_target
from mediawright.ledger import Ledger
from mediawright.paths import Home

TELLS = "import os, sys; open(sys.argv[1], 'a').write(f\"{os.environ['MEDIAWRIGHT_NOTICE']} {sys.stdin.read()}\")"


@pytest.mark.parametrize(("point", "times"), [("before-notice", 1), ("after-notice", 2)])
def test_an_end_is_told_although_its_process_was_killed(shell: Shell, ledger: Ledger, point: str, times: int) -> None:
    """Killed before it was told: told once. Killed after it and before that was written down: again, under the same id."""
    told = shell.cwd / "told.txt"
    argv = [sys.executable, "-c", TELLS, str(told)]
    set_target(Home.find(shell.env), "me", {"kind": "command", "argv": argv})
    ledger.outbox.begin(["me"])
    job = moved(ledger, *WORK)
    killed = shell("jobs", "resume", "--json", MEDIAWRIGHT_CRASH_AT=point)
    assert killed.code == -signal.SIGKILL
    assert killed.json["ok"]  # the answer was out before
    shell("jobs", "show", job, "--json")
    assert len(_lines(told)) == times - 1  # who only looks tells nothing
    for _ in range(2):
        assert shell("jobs", "resume", "--json").code == 0
    found = _lines(told)
    assert len(found) == times
    assert len({notice for notice, _ in found}) == 1
    assert {json.loads(data)["data"]["job"] for _, data in found} == {job}


def _lines(told: Path) -> list[tuple[str, str]]:
    """What was told so far: the notice's id and the JSON."""
    if not told.exists():
        return []
    return [(line.partition(" ")[0], line.partition(" ")[2]) for line in told.read_text("utf-8").splitlines()]


@pytest.fixture
def ledger(shell: Shell) -> Iterator[Ledger]:
    """The ledger of that home, as another process has it open."""
    with Ledger(shell.home / "mw" / "state" / "ledger.db", SystemClock()) as opened:
        yield opened


def _next(watch: subprocess.Popen[bytes]) -> dict[str, object]:
    assert watch.stdout is not None
    line: dict[str, object] = json.loads(watch.stdout.readline())
    return line


def test_a_watch_tells_every_change_that_another_process_makes(shell: Shell, ledger: Ledger) -> None:
    there, elsewhere = moved(ledger, *WORK[:3]), moved(ledger, *WORK[:3])
    ledger.results.belongs(there, "t1")
    watch = shell.start("jobs", "watch", "--thread", "t1", "--lang", "zh")
    first, ready = _next(watch), _next(watch)
    assert (first["job"], first["state"], first["snapshot"], ready["event"]) == (there, "running", True, "watching")
    went(ledger, elsewhere, *WORK[3:])
    went(ledger, there, *WORK[3:])
    lines = [_next(watch) for _ in WORK[3:]]
    assert [(line["job"], line["was"], line["state"]) for line in lines] == [
        (there, old.value, new.value) for old, new in pairwise(WORK[2:])
    ]
    assert (lines[-1]["final"], lines[-1]["text"]) == (True, "视频做好了")
    assert [line["seq"] for line in lines] == sorted(line["seq"] for line in lines)  # type: ignore[type-var]
    watch.send_signal(signal.SIGINT)
    rest, said = watch.communicate(timeout=30)
    assert (watch.returncode, rest, said) == (130, b"", b"")


def test_a_watch_ends_with_its_reader_and_when_nothing_goes_on(shell: Shell, ledger: Ledger) -> None:
    with shell.start("jobs", "watch") as watch:
        assert _next(watch)["event"] == "watching"
        assert watch.stdout is not None
        watch.stdout.close()
        assert watch.wait(timeout=30) == 0
    over = shell("jobs", "watch", "--until-idle", "--json-lines")
    assert [json.loads(line)["event"] for line in over.out.splitlines()] == ["watching", "idle"]
    assert over.code == 0
