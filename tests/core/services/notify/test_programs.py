"""Programs: no shell, no keys in their environment, an end that is certain for all that they started."""

import asyncio
import json
import os
import sys
import time
from pathlib import Path

import pytest
from tests.core.services.notify.conftest import Setting

from mediawright.services.notify import desktop, openclaw, programs
from mediawright.services.notify.programs import Program
from mediawright.services.notify.targets import Kind, Target

pytestmark = pytest.mark.skipif(os.name != "posix", reason="programs of these tests are for POSIX systems")

WRITES = (
    "import json, os, sys; open(sys.argv[1], 'w').write(json.dumps([sys.stdin.read(), sys.argv[2:], dict(os.environ)]))"
)


async def test_a_command_gets_the_job_and_none_of_the_keys(setting: Setting, tmp_path: Path) -> None:
    out = tmp_path / "told.json"
    argv = [sys.executable, "-c", WRITES, str(out), "$HOME; rm -rf *", "`id`"]
    setting.target("run", kind="command", argv=argv)
    job = setting.ended()
    await setting.deliver()
    given, words, environ = json.loads(out.read_text())
    assert json.loads(given)["data"]["job"] == environ["MEDIAWRIGHT_JOB"] == job
    assert words == ["$HOME; rm -rf *", "`id`"]
    assert environ["MEDIAWRIGHT_NOTICE"] == json.loads(given)["id"]
    assert (environ["MEDIAWRIGHT_ATTEMPT"], environ["MEDIAWRIGHT_ENDING"]) == ("1", "done")
    assert "canary" not in json.dumps(environ)
    assert setting.states("run") == ["sent"]


@pytest.mark.parametrize(
    ("script", "trouble"),
    [("raise SystemExit(3)", "exit_code"), ("import time; time.sleep(3600)", "too_slow")],
)
async def test_a_program_that_fails_is_run_again_later(setting: Setting, script: str, trouble: str) -> None:
    setting.target("run", kind="command", argv=[sys.executable, "-c", script], limit_s=1.0)
    setting.ended()
    await setting.deliver()
    assert (setting.states("run"), setting.trouble("run")) == (["pending"], trouble)


async def test_what_it_started_ends_with_it(setting: Setting, tmp_path: Path) -> None:
    script = (
        "import subprocess, sys, pathlib, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(3600)'])\n"
        "pathlib.Path(sys.argv[1]).write_text(str(child.pid))\n"
        "time.sleep(3600)\n"
    )
    pid = tmp_path / "pid"
    setting.target("run", kind="command", argv=[sys.executable, "-c", script, str(pid)], limit_s=3.0)
    setting.ended()
    await setting.deliver()
    assert setting.trouble("run") == "too_slow"
    end = time.monotonic() + 20  # it was told to end; the system takes its time
    while _runs(int(pid.read_text())):
        assert time.monotonic() < end
        await asyncio.sleep(0.01)


async def test_a_program_that_reads_nothing_is_no_failure(tmp_path: Path) -> None:
    program = Program(argv=["true"], given=b"x" * 1_000_000, more={}, limit_s=30.0)
    assert (await programs.run(program, {"PATH": "/usr/bin:/bin"}, tmp_path)).trouble is None


async def test_a_missing_program_is_named(setting: Setting) -> None:
    setting.target("run", kind="command", argv=["no-such-program"])
    setting.target("desk", kind="desktop")
    setting.studio.environ = {**setting.studio.environ, "PATH": ""}
    setting.ended()
    await setting.deliver()
    assert (setting.trouble("run"), setting.trouble("desk")) == ("no_program", "no_program")
    assert setting.states("desk") == ["gave_up"]


def test_each_platform_has_its_notifier_and_a_sentence_is_never_a_script() -> None:
    hostile = '"; display dialog "gone" --'
    linux, mac, windows = (desktop.toast(hostile, platform) for platform in ("linux", "darwin", "win32"))
    assert list(linux.argv)[-3:] == ["--", "mediawright", hostile]
    assert (mac.argv[0], mac.argv[-1]) == ("osascript", hostile)
    assert hostile not in " ".join(mac.argv[:-1])
    assert windows.argv[0] == "powershell"
    assert hostile not in " ".join(windows.argv)
    assert windows.more["MEDIAWRIGHT_TEXT"] == hostile


async def test_the_desktop_and_openclaw_are_told_by_their_programs(setting: Setting, tmp_path: Path) -> None:
    for name in ("notify-send", "openclaw"):
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {tmp_path}/{name}.said\n')
        program.chmod(0o755)
    setting.studio.environ = {**setting.studio.environ, "PATH": f"{tmp_path}/bin:/usr/bin:/bin"}
    setting.target("desk", kind="desktop")
    setting.target("claw", kind="openclaw", url="cli")
    job = setting.ended()
    await setting.deliver()
    assert (setting.states("desk"), setting.states("claw")) == (["sent"], ["sent"])
    if sys.platform == "linux":
        assert (tmp_path / "notify-send.said").read_text().splitlines()[-1] == "Your video is ready"
    said = (tmp_path / "openclaw.said").read_text().splitlines()
    assert said[:3] == ["system", "event", "--text"]
    assert said[3] == f"Your video is ready [mediawright jobs show {job}]"
    assert said[4:] == ["--mode", "now"]


def test_openclaw_keeps_its_own_settings_and_no_others() -> None:
    program = openclaw.wake_program("x", {"OPENCLAW_PROFILE": "work", "KLING_SECRET_ACCESS_KEY": "canary"})
    assert program.more == {"OPENCLAW_PROFILE": "work"}
    assert openclaw.wake_url(Target(kind=Kind.OPENCLAW, url="https://h.test/hooks/")) == "https://h.test/hooks/wake"


def _runs(pid: int) -> bool:
    """Does that process live? A zombie does not."""
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat")
        return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"
    except ProcessLookupError:
        return False
