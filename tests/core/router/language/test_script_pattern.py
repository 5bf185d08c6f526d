"""Alternatives of a pattern by script."""

import re

import pytest

from mediawright.router.decision import particular
from mediawright.router.language.lazy_pattern import ScriptPattern, alternatives

PATTERNS = {
    **{f"{wish.operation} words": wish.words for wish in particular.wishes()},
    **{f"{wish.operation} bars": wish.bars for wish in particular.wishes() if wish.bars},
    **{f"{wish.operation} consent": wish.consent for wish in particular.wishes() if wish.consent},
    "project": particular._PROJECT,
    "spoken": particular._SPOKEN["video"],
}
#: one part of a pattern with what says how often it comes
PART = re.compile(r"(?P<part>\((?P<kind>\?[:=!]|\?<[=!])?|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[^\\\[(])(?P<rest>)")
OFTEN = re.compile(r"[*?]|\{0?,|\{0\}")


def inside(text: str) -> tuple[str, str]:
    """What stands in the parenthesis that a text begins with, and what follows it."""
    depth = 0
    for piece in re.finditer(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()]", text):
        depth += (piece.group() == "(") - (piece.group() == ")")
        if depth == 0:
            return text[1 : piece.start()], text[piece.end() :]
    raise AssertionError(text)


def needs_chinese(alternative: str) -> bool:
    """Whether nothing in ASCII alone can match: some part that must be there is no ASCII in any of its readings."""
    left = alternative
    while left:
        if left[0] == "(":
            body, left = inside(left)
            ahead = re.match(r"\?(?:<?[=!])", body)
            body = re.sub(r"^\?(?:P<\w+>|:)", "", body)
            chinese = not ahead and all(map(needs_chinese, alternatives(body)))
        else:
            part = PART.match(left)
            assert part
            text, left = part["part"], left[part.end() :]
            members = text[1:-1] if len(text) > 2 and text[0] == "[" else text
            chinese = not members.startswith("^") and all(not char.isascii() for char in members)
        if chinese and not OFTEN.match(left):
            return True
    return False


def test_parted_at_the_top_alone() -> None:
    assert alternatives(r"a(b|c)|[|]d\||(?:e|(f|g))") == [r"a(b|c)", r"[|]d\|", "(?:e|(f|g))"]


@pytest.mark.parametrize(
    ("alternative", "needed"),
    [("视频", True), ("视?mp4", False), ("(做|make) it", False), ("(做|来)[^，]{0,2}x", True), ("[视v]ideo", False)],
)
def test_what_needs_chinese(alternative: str, needed: bool) -> None:
    assert needs_chinese(alternative) is needed


@pytest.mark.parametrize("name", PATTERNS)
def test_an_alternative_with_chinese_in_it_matches_no_latin_text(name: str) -> None:
    mixed = [one for one in alternatives(PATTERNS[name].source) if not one.isascii()]
    assert [one for one in mixed if not needs_chinese(one)] == []


@pytest.mark.parametrize("text", ["a video please", "一个video", "视频", "nothing", ""])
@pytest.mark.parametrize("source", ["视频|videos?", "视频|短片", r"\bvideo\b|clip"])
def test_it_finds_what_the_whole_pattern_finds(text: str, source: str) -> None:
    assert ScriptPattern(source).found(text) is (re.search(source, text) is not None)
