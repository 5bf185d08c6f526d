"""Signing in: device bind, keys brought along, status, signing out (docs/contracts/kling.md §2.7, §2.8)."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

from mediawright.plugin import (
    Action,
    AuthAction,
    AuthDone,
    AuthEvent,
    AuthLink,
    AuthWaiting,
    Context,
    Message,
    Rejected,
    SignInNeeded,
)
from mediawright_kling.auth import bind_responses, keys, pkce, regions
from mediawright_kling.auth.instance import device_fields
from mediawright_kling.envelope import open_envelope

NAME = "kling"
INIT = "/console/api/auth/skill/init-sessions"
EXCHANGE = "/console/api/auth/skill/exchange"
SCOPES = ["kling.openapi.invoke"]
CALL_TIMEOUT_S = 30.0
WHOLE_WAIT_S = 180.0
PENDING = "bind"
VERIFIER = "bind.verifier"
DEVICE_CODE = "bind.device_code"


async def login(ctx: Context, action: AuthAction) -> AsyncIterator[AuthEvent]:
    """The link, then waiting, then done. A login cut off in the middle is resumed by the next one, unless forced.

    Raises SignInNeeded when the person refused or the time is over, Rejected and Unreachable when the service does.
    """
    if ctx.credential is not None and not action.force:
        yield AuthDone(status=keys.status_of(ctx), message=Message("kling.auth.already", domain=NAME))
        return
    pending = await open_session(ctx, fresh=action.force)
    yield _link(ctx, pending)
    started = ctx.clock.monotonic()
    while True:
        exchange = await _exchange(ctx, pending)
        if exchange.keys:
            break
        pending = _still_pending(ctx, pending, exchange)
        if ctx.clock.monotonic() - started + exchange.wait_s > WHOLE_WAIT_S:
            raise _signed_out("kling.bind.timeout", pending)
        yield AuthWaiting(wait_s=exchange.wait_s)
    _finish(ctx, exchange.keys)
    yield AuthDone(status=keys.status_of(ctx), message=keys.said_after(ctx, exchange.keys, "kling.bind.done"))


async def link_needed(ctx: Context) -> SignInNeeded:
    """The error for a billable request without a sign-in: it carries the link, and the session stays open (§2.7)."""
    return _signed_out("kling.auth.link", await open_session(ctx, fresh=False))


async def open_session(ctx: Context, *, fresh: bool) -> Mapping[str, Any]:
    """The pending bind: the kept one while it lives, else a new one. Link, session id, base and end are kept apart from
    the two secrets."""
    kept = ctx.recall(PENDING)
    if not fresh and isinstance(kept, dict) and _life_left(ctx, kept) > 0 and ctx.recall_secret(DEVICE_CODE):
        return kept
    base = regions.bind_base(ctx)
    verifier = pkce.verifier_of(ctx.random_bytes(pkce.RANDOM_BYTES))
    facts = {**device_fields(ctx), "requestedScopes": SCOPES}
    proof = {"codeChallenge": pkce.challenge_of(verifier), "codeChallengeMethod": "S256"}
    session = bind_responses.session_of(await _call(ctx, base + INIT, {**facts, **proof}), base)
    ctx.keep_secret(VERIFIER, verifier)
    ctx.keep_secret(DEVICE_CODE, session.device_code)
    pending = {
        "session_id": session.session_id,
        "base": base,
        "link": session.link,
        "interval": session.interval,
        "ends_at": ctx.clock.now().timestamp() + session.life_s,
    }
    ctx.keep(PENDING, pending)
    return pending


async def _exchange(ctx: Context, pending: Mapping[str, Any]) -> bind_responses.Exchange:
    if _life_left(ctx, pending) <= 0:
        forget_pending(ctx)
        raise SignInNeeded(Message("kling.bind.expired", domain=NAME), provider=NAME, provider_code="BIND_EXPIRED")
    body = {
        "sessionId": pending["session_id"],
        "deviceCode": ctx.recall_secret(DEVICE_CODE),
        "codeVerifier": ctx.recall_secret(VERIFIER),
    }
    try:
        return bind_responses.exchange_of(await _call(ctx, str(pending["base"]) + EXCHANGE, body))
    except (SignInNeeded, Rejected):
        forget_pending(ctx)
        raise


async def _call(ctx: Context, url: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """A console call: no Authorization, safe to repeat."""
    answer = await ctx.post(url, json=dict(body), timeout=CALL_TIMEOUT_S)
    envelope = open_envelope(answer)
    try:
        whole = answer.json()
    except ValueError:
        whole = None
    return bind_responses.body_of(envelope, whole)


def _still_pending(ctx: Context, pending: Mapping[str, Any], exchange: bind_responses.Exchange) -> Mapping[str, Any]:
    if exchange.life_s is None:
        return pending
    renewed = {**pending, "ends_at": ctx.clock.now().timestamp() + exchange.life_s}
    ctx.keep(PENDING, renewed)
    return renewed


def _finish(ctx: Context, found: Mapping[str, str]) -> None:
    keys.save(ctx, found)
    forget_pending(ctx)


def forget_pending(ctx: Context) -> None:
    ctx.keep(PENDING, None)
    ctx.keep_secret(VERIFIER, None)
    ctx.keep_secret(DEVICE_CODE, None)


def _life_left(ctx: Context, pending: Mapping[str, Any]) -> float:
    return float(pending.get("ends_at", 0.0)) - ctx.clock.now().timestamp()


def _link(ctx: Context, pending: Mapping[str, Any]) -> AuthLink:
    return AuthLink(
        verification_uri=str(pending["link"]),
        interval=float(pending["interval"]),
        expires_in=max(0.0, _life_left(ctx, pending)),
    )


def _signed_out(key: str, pending: Mapping[str, Any]) -> SignInNeeded:
    link = str(pending["link"])
    data = {"verification_uri": link}
    return SignInNeeded(
        Message(key, {"link": link}, NAME), provider=NAME, data=data, next=(Action.of("auth", "login", provider=NAME),)
    )
