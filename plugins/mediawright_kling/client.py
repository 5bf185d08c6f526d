"""Signed calls to the API: a bearer per request, one fresh signature when the clocks disagree, envelopes opened."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from mediawright import sdk
from mediawright.plugin import Answer, Context, Credential, Message, OutOfCredits, Proof, SignInNeeded
from mediawright_kling.auth import bearer, regions
from mediawright_kling.envelope import Envelope, open_envelope
from mediawright_kling.errors import RESIGNED, proof_of, refusal
from mediawright_kling.routes import kind_of

SKEW = "clock_skew_s"
READ_TIMEOUT_S = 60.0
INLINE_TIMEOUT_S = 120.0  # base64 media travels in the body
NOT_YET_VALID_S = 5.0

Send = Callable[[dict[str, str]], Awaitable[Answer]]


def need_credential(ctx: Context) -> Credential:
    """The sign-in, or SignInNeeded."""
    credential = ctx.credential
    if credential is None:
        raise SignInNeeded(Message("kling.auth.needed", domain="kling"), provider="kling")
    return credential


def bearer_now(ctx: Context, values: Mapping[str, str]) -> str:
    """A bearer for this moment on the provider's clock, as far as it is known."""
    skew = ctx.recall(SKEW)
    correction = skew if isinstance(skew, (int, float)) else 0.0
    return bearer.bearer(values, ctx.clock.now().timestamp() + correction)


async def base_of(ctx: Context) -> str:
    """The API's base for this credential; may ask both regions once. Raises SignInNeeded, Unreachable."""
    return regions.known_base(ctx) or await regions.api_base(ctx, bearer_now(ctx, need_credential(ctx).values))


async def request_idempotent(
    ctx: Context,
    path: str,
    params: Mapping[str, str | int] | None = None,
    *,
    base: str | None = None,
    headers: Mapping[str, str] | None = None,
    tries: int | None = None,
    values: Mapping[str, str] | None = None,
) -> Envelope:
    """GET a path. Returns the envelope of a success. `tries` 1: no repeat. `values`: another credential than the usual.

    Raises SignInNeeded, NotFound (K-C1), Busy, Unreachable, Rejected.
    """
    url = (base or await base_of(ctx)) + path

    async def send(auth: dict[str, str]) -> Answer:
        sent = {**auth, **(headers or {})}
        return await ctx.get(url, params=params, headers=sent, timeout=READ_TIMEOUT_S, tries=tries)

    return await _signed(ctx, send, spending=False, values=values)


async def page(ctx: Context, path: str, number: int, size: int, *, base: str | None = None) -> Envelope:
    """One page of the list of a path (docs/contracts/kling.md §4.6); `listed` reads it. Raises like `request_idempotent`."""
    return await request_idempotent(ctx, path, {"pageNum": number, "pageSize": size}, base=base)


def listed(envelope: Envelope) -> list[Any]:
    """The entries of a page as they came."""
    return envelope.data if isinstance(envelope.data, list) else []


async def post(
    ctx: Context, path: str, body: Mapping[str, Any], *, values: Mapping[str, str] | None = None
) -> Envelope:
    """A POST that is safe to repeat (delete an element, ask for a list). Raises like `request_idempotent`."""
    url = await base_of(ctx) + path

    async def send(auth: dict[str, str]) -> Answer:
        return await ctx.post(url, headers=auth, json=dict(body), timeout=READ_TIMEOUT_S)

    return await _signed(ctx, send, spending=False, values=values)


async def spend(
    ctx: Context, base: str, path: str, body: Mapping[str, Any], *, values: Mapping[str, str] | None = None
) -> Envelope:
    """The one POST that costs money. An answer that names a task is returned, whatever its status and code.

    Raises Rejected and its siblings on a plain no, Uncertain when nobody can know.
    """

    async def send(auth: dict[str, str]) -> Answer:
        return await ctx.post_once(base + path, headers=auth, json=dict(body), timeout=INLINE_TIMEOUT_S)

    try:
        return await _signed(ctx, send, spending=True, values=values)
    except OutOfCredits as error:
        if error.provider_code != "1102":
            raise
        # speech, sounds and faces draw on the video pack, every picture on the image pack (kling-more.md K-S36)
        pack = "image" if kind_of(path) == "image" else "video"
        raise OutOfCredits(
            Message(f"kling.code.1102_{pack}", domain="kling"),
            provider="kling",
            provider_code="1102",
            provider_message=error.provider_message,
        ) from error


async def _signed(ctx: Context, send: Send, *, spending: bool, values: Mapping[str, str] | None = None) -> Envelope:
    values = values or need_credential(ctx).values

    async def opened(headers: Mapping[str, str]) -> Envelope:
        return open_envelope(await send(dict(headers)))

    def outdated(envelope: Envelope) -> bool:
        # refused for its times before a task could exist: the one case in which a submit goes out again by itself
        return _resigns(envelope, spending=spending) and bearer.resignable(values)

    async def resigned(envelope: Envelope) -> Mapping[str, str]:
        await _correct_clock(ctx, envelope)
        return _authorization(ctx, values)

    envelope = await sdk.once_renewed(opened, _authorization(ctx, values), outdated, resigned)
    if envelope.ok or (spending and proof_of(envelope) is Proof.ACCEPTED):
        return envelope
    raise refusal(envelope, spending=spending)


def _resigns(envelope: Envelope, *, spending: bool) -> bool:
    if envelope.code not in RESIGNED:
        return False
    return not spending or proof_of(envelope) is Proof.REFUSED


def _authorization(ctx: Context, values: Mapping[str, str]) -> dict[str, str]:
    return {"Authorization": f"Bearer {bearer_now(ctx, values)}"}


async def _correct_clock(ctx: Context, envelope: Envelope) -> None:
    """Learn the provider's time from its Date header; without one, wait out a token that is not valid yet."""
    server = _date(envelope.date)
    if server is not None:
        ctx.keep(SKEW, round((server - ctx.clock.now()).total_seconds(), 3))
        ctx.say(Message("kling.auth.clock", domain="kling"))
    elif envelope.code == 1003:
        await ctx.clock.sleep(NOT_YET_VALID_S)


def _date(text: str | None) -> datetime | None:
    from email.utils import parsedate_to_datetime

    if not text:
        return None
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
