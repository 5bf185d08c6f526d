"""Results that are real: a small MP4 that plays, a small PNG that opens."""

import io
from fractions import Fraction
from functools import lru_cache

LONGEST_S, RATE = 15, 8
#: the shorter side of a result in pixels
SHORT_SIDE = 144


def size_of(ratio: str | None) -> tuple[int, int]:
    """Width and height, both even, for a ratio "W:H"; wide where none is known."""
    width, height = (int(part) for part in (ratio or "16:9").split(":"))
    scale = SHORT_SIDE / min(width, height)
    return 2 * round(width * scale / 2), 2 * round(height * scale / 2)


@lru_cache(maxsize=64)
def picture(width: int, height: int, seed: int = 0) -> bytes:
    """A PNG whose colours tell tasks apart."""
    from PIL import Image

    made = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").point(_tint(seed)).save(made, "PNG")
    return made.getvalue()


def _tint(seed: int) -> list[int]:
    return [(level * (channel + 2) // 4 + seed * 37) % 256 for channel in range(3) for level in range(256)]


@lru_cache(maxsize=64)
def clip(width: int, height: int, seconds: int, seed: int = 0) -> bytes:
    """An MP4 of that many seconds."""
    import av
    from PIL import Image

    made = io.BytesIO()
    with av.open(made, "w", format="mp4") as container:
        stream = container.add_stream("mpeg4", rate=Fraction(RATE))
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for index in range(RATE * min(max(seconds, 1), LONGEST_S)):
            shade = (seed * 37 + index * 5) % 256
            frame = av.VideoFrame(width, height, "rgb24")
            plane = frame.planes[0]
            padded = Image.new("RGB", (plane.line_size // 3, height), (shade, 90, 255 - shade))
            plane.update(padded.tobytes())
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return made.getvalue()
