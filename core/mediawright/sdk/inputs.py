"""How a local input gets to a service: inside the JSON as base64, or uploaded first with a ticket and then named by a link.

Nothing here costs: an upload may break and be repeated, and it all happens before the one call that spends.
"""

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import field as field_of
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from mediawright.plugin import Answer, Context
from mediawright.sdk import json_paths
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import InvalidRequest, Unreachable
from mediawright.types.message import Message, Problem
from mediawright.types.request import Media, MediaInfo

#: a kept upload is used no more when it has less than this left
SPARE = timedelta(minutes=10)
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,80}")
#: what one provider remembers of its uploads
MOST_KEPT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadTarget:
    """Where the bytes of one input go, read out of a ticket.

    `link`: what stands in the body afterwards; "" where the upload's own answer names it, under one of `link_paths`.
    `field` None: the bytes are the whole body. `form`: fields before the file, in order. The key is in `headers` only where
    the service itself takes the bytes: an address that a ticket names never gets it.
    """

    url: str
    link: str = ""
    link_paths: tuple[str, ...] = ()
    method: str = "POST"
    field: str | None = "file"
    form: Mapping[str, str] = field_of(default_factory=dict)
    headers: Mapping[str, str] = field_of(default_factory=dict)
    file_name: str | None = None


async def send_file(ctx: Context, media: Media, target: UploadTarget) -> str:
    """Upload a local input and return what names it from now on. Raises Unreachable where it was not stored."""
    answer = await ctx.upload(
        target.url,
        media,
        method=target.method,
        field=target.field,
        filename=target.file_name,
        form=target.form or None,
        headers=target.headers,
    )
    if answer.status >= 300:
        raise upload_failed(ctx, answer)
    link = target.link or json_paths.text(body_of(answer), target.link_paths, 4000)
    if not link:
        raise upload_failed(ctx, answer)
    return link


async def send_parts(
    ctx: Context, media: Media, address: Callable[[int], str], size: int, headers: Mapping[str, str]
) -> list[str]:
    """Upload a local input in parts of `size` bytes to `address(1)`, `address(2)` …; return the `etag` of each.

    A part that did not arrive is sent a second time. Raises Unreachable, also where the file changed meanwhile.
    """
    info, etags = await ctx.inspect(media), []
    for number, start in enumerate(range(0, info.size, size), 1):
        part = (start, min(size, info.size - start))
        for left in (1, 0):
            answer = await ctx.upload(address(number), media, method="PUT", field=None, headers=headers, part=part)
            if answer.status < 300 and answer.headers.get("etag"):
                etags.append(answer.headers["etag"])
                break
            if not left:
                raise upload_failed(ctx, answer)
    if (await ctx.inspect(media)).sha256 != info.sha256:
        raise upload_failed(ctx, answer)
    return etags


def upload_name(media: Media, info: MediaInfo) -> str:
    """Return the name that an upload's link will show: its own where that is plain: it stands in headers and URLs."""
    own = media.source.replace("\\", "/").rpartition("/")[2]
    if _PLAIN_NAME.fullmatch(own):
        return own
    return "input." + info.media_type.rpartition("/")[2].replace("jpeg", "jpg").replace("quicktime", "mov")


def upload_failed(ctx: Context, answer: Answer) -> Unreachable:
    """Return the error of an upload that was not taken: nothing was asked for yet, and it may be tried again."""
    said = Message("sdk.upload_failed", {"provider": ctx.provider.title})
    return Unreachable(said, provider=ctx.provider.name, provider_code=str(answer.status))


def body_of(answer: Answer) -> Any:
    """Return the JSON of an answer, None where it is none. A byte-order mark before it is no part of it."""
    try:
        return Answer(
            status=answer.status, headers=answer.headers, content=answer.content.removeprefix(b"\xef\xbb\xbf"), url=""
        ).json()
    except ValueError:
        return None


def is_below(url: str, *hosts: str) -> bool:
    """Tell whether an address that a service named is https at one of the hosts, or below one that starts with a dot."""
    parts = urlsplit(url)
    name = parts.hostname or ""
    return parts.scheme == "https" and any(name.endswith(host) if host[:1] == "." else name == host for host in hosts)


async def as_data_uri(ctx: Context, media: Media, *, most_bytes: int | None = None, prefix: bool = True) -> Any:
    """Return a local input as base64 for the body, with `data:<type>;base64,` before it.

    Raises InvalidRequest above `most_bytes`.
    """
    info = await ctx.inspect(media)
    if most_bytes is not None and info.size > most_bytes:
        name = media.source.replace("\\", "/").rpartition("/")[2]
        values = {"name": name, "size": info.size, "limit": most_bytes}
        raise InvalidRequest(Problem("media", Message("problem.media.too_big", values)))
    return await ctx.as_base64(media, prefix=f"data:{info.media_type};base64," if prefix else "")


class KeptUploads:
    """Links of uploads that are still good, so that the same file is not sent twice. For links that are no secret.

    `scope` sets uploads apart that are bound to something (an account, a region, a model).
    """

    def __init__(self, ctx: Context, life_s: float, *scope: str) -> None:
        self._ctx = ctx
        self._life = timedelta(seconds=life_s)
        self._scope = sha256("\0".join(scope).encode()).hexdigest()[:16]

    async def link(self, media: Media, make: Callable[[MediaInfo], Any]) -> str:
        """Return the link of a local input; `await make(info)` uploads it where none is kept."""
        info = await self._ctx.inspect(media)
        name, now = f"{self._scope}-{info.sha256[:32]}", self._ctx.clock.now()
        kept = {key: value for key, value in (self._ctx.recall("uploads") or {}).items() if _good(value, now)}
        if name not in kept:
            made: str = await make(info)
            kept[name] = [made, (now + self._life).isoformat()]
            newest = sorted(kept.items(), key=lambda item: str(item[1][1]))[-MOST_KEPT:]
            self._ctx.keep("uploads", dict(newest))
        return str(kept[name][0])


def _good(value: Any, now: datetime) -> bool:
    try:
        return datetime.fromisoformat(value[1]) - SPARE > now
    except (ValueError, TypeError, LookupError):
        return False


async def placed(media: tuple[Media, ...], place: Callable[[Media], Any], at_once: int = 3) -> dict[Media, Any]:
    """Return what stands for each input, each different one prepared once, a few at a time. Raises the first error."""
    room = asyncio.Semaphore(at_once)

    async def one(item: Media) -> Any:
        async with room:
            return await place(item)

    tasks = {item: asyncio.create_task(one(item)) for item in dict.fromkeys(media)}
    try:
        return dict(zip(tasks, await asyncio.gather(*tasks.values()), strict=True))
    finally:
        for task in tasks.values():
            task.cancel()
