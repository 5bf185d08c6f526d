"""Inputs made ready, or named where they cannot be shown."""

from pathlib import Path

import pytest
from PIL import Image

from mediawright.plugin import Media, MediaKind, Role
from mediawright.sdk.typesetting import FontSet
from mediawright_previz.render.clips import ClipReader, last_picture, outline, seconds_of
from mediawright_previz.render.palette import palette_for, seeded
from mediawright_previz.render.pictures import UnreadableInput, cover, file_name, host_of, open_picture
from mediawright_previz.render.placeholders import placeholder
from mediawright_previz.render.sizes import Canvas
from mediawright_previz.render.typeset import Typeset

LINK = Media(
    kind=MediaKind.IMAGE, role=Role.REFERENCE, source="https://cdn.example.com/a/hero.png?signature=not-a-real-secret"
)


def test_a_photo_is_turned_upright(tmp_path: Path) -> None:
    image = Image.new("RGB", (40, 20))
    exif = image.getexif()
    exif[0x0112] = 6
    image.save(tmp_path / "turned.jpg", exif=exif)
    media = Media(kind=MediaKind.IMAGE, role=Role.REFERENCE, source=str(tmp_path / "turned.jpg"))
    assert open_picture(media, (40, 40)).size == (20, 40)


def test_transparency_stands_on_grey(tmp_path: Path) -> None:
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(tmp_path / "clear.png")
    media = Media(kind=MediaKind.IMAGE, role=Role.REFERENCE, source=str(tmp_path / "clear.png"))
    assert open_picture(media, (8, 8)).getpixel((4, 4)) == (92, 94, 98)


@pytest.mark.parametrize("size", [(160, 90), (90, 160), (100, 100)])
def test_covering_fills_exactly(size: tuple[int, int]) -> None:
    assert cover(Image.new("RGB", (320, 180), (9, 9, 9)), size).size == size


def test_a_very_different_shape_is_shown_whole() -> None:
    wide = Image.new("RGB", (400, 100), (200, 0, 0))
    wide.paste((0, 0, 200), (390, 0, 400, 100))
    pixel = cover(wide, (100, 200)).getpixel((99, 100))
    assert isinstance(pixel, tuple)
    assert pixel[2] > 150


def test_a_link_is_named_without_its_signature() -> None:
    assert (host_of(LINK), file_name(LINK)) == ("cdn.example.com", "hero.png")
    type_ = Typeset.with_fonts(Canvas(320, 180), FontSet())
    assert placeholder(LINK, (320, 180), type_, "en").size == (320, 180)


def test_a_clip_by_time(clip: Media) -> None:
    assert seconds_of(clip) == pytest.approx(1.0, abs=0.05)
    reader = ClipReader(clip, (160, 90))
    greens = [_is_green(reader.at(seconds)) for seconds in (0.0, 0.04, 0.46, 0.5, 0.99, 7.0)]
    reader.close()
    assert greens == [True, True, True, False, False, False]
    assert not _is_green(last_picture(clip, (160, 90)))


def _is_green(image: Image.Image) -> bool:
    pixel = image.getpixel((80, 45))
    assert isinstance(pixel, tuple)
    return pixel[1] > 1.5 * pixel[0]


def test_the_outline_of_a_sound(clip: Media) -> None:
    peaks = outline(clip, 10)
    assert max(peaks[:4]) < 0.1
    assert min(peaks[6:9]) > 0.5


def test_a_text_is_no_clip(tmp_path: Path) -> None:
    (tmp_path / "no.mp4").write_text("hello")
    media = Media(kind=MediaKind.VIDEO, role=Role.BASE, source=str(tmp_path / "no.mp4"))
    for read in (seconds_of, lambda m: ClipReader(m, (8, 8)), lambda m: last_picture(m, (8, 8))):
        with pytest.raises(UnreadableInput) as trouble:
            read(media)
        assert (trouble.value.name, trouble.value.gone) == ("no.mp4", False)


def test_colours_hang_on_the_words_alone() -> None:
    assert palette_for("a kite") == palette_for("a kite")
    assert len({palette_for(f"prompt {n}").accent for n in range(40)}) > 4
    assert seeded("a", 0).random() != seeded("a", 1).random()
