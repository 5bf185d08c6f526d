"""Files into the session: 13 types, streamed; links by reference; a .txt is a prompt (docs/contracts/nemovideo.md §6)."""

import base64
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote, urlsplit

from mediawright.plugin import Context, InvalidRequest, Media, MediaKind, Problem, Role
from mediawright_nemovideo.client import Api
from mediawright_nemovideo.messages import say
from mediawright_nemovideo.responses import Refusal, read
from mediawright_nemovideo.sanitize import safe_text
from mediawright_nemovideo.settings import APP, AUDIO_TYPES, IMAGE_TYPES, UPLOAD_TYPES, Bounds


def suffix_of(source: str) -> str:
    """The extension of a path or link, lower-case; the vendor takes a .jpeg as .jpg."""
    name = urlsplit(source).path if source.startswith(("http://", "https://")) else source
    suffix = PurePath(name).suffix.lower().lstrip(".")
    return "jpg" if suffix == "jpeg" else suffix


def kind_of(suffix: str) -> MediaKind:
    if suffix in IMAGE_TYPES:
        return MediaKind.IMAGE
    return MediaKind.AUDIO if suffix in AUDIO_TYPES else MediaKind.VIDEO


def is_text(source: str) -> bool:
    """A prompt in a file; never uploaded (N-R25)."""
    return suffix_of(source) == "txt"


def problems_of(media: Media, bounds: Bounds | None = None) -> list[Problem]:
    """Type and size, before anything is sent (N-R25). A link's size nobody knows."""
    limits = bounds or Bounds()
    if suffix_of(media.source) not in UPLOAD_TYPES and not (media.is_url and not suffix_of(media.source)):
        return [Problem("media", say("error.file_type", types=UPLOAD_TYPES), "N-R25", UPLOAD_TYPES)]
    if media.info is not None and media.info.size > limits.upload_bytes:
        return [Problem("media", say("error.file_size"), "N-R25")]
    return []


async def upload(api: Api, session_id: str, media: Media) -> Mapping[str, Any]:
    """One file or link; returns what the service says of it. Raises InvalidRequest and what the service refused."""
    path = f"/api/upload-video/{APP}/me/{quote(session_id, safe='')}"
    if media.is_url:
        body = {"urls": [media.source], "source_type": "url"}
        return _file(api.must(read(await api.post(path, body)), "upload"), media.source)
    if media.info is None:
        media = Media(kind=media.kind, role=media.role, source=media.source, info=await api.ctx.inspect(media))
    if problems := problems_of(media, api.config.bounds):
        raise InvalidRequest(*problems)
    name = f"{PurePath(media.source).stem}.{suffix_of(media.source)}"
    found: Any | Refusal = read(await api.upload(path, media, name))
    return _file(api.must(found, "upload"), media.source)


async def upload_sources(api: Api, session_id: str, sources: Sequence[str]) -> list[Mapping[str, Any]]:
    """Paths and links, in order; all are checked before the first is sent."""
    media = [Media(kind=kind_of(suffix_of(source)), role=Role.REFERENCE, source=source) for source in sources]
    if problems := [problem for item in media for problem in problems_of(item)]:
        raise InvalidRequest(*problems)
    return [await upload(api, session_id, item) for item in media]


async def read_prompt(ctx: Context, source: str) -> str:
    """The words of a local .txt file in UTF-8. Raises InvalidRequest."""
    media = Media(kind=MediaKind.DOCUMENT, role=Role.SOURCE, source=source)
    data = base64.b64decode(await ctx.read_base64(media))
    try:
        text = data.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        text = ""
    if not text or len(data) > Bounds().prompt_file_bytes:
        raise InvalidRequest(Problem("sources", say("error.text_unreadable"), "N-R25"))
    return text


def _file(payload: Any, source: str) -> Mapping[str, Any]:
    """§6: `files[].cdn_url`, `uploaded_files[].url` or a top-level `url`; seconds here (N-R26). The link stays here."""
    data = payload if isinstance(payload, dict) else {}
    files = data.get("files") or data.get("uploaded_files")
    first = files[0] if isinstance(files, list) and files and isinstance(files[0], dict) else data
    name = first.get("filename") or PurePath(urlsplit(source).path if "://" in source else source).name
    return {
        "name": safe_text(str(name)),
        "type": str(first.get("file_type") or kind_of(suffix_of(source)).value),
        "duration": first.get("duration"),
        "width": first.get("width"),
        "height": first.get("height"),
    }
