"""Aspect ratios and resolutions in a message."""

import re

from mediawright.router.language.patterns import pattern

_RATIOS = ["16:9", "9:16", "1:1", "4:3", "3:4", "21:9", "3:2", "2:3", "5:4", "4:5"]
_RATIO = pattern("ratio")
_SHAPED = (pattern("ratio_noun"), pattern("ratio_word"))
_SHAPES = {"tall": "9:16", "taller": "9:16", "wide": "16:9", "wider": "16:9", "square": "1:1"}
_WORDS = (
    ("21:9", pattern("ratio_cinema_word")),
    ("4:3", pattern("ratio_photo_wide_zh")),
    ("3:4", pattern("ratio_photo_tall_zh")),
    ("9:16", pattern("ratio_tall_zh")),
    ("16:9", pattern("ratio_wide_zh")),
    ("1:1", pattern("ratio_square_zh")),
)
#: what a ratio is called before it is said: 画幅 21:9, "aspect ratio: 4:3"
_CALLED = re.compile(
    r"(?:(?:画面|屏幕|图片|视频)?(?:画幅|比例|宽高比|长宽比|尺寸)|(?<![a-z])(?:aspect )?ratio|(?<![a-z])aspect|(?<![a-z])ar)"
    r"(?:是|为|用|要|of|is|=|\s)*$"
)
_RESOLUTION = pattern("resolution")
_CROWD = pattern("crowd")

Span = tuple[int, int]


def aspect_ratio(plain: str) -> tuple[str, Span] | None:
    """The first aspect ratio that is said, as "W:H", and where."""
    for match in _RATIO.finditer(plain):
        ratio = f"{match[1]}:{match[2]}"
        if ratio in _RATIOS and not ("-" in match.group() or " to " in match.group() or " by " in match.group()):
            said = _CALLED.search(plain[: match.start()])
            return ratio, (said.start() if said else match.start(), match.end())
    for shaped in _SHAPED:
        said = shaped.search(plain)
        if said:
            return _SHAPES[said.lastgroup or "wide"], _trim(plain, said.span())
    for ratio, words in _WORDS:
        found = words.search(plain)
        if found:
            return ratio, _trim(plain, found.span())
    return None


def resolution(plain: str) -> tuple[str, Span] | None:
    """The first resolution that is said: "480p" … "1080p", "1k" … "4k"."""
    for match in _RESOLUTION.finditer(plain):
        if match["k"] and _CROWD.match(plain, match.start()):
            continue
        if match["bare"] and plain[max(0, match.start() - 1) : match.start()] in ("#", "-", ":"):
            continue
        return _name(match), match.span()
    return None


def _name(match: re.Match[str]) -> str:
    if match["hd"]:
        return "1080p"
    if match["uhd"]:
        return "4k"
    lines = match["p"] or match["bare"]
    if lines:
        return "4k" if lines == "2160" else f"{lines}p"
    return f"{match['k']}k"


def _trim(plain: str, span: Span) -> Span:
    start, end = span
    while start < end and not plain[start].isalnum():
        start += 1
    return start, end
