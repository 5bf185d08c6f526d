"""A pattern that is compiled when it is first asked."""

import pytest

from mediawright.router.language.chars import count_han, has_han
from mediawright.router.language.lazy_pattern import LazyPattern
from mediawright.router.language.patterns import pattern


def test_it_is_made_at_its_first_use_and_once() -> None:
    asked: list[str] = []

    def source() -> str:
        asked.append("now")
        return r"(?P<number>\d+)"

    lazy = LazyPattern(source)
    assert asked == []
    match = lazy.search("a 10 b")
    assert match is not None
    assert match["number"] == "10"
    assert (lazy.search("a 10 b", 4), lazy.match("a"), lazy.fullmatch("1 2")) == (None, None, None)
    assert [found.group() for found in lazy.finditer("1 2")] == lazy.findall("1 2") == ["1", "2"]
    assert (lazy.sub("n", "1 2", 1), lazy.split("a1b")) == ("n 2", ["a", "1", "b"])
    assert asked == ["now"]


def test_a_name_that_the_table_does_not_hold() -> None:
    with pytest.raises(KeyError):
        pattern("no such pattern").search("x")


@pytest.mark.parametrize(("text", "number"), [("", 0), ("fox", 0), ("\u3400一\u9fff", 3), ("かな", 0), ("a 狐 b", 1)])
def test_chinese_characters_are_counted(text: str, number: int) -> None:
    assert (count_han(text), has_han(text)) == (number, number > 0)
