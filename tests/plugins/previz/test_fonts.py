"""What there is to write with."""

from pathlib import Path

from mediawright.sdk.typesetting import Face, FontSet, can_write, find_fonts


def test_an_empty_folder_holds_no_font(tmp_path: Path) -> None:
    assert find_fonts([tmp_path, tmp_path / "missing"]) == FontSet()


def test_a_chinese_font_is_found_by_name(chinese_fonts: FontSet) -> None:
    assert chinese_fonts.cjk is not None
    folder = Path(chinese_fonts.cjk.path).parent
    assert find_fonts([folder]).cjk == chinese_fonts.cjk


def test_a_font_nobody_knows_by_name_is_opened_and_asked(chinese_fonts: FontSet) -> None:
    assert chinese_fonts.cjk is not None
    known = Path(chinese_fonts.cjk.path)
    unknown = known.rename(known.with_name("Grandmother.ttf"))
    assert find_fonts([known.parent]).cjk == Face(str(unknown))


def test_a_broken_font_file_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "noise.ttf").write_bytes(b"no font at all")
    assert find_fonts([tmp_path]).cjk is None


def test_the_box_for_missing_glyphs_is_no_glyph(chinese_fonts: FontSet) -> None:
    assert chinese_fonts.cjk is not None
    assert can_write(chinese_fonts.cjk, "中文")
    assert not can_write(chinese_fonts.cjk, "中饕")
