"""`@name` in words: who is meant, and what is no name at all."""

import pytest

from mediawright.types.mentions import mentioned, mentions, unescaped

CAST = ("Mia", "小米", "林晚", "林晚秋", "Old Tom")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@mia walks by the sea", ("Mia",)),
        ("让@小米在海边走", ("小米",)),
        ("＠小米，和@Mia一起", ("小米", "Mia")),
        ("@林晚秋收伞，@林晚撑伞", ("林晚秋", "林晚")),
        ("@Old Tom and @MIA's dog, then @Mia again", ("Old Tom", "Mia")),
        ("(@Mia) “@小米”", ("Mia", "小米")),
        ("write to mia@mia.com", ()),
        ("see https://example.com/@Mia or x.com/@Mia", ()),
        (r"\@Mia on a shirt", ()),
        ("@Miami at night", ()),
    ],
)
def test_known_names_are_found(text: str, names: tuple[str, ...]) -> None:
    assert mentioned(text, CAST) == names


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("@Nia waves", ["Nia"]),
        ("@小明在海边", ["小明在海边"]),
        ("@Miami at night", ["Miami"]),
        ("meet @ 3pm, @3pm, @24fps, 5 @ 2", []),
        ("@image1 and @Image_2, @图片1里的人，@视频1 @element_1", []),
        ("mail a@b.com, 写给a@b.com", []),
        ("a @", []),
    ],
)
def test_unknown_names_are_told_from_what_is_no_name(text: str, unknown: list[str]) -> None:
    assert [one.name for one in mentions(text, CAST) if not one.known] == unknown


def test_an_escaped_sign_is_plain() -> None:
    assert unescaped(r"\@Mia, \＠小米 and \n") == "@Mia, ＠小米 and \\n"
