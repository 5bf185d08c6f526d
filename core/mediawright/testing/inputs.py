"""The inputs of a request as real files: pictures, clips and sounds that are there, measured as the core does it."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from mediawright.testing.harness import Harness
from mediawright.types.operations import MediaKind
from mediawright.types.request import Media, Request


async def with_files(harness: Harness, folder: Path, request: Request) -> Request:
    """Write every local input of a request into the harness's current folder; returns the request with what was measured."""
    ctx = harness.open()
    media = []
    for item in request.media:
        if not item.is_url:
            (folder / "out" / item.source).write_bytes(content_of(item))
            item = replace(item, info=await ctx.inspect(replace(item, info=None)))
        media.append(item)
    return request.with_(media=tuple(media))


def content_of(media: Media) -> bytes:
    """A small real file of the input's kind. Inputs whose names are of another length are other pictures."""
    return _content(media.kind, len(media.source))


@cache  # a clip takes longer to make than a whole submit
def _content(kind: MediaKind, number: int) -> bytes:
    from mediawright.sdk.simulator.media import make_clip, make_picture, make_sound

    if kind is MediaKind.VIDEO:
        return make_clip(5.0, 160, 90)
    if kind is MediaKind.AUDIO:
        return make_sound(5.0)
    return make_picture(640, 360, number) if kind is MediaKind.IMAGE else b"plain words\n"
