"""Pixels and seconds of an MP4 from its own table of contents (ISO/IEC 14496-12): for results, where a whole media library
would take longer to load than everything else that happens to them."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

#: a table of contents larger than this is not read here (bytes)
LARGEST = 32_000_000
#: boxes side by side, beyond which nothing is read: a clip of hours has a few dozen
MOST_BOXES = 10_000

#: width and height in pixels, length in seconds
Film = tuple[int | None, int | None, float | None]


def is_complete(file: BinaryIO, end: int) -> bool:
    """Do all the boxes side by side end where the file of `end` bytes does, or before, with one that tells of the rest?"""
    at, told = 0, False
    for _ in range(MOST_BOXES):
        if at + 8 > end:
            break
        file.seek(at)
        size, kind = struct.unpack(">I4s", file.read(8))
        if size == 1:
            (size,) = struct.unpack(">Q", file.read(8))
        told = told or kind in (b"moov", b"meta", b"styp")
        if size and size < 8:
            break  # zeros after the last box are common
        at += size or end - at
    return told and at <= end


def sound_alone(path: Path) -> bool:
    """Does the file's own table of contents list sound and no picture?"""
    kinds = track_kinds(path)
    return b"soun" in kinds and b"vide" not in kinds


def track_kinds(path: Path) -> frozenset[bytes]:
    """What the tracks are for (`vide`, `soun`), as the file's own table of contents says; none where it says nothing."""
    try:
        with path.open("rb") as file:
            contents = _contents(file, path.stat().st_size)
        return frozenset(_handler(body) for kind, body in _boxes(contents or b"") if kind == b"trak")
    except (OSError, struct.error, ValueError, IndexError):
        return frozenset()


def film(path: Path) -> Film | None:
    """What the file says of its first picture track; None where it says nothing that can be read."""
    try:
        with path.open("rb") as file:
            contents = _contents(file, path.stat().st_size)
        return _read(contents) if contents else None
    except (OSError, struct.error, ValueError, IndexError):
        return None


def _contents(file: BinaryIO, end: int) -> bytes | None:
    """The body of `moov`, wherever it lies; the pictures themselves are passed over."""
    at = 0
    for _ in range(MOST_BOXES):
        if at + 8 > end:
            return None
        file.seek(at)
        size, kind = struct.unpack(">I4s", file.read(8))
        head = 8
        if size == 1:
            size, head = struct.unpack(">Q", file.read(8))[0], 16
        size = size or end - at
        if size < head:
            return None
        if kind == b"moov":
            return file.read(size - head) if size <= LARGEST else None
        at += size
    return None


def _boxes(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and body of the boxes that lie side by side. Raises ValueError where there are too many."""
    at = 0
    for _ in range(MOST_BOXES):
        if at + 8 > len(body):
            return
        size, kind = struct.unpack_from(">I4s", body, at)
        if size < 8 or at + size > len(body):
            return
        yield kind, body[at + 8 : at + size]
        at += size
    raise ValueError("too many boxes")


def _read(contents: bytes) -> Film | None:
    found = dict(_boxes(contents))
    if b"mvhd" not in found:
        return None
    tracks = [_track(body) for kind, body in _boxes(contents) if kind == b"trak"]
    pictures = [track for track in tracks if track is not None]
    width, height = pictures[0] if pictures else (None, None)
    return width, height, _seconds(found[b"mvhd"])


def _seconds(mvhd: bytes) -> float | None:
    scale, length = struct.unpack_from(">IQ", mvhd, 20) if mvhd[0] == 1 else struct.unpack_from(">II", mvhd, 12)
    unknown = length in (0, 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF)
    return None if unknown or not scale else length / scale


def _track(body: bytes) -> tuple[int, int] | None:
    """The picture size of a track that has one, as it is shown: on its side where its display matrix turns it."""
    head = dict(_boxes(body)).get(b"tkhd", b"")
    if _handler(body) != b"vide" or len(head) < 44:
        return None
    along, across, _, down, up = struct.unpack(">5i", head[-44:-24])
    width, height = (side >> 16 for side in struct.unpack(">II", head[-8:]))
    turned = along == up == 0 and across and down
    return ((height, width) if turned else (width, height)) if width and height else None


def _handler(body: bytes) -> bytes:
    """What a track is for: `vide`, `soun`, …"""
    media = dict(_boxes(body)).get(b"mdia", b"")
    return dict(_boxes(media)).get(b"hdlr", b"")[8:12]
