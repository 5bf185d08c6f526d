"""Signed calls: a fresh signature for each, one more when the clocks disagree, every code to its error."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.plugins.kling.harness import Harness, Sim

from mediawright.plugin import Busy, NotFound, OutOfCredits, Rejected, SignInNeeded, Uncertain, Unreachable
from mediawright_kling import client

if TYPE_CHECKING:
    from tests.plugins.kling.conftest import MakeHarness

    from mediawright.testing.fakes import FakeClock

T2V = "/v1/videos/text2video"
BODY = {"model_name": "kling-v3", "prompt": "a cat"}


async def test_every_request_is_signed_anew(harness: Harness, sim: Sim) -> None:
    ctx = harness.open()
    for _ in range(2):
        assert (await client.request_idempotent(ctx, T2V)).ok
    assert [entry["auth"] for entry in sim.service_state.log] == ["Bearer ***"] * 2


@pytest.mark.parametrize("off", [timedelta(hours=-2), timedelta(minutes=20)])
async def test_a_wrong_clock_is_learned_from_the_answer(
    off: timedelta, harness: Harness, sim: Sim, clock: "FakeClock"
) -> None:
    clock.jump(off.total_seconds())
    ctx = harness.open()
    assert (await client.request_idempotent(ctx, T2V)).ok
    assert harness.keys_said == ["kling.auth.clock"]
    assert (await client.request_idempotent(ctx, T2V)).ok
    assert [entry["status"] for entry in sim.service_state.log] == [401, 200, 200]


async def test_a_submit_goes_out_again_only_for_its_signature(harness: Harness, sim: Sim, clock: "FakeClock") -> None:
    clock.jump(-7200)
    envelope = await client.spend(harness.open(), sim.url, T2V, BODY)
    assert envelope.data["task_status"] == "submitted"
    assert (sim.creates, sim.service_state.charges()["tasks"]) == (2, 1)


async def test_a_token_that_expired_is_not_signed_again(harness_for: "MakeHarness", sim: Sim) -> None:
    harness = await harness_for(sim, signed_in=False, KLING_TOKEN="Bearer a.b.c")
    with pytest.raises(SignInNeeded):
        await client.request_idempotent(harness.open(), T2V)
    assert len(sim.service_state.log) == 1


async def test_an_api_key_opens_everything(harness_for: "MakeHarness", sim: Sim) -> None:
    harness = await harness_for(sim, signed_in=False, KLING_API_KEY="sim-api-key-not-a-secret")
    assert (await client.request_idempotent(harness.open(), T2V)).ok


async def test_nobody_signed_in(harness_for: "MakeHarness", sim: Sim) -> None:
    harness = await harness_for(sim, signed_in=False)
    with pytest.raises(SignInNeeded):
        await client.request_idempotent(harness.open(), T2V)
    assert sim.service_state.log == []


REFUSALS: list[tuple[int, type[Exception], str]] = [
    (1000, SignInNeeded, "sign_in_needed"),
    (1002, SignInNeeded, "sign_in_needed"),
    (1100, Rejected, "rejected"),
    (1101, OutOfCredits, "out_of_credits"),
    (1102, OutOfCredits, "out_of_credits"),
    (1103, OutOfCredits, "out_of_credits"),
    (1200, Rejected, "rejected"),
    (1201, Rejected, "rejected"),
    (1202, Rejected, "rejected"),
    (1203, Rejected, "rejected"),
    (1300, Rejected, "rejected"),
    (1301, Rejected, "rejected"),
    (1302, Busy, "busy"),
    (1303, Busy, "busy"),
    (1304, Rejected, "rejected"),
    (5000, Uncertain, "uncertain"),
    (5001, Uncertain, "uncertain"),
    (5002, Uncertain, "uncertain"),
]


@pytest.mark.parametrize(("code", "error", "word"), REFUSALS, ids=str)
@pytest.mark.parametrize("status", [None, 200])
async def test_every_code_of_a_submit(
    code: int, error: type[Exception], word: str, status: int | None, harness: Harness, sim: Sim
) -> None:
    sim.fault("code", "POST *", code=code, status=status)
    with pytest.raises(error) as refusal:
        await client.spend(harness.open(), sim.url, T2V, BODY)
    found: Any = refusal.value
    assert (type(found), found.code, found.provider_code) == (error, word, str(code))
    assert found.message.key == f"kling.code.{code}" + ("_video" if code == 1102 else "")  # which pack is empty
    assert (sim.creates, sim.service_state.charges()["tasks"]) == (1, 0)


async def test_a_server_in_trouble_says_when(harness: Harness, sim: Sim) -> None:
    sim.fault("code", "POST *", code=1303, retry_after=7)
    with pytest.raises(Busy) as refusal:
        await client.spend(harness.open(), sim.url, T2V, BODY)
    assert refusal.value.retry_after == 7


@pytest.mark.parametrize("kind", ["malformed", "html", "empty", "drop_after"])
async def test_an_answer_to_a_submit_that_cannot_be_read(kind: str, harness: Harness, sim: Sim) -> None:
    sim.fault(kind, "POST *")
    with pytest.raises(Uncertain):
        await client.spend(harness.open(), sim.url, T2V, BODY)
    assert (sim.creates, sim.service_state.charges()["tasks"]) == (1, 1)


@pytest.mark.parametrize("status", [401, 403, 404, 408, 425, 429, 502, 524])
async def test_a_gatekeeper_that_refuses_may_have_passed_it_on(status: int, harness: Harness, sim: Sim) -> None:
    sim.fault("html", "POST *", status=status)
    with pytest.raises(Uncertain) as refusal:
        await client.spend(harness.open(), sim.url, T2V, BODY)
    assert refusal.value.message.key == "kling.task.unsure"


async def test_a_poll_is_repeated_a_submit_is_not(harness: Harness, sim: Sim) -> None:
    sim.fault("code", "GET *", code=5001, times=2)
    assert (await client.request_idempotent(harness.open(), T2V)).ok
    assert len(sim.asked(T2V, "GET")) == 3


async def test_a_poll_at_nothing(harness: Harness) -> None:
    with pytest.raises(NotFound):
        await client.request_idempotent(harness.open(), f"{T2V}/885000000000000001")


async def test_a_poll_into_trouble_that_stays(harness: Harness, sim: Sim) -> None:
    sim.fault("code", "GET *", code=5000, times=-1)
    with pytest.raises(Unreachable):
        await client.request_idempotent(harness.open(), T2V)
