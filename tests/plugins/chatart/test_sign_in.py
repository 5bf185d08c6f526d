"""Signing in through the simulated page: the link first, every way of saying "not yet", every end."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from tests.plugins.chatart.conftest import MakeHarness
from tests.plugins.chatart.harness import Harness, Sim
from tests.plugins.chatart.person import LOGIN, STATUS, account_in, click, press, signing_in

from mediawright.plugin import (
    AuthAction,
    AuthDone,
    AuthLink,
    AuthVerb,
    AuthWaiting,
    SignInNeeded,
    Unreachable,
)
from mediawright_chatart import hooks
from mediawright_chatart.auth import device_flow

if TYPE_CHECKING:
    pass

TOKEN = "/web/xskill/token"


@pytest.mark.parametrize("mode", ["http202", "longpoll", "code", "rfc8628"])
async def test_the_four_ways_of_waiting(mode: str, simulate: Callable[..., Sim], harness_for: MakeHarness) -> None:
    sim = simulate(pending_mode=mode, hold_s="0")
    harness = harness_for(sim, signed_in=False)
    events = await signing_in(harness.open(), click("approve"))
    assert [type(event) for event in events] == [AuthLink, AuthWaiting, AuthWaiting, AuthDone]
    done = events[-1]
    assert isinstance(done, AuthDone)
    assert (done.status.signed_in, done.status.account) == (True, "Lin · lin@example.com · sim-...cret")
    assert (await hooks.quota(harness.open())).balances[0].left.value == 960


@pytest.mark.parametrize(
    "options",
    ["other_identity", "link_only_plain", "expires_in", "interval", "code_as_text", "old_login_names"],
)
async def test_the_services_varieties(options: str, simulate: Callable[..., Sim], harness_for: MakeHarness) -> None:
    value = {"expires_in": "300", "interval": "0"}.get(options, "on")
    harness = harness_for(simulate(**{options: value}), signed_in=False)
    events = await signing_in(harness.open(), click("approve"))
    link = events[0]
    assert isinstance(link, AuthLink)
    assert (link.expires_in, link.interval >= 1) == (600, True)
    assert isinstance(events[-1], AuthDone)


async def test_a_strange_code_is_waited_out_for_a_minute(
    simulate: Callable[..., Sim], harness_for: MakeHarness
) -> None:
    harness = harness_for(simulate(pending_mode="code"), signed_in=False)
    ctx = harness.open()
    with pytest.raises(SignInNeeded):
        await signing_in(ctx)
    assert 60 <= sum(ctx.clock.slept) <= 64  # type: ignore[attr-defined]


async def test_slow_down_is_obeyed(out: Harness, sim: Sim) -> None:
    sim.faults.arm("token-slow-down", 1)
    events = await signing_in(out.open(), click("approve"))
    assert [event.wait_s for event in events if isinstance(event, AuthWaiting)] == [2, 7]


@pytest.mark.parametrize(
    "fault",
    ["init-500", "init-cut", "init-no-link", "init-foreign-endpoint"],
)
async def test_f1_c_r06_without_a_link_there_is_one_plain_sentence(fault: str, out: Harness, sim: Sim) -> None:
    sim.faults.arm(fault, None)
    with pytest.raises(Unreachable) as error:
        await signing_in(out.open())
    assert error.value.message.key == "chatart.auth.cannot_start"
    assert sim.asked(TOKEN) == []


async def test_c_r06_a_missing_link_is_asked_for_once_more(out: Harness, sim: Sim) -> None:
    sim.faults.arm("init-no-link", 1)
    assert isinstance((await signing_in(out.open(), click("approve")))[0], AuthLink)
    assert len(sim.asked("/web/xskill/init")) == 2


OVER = ["token-403", "token-404", "token-410", "token-code-401", "token-code-10007-text", "token-code-10048"]


@pytest.mark.parametrize("fault", OVER)
async def test_f2_f3_an_end_brings_a_fresh_link(fault: str, out: Harness, sim: Sim) -> None:
    sim.faults.arm(fault)
    ctx = out.open()
    with pytest.raises(SignInNeeded) as end:
        await signing_in(ctx)
    assert end.value.message.key == "chatart.auth.not_completed"
    fresh = device_flow.pending(ctx)
    assert fresh is not None
    assert end.value.data["verification_uri"] == fresh.link
    assert len(sim.asked("/web/xskill/init")) == 2


async def test_a_refusal_on_the_page_is_told(out: Harness) -> None:
    with pytest.raises(SignInNeeded):
        await signing_in(out.open(), click("refuse"))
    assert account_in(out) is None


@pytest.mark.parametrize(
    "fault", ["token-cut", "token-429", "token-503", "token-html", "token-no-key", "token-strange"]
)
async def test_f4_f5_trouble_while_waiting_is_waiting(fault: str, out: Harness, sim: Sim) -> None:
    sim.faults.arm(fault, 2)
    assert isinstance((await signing_in(out.open(), click("approve")))[-1], AuthDone)


async def test_out_of_time_ends_at_its_time_and_not_after(out: Harness, sim: Sim) -> None:
    ctx = out.open()
    with pytest.raises(SignInNeeded):
        await signing_in(ctx, waits=400)
    assert sum(ctx.clock.slept) == 600  # type: ignore[attr-defined]


# --- resuming and renewing ----------------------------------------------------------------------------------------------


async def interrupted(harness: Harness) -> AuthLink:
    """A sign-in whose process ends right after the link."""
    async for event in hooks.auth(harness.open(), LOGIN):
        if isinstance(event, AuthLink):
            return event
    raise AssertionError("no link")


async def test_an_interrupted_sign_in_is_taken_up_with_the_same_link(out: Harness, sim: Sim) -> None:
    first = await interrupted(out)
    again = await interrupted(out)
    assert (first.link, len(sim.asked("/web/xskill/init"))) == (again.link, 1)
    press(first)
    events = await signing_in(out.open())
    assert [type(event) for event in events] == [AuthDone]
    assert device_flow.pending(out.open()) is None


async def test_a_pending_sign_in_that_ran_out_is_begun_anew(out: Harness, sim: Sim) -> None:
    first = await interrupted(out)
    out.open().clock.advance(601)  # type: ignore[attr-defined]
    sim.service_state.logins.clear()
    again = await interrupted(out)
    assert len(sim.asked("/web/xskill/init")) == 2
    assert first.link == again.link


async def test_c_r24_two_processes_share_one_sign_in(out: Harness, sim: Sim) -> None:
    link = await interrupted(out)
    press(link)
    stream = hooks.auth(out.open(), LOGIN)
    assert isinstance(await anext(stream), AuthDone)
    other = device_flow.pending(out.open())
    assert (other, len(sim.asked("/web/xskill/init"))) == (None, 1)


async def test_c_r24_a_waiting_process_sees_that_another_one_finished(out: Harness, sim: Sim) -> None:
    waiting = hooks.auth(out.open(), LOGIN)
    link = await anext(waiting)
    assert isinstance(link, AuthLink)
    assert isinstance(await anext(waiting), AuthWaiting)
    press(link)
    await signing_in(out.open())
    done = await anext(waiting)
    assert isinstance(done, AuthDone)


async def test_already_signed_in_asks_nothing_of_anybody(harness: Harness, sim: Sim) -> None:
    events = await signing_in(harness.open())
    assert [type(event) for event in events] == [AuthDone]
    assert sim.service_state.log == []


async def test_c_r22_after_a_401_the_next_sign_in_is_a_real_one(out: Harness, sim: Sim) -> None:
    await signing_in(out.open(), click("approve"))
    sim.faults.arm("poll-code-401")
    from mediawright.plugin import Task

    with pytest.raises(SignInNeeded):
        await hooks.poll(out.open(), Task(provider="chatart", id="1"))
    (status,) = await signing_in(out.open(), action=STATUS)
    assert isinstance(status, AuthDone)
    assert not status.status.signed_in
    assert isinstance((await signing_in(out.open(), click("approve")))[0], AuthLink)


async def test_renewing_needs_a_person_and_brings_the_link(out: Harness, sim: Sim) -> None:
    with pytest.raises(SignInNeeded) as error:
        await signing_in(out.open(), action=AuthAction(verb=AuthVerb.RENEW))
    assert error.value.message.key == "chatart.auth.ended"
    assert error.value.data["verification_uri"].startswith(sim.url)
