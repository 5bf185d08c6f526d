"""The bearer token: a person's own, or an anonymous one that is kept and renewed (docs/contracts/nemovideo.md §2)."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

from mediawright.plugin import Context, NotSent, SignInNeeded, dataclass, is_token
from mediawright_nemovideo.auth.identity import attribution, client_id
from mediawright_nemovideo.errors import Who, error_of, registration_link
from mediawright_nemovideo.messages import say
from mediawright_nemovideo.responses import Fault, Refusal, read
from mediawright_nemovideo.settings import PROVIDER, Config

#: tokens made in this process, by address and client id: the only copy where the person does not want them stored
_MADE: dict[tuple[str, str], "Token"] = {}
#: many jobs that start together ask for one token, not for one each
_ONE_AT_A_TIME: "WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock]" = WeakKeyDictionary()


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """`value` is secret. `anonymous` False: a person's own, never replaced silently (N-R6)."""

    value: str
    anonymous: bool
    user_id: str = ""
    expires_at: datetime | None = None
    source: str = ""

    def __repr__(self) -> str:
        return f"Token(anonymous={self.anonymous}, source={self.source!r})"


def stored(ctx: Context, config: Config) -> Token | None:
    """The token at hand, without the network. One that was made for another address does not count."""
    credential = ctx.credential
    if credential is None:
        return _made(ctx, config)
    values = credential.values
    if values.get("api_url", config.api_url) != config.api_url or not values.get("token"):
        return None
    return Token(
        value=values["token"],
        anonymous="client_id" in values,
        user_id=values.get("user_id", ""),
        expires_at=_moment(values.get("expires_at")),
        source=credential.source,
    )


async def ensure(ctx: Context, config: Config) -> Token:
    """A usable token: the one at hand, or a new anonymous one when it is absent or about to expire (N-R5)."""
    token = stored(ctx, config)
    if token is not None and not (token.anonymous and _ending(token, ctx.clock.now(), config)):
        return token
    async with _lock():
        made = _made(ctx, config)
        if made is not None and (token is None or made.value != token.value):
            return made
        return await obtain(ctx, config, instead_of=token)


async def renew(ctx: Context, config: Config, refused: Token) -> Token:
    """After 1001: a replacement under the unchanged client id. Raises SignInNeeded for a person's own token."""
    if not refused.anonymous:
        raise SignInNeeded(say("error.token_own"), provider=PROVIDER, provider_code="1001")
    async with _lock():
        for current in (stored(ctx, config), _made(ctx, config)):
            if current is not None and current.value != refused.value:
                return current  # another call renewed it in the meantime
        ctx.say(say("error.token_renewing"))
        ctx.keep("renewed_at", ctx.clock.now().isoformat())
        return await obtain(ctx, config)


async def obtain(ctx: Context, config: Config, *, instead_of: Token | None = None) -> Token:
    """Ask for an anonymous token. Raises SignInNeeded (client id refused, 7-day window), Unreachable.

    `instead_of` is one that still works for some minutes: it is used when the service gives no new one yet.
    """
    found = await _ask(ctx, config, client_id(ctx, config))
    if isinstance(found, Refusal) and found.fault is Fault.BAD:
        found = await _ask(ctx, config, client_id(ctx, config, fresh=True))
    if isinstance(found, Refusal):
        if instead_of is not None and instead_of.expires_at and instead_of.expires_at > ctx.clock.now():
            return instead_of
        raise _denied(found, config)
    token = token_of(ctx, config, found)
    _save(ctx, config, token)
    return token


def new_process() -> None:
    """Forget what only this process knows."""
    _MADE.clear()


def forget(ctx: Context, config: Config) -> None:
    """Sign out: the token goes, the client id stays."""
    _MADE.pop((config.api_url, client_id(ctx, config)), None)
    ctx.forget_credential()


async def _ask(ctx: Context, config: Config, client: str) -> Any | Refusal:
    """Asked once: a repeat would use up what one address may have in seven days. Only a connection that was never made
    is tried again."""
    headers = {"X-Client-Id": client, **attribution(config)}
    url = config.url("/api/auth/anonymous-token")
    try:
        return read(await ctx.post(url, headers=headers, tries=1))
    except NotSent:
        return read(await ctx.post(url, headers=headers, tries=2))


def _denied(refusal: Refusal, config: Config) -> Exception:
    error = error_of(refusal, config, Who(), "token")
    if refusal.fault is Fault.RATE:
        error.data["verification_uri"] = registration_link(config, "")
    return error


def token_of(ctx: Context, config: Config, payload: Any) -> Token:
    """The token in an answer. Raises SignInNeeded where there is none, or none that could travel."""
    data = payload if isinstance(payload, dict) else {}
    value = data.get("token")
    if not is_token(value):
        raise SignInNeeded(say("error.service_start"), provider=PROVIDER)
    life = timedelta(seconds=config.bounds.token_life_s)
    return Token(
        value=value,
        anonymous=True,
        user_id=str(data.get("user_id") or ""),
        expires_at=_moment(data.get("expires_at")) or ctx.clock.now() + life,
        source="anonymous",
    )


def _save(ctx: Context, config: Config, token: Token) -> None:
    client = client_id(ctx, config)
    _MADE[config.api_url, client] = token
    if not config.store_token:
        return
    expires = token.expires_at.isoformat() if token.expires_at else ""
    values = {"token": token.value, "user_id": token.user_id, "expires_at": expires, "client_id": client}
    ctx.save_credential({**values, "api_url": config.api_url})


def _made(ctx: Context, config: Config) -> Token | None:
    return _MADE.get((config.api_url, client_id(ctx, config)))


def _lock() -> asyncio.Lock:
    return _ONE_AT_A_TIME.setdefault(asyncio.get_running_loop(), asyncio.Lock())


def _ending(token: Token, now: datetime, config: Config) -> bool:
    return token.expires_at is not None and token.expires_at - now < timedelta(seconds=config.bounds.renew_early_s)


def _moment(text: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(text).replace("Z", "+00:00")) if text else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None
