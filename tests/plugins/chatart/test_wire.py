"""The recorded cases against ours: equal, type by type, or on the short list of differences with a reason each."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.plugins.chatart.conftest import MakeHarness
from tests.plugins.chatart.harness import Harness, Sim, filled, found_problems, job_of
from tests.plugins.chatart.vendor_argv import Typed, UnknownArgument, typed
from tests.plugins.chatart.wire_cases import (
    CASES,
    DOCUMENT,
    HEADERS,
    SUBMITS,
    Difference,
    bare,
    difference_of,
    without,
)

from mediawright.plugin import InvalidRequest, MediawrightError, Request
from mediawright.services.request_reader import read_request
from mediawright.types.constraints import choose_model
from mediawright.types.pricing import price_of
from mediawright_chatart import hooks
from mediawright_chatart.provider import provider

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediawright.testing.fakes import FakeClock

UPLOADED = r"chat-skill-upload/\d{8}/upload_\d{14}_[0-9a-f]{8}\.\w+"
ABOUT_REQUESTS = [c for c in CASES if c["argv"][0] not in ("auth.py", "user.py") and c["kind"] != "fault"]
SENT = [c for c in ABOUT_REQUESTS if c["kind"] == "valid" and c["posts"]]
PRICED = [c for c in ABOUT_REQUESTS if c["kind"] == "valid" and c["argv"][1] == "estimate-cost"]
REFUSED = [c for c in ABOUT_REQUESTS if c["kind"] in ("invalid", "lax")]


def ids(cases: list[dict[str, Any]]) -> list[str]:
    return [case["id"].removeprefix("chatart.") for case in cases]


def read(case: dict[str, Any], harness: Harness) -> tuple[Typed, Request]:
    command = typed(case["argv"])
    return command, harness.measured(filled(read_request(command.command, command.values)))


def same(ours: Any, theirs: Any) -> bool:
    """Equal with types: "5" is not 5, 1 is not true; the order of keys is free."""
    return json.dumps(ours, sort_keys=True) == json.dumps(theirs, sort_keys=True)


@pytest.mark.parametrize("case", SENT, ids=ids(SENT))
def test_the_body_is_what_the_vendors_tool_sends(case: dict[str, Any], harness: Harness, fixtures: Path) -> None:
    _, request = read(case, harness)
    assert found_problems(request) == []
    (call,) = hooks.wire(request, "job-1")
    theirs = next(r for r in case["requests"] if r["path"] in SUBMITS)
    difference = difference_of(case, request)
    assert call.url.endswith(theirs["path"])
    assert same(without(call.json, difference), without(bare(theirs["json"]), difference))


@pytest.mark.parametrize("case", SENT, ids=ids(SENT))
async def test_a_socket_hears_the_same(
    case: dict[str, Any],
    simulate: "Callable[..., Sim]",
    harness_for: MakeHarness,
    fixtures: Path,
    fake_clock: "FakeClock",
) -> None:
    """The whole way, with the files really uploaded: method, path, query, body and the headers that count."""
    sim = simulate(strict="off", api_key="wire-chatart-key-0001", identity_id="wire-uid", polls="0", balance="9999")
    sim.service_state.next_id = 700001
    sim.faults.arm("id-text", None)
    harness = harness_for(sim, signed_in=False, environ=case["env"] | {"CHATART_CDN_BASE": ""})
    request = read(case, harness)[1]
    if difference_of(case, request) is Difference.FOREIGN_LINK:
        pytest.skip("an outside address is fetched first; the network is shut here")
    ctx = harness.open("job-1")
    task = await hooks.submit(ctx, job_of(request, fake_clock))
    await hooks.poll(ctx, task)
    for theirs in case["requests"]:
        if not theirs["path"].startswith("/files/"):
            ours = sim.asked(theirs["path"], theirs["method"])[0]
            check_request(ours, theirs, difference_of(case, request), sim, fixtures)


def check_request(ours: Any, theirs: Any, difference: Any, sim: Sim, fixtures: Path) -> None:
    assert ours["query"] == theirs["query"]
    assert {n: ours["headers"].get(n) for n in HEADERS} == {n: theirs["headers"].get(n) for n in HEADERS}
    body = {name: unhosted(value, sim, fixtures) for name, value in ours["json"].items()}
    assert same(without(body, difference), without(bare(theirs["json"]), difference))


def unhosted(value: Any, sim: Sim, fixtures: Path) -> Any:
    """An uploaded address as the file whose bytes are really there."""
    if isinstance(value, list):
        return [unhosted(item, sim, fixtures) for item in value]
    key = re.fullmatch(
        r"https://files\.chatartpro\.com/(chat-skill-upload/\d{8}/upload_\d{14}_[0-9a-f]{8}\.\w+)", str(value)
    )
    if key is None:
        return value
    data = sim.service_state.uploads[key[1]].data
    return {"$file": next(path.name for path in fixtures.iterdir() if path.read_bytes() == data)}


@pytest.mark.parametrize("case", PRICED, ids=ids(PRICED))
def test_a_price_is_told_without_a_call(case: dict[str, Any], harness: Harness, sim: Sim, fixtures: Path) -> None:
    command = typed(case["argv"])
    media_request = read_request(command.command, command.values)
    if media_request.model == "PixVerse V6":
        media_request = media_request.with_(operation="extend_video")
    media_request = harness.measured(filled(media_request))
    price = price_of(choose_model(provider(), media_request), media_request)
    assert price is not None
    assert price.amount is not None
    assert price.amount.value > 0
    assert sim.service_state.log == []


@pytest.mark.parametrize("case", REFUSED, ids=ids(REFUSED))
async def test_nonsense_is_refused_before_any_request(
    case: dict[str, Any], sim: Sim, harness_for: MakeHarness, fixtures: Path, fake_clock: "FakeClock"
) -> None:
    harness = harness_for(sim, signed_in=False, environ=case["env"])
    with_file(case, fixtures.parent / "user")
    if difference_of(case, None):
        return
    with pytest.raises((MediawrightError, UnknownArgument)) as refusal:
        await attempt(case, harness, fake_clock)
    assert sim.service_state.log == []
    if isinstance(refusal.value, InvalidRequest):
        assert all(problem.field for problem in refusal.value.problems)


async def attempt(case: dict[str, Any], harness: Harness, clock: "FakeClock") -> None:
    """As far as it goes: read, check, submit."""
    request = read(case, harness)[1]
    found = found_problems(request)
    if found:
        raise InvalidRequest(*found)
    await hooks.submit(harness.open("job-1"), job_of(request, clock))


def with_file(case: dict[str, Any], home: Path) -> None:
    for path, text in case.get("setup", {}).items():
        if path.startswith("home/"):
            target = home / path.removeprefix("home/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)


def test_every_difference_is_written_down_with_its_reason() -> None:
    text = DOCUMENT.read_text()
    assert [difference.value for difference in Difference if f"`{difference.value}`" not in text] == []


def test_every_written_difference_is_used() -> None:
    text = DOCUMENT.read_text()
    used = {difference.value for difference in Difference}
    assert set(re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE)) == used


@pytest.mark.parametrize("name", ["chatart-examples.json", "fixtures.json"])
def test_the_copy_of_the_recordings_is_fresh(name: str) -> None:
    root = Path(__file__).parents[3]
    source = root.parent / "shared" / "wire" / name
    if not source.exists():
        pytest.skip("the recordings' home is not on this machine")
    assert source.read_bytes() == (root / "tests" / "data" / "wire" / name).read_bytes()
