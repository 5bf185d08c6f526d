"""Sign-in as the core asks for it: mostly nobody has to do anything (docs/contracts/nemovideo.md §2)."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

from mediawright.plugin import (
    AuthAction,
    AuthDone,
    AuthEvent,
    AuthStatus,
    AuthVerb,
    AuthWaiting,
    Context,
    InvalidRequest,
    Problem,
    SignInNeeded,
    is_token,
)
from mediawright_nemovideo.auth.tokens import Token, forget, obtain, stored
from mediawright_nemovideo.messages import say
from mediawright_nemovideo.settings import PROVIDER, Config

#: a token that is refused so soon after it was made will not be mended by another one
FRESH_S = 600.0


async def sign(ctx: Context, action: AuthAction) -> AsyncIterator[AuthEvent]:
    """STATUS needs no network; LOGIN and RENEW may make an anonymous token; IMPORT keeps a person's own."""
    config = Config.of(ctx.settings)
    if action.verb is AuthVerb.STATUS:
        yield AuthDone(status=status_of(stored(ctx, config)))
    elif action.verb is AuthVerb.LOGOUT:
        forget(ctx, config)
        yield AuthDone(status=status_of(None), message=say("auth.forgotten"))
    elif action.verb is AuthVerb.IMPORT:
        yield _imported(ctx, config, action)
    elif action.verb is AuthVerb.RENEW:
        yield await _renewed(ctx, config)
    else:
        async for event in _login(ctx, config, action):
            yield event


def status_of(token: Token | None) -> AuthStatus:
    """Without a token nobody is signed in, and nobody has to: the first request makes one."""
    if token is None:
        return AuthStatus(signed_in=False, note=say("auth.not_needed"))
    note = say("auth.anonymous") if token.anonymous else say("auth.own")
    return AuthStatus(
        signed_in=True,
        account=masked(token.user_id),
        source=token.source,
        expires_at=token.expires_at,
        note=note,
    )


def masked(user_id: str) -> str | None:
    """An id that is recognised but not usable."""
    return f"{user_id[:6]}…{user_id[-2:]}" if len(user_id) > 10 else user_id or None


async def _login(ctx: Context, config: Config, action: AuthAction) -> AsyncIterator[AuthEvent]:
    """A 429 is waited for once (N-R7); after that the seven-day window is explained."""
    token = stored(ctx, config)
    if token is not None and not (action.force and token.anonymous):
        key = "auth.anonymous_here" if token.anonymous else "auth.own_here"
        yield AuthDone(status=status_of(token), message=say(key))
        return
    try:
        token = await obtain(ctx, config)
    except SignInNeeded as refused:
        if refused.provider_code != "429":
            raise
        yield AuthWaiting(wait_s=config.clocks.rate_wait, message=say("error.rate"))
        token = await obtain(ctx, config)
    yield AuthDone(status=status_of(token), message=say("auth.made"))


async def _renewed(ctx: Context, config: Config) -> AuthEvent:
    """Bounded: a person's own token is never replaced (N-R6), a new one not replaced by a newer one (N-R7)."""
    token = stored(ctx, config)
    last = ctx.recall("renewed_at")
    now = ctx.clock.now()
    recent = isinstance(last, str) and now - datetime.fromisoformat(last) < timedelta(seconds=FRESH_S)
    if token is not None and not token.anonymous:
        return AuthDone(status=AuthStatus(signed_in=False, note=say("error.token_own")))
    if recent:
        return AuthDone(status=AuthStatus(signed_in=False, note=say("error.token_again")))
    ctx.keep("renewed_at", now.isoformat())
    return AuthDone(status=status_of(await obtain(ctx, config)))


def _imported(ctx: Context, config: Config, action: AuthAction) -> AuthEvent:
    value = (action.values.get("token") or action.values.get("NEMO_TOKEN") or "").strip()
    if not is_token(value):
        raise InvalidRequest(Problem("token", say("auth.bad_token")), provider=PROVIDER)
    ctx.save_credential({"token": value, "api_url": config.api_url})
    return AuthDone(status=status_of(stored(ctx, config)), message=say("auth.imported"))
