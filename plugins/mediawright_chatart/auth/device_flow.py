"""The device flow (§2) in RFC 8628's words: a link, a wait, an account. The pending sign-in is kept and taken up again."""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from mediawright.plugin import Context, NotSent, Uncertain, Unreachable, dataclass
from mediawright_chatart import client
from mediawright_chatart.auth.instance import device_name
from mediawright_chatart.auth.token_responses import Outcome, Verdict, verdict
from mediawright_chatart.errors import say
from mediawright_chatart.provider import NAME

INIT_PATH = "/web/xskill/init"
PENDING = "pending_login"
INTERVAL, SHORTEST_INTERVAL, SLOWER_BY = 2.0, 1.0, 5.0
#: a sign-in lives at least this long, whatever the service says (seconds)
LIFETIME = 600.0
#: codes nobody documented are waited out this long in a row (seconds)
UNKNOWN_GRACE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A sign-in under way. `identity_id` is as good as a device code: kept privately, never shown but in the link."""

    identity_id: str
    token_endpoint: str
    link: str
    interval: float
    expires_in: float
    created_at: str
    strange_since: str | None = None

    def __repr__(self) -> str:
        return "Session(…)"

    def left(self, now: datetime) -> float:
        """Seconds until it runs out."""
        end = datetime.fromisoformat(self.created_at) + timedelta(seconds=self.expires_in)
        return (end - now).total_seconds()


def pending(ctx: Context) -> Session | None:
    """The sign-in that waits for its person; None where there is none, or it ran out, or cannot be read."""
    try:
        session = Session(**json.loads(ctx.recall_secret(PENDING) or "null"))
        return session if session.left(ctx.clock.now()) > 0 else None
    except (TypeError, ValueError):
        return None


def keep(ctx: Context, session: Session | None) -> None:
    ctx.keep_secret(PENDING, None if session is None else json.dumps(asdict(session)))


async def start(ctx: Context) -> Session:
    """Begin a sign-in and keep it; a beginning without a link is tried once more (C-R6). Raises Unreachable."""
    for _ in range(2):
        data = await _init(ctx)
        session = session_of(data, ctx)
        if session:
            keep(ctx, session)
            return session
    raise _cannot_start()


async def _init(ctx: Context) -> Mapping[str, Any]:
    try:
        answer = await ctx.post(
            client.url(ctx, INIT_PATH), json={"identity_id": device_name(ctx)}, timeout=client.PATIENCE
        )
    except Unreachable as error:
        raise _cannot_start() from error
    reply = client.read(answer)
    if not reply.ok:
        raise _cannot_start(api_code=reply.code or f"http {reply.http}")
    return reply.fields


def _cannot_start(api_code: str | None = None) -> Unreachable:
    return Unreachable(say("chatart.auth.cannot_start"), provider=NAME, provider_code=api_code)


def session_of(data: Mapping[str, Any], ctx: Context) -> Session | None:
    """The session in init's answer; None without a link. Raises Unreachable for a foreign token endpoint (§2.2)."""
    link = data.get("verification_uri_complete") or data.get("verification_uri")
    endpoint, identity = data.get("token_endpoint"), data.get("identity_id")
    if not _is_link(link) or not isinstance(identity, str) or not identity:
        return None
    if not isinstance(endpoint, str) or not trusted(endpoint, ctx.settings["base_url"]):
        raise _cannot_start(api_code="token_endpoint")
    return Session(
        identity_id=identity,
        token_endpoint=endpoint,
        link=str(link),
        interval=max(SHORTEST_INTERVAL, _seconds(data.get("interval"), INTERVAL)),
        expires_in=max(LIFETIME, _seconds(data.get("expires_in"), LIFETIME)),
        created_at=ctx.clock.now().isoformat(),
    )


def _is_link(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(("https://", "http://"))


def _seconds(value: Any, default: float) -> float:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else default


def trusted(endpoint: str, base: str) -> bool:
    """An endpoint on the API's own host over https, or on exactly the configured origin."""
    here, there = urlsplit(base), urlsplit(endpoint)
    if (there.scheme, there.netloc) == (here.scheme, here.netloc):
        return True
    return there.scheme == "https" and there.hostname == here.hostname and there.port in (None, 443)


async def step(ctx: Context, session: Session) -> tuple[Session, Verdict]:
    """One question at the token endpoint; trouble on the line is waiting. No sign-in of ours goes along (C-R4)."""
    try:
        answer = await ctx.post(
            session.token_endpoint, json={"identity_id": session.identity_id}, timeout=client.PATIENCE, tries=1
        )
    except (NotSent, Uncertain, Unreachable):
        return session, Verdict(Outcome.WAIT)
    found = verdict(answer, session.identity_id)
    changed = after(session, found, ctx.clock.now())
    if found.outcome is Outcome.STRANGE and _too_strange(changed, ctx.clock.now()):
        found = Verdict(Outcome.OVER)
    if found.outcome in (Outcome.DONE, Outcome.OVER):
        keep(ctx, None)
    elif changed != session:
        keep(ctx, changed)
    return changed, found


def after(session: Session, found: Verdict, now: datetime) -> Session:
    """The session as the answer leaves it: slower, or stranger, or as it was."""
    if found.outcome is Outcome.SLOWER:
        session = replace(session, interval=session.interval + SLOWER_BY)
    if found.outcome is not Outcome.STRANGE:
        return replace(session, strange_since=None)
    return session if session.strange_since else replace(session, strange_since=now.isoformat())


def _too_strange(session: Session, now: datetime) -> bool:
    since = datetime.fromisoformat(session.strange_since) if session.strange_since else now
    return (now - since).total_seconds() >= UNKNOWN_GRACE
