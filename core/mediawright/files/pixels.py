"""Width and height from an image's header: the formats that providers take, without decoding a pixel."""

import struct
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

Size = tuple[int, int]

_DIB_HEADERS = frozenset({12, 40, 52, 56, 64, 108, 124})
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
#: markers, and bytes between two of them, after which the search for a picture's size ends: what cameras write beside a
#: picture has some hundred segments
_JPEG_MARKERS, _JPEG_GAP = 10_000, 65_536


def image_size(path: Path, media_type: str) -> Size | None:
    """Pixels as stored (no rotation applied); None where the header is broken or the format is not one of ours."""
    reader = _READERS.get(media_type)
    try:
        with path.open("rb") as file:
            size = reader(file) if reader else _by_library(file)
    except (OSError, struct.error, IndexError, ValueError):
        return None
    return size if size and size[0] > 0 and size[1] > 0 else None


def _png(file: BinaryIO) -> Size | None:
    head = file.read(24)
    return struct.unpack(">II", head[16:24]) if head[12:16] == b"IHDR" else None


def _gif(file: BinaryIO) -> Size | None:
    return struct.unpack("<HH", file.read(10)[6:10])


def _bmp(file: BinaryIO) -> Size | None:
    head = file.read(26)
    (kind,) = struct.unpack("<I", head[14:18])
    if kind not in _DIB_HEADERS:
        return None
    if kind == 12:
        return struct.unpack("<HH", head[18:22])
    width, height = struct.unpack("<ii", head[18:26])
    return width, abs(height)  # negative: stored top down


def _webp(file: BinaryIO) -> Size | None:
    head = file.read(30)
    if head[12:16] == b"VP8X":
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if head[12:16] == b"VP8L" and head[20] == 0x2F:
        bits = int.from_bytes(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if head[12:16] == b"VP8 " and head[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", head[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None


def _jpeg(file: BinaryIO) -> Size | None:
    file.seek(2)
    for _ in range(_JPEG_MARKERS):
        marker = _jpeg_marker(file)
        if marker in _JPEG_ALONE:
            continue
        (length,) = struct.unpack(">H", file.read(2))
        if marker in _JPEG_FRAMES:
            _, height, width = struct.unpack(">BHH", file.read(5))
            return width, height
        if marker in {0xD9, 0xDA}:  # the picture begins or ends, and nobody said how large it is
            return None
        file.seek(length - 2, 1)
    return None


def _jpeg_marker(file: BinaryIO) -> int:
    """Read on to the next marker, over fill bytes. Raises IndexError at the end, ValueError where none comes soon."""
    before = 0
    for _ in range(_JPEG_GAP):
        byte = file.read(1)[0]
        if before == 0xFF != byte:
            return byte
        before = byte
    raise ValueError("no marker")


def _by_library(file: BinaryIO) -> Size | None:
    """The rarer formats, where the optional imaging library is installed."""
    try:
        from PIL import Image
    except ImportError:
        return None
    try:
        with Image.open(file) as image:
            return image.size
    except Image.DecompressionBombError:
        return None


_READERS: dict[str, Callable[[BinaryIO], Size | None]] = {
    "image/png": _png,
    "image/gif": _gif,
    "image/bmp": _bmp,
    "image/webp": _webp,
    "image/jpeg": _jpeg,
}
