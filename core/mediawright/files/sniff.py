"""What bytes are, told from the bytes. Names and headers claim; nobody believes them."""

import codecs
import struct
from pathlib import Path

from mediawright.files.mp4 import sound_alone
from mediawright.types.message import Message
from mediawright.types.operations import MediaKind

HEAD = 8192
UNKNOWN = "application/octet-stream"
EMPTY = "application/x-empty"

#: a camera's own picture, whichever maker's
RAW = "image/x-raw"
_SUBFILE, _DNG_VERSION = 254, 50706

_BRANDS = {
    b"qt  ": "video/quicktime",
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"hevc": "image/heic",
    b"mif1": "image/heif",
    b"msf1": "image/heif",
    b"3gp4": "video/3gpp",
    b"3gp5": "video/3gpp",
    b"heim": "image/heic",
    b"heis": "image/heic",
    b"hevm": "image/heic",
    b"hevs": "image/heic",
    b"crx ": RAW,
}
_CLIPS = frozenset({"video/mp4", "video/quicktime", "video/3gpp"})
_MARKUP = (
    ("<!doctype html", "text/html"),
    ("<html", "text/html"),
    ("<head", "text/html"),
    ("<body", "text/html"),
    ("<svg", "image/svg+xml"),
    ("<?xml", "application/xml"),
    ("{", "application/json"),
    ("[", "application/json"),
)
_OTHER_NAMES = {
    "audio/x-wav": "audio/wav",
    "audio/x-flac": "audio/flac",
    "video/x-m4v": "video/mp4",
    "audio/m4a": "audio/mp4",
    "audio/x-m4a": "audio/mp4",
    "image/apng": "image/png",
    "image/x-canon-cr2": RAW,
}
_NAMES = {
    EMPTY: "files.type.empty",
    "text/html": "files.type.html",
    "text/plain": "files.type.text",
    "image": "files.type.image",
    "video": "files.type.video",
    "audio": "files.type.audio",
    "document": "files.type.document",
}
_DOCUMENTS = ("application/pdf", "application/vnd.", "application/msword", "application/rtf", "application/epub")
_EXTENSIONS = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "image/bmp": ".bmp",
    "image/tiff": ".tiff",
    "image/avif": ".avif",
    "image/heic": ".heic",
    "image/heif": ".heif",
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
    "video/webm": ".webm",
    "video/x-matroska": ".mkv",
    "video/x-msvideo": ".avi",
    "video/3gpp": ".3gp",
    "video/mpeg": ".mpg",
    "audio/mpeg": ".mp3",
    "audio/wav": ".wav",
    "audio/mp4": ".m4a",
    "audio/aac": ".aac",
    "audio/flac": ".flac",
    "audio/ogg": ".ogg",
    "application/pdf": ".pdf",
    "application/json": ".json",
    "text/plain": ".txt",
}


def sniff(head: bytes) -> str:
    """The media type of a file from its first bytes (a few thousand are enough)."""
    if not head:
        return EMPTY
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    if _is_transport(head):
        return "video/mp2t"
    import filetype

    found = filetype.guess_mime(head)
    found = _OTHER_NAMES.get(found, found) if found else UNKNOWN
    if found.startswith(_DOCUMENTS):
        return found
    if found == "image/tiff" and _is_raw(head):
        return RAW
    text = _as_text(head)  # some signatures are two letters long and begin ordinary words
    return found if text is None else _text_type(text)


def sniff_file(path: Path) -> str:
    """`sniff` of a file, which also knows a clip without pictures for the sound that it is. Raises OSError."""
    with path.open("rb") as file:
        found = sniff(file.read(HEAD))
    return "audio/mp4" if found in _CLIPS and sound_alone(path) else found


def kind_of(media_type: str) -> MediaKind | None:
    """The kind of media that a type is; None for what no provider makes or takes (archives, web pages, drawings as code)."""
    group = media_type.partition("/")[0]
    if media_type == "image/svg+xml":
        return None
    if group in {"image", "video", "audio"}:
        return MediaKind(group)
    return MediaKind.DOCUMENT if media_type == "text/plain" or media_type.startswith(_DOCUMENTS) else None


def name_of(media_type: str) -> Message:
    """What a person calls it."""
    kind = kind_of(media_type)
    return Message(_NAMES.get(media_type) or _NAMES.get(kind.value if kind else "", "files.type.unknown"))


def extension(media_type: str) -> str:
    """The usual file name ending, with its dot; ".bin" for the unusual."""
    return _EXTENSIONS.get(media_type, ".bin")


def _is_transport(head: bytes) -> bool:
    """A camcorder's file: packets of 188 bytes that begin with a mark, with a time of 4 bytes before each or without."""
    return any(head[at : at + 3 * step : step] == b"GGG" for at, step in ((0, 188), (4, 192)))


def _is_raw(head: bytes) -> bool:
    """A camera's own file, whose first picture is a small preview of what the sensor saw (TIFF 6.0 8; DNG 1.6 2)."""
    order = {b"II": "<", b"MM": ">"}.get(head[:2])
    try:
        (at,) = struct.unpack_from(f"{order}I", head, 4)
        (count,) = struct.unpack_from(f"{order}H", head, at)
        entries = [struct.unpack_from(f"{order}HHII", head, at + 2 + 12 * entry) for entry in range(count)]
    except struct.error:
        return False
    return any(tag == _DNG_VERSION or (tag == _SUBFILE and value & 1) for tag, _, _, value in entries)


def _as_text(head: bytes) -> str | None:
    try:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(head)  # the last character may be cut
    except UnicodeDecodeError:
        return None
    return None if any(c < " " and c not in "\t\n\r\f\x1b" for c in text) else text


def _text_type(text: str) -> str:
    start = text.lstrip().lower()
    if start.startswith("<?xml") and "<svg" in start:
        return "image/svg+xml"
    return next((kind for mark, kind in _MARKUP if start.startswith(mark)), "text/plain")
