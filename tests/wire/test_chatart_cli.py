"""The command line, given our flags for what was typed into ChatArt's own tool, sends what that tool sent."""

import base64
import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.plugins.chatart.harness import Sim, Switch
from tests.plugins.chatart.vendor_argv import UnknownArgument, typed
from tests.plugins.chatart.wire_cases import CASES, HEADERS, SUBMITS, TAKEN, Difference, bare, difference_of, without

from mediawright.cli.app import run
from mediawright.commands.aliases import normalise
from mediawright.plugin import Request
from mediawright.services.request_reader import read_request
from mediawright.testing.simulator import serve
from mediawright_chatart import hooks
from mediawright_chatart.simulator.app import create_app

Case = dict[str, Any]
Answer = tuple[int, dict[str, Any]]
FIXTURES = json.loads((Path(__file__).parents[1] / "data" / "wire" / "fixtures.json").read_text("utf-8"))
UPLOADED = re.compile(r"https://files\.chatartpro\.com/(chat-skill-upload/\d{8}/upload_\d{14}_[0-9a-f]{8}\.\w+)")
LOOKS = ("/web/video/get-video-task", "/web/art/get-draw-task")
MAKING = [c for c in CASES if c["argv"][0] not in ("auth.py", "user.py") and c["argv"][1] in ("run", "submit")]
SENT = [c for c in MAKING if c["kind"] == "valid" and c["posts"]]
FORBIDDEN = [c for c in MAKING if c["kind"] in ("invalid", "lax")]


def name_of(case: Case) -> str:
    return str(case["id"]).removeprefix("chatart.")


@pytest.fixture(scope="module")
def front() -> Iterator[tuple[Switch, str]]:
    front = Switch()
    front.app = create_app({})
    with serve(front) as url:
        yield front, url


@pytest.fixture
def stage(front: tuple[Switch, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Case], Sim]:
    """Sets a case up: its service, its folder, its environment."""

    def play(case: Case) -> Sim:
        app = front[0].app = create_app(
            {
                "strict": "off",
                "api_key": next((v for n, v in case["env"].items() if n.endswith("_KEY")), "nobody"),
                "identity_id": next((v for n, v in case["env"].items() if n.endswith("_UID")), "nobody"),
                "polls": "0",
                "balance": "9999",
            }
        )
        app.state.service_state.next_id = 700001
        app.state.faults.arm("id-text", None)
        work = tmp_path / "work"
        work.mkdir()
        for name, entry in FIXTURES.items():
            (work / name).write_bytes(base64.b64decode(entry["base64"]))
        for path, text in case.get("setup", {}).items():
            target = tmp_path / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
        for name in [name for name in os.environ if name.startswith(("CHATART", "MEDIAWRIGHT"))]:
            monkeypatch.delenv(name)
        for name, value in {**case["env"], **_around(front[1], tmp_path)}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(work)
        return Sim(front[1], app.state.service_state, app.state.faults)

    return play


def _around(url: str, folder: Path) -> dict[str, str]:
    home = {"HOME": str(folder / "home"), "MEDIAWRIGHT_HOME": str(folder / "mw"), "MEDIAWRIGHT_NO_KEYRING": "1"}
    return {"CHATART_BASE_URL": url, "CHATART_OSS_ENDPOINT": url, "MEDIAWRIGHT_ALLOW_LOOPBACK": "1", **home}


def ours(case: Case) -> list[str]:
    """The same request in our flags; what nobody knows is passed on as it is."""
    try:
        told = typed(case["argv"])
    except UnknownArgument:
        return ["video", *case["argv"][2:], "--provider", "chatart"]
    words = [told.command]
    for name, value in told.values.items():
        for item in value if isinstance(value, list) else [value]:
            words.append(f"--{name.replace('_', '-')}={item}")
    return words


def play(words: list[str], capsys: pytest.CaptureFixture[str]) -> Answer:
    """One command in this process, agreed to: exit code and answer."""
    with pytest.raises(SystemExit) as end:
        run(normalise([*words, "--approve-cost", "9999", "--no-wait", "--json"]))
    return int(end.value.code or 0), json.loads(capsys.readouterr().out)


def request_of(case: Case) -> Request:
    told = typed(case["argv"])
    return hooks.complete(read_request(told.command, told.values))


@pytest.mark.parametrize("case", SENT, ids=name_of)
def test_our_flags_send_the_same(case: Case, stage: Callable[[Case], Sim], capsys: pytest.CaptureFixture[str]) -> None:
    difference = difference_of(case, request_of(case))
    if difference is Difference.FOREIGN_LINK:
        pytest.skip("a stranger's address is fetched first; the network is shut here")
    sim = stage(case)
    code, answer = play(ours(case), capsys)
    assert code == 0, answer
    theirs = [request for request in case["requests"] if request["path"] in SUBMITS]
    mine = [request for request in sim.service_state.log if request["path"] in SUBMITS]
    assert [(r["method"], r["path"], r["query"]) for r in mine] == [
        (r["method"], r["path"], r["query"]) for r in theirs
    ]
    for asked, wanted in zip(mine, theirs, strict=True):
        assert headers(asked) == headers(wanted)
        assert exactly(without(named(asked["json"], sim), difference)) == exactly(
            without(bare(wanted["json"]), difference)
        )


def headers(request: Case) -> dict[str, Any]:
    return {name: request["headers"].get(name) for name in HEADERS}


def exactly(body: Any) -> str:
    """Equal only with types: "5" is not 5, 1 is not true."""
    return json.dumps(body, sort_keys=True)


def named(value: Any, sim: Sim) -> Any:
    """Uploaded addresses as the files whose bytes are really there."""
    if isinstance(value, dict):
        return {name: named(item, sim) for name, item in value.items()}
    if isinstance(value, list):
        return [named(item, sim) for item in value]
    key = UPLOADED.fullmatch(str(value))
    if key is None:
        return value
    data = base64.b64encode(sim.service_state.uploads[key[1]].data).decode()
    return {"$file": next(name for name, entry in FIXTURES.items() if entry["base64"] == data)}


@pytest.mark.parametrize("case", [c for c in SENT if c["argv"][1] == "run"], ids=name_of)
def test_a_job_is_polled_as_theirs_is(
    case: Case, stage: Callable[[Case], Sim], capsys: pytest.CaptureFixture[str]
) -> None:
    if difference_of(case, request_of(case)) is Difference.FOREIGN_LINK:
        pytest.skip("a stranger's address is fetched first; the network is shut here")
    sim = stage(case)
    _, answer = play(ours(case), capsys)
    with pytest.raises(SystemExit) as end:
        run(["jobs", "wait", answer["data"]["job"], "--timeout", "20", "--json"])
    assert end.value.code == 0
    wanted = next(request for request in case["requests"] if request["path"].startswith(LOOKS))
    asked = sim.asked(wanted["path"], wanted["method"])[0]
    assert (asked["query"], headers(asked)) == (wanted["query"], headers(wanted))
    assert exactly(asked["json"]) == exactly(wanted["json"])


@pytest.mark.parametrize("case", [c for c in FORBIDDEN if name_of(c) not in TAKEN], ids=name_of)
def test_nonsense_sends_nothing(case: Case, stage: Callable[[Case], Sim], capsys: pytest.CaptureFixture[str]) -> None:
    sim = stage(case)
    code, answer = play(ours(case), capsys)
    signed_out = not any(name.endswith("_KEY") for name in case["env"])
    assert code == (3 if signed_out else 2), answer
    assert sim.submits == 0
    assert sim.service_state.uploads == {}
    assert signed_out or [r for r in sim.service_state.log if r["method"] == "POST"] == []


@pytest.mark.parametrize("case", [c for c in FORBIDDEN if name_of(c) in TAKEN], ids=name_of)
def test_what_is_taken_on_purpose_is_sent_once_per_result(
    case: Case, stage: Callable[[Case], Sim], capsys: pytest.CaptureFixture[str]
) -> None:
    sim = stage(case)
    code, answer = play(ours(case), capsys)
    assert code == 0, answer
    assert sim.submits == (4 if "--count" in case["argv"] else 1)
