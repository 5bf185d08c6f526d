"""Is a file all there, by what it says of its own length and end? Headers and marks alone: nothing is decoded.

Sources: PNG 3rd edition 5.3 and 11.2.5, ITU-T T.81 B.1.1 (JPEG), GIF89a 27, RIFF as in RFC 9649 2.3, ISO/IEC 14496-12 4.2,
RFC 8794 4 (Matroska).
"""

import mmap
import struct
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from mediawright.files.mp4 import is_complete

#: a RIFF length that a recorder writes before it knows better
_UNKNOWN = frozenset({0, 0xFFFFFFFF})


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
    at = 8
    while at + 12 <= size:
        file.seek(at)
        length, kind = struct.unpack(">I4s", file.read(8))
        at += 12 + length
        if kind == b"IEND":
            return bool(at <= size)
    return False


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
