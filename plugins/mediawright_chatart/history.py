"""Past work (§11): two lists at ChatArt, one for people, newest first."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from mediawright.plugin import Context, HistoryItem, MediaKind, MediawrightError, Window
from mediawright_chatart import client, responses
from mediawright_chatart.errors import of_poll

PATHS = {MediaKind.VIDEO: "/web/video/history", MediaKind.IMAGE: "/web/art/history"}
SHORTER_PATH = "/v1/short_url/generate"
#: only longer links than this are worth a call (§12)
LONG_LINK = 120
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


async def history(ctx: Context, window: Window) -> Sequence[HistoryItem]:
    """A page of past work, of one kind or of both merged by time. Raises SignInNeeded, Unreachable."""
    kinds = [kind for kind in PATHS if window.kind in (None, "", kind.value)]
    arguments = asked(window, ctx.clock.now())
    found = [item for kind in kinds for item in await listed(ctx, kind, arguments)]
    if len(kinds) > 1:
        found.sort(key=lambda item: item.created_at or EPOCH, reverse=True)
    return [await shortened(ctx, item) for item in found]


async def listed(ctx: Context, kind: MediaKind, arguments: dict[str, str]) -> list[HistoryItem]:
    reply = await client.get(ctx, PATHS[kind], arguments)
    if not reply.ok:
        raise of_poll(reply)
    return [responses.past(row, kind) for row in responses.rows(reply.data)]


def asked(window: Window, now: datetime) -> dict[str, str]:
    """The arguments, all text; dates are days in UTC."""
    start = window.start or (now - timedelta(days=window.days) if window.days else None)
    made = {"page": str(window.page), "per_page": str(window.per_page)}
    for name, day in (("start_time", start), ("end_time", window.end)):
        if day is not None:
            made[name] = f"{day.astimezone(UTC):%Y-%m-%d}"
    return made


async def shortened(ctx: Context, item: HistoryItem) -> HistoryItem:
    """A long link made short where the person asked for that; any trouble keeps the long one (§12)."""
    long = item.url or ""
    if ctx.settings.get("short_links") != "on" or not long.startswith("http") or len(long) <= LONG_LINK:
        return item
    try:
        sent = client.headers(client.signed_in(ctx))
        reply = client.read(await ctx.post(client.url(ctx, SHORTER_PATH), headers=sent, json={"longUrl": long}))
    except MediawrightError:
        return item
    short = reply.fields.get("shortUrl") if reply.ok else None
    return replace(item, url=short) if isinstance(short, str) and short else item
