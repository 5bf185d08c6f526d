"""Mixed writing, and greeking where nothing can write."""

from PIL import Image

from mediawright.sdk.typeface import Typeface
from mediawright.sdk.typesetting import FontSet

INK = (255, 255, 255)


def inked(font_face: Typeface, text: str) -> Image.Image:
    image = Image.new("RGBA", (200, 60))
    font_face.draw(image, (4, 40), text, 24, INK)
    return image.getchannel("A")


def darkest(mask: Image.Image) -> int:
    """The most opaque value of a mask."""
    return max(mask.tobytes())


def test_each_script_is_written_with_its_own_font(chinese_fonts: FontSet) -> None:
    runs = list(Typeface(chinese_fonts).runs("kite 中文!"))
    assert runs == [("latin", "kite "), ("cjk", "中文"), ("latin", "!")]


def test_without_a_chinese_font_the_text_is_greeked(latin_only: FontSet) -> None:
    font_face = Typeface(latin_only)
    assert list(font_face.runs("a 中文")) == [("latin", "a "), ("greek", "中文")]
    assert font_face.width("中文", 24) == 48


def test_greeked_text_is_visible_and_keeps_its_rhythm(latin_only: FontSet) -> None:
    mask = inked(Typeface(latin_only), "中，文")
    assert darkest(mask.crop((6, 20, 26, 40))) > 60
    assert darkest(mask.crop((30, 0, 50, 60))) == 0
    assert darkest(mask.crop((54, 20, 74, 40))) > 60


def test_drawing_ends_where_measuring_says(chinese_fonts: FontSet) -> None:
    font_face = Typeface(chinese_fonts, "bold")
    end = font_face.draw(Image.new("RGBA", (400, 60)), (10, 40), "kite 中文 饕", 24, INK)
    assert end - 10 == font_face.width("kite 中文 饕", 24)


def test_opacity_thins_the_ink(latin_only: FontSet) -> None:
    image = Image.new("RGBA", (200, 60))
    Typeface(latin_only).draw(image, (4, 40), "HHH", 24, INK, 0.5)
    assert 100 < darkest(image.getchannel("A")) < 140
