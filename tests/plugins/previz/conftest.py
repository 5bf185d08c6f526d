"""A context, a sink, inputs and fonts of our own making: nothing here depends on what this machine has installed."""

import math
import shutil
import struct
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image

from mediawright.plugin import Asset, Job, Media, MediaKind, Message, Operation, Output, Request, Role, State
from mediawright.sdk.typesetting import Face, FontSet
from mediawright.testing.fakes import START
from mediawright_previz.render.pixels import to_frame

#: what the tiny font can write
WRITABLE = "中文的猫在雨里跳舞，。预演并非最终画面时长秒画幅尺寸声音关文字生成视频安装"


@dataclass
class FakeContext:
    """As much of a context as a local provider uses."""

    workdir: Path
    lang: str = "en"
    settings: dict[str, str] = field(default_factory=dict)
    said: list[Message] = field(default_factory=list)
    ids: int = 0

    @property
    def cachedir(self) -> Path:
        return self.workdir.parent / "cache"

    def say(self, message: Message) -> None:
        self.said.append(message)

    def new_id(self) -> str:
        self.ids += 1
        return f"id-{self.ids}"


@dataclass
class FakeSink:
    """Moves what it takes into a folder, like the core's."""

    folder: Path
    taken: list[tuple[Output, Path]] = field(default_factory=list)

    async def take(self, output: Output, path: Path) -> Asset:
        target = self.folder / path.name
        shutil.move(path, target)
        self.taken.append((output, target))
        return Asset(path=str(target), kind=output.kind, media_type="", size=target.stat().st_size, sha256="")


@pytest.fixture
def ctx(tmp_path: Path) -> FakeContext:
    """Writes with Pillow's own face: the folder it looks for fonts in is empty."""
    (tmp_path / "no-fonts").mkdir()
    (tmp_path / "work").mkdir()
    return FakeContext(tmp_path / "work", settings={"fonts": str(tmp_path / "no-fonts")})


@pytest.fixture
def sink(tmp_path: Path) -> FakeSink:
    (tmp_path / "out").mkdir()
    return FakeSink(tmp_path / "out")


@pytest.fixture
def ask() -> Callable[..., Request]:
    """A small, quick request; any field may be changed."""

    def make(operation: Operation = Operation.TEXT_TO_VIDEO, prompt: str = "a red kite", **more: Any) -> Request:
        small: dict[str, Any] = {"resolution": "1k"} if operation.command == "image" else {"resolution": "360p"}
        return Request(operation=operation, prompt=prompt, **(small | more))

    return make


@pytest.fixture
def job_of() -> Callable[[Request], Job]:
    def make(request: Request) -> Job:
        return Job(
            id="job-1",
            request=request,
            request_hash="",
            provider="previz",
            state=State.SUBMITTING,
            created_at=START,
            updated_at=START,
        )

    return make


@pytest.fixture
def photo(tmp_path: Path) -> Media:
    """A picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", (320, 180), (200, 20, 20))
    image.paste((20, 20, 200), (160, 0, 320, 180))
    image.save(tmp_path / "photo.png")
    return Media(kind=MediaKind.IMAGE, role=Role.FIRST_FRAME, source=str(tmp_path / "photo.png"))


@pytest.fixture
def clip(tmp_path: Path) -> Media:
    """One second at 10 frames a second with sound: half a second of green, then half a second of white."""
    path = tmp_path / "clip.mp4"
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=10)
        video.width, video.height, video.pix_fmt = 160, 90, "yuv420p"
        audio = container.add_stream("aac", rate=48000, layout="mono")
        for n in range(10):
            colour = (20, 160, 20) if n < 5 else (240, 240, 240)
            container.mux(video.encode(to_frame(Image.new("RGB", (160, 90), colour))))
            container.mux(audio.encode(_tone(n * 4800, 4800)))
        container.mux(video.encode(None))
        container.mux(audio.encode(None))
    return Media(kind=MediaKind.VIDEO, role=Role.BASE, source=str(path))


def _tone(start: int, count: int) -> av.AudioFrame:
    """Silence for the first half second, then a tone."""
    loud = [0 if n < 24000 else int(12000 * math.sin(n / 20)) for n in range(start, start + count)]
    frame = av.AudioFrame(format="s16", layout="mono", samples=count)
    frame.planes[0].update(array("h", loud).tobytes())
    frame.sample_rate, frame.pts, frame.time_base = 48000, start, Fraction(1, 48000)
    return frame


@pytest.fixture
def latin_only() -> FontSet:
    return FontSet()


@pytest.fixture
def chinese_fonts(tmp_path: Path) -> FontSet:
    """Pillow's own face, and a tiny one that writes the characters of `WRITABLE` as blocks."""
    folder = tmp_path / "chinese-fonts"
    folder.mkdir()
    (folder / "NotoSansSC-Regular.ttf").write_bytes(tiny_font(WRITABLE))
    return FontSet(cjk=Face(str(folder / "NotoSansSC-Regular.ttf")))


def tiny_font(chars: str) -> bytes:
    """A TrueType font in which every character is a block of its own height (OpenType 1.9, tables in any order)."""
    points = sorted({ord(char) for char in chars})
    outlines = [b"", *(_block(300 + 7 * n) for n in range(len(points)))]
    count = len(outlines)
    ends = [sum(map(len, outlines[:n])) for n in range(count + 1)]
    head = struct.pack(">IIIIHHqqhhhhHHhhh", 0x10000, 0, 0, 0x5F0F3CF5, 0, 1000, 0, 0, 0, 0, 1000, 1000, 0, 8, 2, 1, 0)
    tables = {
        b"cmap": _cmap(points),
        b"glyf": b"".join(outlines),
        b"head": head,
        b"hhea": struct.pack(
            ">IhhhHhhhhhhhhhhhH", 0x10000, 880, -120, 0, 1000, 0, 0, 1000, 1, 0, 0, 0, 0, 0, 0, 0, count
        ),
        b"hmtx": struct.pack(">Hh", 1000, 0) * count,
        b"loca": struct.pack(f">{count + 1}I", *ends),
        b"maxp": struct.pack(">IH13H", 0x10000, count, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
        b"name": struct.pack(">HHH", 0, 0, 6),
        b"post": struct.pack(">IIhhIIIII", 0x30000, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    return _sfnt(tables)


def _block(height: int) -> bytes:
    corners = struct.pack(">8h", 100, 800, 0, -800, 0, 0, height, 0)
    return struct.pack(">5hHH", 1, 100, 0, 900, height, 3, 0) + b"\x01" * 4 + corners


def _cmap(points: list[int]) -> bytes:
    groups = b"".join(struct.pack(">III", code, code, n + 1) for n, code in enumerate(points))
    table = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(points)) + groups
    return struct.pack(">HHHHI", 0, 1, 3, 10, 12) + table


def _sfnt(tables: dict[bytes, bytes]) -> bytes:
    start, entries, body = 12 + 16 * len(tables), b"", b""
    for tag, data in tables.items():
        entries += struct.pack(">4sIII", tag, 0, start + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    return struct.pack(">IHHHH", 0x10000, len(tables), 0, 0, 0) + entries + body
