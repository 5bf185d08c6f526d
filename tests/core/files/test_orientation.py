"""Sizes go by what a person sees."""

import io
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from mediawright.files.image_size import image_size
from mediawright.files.probe import measure_file, measure_result

TURNED = (5, 6, 7, 8)
ROTATIONS = {
    90: (0, 65536, -65536, 0),
    180: (-65536, 0, 0, -65536),
    270: (0, -65536, 65536, 0),
    0: (65536, 0, 0, 65536),
}


def photo(path: Path, form: str, orientation: int, size: tuple[int, int] = (40, 30), mode: str = "RGB") -> Path:
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.new(mode, size).save(path, form, exif=exif)
    return path


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_camera_held_upright_makes_an_upright_picture(tmp_path: Path, form: str, orientation: int) -> None:
    path = photo(tmp_path / "photo", form, orientation)
    assert image_size(path, f"image/{form.lower()}") == ((30, 40) if orientation in TURNED else (40, 30))


@pytest.mark.parametrize("order", ["<", ">"])
def test_either_order_of_bytes(tmp_path: Path, order: str) -> None:
    mark = b"II*\0" if order == "<" else b"MM\0*"
    exif = mark + struct.pack(f"{order}IHHHIHH", 8, 1, 0x0112, 3, 1, 6, 0) + b"\0" * 4
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30)).save(buffer, "JPEG", exif=b"Exif\0\0" + exif)
    (tmp_path / "a").write_bytes(buffer.getvalue())
    assert image_size(tmp_path / "a", "image/jpeg") == (30, 40)


@pytest.mark.parametrize("junk", [b"", b"II*\0", b"MM\0*\xff\xff\xff\xff", b"II*\0\x08\0\0\0\xff\xff", b"x" * 90])
def test_a_garbled_exif_block_turns_nothing(tmp_path: Path, junk: bytes) -> None:
    Image.new("RGB", (40, 30)).save(tmp_path / "a", "JPEG", exif=b"Exif\0\0" + junk)
    assert image_size(tmp_path / "a", "image/jpeg") == (40, 30)


@pytest.mark.parametrize("mode", ["L", "1", "P", "RGBA", "LA", "I;16", "CMYK"])
def test_every_depth_and_colour_is_measured(tmp_path: Path, mode: str) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"
    path = tmp_path / "a"
    Image.new(mode, (40, 30)).save(path, form)
    facts = measure_file(path, f"image/{form.lower()}")
    assert (facts.width, facts.height, facts.broken) == (40, 30, False)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG", "MPO"])
def test_pictures_of_several_frames_are_measured(tmp_path: Path, form: str) -> None:
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "blue")]
    frames[0].save(tmp_path / "a", form, save_all=True, append_images=frames[1:])
    facts = measure_file(tmp_path / "a", "image/jpeg" if form == "MPO" else f"image/{form.lower()}")
    assert (facts.width, facts.height, facts.broken) == (40, 30, False)


def turn(path: Path, degrees: int) -> None:
    """Write a rotation into the display matrix of a clip's picture track."""
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd") + 4
    matrix = at + 40
    a, b, c, d = ROTATIONS[degrees]
    data[matrix : matrix + 36] = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 0x40000000)
    path.write_bytes(data)


@pytest.mark.parametrize("degrees", ROTATIONS)
@pytest.mark.parametrize("measure", [measure_file, measure_result])
def test_a_clip_filmed_upright_is_upright(
    clip: Callable[..., Path], degrees: int, measure: Callable[[Path, str], object]
) -> None:
    path = clip(size=(64, 48))
    turn(path, degrees)
    facts = measure(path, "video/mp4")
    size = (48, 64) if degrees in (90, 270) else (64, 48)
    assert (getattr(facts, "width", 0), getattr(facts, "height", 0)) == size
