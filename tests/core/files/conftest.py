"""Small real media files."""

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

Make = Callable[..., Path]


def png(width: int = 3, height: int = 2) -> bytes:
    """A real, if dull, picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = b"".join(b"\0" + bytes(3 * width) for _ in range(height))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.fixture
def png_bytes() -> Callable[..., bytes]:
    return png


@pytest.fixture
def picture(tmp_path: Path) -> Make:
    """`picture("name.png", width=…)` writes one."""

    def make(name: str = "cat.png", **size: int) -> Path:
        path = tmp_path / name
        path.write_bytes(png(**size))
        return path

    return make


@pytest.fixture
def clip(tmp_path: Path) -> Make:
    """`clip("name.mp4", frames=…, rate=…, size=…)` writes a real H.264 clip."""

    def make(name: str = "clip.mp4", *, frames: int = 12, rate: int = 24, size: tuple[int, int] = (64, 48)) -> Path:
        import av

        path = tmp_path / name
        with av.open(str(path), "w") as container:
            stream = container.add_stream("libx264", rate=rate)
            stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
            for _ in range(frames):
                frame = av.VideoFrame(*size, "yuv420p")
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
        return path

    return make
