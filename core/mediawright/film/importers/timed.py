"""Timed prompts: `0-3秒：…`, `[0:00-0:03] …`, `第1-3秒，…`, on lines of their own or one after the other in a paragraph."""

import re

from mediawright.film.importers import utterances
from mediawright.film.importers.draft import Draft, plain
from mediawright.film.importers.headings import take_preface
from mediawright.film.importers.times import Times, lengths, seconds_of_clock

_DASH = r"\s*(?:-|–|—|−|－|~|～|至|到|to)\s*"
_UNIT = r"(?:\s*(?:秒|seconds?|secs?|s))"
_CLOCK = r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:[.,]\d+)?"
_PLAIN = r"\d+(?:\.\d+)?"
_MARK = re.compile(
    rf"(?:^|(?<=[\s。；;.!！？?，,]))[\-*•\d.、#\s]{{0,6}}?[\[【（(*]*\s*(?:第\s*)?"
    rf"(?:(?P<a>{_CLOCK}){_DASH}(?P<b>{_CLOCK}){_UNIT}?|(?P<c>{_PLAIN}){_UNIT}?{_DASH}(?P<d>{_PLAIN}){_UNIT}"
    rf"|(?:seconds?|secs?|秒)\s*(?P<g>{_PLAIN}){_DASH}(?P<h>{_PLAIN})"
    rf"|(?<=^)(?P<e>\d{{1,3}}){_DASH}(?P<f>\d{{1,3}})(?=\s*[\]】]?\s*[:：]))"
    rf"\s*[\]】）)*]*\s*(?P<sep>[:：|，,、\-–—]*)\s*",
    re.IGNORECASE | re.MULTILINE,
)


def _start(mark: re.Match[str]) -> float:
    return seconds_of_clock(mark["a"] or mark["c"] or mark["e"] or mark["g"])


def marks_in(text: str) -> int:
    """How many stretches of time begin a part of the text."""
    return sum(1 for _ in _MARK.finditer(text))


def read_timed(text: str, draft: Draft) -> None:
    """Add a shot for each stretch of time."""
    found = list(_MARK.finditer(text))
    for line in text[: found[0].start()].splitlines() if found else ():
        if not take_preface(line, draft, begun=False) and plain(line):
            words = plain(line)
            draft.look = f"{draft.look} {words}".strip() if draft.title or len(words) > 30 else draft.look
            draft.title = draft.title or words
    times = [Times(seconds_of_clock(one["b"] or one["d"] or one["f"] or one["h"]), _start(one)) for one in found]
    ends = [one.start() for one in found[1:]] + [len(text)]
    for mark, end, seconds in zip(found, ends, lengths(times, of_time=True), strict=True):
        shot = draft.begin(duration=seconds)
        body, _, after = text[mark.end() : end].partition("\n\n")
        for line in re.split(r"\n|(?<=[。；;])\s*(?=[^\s。；;：:]{1,6}[：:])", body):
            if line.strip(" -*•\t"):
                utterances.take(line.strip(" -*•\t"), "picture", shot, draft)
        for line in after.splitlines():
            if line.strip() and not take_preface(line, draft, begun=True):
                shot.notes.append(plain(line))
