"""Lengths and times as people write them: `4`, `4s`, `0:04`, `0:00–0:06`, `00:02.5`, `1分20秒`, `00:00:04:12`."""

import re
from collections.abc import Sequence
from itertools import pairwise

from mediawright.types.dataclass import dataclass

_DASH = r"\s*(?:-|–|—|−|－|~|～|至|到|to|→|->)\s*"
_UNIT = r"(?:\s*(?:秒钟|秒|seconds?|secs?|s|″|”|\"|''))?"
_CLOCK = r"\d{1,2}(?:[:：]\d{1,2}){1,3}(?:[.,]\d+)?"
_PLAIN = r"\d+(?:\.\d+)?"
_ONE = rf"(?:{_CLOCK}|{_PLAIN})"
_RANGE = re.compile(rf"(?P<a>{_ONE}){_UNIT}{_DASH}(?P<b>{_ONE}){_UNIT}", re.IGNORECASE)
_MINUTES = re.compile(rf"(?P<m>\d+)\s*(?:分钟|分|min(?:utes?)?|m|')\s*(?:(?P<s>{_PLAIN}){_UNIT})?", re.IGNORECASE)
_SINGLE = re.compile(rf"(?P<a>{_ONE}){_UNIT}", re.IGNORECASE)
#: "about", also as a wave before a number, where it parts no range
_ABOUT = re.compile(r"约|大约|≈|(?<![\d秒sS″\"\s])~(?=\s*\d)|about|approx\.?|ca\.?", re.IGNORECASE)
#: frames per second of a time code with four parts
CODE_FPS = 25


@dataclass(frozen=True, slots=True)
class Times:
    """What a cell says: a stretch from `start` to `end`, or one value alone (`start` None). Seconds."""

    end: float
    start: float | None = None

    @property
    def length(self) -> float:
        return self.end - (self.start or 0.0)


def seconds_of_clock(text: str) -> float:
    """`4`, `0:04`, `1:02:03`, `00:00:04:12` in seconds."""
    parts = text.replace("：", ":").replace(",", ".").split(":")
    if len(parts) == 4:
        hours, minutes, seconds, frames = (float(part) for part in parts)
        return hours * 3600 + minutes * 60 + seconds + frames / CODE_FPS
    total = 0.0
    for part in parts:
        total = total * 60 + float(part)
    return total


def times_in(text: str) -> Times | None:
    """The time a cell says, None where it says none."""
    text = re.sub(r"(?<![\d,.])(\d{1,3}),(\d{1,2})(?![\d,.])", r"\1.\2", text)
    text = _ABOUT.sub("", text.strip()).strip("（）()[]【】 ")
    found = _RANGE.search(text)
    if found:
        return Times(seconds_of_clock(found["b"]), seconds_of_clock(found["a"]))
    minutes = _MINUTES.search(text)
    if minutes and ":" not in text:
        return Times(int(minutes["m"]) * 60 + float(minutes["s"] or 0))
    single = _SINGLE.search(text)
    return Times(seconds_of_clock(single["a"])) if single else None


def lengths(cells: Sequence[Times | None], *, of_time: bool) -> list[float | None]:
    """The length of each shot from what its cells say.

    `of_time`: the column holds times, so that single values that rise from 0 are starts. Ranges that follow one another are
    places in the film; inclusive counting (1-3, 4-6) is understood. A range in a column of lengths is a length between.
    """
    known = [one for one in cells if one is not None]
    ranges = [one for one in known if one.start is not None]
    if ranges and len(ranges) == len(known):
        if of_time or _follow(ranges):
            return _from_ends(cells)
        return [None if one is None else _between(one) for one in cells]
    if of_time and ranges:
        return [None if one is None else round(one.length, 3) for one in cells]
    if of_time and len(known) > 1 and known[0].end == 0 and all(a.end < b.end for a, b in pairwise(known)):
        starts = [None if one is None else one.end for one in cells]
        return [
            None if here is None or after is None else round(after - here, 3)
            for here, after in zip(starts, [*starts[1:], None], strict=True)
        ]
    return [None if one is None else _between(one) if one.start else round(one.length, 3) for one in cells]


def _between(one: Times) -> float:
    """`3-4` among lengths is a length between, not a place in the film."""
    return round(((one.start or 0) + one.end) / 2, 2)


def _follow(ranges: Sequence[Times]) -> bool:
    if ranges[0].start not in (0.0, 1.0):
        return False
    return all(0 <= (b.start or 0) - a.end <= 1 for a, b in pairwise(ranges))


def _from_ends(cells: Sequence[Times | None]) -> list[float | None]:
    found: list[float | None] = []
    before: float | None = None
    for one in cells:
        if one is None or one.start is None:
            found.append(None)
            continue
        start = one.start
        if before is None:
            start = 0.0 if start == 1.0 and one.end > 1.0 and _counts_from_one(cells) else start
        elif 0 < start - before <= 1.0:
            start = before
        found.append(round(one.end - start, 3))
        before = one.end
    return found


def _counts_from_one(cells: Sequence[Times | None]) -> bool:
    """Whether seconds are counted as the things themselves: 1-3, 4-6."""
    ranges = [one for one in cells if one is not None and one.start is not None]
    return len(ranges) > 1 and (ranges[1].start or 0) - ranges[0].end == 1.0
