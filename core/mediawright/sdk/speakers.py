"""The speakers of an account, as a service lists them: asked for once a day, for nothing."""

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from mediawright.plugin import Context
from mediawright.sdk import json_paths
from mediawright.types.codec import plain, restore
from mediawright.types.provider import Voice

if TYPE_CHECKING:
    from mediawright.sdk.task_api import TaskApi

#: so long a list is good, and so many pages of it are read
LIFE, PAGES = timedelta(days=1), 10


async def speakers(api: "TaskApi", ctx: Context) -> tuple[Voice, ...]:
    """Return them: kept ones of today, else asked for. Raises what a free call raises, SignInNeeded without a sign-in."""
    whose, now = _mark(api, ctx), ctx.clock.now()
    kept = ctx.recall("voices") or {}
    if kept.get("whose") == whose and now - datetime.fromisoformat(kept["at"]) < LIFE:
        return tuple(restore(Voice, item) for item in kept["rows"])
    found = {voice.name: voice for row in await _rows(api, ctx) if (voice := api.speaker(row)) is not None}
    ctx.keep("voices", {"whose": whose, "at": now.isoformat(), "rows": [plain(voice) for voice in found.values()]})
    return tuple(found.values())


async def _rows(api: "TaskApi", ctx: Context) -> list[Any]:
    call, found = api.voice_list, list[Any]()
    name, path = api.voice_page
    for _ in range(PAGES if call is not None else 0):
        assert call is not None
        data = await api.fetch(ctx, call, region=await api.settle_region(ctx))
        found += [row for rows in api.voice_rows for row in json_paths.every(data, rows)]
        token = json_paths.text(data, path, 2000) if path else ""
        if not token:
            break
        call = replace(call, query={**call.query, name: token})
    return found


def _mark(api: "TaskApi", ctx: Context) -> str:
    """Return what tells this sign-in from others and says nothing of it. Raises SignInNeeded."""
    return sha256(repr(sorted(api.signed(ctx).items())).encode()).hexdigest()[:8]
