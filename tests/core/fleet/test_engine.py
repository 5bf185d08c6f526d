"""Facts about DBOS on which the fleet stands: an upgrade that changes one of them fails here."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mediawright.ledger.address import PostgresAddress

pytest.importorskip("dbos", reason="the workers' tests need pip install 'mediawright[fleet]'")
from mediawright.fleet import engine

QUEUE = "make-acme"
PROCESS = Path(__file__).with_name("engine_process.py")
#: seconds within which what is to come comes, on a machine that does other things, too
PATIENCE = 40.0


@pytest.fixture
def address(postgres: PostgresAddress) -> Iterator[PostgresAddress]:
    import psycopg

    drop = f"DROP SCHEMA IF EXISTS {engine.schema_of(postgres)} CASCADE"
    with psycopg.connect(postgres.url, autocommit=True) as admin:
        admin.execute(drop)
        engine.prepare(postgres)
        yield postgres
        admin.execute(drop)


@pytest.fixture
def line(address: PostgresAddress) -> Iterator[engine.DbosLine]:
    opened = engine.DbosLine(address)
    yield opened
    opened.close()


@contextmanager
def process(
    address: PostgresAddress, name: str, log: Path, seconds: float, slots: int, *more: str
) -> "Iterator[subprocess.Popen[str]]":
    command = [
        sys.executable,
        str(PROCESS),
        address.url,
        address.fleet,
        name,
        str(log),
        str(seconds),
        str(slots),
        *more,
    ]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        yield running
    finally:
        running.kill()
        running.communicate()


def until(met: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < end
        time.sleep(0.1)


def lines(log: Path, what: str) -> list[str]:
    return [line for line in log.read_text().splitlines() if line.startswith(what)] if log.exists() else []


def test_what_a_dead_worker_had_stays_with_it_until_it_is_resumed_and_ends_once(
    address: PostgresAddress, line: engine.DbosLine, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    line.hand_out("job.1", "job", QUEUE, 1)
    line.hand_out("job.1", "job", QUEUE, 1)  # dealt twice: one turn
    assert [(turn.id, turn.queue, turn.out) for turn in line.live()] == [("job.1", QUEUE, False)]
    with process(address, "first", log, 60, 3) as first:
        until(lambda: len(lines(log, "began")) == 1)
        first.kill()
        first.wait()
    (turn,) = line.live()
    assert turn.worker == "first"
    assert turn.began is not None
    assert abs((datetime.now(UTC) - turn.began).total_seconds()) < PATIENCE
    with process(address, "second", log, 0.1, 3):
        time.sleep(3)  # nothing of the dead one's comes here by itself
        assert len(lines(log, "began")) == 1
        line.resume(["job.1"], turn.queue)
        until(lambda: lines(log, "ended") == ["ended job.1 second"])
        until(lambda: line.live() == [])
        line.hand_out("job.1", "job", QUEUE, 1)  # a name that has ended never runs again
        line.hand_out("job.2", "job", QUEUE, 1)
        until(lambda: "ended job.2 second" in lines(log, "ended"))
        assert len(lines(log, "began job.1")) == 2
        until(lambda: line.live() == [])  # an end is written down after it is told
    assert line.forget(datetime.now(UTC) + timedelta(hours=1)) == 2
    assert line.forget(datetime.now(UTC) + timedelta(hours=1)) == 0


def test_the_provider_s_limit_holds_over_all_workers(
    address: PostgresAddress, line: engine.DbosLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    with monkeypatch.context() as patched:
        patched.setattr(engine, "VERSION", "carry-0")
        line.hand_out("old.1", "old", QUEUE, 1)
        assert [turn.id for turn in line.live()] == ["old.1"]
    assert line.live() == []  # none of ours takes it: its job is dealt anew
    for number in range(9):
        line.hand_out(f"job-{number}.1", f"job-{number}", QUEUE, 1)
    most = 0
    with process(address, "a", log, 0.7, 3), process(address, "b", log, 0.7, 3):
        end = time.monotonic() + PATIENCE
        while len(lines(log, "ended")) < 9 and time.monotonic() < end:
            most = max(most, sum(turn.out for turn in line.live()))
            time.sleep(0.05)
    assert sorted(lines(log, "ended")) == sorted({*lines(log, "ended")})
    assert len(lines(log, "ended")) == 9
    assert most == 3
    assert lines(log, "began old") == []
    assert {line.rsplit(" ", 1)[1] for line in lines(log, "ended")} <= {"a", "b"}


def test_no_more_begin_in_a_period_than_may_over_all_workers(
    address: PostgresAddress, line: engine.DbosLine, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    for number in range(4):
        line.hand_out(f"job-{number}.1", f"job-{number}", QUEUE, 1)
    with process(address, "a", log, 0.0, 9, "1/2"), process(address, "b", log, 0.0, 9, "1/2"):
        until(lambda: len(lines(log, "ended")) == 4)
    began = sorted(float(one.split()[1]) for one in lines(log, "at") if one.endswith("began"))
    assert began[3] - began[0] >= 5  # three periods of two seconds lie between, less what a start takes


def test_a_server_that_is_away_is_told_at_once(tmp_path: Path) -> None:
    away = PostgresAddress(f"postgresql://nobody@/none?host={tmp_path}", "test_away")
    line = engine.DbosLine(away)
    began = time.monotonic()
    with pytest.raises(engine.LineBroken):
        line.live()
    assert time.monotonic() - began < 10
    line.close()
