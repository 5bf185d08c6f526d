"""Is a file all there, by what it says of its own length and end? Headers and marks alone: nothing is decoded.

Sources: PNG 3rd edition 5.3 and 11.2.5, ITU-T T.81 B.1.1 (JPEG), GIF89a 27, RIFF as in RFC 9649 2.3, ISO/IEC 14496-12 4.2,
RFC 8794 4 (Matroska), TIFF 6.0 2 and 8.
"""

import mmap
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from mediawright.files.mp4 import is_complete

#: a RIFF length that a recorder writes before it knows better
_UNKNOWN = frozenset({0, 0xFFFFFFFF})
#: samples of a pixel by the colour type of a PNG, and how many bytes one packed byte can make at most (RFC 1951)
_CHANNELS, _MOST_PACKED = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}, 1032
#: entries of a TIFF folder that say where a picture's parts lie and how long they are; parts beyond which none is looked at
_PLACES, _MOST_PARTS = frozenset({273, 279, 324, 325}), 1_000_000


def is_cut(path: Path, media_type: str) -> bool:
    """Does the file end before its own content does? False also where a format does not say. Blocking, raises OSError."""
    check = _CHECKS.get(media_type)
    if check is None:
        return False
    with path.open("rb") as file:
        try:
            return not check(file, path.stat().st_size)
        except (struct.error, ValueError, IndexError):
            return True


def _png(file: BinaryIO, size: int) -> bool:
    """Its end is there, its header is as it was written, and there are bytes enough for so many pixels."""
    at, packed = 8, 0
    file.seek(8)
    header = file.read(25)
    width, height, depth, colours = struct.unpack(">IIBB", header[8:18])
    if zlib.crc32(header[4:21]) != int.from_bytes(header[21:25], "big"):
        return False
    while at + 12 <= size:
        file.seek(at)
        length, kind = struct.unpack(">I4s", file.read(8))
        at += 12 + length
        packed += length if kind == b"IDAT" else 0
        if kind == b"IEND":
            pixels = width * height * depth * _CHANNELS.get(colours, 1) // 8
            return bool(at <= size and pixels <= packed * _MOST_PACKED)
    return False


def _bmp(file: BinaryIO, size: int) -> bool:
    """As many bytes as its rows take; a packed one says how many."""
    head = file.read(54)
    start, kind = struct.unpack("<II", head[10:18])
    if kind == 12:
        return bool(start < size)
    width, height, _, bits, packing, length = struct.unpack("<iiHHII", head[18:38])
    rows = length if packing in (1, 2) else (abs(width) * bits + 31) // 32 * 4 * abs(height)
    return bool(start + rows <= size)


def _tiff(file: BinaryIO, size: int) -> bool:
    """Every strip or tile of its first picture lies within the file."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(file.read(4))
    if order is None:
        return True  # the large form, which is not read here
    file.seek(*struct.unpack(f"{order}I", file.read(4)))
    (count,) = struct.unpack(f"{order}H", file.read(2))
    entries = [struct.unpack(f"{order}HHI4s", file.read(12)) for _ in range(count)]
    fields = {tag: _numbers(file, order, kind, many, value) for tag, kind, many, value in entries if tag in _PLACES}
    places = fields.get(273) or fields.get(324) or []
    lengths = fields.get(279) or fields.get(325) or []
    return bool(places) and all(at + length <= size for at, length in zip(places, lengths, strict=False))


def _numbers(file: BinaryIO, order: str, kind: int, many: int, value: bytes) -> list[int]:
    """What an entry of a TIFF folder holds, in itself or where it points to."""
    letter, width = ("H", 2) if kind == 3 else ("I", 4)
    if many > _MOST_PARTS:
        return []
    if many * width > 4:
        file.seek(*struct.unpack(f"{order}I", value))
        value = file.read(many * width)
    return list(struct.unpack(f"{order}{many}{letter}", value[: many * width]))


def _jpeg(file: BinaryIO, size: int) -> bool:
    """A scan has begun, and the end is marked behind it; within a scan's data that mark cannot occur."""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        at = 2
        while data[at] == 0xFF and data[at + 1] != 0xDA:
            alone = data[at + 1] == 0xFF or data[at + 1] == 0x01 or 0xD0 <= data[at + 1] <= 0xD7
            at += (1 if data[at + 1] == 0xFF else 2) if alone else 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
        return data.find(b"\xff\xd9", at) >= 0


def _gif(file: BinaryIO, size: int) -> bool:
    file.seek(max(0, size - 64))
    return file.read().rstrip(b"\0\r\n").endswith(b";")


def _riff(file: BinaryIO, size: int) -> bool:
    (length,) = struct.unpack("<I", file.read(8)[4:])
    return bool(length in _UNKNOWN or length + 8 <= size + 1)  # the last byte of padding is often left out


def _matroska(file: BinaryIO, size: int) -> bool:
    """Its two parts, a header and a segment, each say how long they are; all ones is a length that nobody knew."""
    at = 0
    for _ in range(2):
        file.seek(at)
        head = file.read(12)
        mark = 9 - head[0].bit_length()  # how many bytes the name takes, then how many the length
        width = 9 - head[mark].bit_length()
        length = int.from_bytes(head[mark : mark + width], "big") & ((1 << (7 * width)) - 1)
        if length == (1 << (7 * width)) - 1:
            return True
        at += mark + width + length
    return at <= size


_CHECKS: dict[str, Callable[[BinaryIO, int], bool]] = {
    "image/png": _png,
    "image/jpeg": _jpeg,
    "image/gif": _gif,
    "image/bmp": _bmp,
    "image/tiff": _tiff,
    "image/webp": _riff,
    "audio/wav": _riff,
    "video/x-msvideo": _riff,
    "video/webm": _matroska,
    "video/x-matroska": _matroska,
    "image/heic": is_complete,
    "image/heif": is_complete,
    "image/avif": is_complete,
    "video/mp4": is_complete,
    "video/quicktime": is_complete,
    "video/3gpp": is_complete,
    "audio/mp4": is_complete,
}
