"""Bad places to live in: no room, no right to write, broken or strange files, a clock that was set back.

Each has a clear end, sends nothing it should not, and loses nothing.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.resilience.chaos import ChaosHarness, Shell
from tests.resilience.kills import is_whole

from mediawright.types.states import State

CAN_MOUNT = os.name == "posix" and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("mount") is not None
mounts = pytest.mark.skipif(not CAN_MOUNT, reason="only who may mount can make a small or read-only disk")


@contextmanager
def disk(place: Path, options: str) -> Iterator[None]:
    """A disk of its own at that place."""
    place.mkdir(parents=True, exist_ok=True)
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("this machine mounts nothing")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def ledger(shell: Shell) -> Path:
    return shell.home / "mw" / "state" / "ledger.db"


# --- the disk


@mounts
def test_no_room_for_the_ledger_sends_nothing(kling: ChaosHarness, tmp_path: Path) -> None:
    shell = kling.shell(tmp_path)
    with disk(shell.home / "mw", "size=32k"):
        ran = shell.video("a fox without a ledger")
    assert (ran.code, ran.json["status"]) == (1, "local_fault")
    assert "space" in ran.json["message"]
    assert kling.charges("a fox without a ledger") == 0


@mounts
@pytest.mark.parametrize("kilobytes", [80, 160, 200, 220, 240, 260, 280, 300])
def test_a_disk_may_run_full_at_any_moment(kling: ChaosHarness, tmp_path: Path, kilobytes: int) -> None:
    shell, prompt = kling.shell(tmp_path), f"a fox on {kilobytes} kilobytes"
    with disk(shell.home / "mw", f"size={kilobytes}k"):
        ran = shell.video(prompt)
        assert (ran.code, ran.json["error"]["key"]) in ((1, "ledger.full"), (1, "runner.not_recorded"))
        subprocess.run(["mount", "-o", "remount,size=20m", str(shell.home / "mw")], check=True)
        again, jobs = shell("jobs", "resume", "--json", "--timeout", "60"), shell.jobs()
    charged = kling.charges(prompt)
    assert charged <= 1
    if charged:
        assert [is_whole(job) for job in jobs] == [True]
    else:
        # quoted only, or surely nothing sent that anybody knows of: told, never sent on a guess
        assert again.code in (0, 8)


@mounts
def test_no_room_for_the_result_keeps_the_job(kling: ChaosHarness, tmp_path: Path) -> None:
    shell = kling.shell(tmp_path)
    with disk(shell.cwd / "out", "size=4k"):
        ran = shell.video("a fox too big", "--wait", "--output-dir", "out")
        assert (ran.code, ran.json["error"]["key"]) == (1, "error.disk_full")
        assert shell.jobs()[0].state is State.DOWNLOADING
    assert shell("jobs", "resume", "--json").code == 0
    assert is_whole(shell.jobs()[0])
    assert kling.charges("a fox too big") == 1


@mounts
def test_a_home_that_cannot_be_written_sends_nothing(kling: ChaosHarness, tmp_path: Path) -> None:
    shell = kling.shell(tmp_path)
    with disk(shell.home / "mw", "ro"):
        ran = shell.video("a fox in a museum")
    assert (ran.code, ran.json["status"]) == (1, "local_fault")
    assert kling.charges("a fox in a museum") == 0


def test_a_home_below_a_file_sends_nothing(kling: ChaosHarness, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    ran = kling.shell(tmp_path, MEDIAWRIGHT_HOME=str(tmp_path / "file" / "mw")).video("a fox below a file")
    assert (ran.code, ran.json["status"]) == (1, "local_fault")
    assert kling.charges("a fox below a file") == 0


# --- the ledger


def test_a_ledger_of_a_newer_version_is_left_as_it_is(kling: ChaosHarness, tmp_path: Path) -> None:
    shell = kling.shell(tmp_path)
    assert shell.video("a fox of yesterday").code == 0
    with sqlite3.connect(ledger(shell)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE name LIKE '%migration%'")]
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({names[0]})")]
        marks = ", ".join("?" for _ in columns)
        values = ["m999_tomorrow" if column == "name" else "2030-01-01" for column in columns]
        connection.execute(f"INSERT INTO {names[0]} VALUES ({marks})", values)
    connection.close()
    before = ledger(shell).read_bytes()
    ran = shell.video("a fox of tomorrow")
    assert (ran.code, ran.json["error"]["key"]) == (1, "ledger.newer")
    assert ledger(shell).read_bytes() == before
    assert kling.charges("a fox of tomorrow") == 0


@pytest.mark.parametrize("provider", ["kling", "chatart"])
def test_a_broken_ledger_is_rebuilt_from_the_providers_history(
    provider: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    chaos: ChaosHarness = request.getfixturevalue(provider)
    shell, prompt = chaos.shell(tmp_path), f"a fox that {provider} remembers"
    assert shell.video(prompt, "--no-wait").code == 0
    ruin(ledger(shell))
    told = shell("jobs", "list", "--json")
    assert told.code == 0
    assert "damaged" in told.json["message"]
    assert told.json["next"] == ["mediawright jobs resume --json"]
    ran = shell("jobs", "resume", "--json", "--timeout", "60")
    assert ran.code == 0, ran.out
    assert "found at the providers" in ran.json["message"]
    assert all(is_whole(job) for job in shell.jobs())
    assert shell.clips()
    assert chaos.charges(prompt) == 1


def test_a_provider_without_a_history_is_named(nemovideo: ChaosHarness, tmp_path: Path) -> None:
    shell = nemovideo.shell(tmp_path)
    assert shell.video("a fox nobody remembers", "--no-wait").code == 0
    ruin(ledger(shell))
    ran = shell("jobs", "resume", "--json")
    assert ran.code == 0
    assert "NemoVideo keeps no list" in ran.json["message"]
    assert list(ledger(shell).parent.glob("ledger.db.corrupt-*"))


def ruin(path: Path) -> None:
    """Nothing of it can be read any more."""
    for companion in ("-wal", "-shm"):
        path.with_name(path.name + companion).unlink(missing_ok=True)
    path.write_bytes(b"this was a ledger once" * 400)


# --- the person's own files


def test_a_half_written_config_is_told_and_kept(kling: ChaosHarness, tmp_path: Path) -> None:
    shell = kling.shell(tmp_path)
    config = shell.home / "mw" / "config" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('lang = "en"\nprovider = "kli')
    ran = shell.video("a fox half written")
    assert (ran.code, ran.json["error"]["key"]) == (1, "config.broken")
    assert config.read_text().endswith('"kli')
    assert kling.charges("a fox half written") == 0


def test_half_written_budgets_let_nothing_out(kling: ChaosHarness, tmp_path: Path) -> None:
    shell = kling.shell(tmp_path)
    policy = shell.home / "mw" / "config" / "policy.toml"
    policy.parent.mkdir(parents=True)
    policy.write_text('[[budgets]]\nid = "b1"\nper = "da')
    assert shell.video("a fox without limits").code == 10
    assert kling.charges("a fox without limits") == 0


@pytest.mark.skipif(os.name != "posix", reason="other systems have other rights")
def test_keys_that_others_could_read_are_repaired_and_told(kling: ChaosHarness, tmp_path: Path) -> None:
    shell = kling.shell(tmp_path)
    assert shell("auth", "import", "kling", "--env", "--json").code == 0
    (kept,) = [path for path in (shell.home / "mw" / "config" / "secrets").iterdir() if path.suffix == ".json"]
    kept.chmod(0o644)
    shell.env |= {name: "" for name in shell.env if name.startswith("KLING_") and "BASE" not in name}
    ran = shell.video("a fox with open keys")
    assert ran.code == 0
    assert kept.stat().st_mode & 0o777 == 0o600
    assert "read" in ran.json["message"]
