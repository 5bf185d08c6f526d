"""How the command behaves for agents: S-20 to S-34 of docs/contracts/agent-skill.md §8, with the names of our own codes."""

import json
import re
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from tests.e2e.conftest import Shell
from tests.skill.conftest import ROOT

from mediawright.testing.simulator import serve
from mediawright.types.errors import ExitCode

UTTERANCE = "用可灵做一个5秒的视频：海边日落，海浪轻轻涌动"
SECRET = "sim-not-a-secret"
ANSI = re.compile(r"\x1b\[")


@pytest.fixture(scope="module")
def kling() -> Iterator[str]:
    from mediawright_kling.hooks import simulator

    with serve(simulator(options={"time_scale": "40"})) as url:
        yield url


@pytest.fixture
def signed_out(shell: Shell, kling: str) -> Shell:
    shell.env |= {"MEDIAWRIGHT_ALLOW_LOOPBACK": "1", "KLING_API_BASE": kling, "KLING_BIND_BASE": kling}
    return shell


@pytest.fixture
def signed_in(signed_out: Shell) -> Shell:
    signed_out.env |= {"KLING_ACCESS_KEY_ID": "sim-access-key", "KLING_SECRET_ACCESS_KEY": SECRET}
    return signed_out


def tasks(url: str) -> int:
    return int(httpx2.get(f"{url}/__sim/charges").json()["tasks"])


def quoted(shell: Shell) -> str:
    return str(shell("do", UTTERANCE, "--json").json["data"]["quote"])


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["doctor", "--json"]], ids=lambda words: words[0])
def test_s20_works_with_nothing_at_all(shell: Shell, words: list[str]) -> None:
    shell.env = {name: shell.env[name] for name in ("PATH",) if name in shell.env}
    assert shell(*words, USERPROFILE=str(shell.home)).code == 0


COMMANDS = [
    "do",
    "video",
    "image",
    "confirm",
    "jobs wait",
    "jobs list",
    "auth login",
    "auth configure kling",
    "edit say",
    "route",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_s22_nothing_waits_for_a_keyboard(shell: Shell, command: str) -> None:
    done = shell(*command.split(), "--json", timeout=20, MEDIAWRIGHT_DISABLE_PLUGINS="kling,chatart,nemovideo")
    assert done.code in set(ExitCode)


@pytest.mark.parametrize(
    "words", [["jobs", "list"], ["video"], ["jobs", "show", "nobody"], ["models"], ["nonsense"]], ids=str
)
def test_s23_one_object_on_stdout_whatever_happens(shell: Shell, words: list[str]) -> None:
    done = shell(*words, "--json")
    assert done.out.count("\n") == 1
    assert set(json.loads(done.out)) >= {"ok", "status", "lang", "message", "data", "next", "error"}
    assert (done.code == 0) is json.loads(done.out)["ok"]


@pytest.mark.parametrize("words", [["models"], ["doctor"], ["jobs", "list"], ["--help"]], ids=str)
def test_s24_no_colour_off_a_terminal(shell: Shell, words: list[str]) -> None:
    done = shell(*words, NO_COLOR="")
    assert not ANSI.search(done.out + done.err)


def test_s25_every_exit_code_is_told(shell: Shell) -> None:
    page = (ROOT / "skills/mediawright/references/exit-codes.md").read_text("utf-8")
    told = shell("--help").out
    for code in ExitCode:
        assert f"| {int(code)} | " in page
        assert re.search(rf"\b{int(code)}\b", told.split("Exit codes")[1])


@pytest.mark.parametrize("words", [["do", UTTERANCE], ["account", "quota", "--provider", "kling"]], ids=["do", "quota"])
def test_s26_signed_out_brings_the_link(signed_out: Shell, words: list[str]) -> None:
    done = signed_out(*words, "--json", timeout=15)
    data = done.json["data"]
    assert done.code == ExitCode.SIGN_IN
    assert data["verification_uri_complete"] in done.json["message"]
    assert "user_code" in data
    assert "token" not in data["verification_uri_complete"].lower()
    assert done.json["next"] == [f"mediawright auth login kling --lang {done.json['lang']} --json"]


@pytest.mark.parametrize("extra", [[], ["--approve-cost", "3"], ["--approve-cost", "3.99 units"]], ids=str)
def test_s27_no_approval_no_money(signed_in: Shell, kling: str, extra: list[str]) -> None:
    quote, before = quoted(signed_in), tasks(kling)
    done = signed_in("confirm", quote, *extra, "--json")
    assert (done.code, tasks(kling)) == (ExitCode.CONFIRM, before)


def test_s28_the_same_approval_twice_is_one_job(signed_in: Shell, kling: str) -> None:
    quote, before = quoted(signed_in), tasks(kling)
    first, second = [signed_in("confirm", quote, "--approve-cost", "4", "--json").json["data"]["job"] for _ in range(2)]
    assert first == second
    assert tasks(kling) == before + 1


@pytest.fixture(scope="module")
def slow_kling() -> Iterator[str]:
    from mediawright_kling.hooks import simulator

    with serve(simulator(options={"clock": "manual"})) as url:
        yield url


@pytest.fixture
def endless(signed_in: Shell, slow_kling: str) -> Shell:
    signed_in.env |= {"KLING_API_BASE": slow_kling, "KLING_BIND_BASE": slow_kling}
    return signed_in


def test_s29_a_wait_ends_and_says_how_to_go_on(endless: Shell) -> None:
    quote = quoted(endless)
    job = endless("confirm", quote, "--approve-cost", "4", "--no-wait", "--json").json["data"]["job"]
    done = endless("jobs", "wait", job, "--timeout", "1", "--json", timeout=15)
    assert (done.code, done.json["status"]) == (ExitCode.RUNNING, "still_running")
    assert done.json["next"] == [f"mediawright jobs wait {job} --json"]


def test_s30_an_interrupted_wait_leaves_the_job_alive(endless: Shell) -> None:
    quote = quoted(endless)
    job = endless("confirm", quote, "--approve-cost", "4", "--no-wait", "--json").json["data"]["job"]
    process = endless.start("jobs", "wait", job, "--timeout", "60", "--progress", "plain", "--json")
    assert process.stderr is not None
    process.stderr.readline()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    assert process.returncode == ExitCode.INTERRUPTED
    assert endless("jobs", "show", job, "--json").json["data"]["state"] in ("submitted", "running")


def test_s31_files_are_absolute_checked_and_never_overwritten(signed_in: Shell) -> None:
    answer = signed_in("confirm", quoted(signed_in), "--approve-cost", "4", "--json").json
    (item,) = answer["data"]["files"]
    path = Path(item["path"])
    assert path.is_absolute()
    assert (path.stat().st_size, len(item["sha256"])) == (item["size"], 64)
    before = path.read_bytes()
    again = signed_in("do", UTTERANCE, "--approve-cost", "4", "--again", "--json").json["data"]["files"][0]["path"]
    assert again != str(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("words", [["models"], ["models", "--provider", "chatart"], ["doctor"], ["plugins"]], ids=str)
def test_s32_bounded_output(shell: Shell, words: list[str]) -> None:
    assert len(shell(*words, "--json").out) <= 10_000


def test_s33_no_secret_anywhere(signed_in: Shell) -> None:
    kept = signed_in("auth", "import", "kling", "--env", "--json")
    said = [
        kept,
        signed_in("do", UTTERANCE, "--json"),
        signed_in("do", UTTERANCE, "--dry-run", "--json"),
        signed_in("auth", "status", "--json"),
    ]
    debug = signed_in("account", "quota", "--provider", "kling", "--json", MEDIAWRIGHT_DEBUG="1")
    assert SECRET not in "".join(done.out + done.err for done in [*said, debug])
    private = [
        path for path in (signed_in.home / "mw").rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()
    ]
    assert private
    assert {stat.S_IMODE(path.stat().st_mode) for path in private} == {0o600}


def test_s34_any_locale_and_chinese_paths(signed_in: Shell) -> None:
    folder = signed_in.cwd / "成片"
    folder.mkdir()
    ask = ["do", UTTERANCE, "--approve-cost", "4", "--output-dir", "成片", "--json"]
    done = signed_in(*ask, LC_ALL="C", LANG="C")
    assert "成片" in done.json["data"]["files"][0]["path"]
    assert done.json["lang"] == "zh"
