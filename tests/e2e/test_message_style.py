"""Odd surroundings: closed streams, no home, an old locale, a pipe that closes, folders with blanks or without a right."""

import json
import os
import subprocess
import sys

import pytest
from tests.e2e.conftest import Shell

CALL = (sys.executable, "-m", "mediawright")
DRAFT = ("video", "--provider", "previz", "--prompt", "一只猫", "--duration", "1", "--resolution", "360p")


def bash(shell: Shell, line: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    """A line of shell, with `$MW` standing for the program."""
    around = {**shell.env, **env, "MW": f"{sys.executable} -m mediawright"}
    return subprocess.run(["bash", "-c", line], cwd=shell.cwd, env=around, capture_output=True, timeout=60, check=False)


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_is_no_crash(shell: Shell, closed: str) -> None:
    done = bash(shell, f"$MW jobs list {closed}")
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)


def test_a_pipe_that_closes_early_is_no_failure(shell: Shell) -> None:
    done = bash(shell, "set -o pipefail; $MW models | head -1")
    assert (done.returncode, done.stderr) == (0, b"")


def test_an_old_locale_reads_chinese(shell: Shell) -> None:
    old = {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = bash(shell, '$MW route "用可灵拍一段猫咪的5秒视频" --json', **old)
    answer = json.loads(done.stdout)
    assert (answer["lang"], answer["data"]["provider"]) == ("zh", "kling")


def test_no_colour_where_none_is_wanted(shell: Shell) -> None:
    assert "\x1b" not in shell("models", NO_COLOR="1").out


def test_without_a_home_the_free_things_still_work(shell: Shell) -> None:
    bare = {name: value for name, value in shell.env.items() if name not in ("HOME", "MEDIAWRIGHT_HOME")}
    moved = {
        **bare,
        "XDG_CONFIG_HOME": str(shell.home),
        "XDG_STATE_HOME": str(shell.home),
        "XDG_CACHE_HOME": str(shell.home),
    }
    done = subprocess.run(
        [*CALL, "providers", "--json"], cwd=shell.cwd, env=moved, capture_output=True, timeout=60, check=False
    )
    assert json.loads(done.stdout)["ok"]


def test_a_folder_with_blanks_and_chinese(shell: Shell) -> None:
    (shell.cwd / "我的 作品").mkdir()
    ran = shell(*DRAFT, "--output-dir", "我的 作品", "--json")
    assert ran.code == 0, ran.out
    (file,) = (name for name in shell.files() if name.endswith(".mp4"))
    assert file.startswith("我的 作品/")


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to the superuser")
def test_a_folder_that_may_not_be_written_to_is_told_plainly(shell: Shell) -> None:
    shell.cwd.chmod(0o555)
    ran = shell(*DRAFT, "--json")
    shell.cwd.chmod(0o755)
    assert ran.code != 0
    assert ran.json["error"]["code"] != "unexpected"


@pytest.mark.parametrize(
    "words",
    [("models",), ("doctor",), ("providers",), ("plugins",), ("jobs", "list"), ("skill", "check"), ("config", "show")],
)
def test_no_answer_floods_a_chat(shell: Shell, words: tuple[str, ...]) -> None:
    ran = shell(*words, "--json")
    assert isinstance(ran.json["message"], str)
    assert len(ran.out) < 10_000


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("video", "--bogus"), 2),
        (("bogus",), 2),
        (("jobs", "show", "nope"), 2),
        (("confirm", "QNOPE12"), 2),
        (("video", "--provider", "nobody", "--prompt", "x"), 2),
        (("auth", "status", "kling"), 3),
    ],
)
def test_a_failure_is_one_object_too(shell: Shell, words: tuple[str, ...], code: int) -> None:
    ran = shell(*words, "--json")
    assert (ran.code, ran.json["ok"], ran.json["error"] is None) == (code, code == 3, code == 3)
    assert ran.err == ""


def test_a_draft_is_made_only_where_it_is_chosen(shell: Shell) -> None:
    anyones = [word for word in DRAFT if word not in ("--provider", "previz")]
    ran = shell(*anyones, "--json", "--lang", "en")
    assert (ran.code, ran.json["status"]) == (2, "question"), ran.out
    assert any("--provider previz" in line for line in ran.json["next"])
    assert not [name for name in shell.files() if name.endswith(".mp4")]
    assert not [line for line in shell(*DRAFT, "--json").json["next"] if "auth" in line]
