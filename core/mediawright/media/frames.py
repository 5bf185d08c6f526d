"""Pillow's pictures → PyAV's frames, with their alpha where they have one."""

from collections.abc import Callable

import av
from PIL import Image

#: PyAV's own bridge carries no types, and drops alpha
_from_rgb: Callable[[Image.Image], av.VideoFrame] = av.VideoFrame.from_image
to_picture: Callable[[av.VideoFrame], Image.Image] = av.VideoFrame.to_image


def from_picture(picture: Image.Image) -> av.VideoFrame:
    """A frame in `rgba` where the picture has alpha, else in `rgb24`."""
    if picture.mode != "RGBA":
        return _from_rgb(picture.convert("RGB"))
    frame = av.VideoFrame(picture.width, picture.height, "rgba")
    plane = frame.planes[0]
    rows = picture.tobytes()
    wide = picture.width * 4
    padding = bytes(plane.line_size - wide)
    plane.update(b"".join(rows[at : at + wide] + padding for at in range(0, len(rows), wide)))
    return frame
