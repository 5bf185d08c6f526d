"""Pillow's pictures ↔ PyAV's frames, through PyAV's own bridge (which carries no types)."""

from collections.abc import Callable

import av
from PIL import Image

to_picture: Callable[[av.VideoFrame], Image.Image] = av.VideoFrame.to_image
to_frame: Callable[[Image.Image], av.VideoFrame] = av.VideoFrame.from_image
