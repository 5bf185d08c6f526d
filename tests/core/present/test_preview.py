"""Pictures in the terminal."""

import io
import struct
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from mediawright.present.preview import cells, frames_of, half_blocks, picture_of, preview_assets, seen, side_by_side
from mediawright.types.job import Asset
from mediawright.types.operations import MediaKind


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def an_asset(path: Path, kind: MediaKind) -> Asset:
    return Asset(path=str(path), kind=kind, media_type="x/y", size=1, sha256="0" * 64)


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    import av

    frames: Any = av.VideoFrame
    path = tmp_path / "clip.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for number in range(40):
            frame = frames.from_image(Image.new("RGB", (64, 48), (number * 6, 80, 255 - number * 6)))
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def test_frames_are_spread_over_the_clip(clip: Path) -> None:
    reds = [frame.getpixel((5, 5))[0] for frame in frames_of(clip, 4)]  # type: ignore[index]
    assert reds == sorted(reds)
    assert reds[0] < 60 < 180 < reds[-1]


def test_a_clip_becomes_a_strip_and_an_image_stays_itself(clip: Path, tmp_path: Path) -> None:
    Image.new("RGB", (30, 20)).save(tmp_path / "a.png")
    strip, image = (
        picture_of(an_asset(clip, MediaKind.VIDEO)),
        picture_of(an_asset(tmp_path / "a.png", MediaKind.IMAGE)),
    )
    assert strip is not None
    assert strip.size == (64 * 4 + 3 * 3, 48)
    assert image is not None
    assert image.size == (30, 20)


@pytest.mark.parametrize("kind", [MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.AUDIO])
def test_what_cannot_be_seen_is_left_out(kind: MediaKind, tmp_path: Path) -> None:
    (tmp_path / "broken").write_bytes(b"not a picture")
    assert picture_of(an_asset(tmp_path / "broken", kind)) is None


def test_half_blocks_carry_two_pixels_each() -> None:
    picture = Image.new("RGB", (1, 2), (255, 0, 0))
    picture.putpixel((0, 1), (0, 0, 255))
    assert half_blocks(picture, 1, 1) == "\x1b[38;2;255;0;0;48;2;0;0;255m▀\x1b[0m\n"


@pytest.mark.parametrize(("size", "fit"), [((1280, 720), (80, 22)), ((720, 1280), (27, 24)), ((1, 1000), (1, 24))])
def test_a_picture_keeps_its_shape(size: tuple[int, int], fit: tuple[int, int]) -> None:
    assert cells(size, 80) == fit


def test_only_a_terminal_gets_pictures(tmp_path: Path) -> None:
    Image.new("RGB", (8, 8)).save(tmp_path / "a.png")
    asset = an_asset(tmp_path / "a.png", MediaKind.IMAGE)
    screen, pipe = Screen(), io.StringIO()
    assert preview_assets([asset], screen, columns=8) == 1
    assert screen.getvalue().count("▀") == 32
    assert preview_assets([asset], pipe) == 0
    assert pipe.getvalue() == ""


def test_frames_of_one_size_in_a_row() -> None:
    assert side_by_side([Image.new("RGB", (10, 5)), Image.new("L", (10, 5))]).size == (21, 5)


def test_a_photo_taken_upright_is_drawn_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (40, 30)).save(tmp_path / "a.jpg", exif=exif)
    picture = picture_of(an_asset(tmp_path / "a.jpg", MediaKind.IMAGE))
    assert picture is not None
    assert picture.size == (30, 40)


def test_a_clip_filmed_upright_is_drawn_upright(clip: Path) -> None:
    data = bytearray(clip.read_bytes())
    at = data.index(b"tkhd") + 44
    data[at : at + 36] = struct.pack(">9i", 0, 65536, 0, -65536, 0, 0, 0, 0, 0x40000000)
    clip.write_bytes(data)
    assert {frame.size for frame in frames_of(clip, 2)} == {(48, 64)}


@pytest.mark.parametrize(
    ("mode", "colour", "drawn"),
    [
        ("I;16", 0x8000, (128, 128, 128)),
        ("CMYK", (0, 0, 0, 0), (255, 255, 255)),
        ("RGBA", (0, 0, 0, 0), (255, 255, 255)),
        ("LA", (0, 0), (255, 255, 255)),
        ("L", 77, (77, 77, 77)),
        ("1", 1, (255, 255, 255)),
    ],
)
def test_every_kind_of_colour_is_drawn_as_it_is_seen(mode: str, colour: Any, drawn: tuple[int, int, int]) -> None:
    assert seen(Image.new(mode, (3, 3), colour)).getpixel((1, 1)) == drawn
