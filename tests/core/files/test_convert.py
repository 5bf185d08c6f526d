"""Copies of pictures show what the pictures show."""

import io
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image

from mediawright.files.convert import JPEG, PNG, convert


def made(path: Path, target: str = JPEG) -> Image.Image:
    copy = convert(path, target)
    assert copy is not None
    return Image.open(io.BytesIO(copy)).convert("RGB")


@pytest.mark.parametrize("target", [JPEG, PNG])
@pytest.mark.parametrize("mode", ["I;16", "I", "F"])
def test_grey_of_many_steps_stays_grey(tmp_path: Path, mode: str, target: str) -> None:
    grey = Image.linear_gradient("L").resize((64, 256))
    steps = grey.convert("I").point(lambda step: step * 257 + 0)
    (steps.convert(mode) if mode != "I;16" else steps.convert("I;16")).save(tmp_path / "scan.tiff")
    copy = made(tmp_path / "scan.tiff", target)
    for at in (5, 128, 250):
        wanted = grey.getpixel((30, at))
        assert abs(copy.getpixel((30, at))[0] - wanted) <= 3  # type: ignore[index, operator]


def test_of_several_stills_the_one_that_viewers_show_is_taken(tmp_path: Path) -> None:
    burst = pillow_heif.HeifFile()  # type: ignore[no-untyped-call]
    for colour in ("red", "green", "blue"):
        burst.add_from_pillow(Image.new("RGB", (64, 64), colour))
    burst.save(tmp_path / "burst.heic", primary_index=2)
    red, _, blue = made(tmp_path / "burst.heic").getpixel((30, 30))  # type: ignore[misc]
    assert blue > 200 > red


@pytest.mark.parametrize("ending", ["gif", "webp", "avif", "tiff"])
def test_what_moves_or_has_pages_is_not_reduced_to_one(tmp_path: Path, ending: str) -> None:
    first, *more = (Image.new("RGB", (32, 32), colour) for colour in ("red", "green", "blue"))
    first.save(tmp_path / f"a.{ending}", save_all=True, append_images=more)
    assert convert(tmp_path / f"a.{ending}", JPEG) is None
