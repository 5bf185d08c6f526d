"""How a camera was held: the orientation that a picture's EXIF block states (CIPA DC-008, tag 0x0112)."""

import struct

_TAG, _SHORT = 0x0112, 3
#: orientations at which width and height change places
_TURNED = frozenset({5, 6, 7, 8})


def is_turned(block: bytes) -> bool:
    """Is the picture shown on its side? `block` is the TIFF structure, with or without the "Exif" mark before it."""
    try:
        return _orientation(block.removeprefix(b"Exif\0\0")) in _TURNED
    except struct.error:
        return False


def _orientation(tiff: bytes) -> int | None:
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return None
    (at,) = struct.unpack_from(f"{order}I", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, at)
    for entry in range(at + 2, at + 2 + 12 * count, 12):
        tag, kind = struct.unpack_from(f"{order}HH", tiff, entry)
        if tag == _TAG and kind == _SHORT:
            (value,) = struct.unpack_from(f"{order}H", tiff, entry + 8)
            return int(value)
    return None
