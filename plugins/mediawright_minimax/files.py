"""Files on their way in and out: inside the body while it fits, else stored for a week; results by their id (§2 F1, §13)."""

import asyncio
import tarfile
from io import BytesIO
from pathlib import Path
from typing import Any

from mediawright import plugin as mw
from mediawright import sdk
from mediawright_minimax.provider import say
from mediawright_minimax.request_body import family_of

#: bytes that the files of one body may have as base64; 64 MB is the most for all of it (M-R18)
INSIDE = 62 * 2**20
#: seconds that a stored file is used for, of seven days
LIFE_S = 6.5 * 86_400
#: largest long speech, in bytes
MOST = 200 * 2**20
FILE, CONTENT = "/v1/files/retrieve?file_id={}", "/v1/files/retrieve_content?file_id={}"
SOUNDS = (".mp3", ".wav", ".flac", ".pcm")


async def place(api: Any, ctx: mw.Context, media: mw.Media, request: mw.Request) -> Any:
    """Return what stands in the body for a local input. Raises InvalidRequest, Unreachable."""
    whole = sum(item.info.size * 4 // 3 for item in request.media if item.info is not None)
    if whole <= INSIDE or family_of(request) != "v2":
        return await sdk.as_data_uri(ctx, media)
    if ctx.settings["uploads"] != "on":
        raise mw.InvalidRequest(say.problem("media", "too_large_together", "M-R18"))
    key = ctx.credential.values["api_key"] if ctx.credential else ""
    return await sdk.KeptUploads(ctx, LIFE_S, api.base(ctx), key).link(
        media, lambda info: _stored(api, ctx, media, info)
    )


async def _stored(api: Any, ctx: mw.Context, media: mw.Media, info: mw.MediaInfo) -> str:
    target = sdk.UploadTarget(
        url=api.base(ctx) + "/v1/files/upload",
        link_paths=("file.file_id",),
        form={"purpose": "video_generation_input"},
        headers=api.signed(ctx),
        file_name=f"{info.sha256[:8]}.{info.media_type.rpartition('/')[2].replace('quicktime', 'mov')}",
    )
    return f"mm_file://{await sdk.send_file(ctx, media, target)}"


async def bring(api: Any, ctx: mw.Context, task: mw.Task, output: mw.Output, sink: mw.Sink) -> Any:
    """Make raw sound play, or fetch a file by its id: a clip by a fresh address, speech with the key. Raises Unreachable."""
    if "raw" in output.extra:
        path = await _played(ctx.workdir / str(output.extra["file"]), output.extra["raw"])
        return await api.hand_over(path, output, sink)
    number, region = str(output.extra["file_id"]), str(task.handle.get("region", ""))
    if output.kind is mw.MediaKind.AUDIO:
        url = api.base(ctx, region) + CONTENT.format(number)
        async with ctx.stream("GET", url, headers=api.signed(ctx)) as answer:
            content = await answer.read(MOST)
        if answer.status >= 300 or content[:1] == b"{":
            head = content.partition(b"\0")[0][:10_000]
            raise api.error(mw.Answer(status=answer.status, headers=answer.headers, content=head, url=url))
        path = ctx.workdir / "speech.bin"
        await asyncio.to_thread(path.write_bytes, await asyncio.to_thread(unpacked, content))
        return await sink.take(output, path)
    call = sdk.HttpRequest(path=FILE.format(number), method="GET")
    url = sdk.text(await api.fetch(ctx, call, region=region), "file.download_url", 4000)
    if not url:
        raise mw.Unreachable(provider="minimax", provider_code="download_url")
    return await sink.fetch(output, url)


async def _played(raw: Path, told: Any) -> Path:
    rate = sdk.first(told, "audio_sample_rate")
    usual = rate if isinstance(rate, int) and 0 < rate < 10**6 else 32_000
    return await sdk.as_wave(raw, usual, 2 if sdk.first(told, "audio_channel") == 2 else 1)


def unpacked(content: bytes) -> bytes:
    """Return the sound, out of the archive where it came in one: nobody says which of the two it is (§7.2)."""
    try:
        with tarfile.open(fileobj=BytesIO(content)) as packed:
            members = [member for member in packed if Path(member.name).suffix in SOUNDS and member.isfile()]
            found = packed.extractfile(members[0]) if members else None
            return found.read() if found else content
    except (tarfile.TarError, EOFError, OSError):
        return content
