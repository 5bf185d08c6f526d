"""Width and height from an image's header: the formats that providers take, without decoding a pixel."""

import struct
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from mediawright.files.exif import is_turned

Size = tuple[int, int]

_DIB_HEADERS = frozenset({12, 40, 52, 56, 64, 108, 124})
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
#: markers, and bytes between two of them, after which the search for a picture's size ends: what cameras write beside a
#: picture has some hundred segments
_JPEG_MARKERS, _JPEG_GAP = 10_000, 65_536
#: chunks before the one that is looked for, and bytes in which a HEIF file lists what it holds
_CHUNKS, _HEIF_HEAD = 10_000, 1 << 20


def image_size(path: Path, media_type: str) -> Size | None:
    """Pixels as a person sees them: width and height have changed places where EXIF says that the camera was held upright.

    None where the header is broken or the format is not one of ours.
    """
    reader = _READERS.get(media_type)
    try:
        with path.open("rb") as file:
            size = reader(file) if reader else _by_library(file)
    except (OSError, struct.error, IndexError, ValueError):
        return None
    return size if size and size[0] > 0 and size[1] > 0 else None


def _png(file: BinaryIO) -> Size | None:
    head = file.read(24)
    if head[12:16] != b"IHDR":
        return None
    width, height = struct.unpack(">II", head[16:24])
    return _upright((width, height), _chunk(file, 33, b"eXIf", ">", 12))


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
        size = 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
        return _upright(size, _chunk(file, 30, b"EXIF", "<", 8) if head[20] & 0x08 else b"")
    if head[12:16] == b"VP8L" and head[20] == 0x2F:
        bits = int.from_bytes(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if head[12:16] == b"VP8 " and head[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", head[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None


def _jpeg(file: BinaryIO) -> Size | None:
    file.seek(2)
    exif = b""
    for _ in range(_JPEG_MARKERS):
        marker = _jpeg_marker(file)
        if marker in _JPEG_ALONE:
            continue
        (length,) = struct.unpack(">H", file.read(2))
        if marker in _JPEG_FRAMES:
            _, height, width = struct.unpack(">BHH", file.read(5))
            return _upright((width, height), exif)
        if marker == 0xE1 and not exif:
            exif = file.read(max(0, length - 2))
            exif = exif if exif.startswith(b"Exif\0\0") else b""
            continue
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


def _upright(size: Size, exif: bytes) -> Size:
    return (size[1], size[0]) if is_turned(exif) else size


def _chunk(file: BinaryIO, at: int, name: bytes, order: str, around: int) -> bytes:
    """The body of a named chunk of a PNG or RIFF file, b"" where none is. `around`: a chunk's bytes beside its body."""
    for _ in range(_CHUNKS):
        file.seek(at)
        head = file.read(8)
        if len(head) < 8:
            return b""
        kind, (length,) = (
            (head[4:], struct.unpack(">I", head[:4])) if order == ">" else (head[:4], struct.unpack("<I", head[4:]))
        )
        if kind == name:
            return file.read(min(length, _JPEG_GAP))
        at += around + length + (length % 2 if order == "<" else 0)
    return b""


def _heif(file: BinaryIO) -> Size | None:
    """The largest picture of a HEIF file (HEIC, AVIF), which lists its tiles and small copy as well (ISO/IEC 23008-12)."""
    head = file.read(_HEIF_HEAD)
    sizes = [struct.unpack(">II", head[at + 8 : at + 16]) for at in _places(head, b"ispe")]
    largest = max(sizes, key=lambda size: size[0] * size[1], default=None)
    turned = any(head[at + 4] & 1 for at in _places(head, b"irot"))
    return (largest[1], largest[0]) if largest and turned else largest


def _places(data: bytes, name: bytes) -> list[int]:
    found: list[int] = []
    at = data.find(name)
    while at >= 0 and len(found) < _CHUNKS:
        found.append(at)
        at = data.find(name, at + 4)
    return found


def _by_library(file: BinaryIO) -> Size | None:
    """The rarer formats, where the optional imaging library is installed."""
    try:
        from PIL import Image
    except ImportError:
        return None
    try:
        with Image.open(file) as image:
            return image.size  # of a TIFF as it is shown
    except Image.DecompressionBombError:
        return None


_READERS: dict[str, Callable[[BinaryIO], Size | None]] = {
    "image/png": _png,
    "image/gif": _gif,
    "image/bmp": _bmp,
    "image/webp": _webp,
    "image/jpeg": _jpeg,
    "image/heic": _heif,
    "image/heif": _heif,
    "image/avif": _heif,
}
