"""Files at Google: inputs that go up, results that come down (docs/contracts/gemini.md §7).

An upload costs nothing. The key goes to the API's own host, never with the bytes and never to a redirect.
"""

import asyncio
import re
from base64 import b64decode
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mediawright import plugin as mw
from mediawright import sdk

#: what stays of 48 hours, so that a file does not end under a task
LIFE_S = 47 * 3600.0
#: bytes of all inputs that may go inside a body of 15 MB as base64
INLINE = 11 * 2**20
PIECE = 8 * 2**20
#: how often and how long a file is asked for before it is ready, in seconds
ASK_S, WAIT_S = 2.0, 300.0
FILE = re.compile(r"files/([^/:?]+)")
RATE = re.compile(r"rate=(\d+)")


def file_id(uri: str) -> str:
    """Return the id in a URI of Google's; host and version of it are never used (G-R5)."""
    found = FILE.search(uri)
    return found[1] if found else ""


async def place(api: Any, ctx: mw.Context, media: mw.Media, request: mw.Request) -> dict[str, Any]:
    """Return what stands in the body for an input: its base64, or the URI of an upload. A link is fetched first."""
    local = await ctx.localize(media) if media.is_url else media
    info = await ctx.inspect(local)
    if media.kind is not mw.MediaKind.VIDEO and info.size <= INLINE / max(1, len(request.media)):
        return {"mimeType": info.media_type, "data": await ctx.as_base64(local)}
    kept = sdk.KeptUploads(ctx, LIFE_S, api.base(ctx), str(ctx.credential and ctx.credential.values))
    number = await kept.link(local, lambda measured: _uploaded(api, ctx, local, measured))
    return {"mimeType": info.media_type, "uri": f"{api.base(ctx)}/files/{number}"}


async def _uploaded(api: Any, ctx: mw.Context, media: mw.Media, info: mw.MediaInfo) -> str:
    root, _, version = api.base(ctx).rpartition("/")
    name = f"{info.sha256[:8]}.{info.media_type.rpartition('/')[2]}"
    start = {
        "x-goog-upload-protocol": "resumable",
        "x-goog-upload-command": "start",
        "x-goog-upload-header-content-length": str(info.size),
        "x-goog-upload-header-content-type": info.media_type,
        "x-goog-upload-file-name": name,
    }
    about = {"file": {"display_name": name, "mime_type": info.media_type, "size_bytes": info.size}}
    begun = await ctx.post(f"{root}/upload/{version}/files", headers={**api.signed(ctx), **start}, json=about)
    url = begun.headers.get("x-goog-upload-url", "")
    if begun.status >= 300:
        raise api.error(begun)
    if urlsplit(url)[:2] != urlsplit(root)[:2]:
        raise sdk.upload_failed(ctx, begun)
    answer = begun
    for offset in range(0, info.size, PIECE):
        part = (offset, min(PIECE, info.size - offset))
        last = offset + part[1] == info.size
        headers = {"x-goog-upload-command": "upload, finalize" if last else "upload"}
        headers["x-goog-upload-offset"] = str(offset)
        answer = await ctx.upload(url, media, field=None, headers=headers, part=part)
        if answer.status >= 300:
            raise sdk.upload_failed(ctx, answer)
    number = file_id(sdk.text(sdk.body_of(answer), "file.name"))
    if not number:
        raise sdk.upload_failed(ctx, answer)
    if await ready(api, ctx, number) == "FAILED":
        raise mw.InvalidRequest(mw.Problem("media", mw.Message("gemini.unreadable", domain="gemini")))
    return number


async def ready(api: Any, ctx: mw.Context, number: str) -> str:
    """Return the state of a file that is no longer processed (G-R17). Raises Unreachable where that takes too long."""
    for _ in range(int(WAIT_S / ASK_S)):
        found = await api.fetch(ctx, sdk.HttpRequest(path=f"/files/{number}", method="GET"))
        state = sdk.text(found, "state") or "ACTIVE"
        if state != "PROCESSING":
            return state
        await ctx.clock.sleep(ASK_S)
    raise mw.Unreachable(provider="gemini", provider_code="PROCESSING")


async def bring(api: Any, ctx: mw.Context, output: mw.Output, number: str, sink: mw.Sink) -> None:
    """Fetch a result with the key; a file that Google calls failed is tried once (§7)."""
    state = await ready(api, ctx, number)
    try:
        url = f"{api.base(ctx)}/files/{number}:download?alt=media"
        await sink.fetch(output, url, headers=api.signed(ctx), trusted=True)
    except mw.MediawrightError as error:
        if state != "FAILED":
            raise
        raise mw.TaskFailed(mw.Message("gemini.result_broken", domain="gemini"), provider="gemini") from error


async def write(path: Path, text: str, kind: str) -> Path:
    """Write what stood inside an answer: base64, or words."""
    content = text.encode() if kind == "text" else await asyncio.to_thread(b64decode, text)
    await asyncio.to_thread(path.write_bytes, content)
    return path


async def as_wave(raw: Path, told: str) -> Path:
    """Return raw sound as a WAV file, by the rate that its type names (G-R16). What is no raw sound stays as it is."""
    if not told.lower().startswith(("audio/l16", "audio/pcm")):
        return raw
    rate = RATE.search(told)
    return await sdk.as_wave(raw, int(rate[1]) if rate else 24_000)
