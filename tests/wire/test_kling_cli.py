"""The command line, given the vendor's own flags, asks for what the vendor's own tool asked for, in the same order."""

import base64
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import jwt
import pytest
from tests.wire.recorder import Asked, Server, serving

from mediawright.cli.app import run
from mediawright.commands.aliases import normalise

DATA = Path(__file__).parents[1] / "data" / "wire"
CASES = json.loads((DATA / "kling-examples.json").read_text("utf-8"))
FIXTURES = json.loads((DATA / "fixtures.json").read_text("utf-8"))
#: recorded as sent, refused by a numbered rule (docs/evidence/wire-differences-kling.md)
REFUSED_BY_RULE = {
    "kling.image.omni.series-kling-image-o1",
    "kling.image.omni.everything",
    "kling.video.multishot.customize-omni-video",
}
#: signing in is compared where the flow itself is tested
ELSEWHERE = ("account.bind", "account.import", "auth.bind")
#: our exit code by how the task ended: failed, still running
EXIT = {"['failed']": 6, "['processing']": 7}

VALID = [c for c in CASES if c["kind"] == "valid" and c["group"] not in ELSEWHERE]
SENT = [c for c in VALID if c["id"] not in REFUSED_BY_RULE]
#: `--no_wait` is a spelling of ours, and `--seed` is no flag of this provider but of the command line
FORBIDDEN = [c for c in CASES if c["kind"] in {"invalid", "lax"} and not c["group"].endswith("account")]


def name_of(case: Mapping[str, Any]) -> str:
    return str(case["id"])


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Mapping[str, Any]], Server]]:
    """Sets a case up: its folder, its environment, its server."""
    opened: list[Any] = []

    def play(case: Mapping[str, Any]) -> Server:
        files = {"mp4": clip("clip.mp4"), "png": clip("d.png")}
        around = serving(Server(plan=dict(case.get("server") or {}), files=files))
        server = around.__enter__()
        opened.append(around)
        work = tmp_path / "work"
        work.mkdir()
        for name, entry in FIXTURES.items():
            (work / name).write_bytes(base64.b64decode(entry["base64"]))
        for name, text in case.get("setup", {}).items():
            target = tmp_path / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text.replace("<BASE>", server.base))
        for name in [name for name in os.environ if name.startswith(("KLING", "MEDIAWRIGHT"))]:
            monkeypatch.delenv(name)
        for name, value in case.get("env", {}).items():
            monkeypatch.setenv(name, value.replace("<BASE>", server.base).replace("<TMP>", str(tmp_path)))
        monkeypatch.setenv("MEDIAWRIGHT_HOME", str(tmp_path / "mw"))
        monkeypatch.setenv("MEDIAWRIGHT_ALLOW_LOOPBACK", "1")
        monkeypatch.setenv("MEDIAWRIGHT_TEST_PACE", "50")
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.chdir(work)
        return server

    yield play
    for around in opened:
        around.__exit__(None, None, None)


def clip(name: str) -> bytes:
    return base64.b64decode(FIXTURES[name]["base64"])


def ours(argv: list[str], *approve: str) -> list[str]:
    """The vendor's own words, with the provider named and the cost agreed to."""
    command, *words = argv
    waits = "--no-wait" in words or "--task_id" in words or command == "account"
    cut = ["--timeout", "1"] if "--download" in words else []
    head = [command, *words, *cut, "--provider", "kling", "--json"]
    free = command == "account" or "--task_id" in words or (command == "element" and "create" not in words)
    return head + ([] if free else [*approve, *([] if waits else ["--wait"])])


def play(argv: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    """One command in this process: exit code and answer."""
    code = 0
    try:
        run(normalise(argv))
    except SystemExit as end:
        code = int(end.code or 0)
    out = capsys.readouterr().out
    return code, json.loads(out) if out.strip() else {}


def agreed(argv: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    """Run with a generous yes; where nobody knows the price, with that."""
    code, answer = play(ours(argv, "--approve-cost", "9999"), capsys)
    if code == 5 and answer["error"]["key"] == "gate.unknown":
        code, answer = play(ours(argv, "--approve-cost", "unknown"), capsys)
    return code, answer


def comparable(asked: Asked) -> tuple[Any, ...]:
    return asked.method, asked.path, asked.query if asked.path != "/account/costs" else sorted(asked.query)


def recorded(request: Mapping[str, Any]) -> tuple[Any, ...]:
    query = request["query"] if request["path"] != "/account/costs" else sorted(request["query"])
    return request["method"], request["path"], query


def typed(value: Any) -> Any:
    """With the type beside every value: "5" is not 5, 1 is not true."""
    if isinstance(value, Mapping):
        return {key: typed(item) for key, item in value.items()}
    return [typed(item) for item in value] if isinstance(value, list) else (type(value).__name__, value)


def named(value: Any) -> Any:
    """Base64 of a fixture as the recordings write it."""
    contents = {entry["base64"]: name for name, entry in FIXTURES.items()}
    if isinstance(value, Mapping):
        return {key: named(item) for key, item in value.items()}
    if isinstance(value, list):
        return [named(item) for item in value]
    return {"$file": contents[value]} if isinstance(value, str) and value in contents else value


@pytest.mark.parametrize("case", SENT, ids=name_of)
def test_the_same_flags_ask_the_same(
    case: Mapping[str, Any], stage: Callable[..., Server], capsys: pytest.CaptureFixture[str]
) -> None:
    server = stage(case)
    code, answer = agreed(case["argv"], capsys)
    assert server.asked, answer
    # a look at what is left before the price is shown is ours; so is another rhythm of polls
    relevant = [asked for asked in server.asked if asked.path != "/account/costs" or case["argv"][0] == "account"]
    assert once(map(comparable, relevant)) == once(map(recorded, case["requests"]))
    ended = str((case.get("server") or {}).get("poll", [])[-1:])
    # looking at an element is a poll, whatever it shows; waiting for a file is not
    assert code == (0 if case["argv"][0] == "element" else EXIT.get(ended, 0))
    for theirs in case["requests"]:
        mine = next(asked for asked in relevant if comparable(asked) == recorded(theirs))
        check_headers(mine, theirs)
        if "json" in theirs:
            body = {**mine.body, "external_task_id": theirs["json"].get("external_task_id")}
            assert typed(named(body)) == typed({"external_task_id": None, **theirs["json"]})


def once(calls: Any) -> list[Any]:
    """In order, the same look only once."""
    result: list[Any] = []
    for call in calls:
        if call not in result:
            result.append(call)
    return result


def check_headers(mine: Asked, theirs: Mapping[str, Any]) -> None:
    """The bearer where they send one, signed the same way; none with a result file."""
    if "auth" not in theirs:
        assert "authorization" not in mine.headers
        return
    scheme, _, token = mine.headers["authorization"].partition(" ")
    assert scheme == theirs["auth"]["scheme"]
    if "jwt" in theirs["auth"]:
        told = theirs["auth"]["jwt"]
        assert jwt.get_unverified_header(token) == told["header"]
        claims = jwt.decode(token, options={"verify_signature": False, "verify_exp": False, "verify_nbf": False})
        assert set(claims) == {"iss", "exp", "nbf"}
        assert claims["iss"] == told["claims"]["iss"]
        assert abs(claims["exp"] - time.time() - told["claims"]["exp-now"]) < 30
        assert claims["exp"] - claims["nbf"] == told["claims"]["exp-now"] - told["claims"]["nbf-now"]


@pytest.mark.parametrize("case", FORBIDDEN, ids=name_of)
def test_nonsense_asks_nothing(
    case: Mapping[str, Any], stage: Callable[..., Server], capsys: pytest.CaptureFixture[str]
) -> None:
    server = stage(case)
    code, answer = play(ours(case["argv"], "--approve-cost", "9999"), capsys)
    if case["id"].endswith("no_wait-typo"):
        pytest.skip("the underscore spelling is a spelling of ours, and a sound one")
    assert code == 2, answer
    assert [asked for asked in server.asked if asked.method == "POST"] == []
