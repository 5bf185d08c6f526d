"""Lengths, counts and days in a message: only those that are meant as a parameter, not those that happen in a scene."""

import re

from mediawright.router.language.numbers import value
from mediawright.router.language.patterns import pattern

Span = tuple[int, int]

_LENGTH = pattern("length")
_BEFORE_NOT = pattern("before_not")
_AFTER_NOT = pattern("after_not")
_MORE = pattern("more")
_RANGE = re.compile(
    r"(?<![\d.:：a-z])(?P<n>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|[一二三四五六七八九])(?:s|秒)?"
    r"\s*(?:-|–|—|~|to|or|到|至|或者?)\s*$"
)
_ADDED = pattern("added")
_OUTRIGHT = pattern("outright")
_NOUN_AFTER = pattern("noun_after")
_EDGE = " \t,.;:!?，。；：！？、…\n()~-\ue000\ue001\ue002"

_COUNT_EN = pattern("count_en")
_SET_OF = pattern("set_of")
_OF_THEM = pattern("of_them")
_COUNT_TIMES = pattern("count_times")
_COUNT_PARTS = pattern("count_parts")
_COUNT_ZH = pattern("count_zh")
_INPUT_BEFORE_EN = pattern("input_before_en")
_INPUT_AFTER_EN = pattern("input_after_en")
_INPUT_BEFORE_ZH = pattern("input_before_zh")
_INPUT_AFTER_ZH = pattern("input_after_zh")
_MERGED_ZH = pattern("merged_zh")
_FIRST_N = pattern("first_n")
#: as many pictures as are given are those, unless they are to be made
_GIVEN_EN = frozenset(["photo", "photos", "pic", "pics", "picture", "pictures", "image", "images"])
_MADE_EN = pattern("made_en")
_MADE_ZH = frozenset("出做来要画成图共版作改")

#: what is counted by 个 alone must be ordered: 来三个
_ORDERED_ZH = frozenset("来做出")

_DAYS = pattern("days")
_DAYS_WITHIN = pattern("days_within")
_PER = {"d": 1, "w": 7, "m": 30, "天": 1, "日": 1, "周": 7, "星": 7, "礼": 7, "月": 30}


def duration(plain: str) -> tuple[float, Span] | None:
    """The length asked for, in seconds, and where it is said."""
    best: tuple[int, int, float, Span] | None = None
    for match in _LENGTH.finditer(plain):
        seconds = _seconds(match)
        score = _length_score(plain, match, seconds) if seconds else 0
        if seconds and score > 0 and (best is None or (score, match.start()) > best[:2]):
            best = (score, match.start(), *_least(plain, match, seconds))
    return (best[2], best[3]) if best else None


def _least(plain: str, match: re.Match[str], seconds: float) -> tuple[float, Span]:
    """The smaller end of a range: "3-4 seconds", 5到6秒, "a 5 or 6 second clip"."""
    found = _RANGE.search(plain[: match.start()])
    number = value(found["n"]) if found else None
    whole = value(match["n"]) if match["n"] else None
    if found is None or not number or not whole or number >= whole or plain[match.end() : match.end() + 1] in ":：":
        return seconds, match.span()
    least = seconds / whole * number
    return int(least) if least == int(least) else least, (found.start(), match.end())


def _seconds(match: re.Match[str]) -> float | None:
    if match["half"]:
        return 30
    number = value(match["n"])
    unit = match["u"]
    if number is None or number > 3600 or (unit == "s" and number > 60):
        return None
    if unit == "分半":
        return number * 60 + 30
    return number * 60 if unit[0] in "m分" else number


def _length_score(plain: str, match: re.Match[str], seconds: float) -> int:
    before, after = plain[max(0, match.start() - 14) : match.start()], plain[match.end() : match.end() + 14]
    outright = _OUTRIGHT.search(before) is not None
    if _BEFORE_NOT.search(before) and not outright:
        return 0
    if _AFTER_NOT.match(after) and not (after.lstrip().startswith("after") and _ADDED.search(before + match.group())):
        return 0
    closes = not after.strip(_EDGE) or after[0] in _EDGE[2:]
    if before.rstrip().endswith((" in", "\nin")) and not closes and not outright:
        return 0
    score = 1
    if (not before.strip(_EDGE) or before[-1] in _EDGE[2:]) and (not after.strip(_EDGE) or after[0] in _EDGE[1:]):
        score += 2
    score += 2 if _NOUN_AFTER.match(after) else 0
    score += 1 if _MORE.search(before) else 0
    if seconds <= 1 or (match["u"] or "")[:1] == "m":
        score -= 1
    return score


def count(plain: str, images: int) -> tuple[int, Span] | None:
    """How many results are asked for (two or more), and where. `images` is how many pictures are attached."""
    best = None
    for match in _SET_OF.finditer(plain):
        number = value(match["n"])
        if number and number > 1 and not _INPUT_BEFORE_EN.search(plain[max(0, match.start() - 12) : match.start()]):
            return int(number), match.span()
    of_them = _OF_THEM.search(plain)
    if of_them and value(of_them["n"]):
        return _whole(of_them), of_them.span()
    parts = _COUNT_PARTS.search(plain) if "p" in plain else None
    if parts:
        return _whole(parts), parts.span()
    times = _COUNT_TIMES.search(plain) if "x" in plain or "×" in plain else None
    if times:
        return _whole(times), times.span()
    for match in _COUNT_EN.finditer(plain):
        if _asked_en(plain, match, images):
            return _whole(match), match.span()
    for match in _COUNT_ZH.finditer(plain):
        if _asked_zh(plain, match, images):
            best = (_whole(match), match.span())
    return best


def _whole(match: re.Match[str]) -> int:
    number = value(match["n"])
    return int(number) if number else 0


def _asked_en(plain: str, match: re.Match[str], images: int) -> bool:
    number = _whole(match)
    before, after = plain[max(0, match.start() - 16) : match.start()], plain[match.end() : match.end() + 30]
    if number < 2 or (before and (before[-1].isdigit() or before[-1] in ".:v/")):
        return False
    if before.rstrip().endswith(("text", "img", "image", "photo", "txt")):
        return False
    if match["of"] == "shots" and "product" not in match.group() and "head" not in match.group():
        return False
    if _INPUT_BEFORE_EN.search(before) or _INPUT_AFTER_EN.match(after):
        return False
    if number != images:
        return True
    if match["of"] in _GIVEN_EN:
        return _MADE_EN.search(before) is not None
    return bool(before.strip(_EDGE)) and not before.rstrip().endswith("(")


def _asked_zh(plain: str, match: re.Match[str], images: int) -> bool:
    number = _whole(match)
    before, after = plain[max(0, match.start() - 6) : match.start()], plain[match.end() : match.end() + 8]
    if match.group().endswith("个") and before[-1:] not in _ORDERED_ZH:
        return False
    if number < 2 or (before and (before[-1].isdigit() or before[-1] in ".:")):
        return False
    if _FIRST_N.search(before):
        return True
    if (
        _INPUT_BEFORE_ZH.search(before)
        or _MERGED_ZH.match(after)
        or (images and _INPUT_AFTER_ZH.match(after) and not re.search("(?:共|出|做|来|要|生成)$", before))
    ):
        return False
    return number != images or before[-1:] in _MADE_ZH


def days(plain: str) -> tuple[int, Span] | None:
    """The window of days that is asked about: "the last 14 days", 近一周."""
    match = _DAYS.search(plain)
    within = _DAYS_WITHIN.search(plain) if match is None and ("内" in plain or "里" in plain) else None
    if within:
        return int((value(within["n"]) or 0) * _PER[within["u"][0]]), within.span()
    if not match:
        return None
    said, unit = match["n"] or match["zn"], (match["u"] or match["zu"])[0]
    if not said and match["zu"] and unit not in "周星礼月":
        return None
    number = 0.5 if said == "半" else value(said) if said else 1
    return (int(number * _PER[unit]), match.span()) if number else None
