"""Local paths and links that come in: inside the roots, whole, and what their bytes say they are."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from mediawright.files.probe import measure_file, sha256_of
from mediawright.files.roots import Roots, name_in
from mediawright.files.sniff import kind_of, name_of, sniff_file
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem
from mediawright.types.operations import MediaKind
from mediawright.types.request import Media, MediaInfo

LONGEST_LINK = 8192  # characters
#: bytes; no provider takes a file beyond it, and it is refused before it is read
LARGEST = 4 * 1024**3

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_ENDINGS = {
    MediaKind.IMAGE: "jpg jpeg jfif jpe mpo png apng webp gif bmp heic heif avif tif tiff",
    MediaKind.VIDEO: "mp4 mov m4v webm mkv avi mpg mpeg 3gp flv wmv mts m2ts ogv",
    MediaKind.AUDIO: "mp3 wav m4a m4b aac flac ogg oga opus amr wma aif aiff",
    MediaKind.DOCUMENT: "txt md pdf doc docx ppt pptx xls xlsx csv rtf srt fountain",
}
_OTHER_KIND = {
    MediaKind.IMAGE: "files.not_image",
    MediaKind.VIDEO: "files.not_video",
    MediaKind.AUDIO: "files.not_audio",
    MediaKind.DOCUMENT: "files.not_document",
}
_KINDS = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings.split()}


def measure(media: Media, roots: Roots) -> Media:
    """The same input with `info` filled from its bytes; a link is only checked for its spelling. Blocking.

    Raises InvalidRequest: missing, unreadable, empty, no plain file, outside the roots, another kind than claimed.
    """
    field = _field(media.kind)
    if _is_link(media.source):
        check_link(media.source, field)
        return media
    if media.source[:5].lower() == "data:":
        raise _refused(field, "files.data_link", {})
    path = find(media, roots)
    return replace(media, info=_inspect(path, media.kind, field, name_in(media.source)))


def find(media: Media, roots: Roots) -> Path:
    """The real path of a local input. Raises InvalidRequest where there is no such plain file that may be read.

    Outside the roots, within their reach, a file must be a picture, a clip or a sound by its bytes.
    """
    field = _field(media.kind)
    path, inside = roots.find_media(media.source, field)
    values = {"file": name_in(media.source)}
    try:
        there, plain = path.exists(), path.is_file()
    except OSError:  # in a folder that may not be looked into
        raise _refused(field, "files.unreadable", values) from None
    if not there:
        raise _refused(field, "files.missing", values)
    if not plain:
        raise _refused(field, "files.not_a_file", values)
    if not inside and not _is_media(path):
        raise _refused(field, "files.no_media_outside", {**values, "folder": str(path.parent)})
    return path


def _is_media(path: Path) -> bool:
    try:
        return kind_of(sniff_file(path)) in (MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.AUDIO)
    except OSError:
        return True  # its reader names the trouble


def check_link(link: str, field: str = "media") -> None:
    """Is it a complete http(s) address without a user's name in it? Fetches nothing. Raises InvalidRequest."""
    try:
        parts = urlsplit(link)
        known = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    clean = len(link) <= LONGEST_LINK and link.isprintable() and " " not in link
    if not (known and clean) or "@" in parts.netloc:
        raise _refused(field, "files.bad_link", {})


def classify(source: str) -> MediaKind | None:
    """The kind that a path's or link's extension promises; None where it promises nothing."""
    try:
        name = unquote(urlsplit(source).path) if _is_link(source) else source.replace("\\", "/")
    except ValueError:
        return None
    return _KINDS.get(PurePosixPath(name).suffix.lower().lstrip("."))


def _is_link(source: str) -> bool:
    scheme = _SCHEME.match(source)
    return bool(scheme and source[scheme.end() :].startswith("//"))


def _inspect(path: Path, kind: MediaKind, field: str, name: str) -> MediaInfo:
    values = {"file": name}
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise _refused(field, "files.too_large", values)
        media_type = sniff_file(path)
        digest = sha256_of(path)
    except OSError:
        raise _refused(field, "files.unreadable", values) from None
    if size == 0:
        raise _refused(field, "files.empty", values)
    if kind_of(media_type) is not kind:
        raise _refused(field, _OTHER_KIND[kind], {**values, "found": name_of(media_type)})
    facts = measure_file(path, media_type)
    if facts.broken:
        raise _refused(field, "files.broken", values)
    return MediaInfo(
        media_type=media_type,
        size=size,
        sha256=digest,
        width=facts.width,
        height=facts.height,
        duration=facts.duration,
        fps=facts.fps,
    )


def _field(kind: MediaKind) -> str:
    return "media" if kind is MediaKind.DOCUMENT else kind.value


def _refused(field: str, key: str, values: Mapping[str, object]) -> InvalidRequest:
    return InvalidRequest(Problem(field, Message(key, values)))
