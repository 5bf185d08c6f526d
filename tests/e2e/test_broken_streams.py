"""Streams that break while paid work is waited for: the file is delivered all the same, and the exit code says the truth."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.resilience.chaos import TARGETS, ChaosHarness, Shell
from tests.resilience.kills import is_whole

from mediawright.types.states import State

FULL = Path("/dev/full")
CALL = (sys.executable, "-m", "mediawright")
#: how a stream can be broken: nobody reads any more; the disk is full; the descriptor is closed, or open for reading only
WAYS = ("unread", "full", "closed", "read only")
PROGRESS = ("plain", "json", "bar")

pytestmark = pytest.mark.skipif(not FULL.exists(), reason="a full disk is /dev/full, which only Linux has")


@pytest.fixture(scope="module")
def kling() -> Iterator[ChaosHarness]:
    with TARGETS["kling"].running() as running:
        yield running


def broken(way: str, stack: ExitStack) -> int:
    """A descriptor that cannot be written to, closed with `stack`."""
    if way == "unread":
        reading, writing = os.pipe()
        os.close(reading)
    else:
        writing = os.open(FULL, os.O_RDONLY if way == "read only" else os.O_WRONLY)
    stack.callback(os.close, writing)
    return writing


def ran(shell: Shell, *words: str, out: str = "", err: str = "", **env: str) -> "subprocess.CompletedProcess[bytes]":
    """One command whose streams are broken in these ways; the others are kept."""
    closed = "".join(f" {number}>&-" for number, way in ((1, out), (2, err)) if way == "closed")
    with ExitStack() as stack:
        given = [broken(way, stack) if way and way != "closed" else subprocess.PIPE for way in (out, err)]
        return subprocess.run(
            ["sh", "-c", f'exec "$@"{closed}', "sh", *CALL, *words],
            cwd=shell.cwd,
            env=shell.env | env,
            stdin=subprocess.DEVNULL,
            stdout=given[0],
            stderr=given[1],
            timeout=90,
            check=False,
        )


@pytest.mark.parametrize("progress", PROGRESS)
@pytest.mark.parametrize("way", WAYS)
def test_a_wait_outlives_its_standard_error(kling: ChaosHarness, tmp_path: Path, way: str, progress: str) -> None:
    shell = kling.shell(tmp_path)
    done = ran(shell, *shell.media_request(f"a fox, {way}, {progress}", "--wait", "--progress", progress), err=way)
    (job,) = shell.jobs()
    assert (done.returncode, job.state, is_whole(job)) == (0, State.DONE, True)
    assert json.loads(done.stdout or b"{}")["status"] == "done"


@pytest.mark.parametrize(("way", "code"), [("unread", 0), ("closed", 0), ("full", 1)])
def test_a_wait_outlives_its_standard_output(kling: ChaosHarness, tmp_path: Path, way: str, code: int) -> None:
    shell = kling.shell(tmp_path)
    done = ran(shell, *shell.media_request(f"a fox, stdout {way}"), out=way)
    (job,) = shell.jobs()
    assert (done.returncode, job.state, is_whole(job)) == (code, State.DONE, True)
    assert b"Traceback" not in done.stderr
    assert (b"could not be written" in done.stderr) is bool(code)


@pytest.mark.parametrize("way", WAYS)
def test_a_wait_outlives_both(kling: ChaosHarness, tmp_path: Path, way: str) -> None:
    shell = kling.shell(tmp_path)
    done = ran(shell, *shell.media_request(f"a fox, both {way}", "--wait", "--progress", "plain"), out=way, err=way)
    (job,) = shell.jobs()
    assert (done.returncode, is_whole(job)) == (1 if way == "full" else 0, True)


@pytest.mark.parametrize("way", WAYS)
def test_a_batch_outlives_them(kling: ChaosHarness, tmp_path: Path, way: str) -> None:
    shell = kling.shell(tmp_path)
    lines = [{"id": f"s{n}", "command": "video", "prompt": f"a fox {way} {n}", "provider": "kling"} for n in range(2)]
    (shell.cwd / "shots.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    words = ("batch", "shots.jsonl", "--approve-cost", "100 units", "--timeout", "2000", "--progress", "plain")
    done = ran(shell, *words, out=way, err=way)
    assert [is_whole(job) for job in shell.jobs()] == [True, True]
    assert done.returncode == (1 if way == "full" else 0)


@pytest.mark.parametrize("way", ["unread", "full", "closed"])
def test_a_failure_keeps_its_own_exit_code(kling: ChaosHarness, tmp_path: Path, way: str) -> None:
    done = ran(kling.shell(tmp_path), "jobs", "show", "nope", "--json", out=way)
    assert done.returncode == 2


@pytest.mark.parametrize("words", [("--version",), ("--help",), ("video", "--help"), ("models",), ("models", "--json")])
def test_an_answer_that_is_lost_is_no_success(kling: ChaosHarness, tmp_path: Path, words: tuple[str, ...]) -> None:
    done = ran(kling.shell(tmp_path), *words, out="full", LANG="zh_CN.UTF-8")
    assert done.returncode == 1
    assert done.stderr.decode().strip().splitlines()[-1].startswith("结果没能写出去")


def test_an_endless_stream_ends_when_nobody_reads(kling: ChaosHarness, tmp_path: Path) -> None:
    shell = kling.shell(tmp_path)
    line = 'set -o pipefail; yes \'{"text": "a fox"}\' | "$@" | head -1'
    done = subprocess.run(
        ["bash", "-c", line, "bash", *CALL, "route", "--batch"],
        cwd=shell.cwd,
        env=shell.env,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.stderr.replace(b"yes: standard output: Broken pipe\n", b"") == b""
    assert json.loads(done.stdout)


def test_a_file_never_takes_the_number_of_a_closed_stream(kling: ChaosHarness, tmp_path: Path) -> None:
    script = "import os; from mediawright.cli.streams import keep_writing; keep_writing(); " + (
        "opened = os.open('x', os.O_CREAT); os.write(7, str(opened).encode())"
    )
    line = 'exec "$0" -c "$1" <&- >&- 2>&- 7>seen'
    subprocess.run(["sh", "-c", line, sys.executable, script], cwd=tmp_path, timeout=30, check=True)
    assert int((tmp_path / "seen").read_text()) > 2
