"""Tokens: made, kept, renewed early, never shown (docs/contracts/nemovideo.md §2)."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.plugins.nemovideo.harness import Harness, Sim, contexts_for, generation

from mediawright.plugin import (
    AuthAction,
    AuthDone,
    AuthEvent,
    AuthVerb,
    AuthWaiting,
    InvalidRequest,
    SignInNeeded,
    Window,
)
from mediawright_nemovideo import hooks
from mediawright_nemovideo.auth.sign_in import masked
from mediawright_nemovideo.auth.tokens import Token, stored, token_of
from mediawright_nemovideo.settings import Config


async def done(harness: Harness, verb: AuthVerb, **values: str) -> AuthDone:
    last: AuthEvent | None = None
    async for event in hooks.auth(harness.ctx(), AuthAction(verb=verb, values=values)):
        last = event
    assert isinstance(last, AuthDone)
    return last


async def test_n_r05_a_token_is_asked_for_once_and_kept(harness: Harness, sim: Sim) -> None:
    for _ in range(3):
        await hooks.quota(harness.ctx(), Window())
    assert len(sim.sent("anonymous-token")) == 1


async def test_n_r05_many_that_start_together_ask_once(harness: Harness, sim: Sim) -> None:
    await asyncio.gather(*(hooks.quota(harness.ctx(), Window()) for _ in range(5)))
    assert len(sim.sent("anonymous-token")) == 1
    sim.fault("auth_1001_mid")
    await asyncio.gather(*(hooks.quota(harness.ctx(), Window()) for _ in range(5)))
    assert len(sim.sent("anonymous-token")) == 2


async def test_n_r05_a_token_that_ends_soon_is_renewed_early(harness: Harness, sim: Sim) -> None:
    ctx = harness.ctx()
    await hooks.quota(ctx, Window())
    assert ctx.credential
    soon = (datetime.now(UTC) + timedelta(minutes=9)).isoformat()
    ctx.save_credential({**ctx.credential.values, "expires_at": soon})
    await hooks.quota(ctx, Window())
    assert len(sim.sent("anonymous-token")) == 2


async def test_the_old_token_serves_while_the_window_is_closed(harness: Harness, sim: Sim) -> None:
    """The service gives no second token within seven days: the one at hand still works for minutes."""
    ctx = harness.ctx()
    await hooks.quota(ctx, Window())
    assert ctx.credential
    soon = (datetime.now(UTC) + timedelta(minutes=9)).isoformat()
    ctx.save_credential({**ctx.credential.values, "expires_at": soon})
    assert (await hooks.quota(ctx, Window())).balances
    assert sim.sent("anonymous-token")[-1]["status"] == 429


async def test_n_r01_the_token_endpoint_gets_no_bearer(harness: Harness, sim: Sim) -> None:
    await hooks.quota(harness.ctx(), Window())
    [asked] = sim.sent("anonymous-token")
    assert asked["bearer"] == ""
    assert len(asked["attribution"]) == 3


async def test_a_token_of_another_address_does_not_count(harness: Harness, sim: Sim) -> None:
    ctx = harness.ctx()
    await hooks.quota(ctx, Window())
    assert stored(ctx, Config(api_url=sim.url)) is not None
    assert stored(ctx, Config()) is None


async def test_n_r03_no_token_in_any_kept_value_or_told_sentence(harness: Harness, sim: Sim, tmp_path: Path) -> None:
    outcome = await harness.made()
    kept = "".join(path.read_text() for path in (tmp_path / "home" / "state").rglob("*.json"))
    told = "".join(str(look) for look in outcome.polls) + str(outcome.task)
    assert "nmv" + "_usr_" not in kept + told
    assert "projects" in kept


def test_n_r03_a_token_does_not_show_itself() -> None:
    assert "secret" not in repr(Token(value="not-a-real-secret", anonymous=True))


async def test_status_needs_no_network(harness: Harness, sim: Sim) -> None:
    assert not (await done(harness, AuthVerb.STATUS)).status.signed_in
    assert sim.log()["requests"] == []


async def test_login_makes_free_access_and_says_when_it_is_there(harness: Harness, sim: Sim) -> None:
    made = await done(harness, AuthVerb.LOGIN)
    assert made.status.signed_in
    assert made.status.expires_at
    again = await done(harness, AuthVerb.LOGIN)
    assert again.message
    assert again.message.key == "nemovideo.auth.anonymous_here"
    assert len(sim.sent("anonymous-token")) == 1


async def test_n_r07_a_login_waits_once_for_a_429(harness: Harness, sim: Sim) -> None:
    sim.fault("token_429_window")
    events = hooks.auth(harness.ctx(), AuthAction(verb=AuthVerb.LOGIN))
    assert isinstance(await anext(events), AuthWaiting)
    with pytest.raises(SignInNeeded, match="token_window"):
        await anext(events)
    assert len(sim.sent("anonymous-token")) == 2


async def test_logout_forgets_the_token_and_keeps_the_client_id(harness: Harness, sim: Sim) -> None:
    await done(harness, AuthVerb.LOGIN)
    assert not (await done(harness, AuthVerb.LOGOUT)).status.signed_in
    sim.fault("same_token")
    await done(harness, AuthVerb.LOGIN)
    assert len({entry["client_id"] for entry in sim.sent("anonymous-token")}) == 1


async def test_a_persons_own_token_is_imported_and_used(harness: Harness, sim: Sim) -> None:
    imported = await done(harness, AuthVerb.IMPORT, token=sim.user(credits=777))
    assert imported.status.signed_in
    quota = await hooks.quota(harness.ctx(), Window())
    assert quota.balances[0].left.value == 777
    assert sim.sent("anonymous-token") == []


@pytest.mark.parametrize("value", ["", "  ", "two words", "line\nbreak", "\u200b" * 9, "凭证"])
async def test_what_is_no_token_is_refused(harness: Harness, value: str) -> None:
    with pytest.raises(InvalidRequest):
        await done(harness, AuthVerb.IMPORT, token=value)


@pytest.mark.parametrize("value", ["\u200b" * 50, "a\udc91b", "two words", "", None, 7])
def test_an_answer_without_a_usable_token_is_none(harness: Harness, value: object) -> None:
    """Kept, it would stop every later call of every job: no header can carry it."""
    with pytest.raises(SignInNeeded):
        token_of(harness.ctx(), Config.of(harness.ctx().settings), {"token": value})


async def test_n_r06_renewing_does_not_touch_a_persons_own_token(harness: Harness, sim: Sim) -> None:
    await done(harness, AuthVerb.IMPORT, token=sim.user())
    assert not (await done(harness, AuthVerb.RENEW)).status.signed_in
    assert sim.sent("anonymous-token") == []


async def test_a_token_need_not_be_stored(sim: Sim, tmp_path: Path) -> None:
    async with contexts_for(sim.url, tmp_path, {"NEMO_STORE_TOKEN": "0"}) as contexts:
        harness = Harness(contexts, tmp_path)
        await hooks.quota(harness.ctx(), Window())
        assert harness.ctx().credential is None
        await hooks.quota(harness.ctx(), Window())
    assert len(sim.sent("anonymous-token")) == 1


async def test_a_registered_user_without_credits_is_asked_to_top_up(sim: Sim, tmp_path: Path) -> None:
    async with contexts_for(sim.url, tmp_path, {"NEMO_TOKEN": sim.user(credits=10)}) as contexts:
        with pytest.raises(Exception, match=r"error\.credits_paid"):
            await Harness(contexts, tmp_path / "work").submit(generation())


@pytest.mark.parametrize(("user", "shown"), [("anon_9c41d0e7", "anon_9…e7"), ("short", "short"), ("", None)])
def test_an_account_is_shown_masked(user: str, shown: str | None) -> None:
    assert masked(user) == shown
