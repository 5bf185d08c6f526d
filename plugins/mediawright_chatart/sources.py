"""Where an input is and what that means: ChatArt's own address passes through, everything else is handed over (§5.6)."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from mediawright.plugin import Media, MediaInfo
from mediawright_chatart.provider import CDN

#: accepted file extensions with the type they are sent as (§5.2, §5.3)
TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "bmp": "image/bmp",
    "webp": "image/webp",
    "mp3": "audio/mpeg",
    "wav": "audio/x-wav",
    "m4a": "audio/mp4",
    "mp4": "video/mp4",
    "avi": "video/x-msvideo",
    "mov": "video/quicktime",
}
#: measured type → extension of the uploaded name
EXTENSIONS = {kind: extension for extension, kind in reversed(TYPES.items())} | {
    "audio/wav": "wav",
    "audio/x-m4a": "m4a",
    "image/jpeg": "jpg",
}


def is_own(media: Media, settings: Mapping[str, str]) -> bool:
    """An address that ChatArt itself serves: used as it is, never fetched only to be uploaded again."""
    own = (*CDN, *(base for base in [settings.get("cdn_base", "")] if base))
    return media.source.startswith(own)


def extension_known(url: str) -> bool:
    """A link whose path names a type we know, or names none (then its content decides)."""
    suffix = PurePosixPath(urlsplit(url).path).suffix.lower().lstrip(".")
    return not suffix or suffix in TYPES


def extension_of(info: MediaInfo) -> str:
    """The extension that the measured content deserves. KeyError for a type that is not taken."""
    return EXTENSIONS[info.media_type]
