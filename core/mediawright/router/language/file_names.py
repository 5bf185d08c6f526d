"""Where a message names files: a name that exists wins, else what is quoted, else the run of letters before the ending."""

import re
import unicodedata
from collections.abc import Callable, Sequence

from mediawright.router.language.lazy_pattern import LazyPattern
from mediawright.types.dataclass import dataclass

Exists = Callable[[str], bool]
Span = tuple[int, int]

#: marks between which a name may stand, its blanks included: the opening one by the closing one
_QUOTES = {'"': '"', "'": "'", "”": "“", "’": "‘", "」": "「", "』": "『", "》": "《", "`": "`"}
_BRACKETS = {")": "(", "]": "[", "}": "{", "）": "（", "】": "【"}
_JOINING = frozenset("_.~%#&+$\\/-·") | frozenset(_BRACKETS) | frozenset(_BRACKETS.values())
#: characters of the longest name that is searched for
_REACH = 255
#: names of one message that are searched for on disk, and places where one of them may begin
_LOOKS, _STARTS = 48, 96

_SENTENCE = LazyPattern(r"[;；?？!！。，\n]|,\s")
_VERB = LazyPattern(r"(?:请|帮我|帮忙|麻烦|把|将|让|给我|给|用|拿|叫|看看)+")
_AND = LazyPattern(r"(?:和|与|跟|及|或)")
_NUMBERED = LazyPattern(r"\(\d+\)")
_LAST = LazyPattern(r"(?<=[\u3400-\u9fff])[^\u3400-\u9fff/\\]*[a-zA-Z][^\u3400-\u9fff]*$")


@dataclass(frozen=True, slots=True)
class Message:
    """A message and the files of this machine. `endings` are the places of ".jpg" and the like, `links` those of links."""

    text: str
    endings: Sequence[Span]
    links: Sequence[Span]
    exists: Exists


def find_names(message: Message) -> list[Span]:
    """The places of the files that the message names, in order; an ending alone names none.

    Asks `exists` of at most `_LOOKS * _STARTS` names, whatever the message.
    """
    found: list[Span] = []
    endings = list(message.endings)
    for looks, (dot, end) in enumerate(reversed(endings)):
        if any(start < end and dot < stop for start, stop in (*found[-1:], *message.links)):
            continue
        before = endings[len(endings) - looks - 2][1] if looks + 1 < len(endings) else 0
        span = _name(message, dot, end, before, look=looks < _LOOKS)
        if span:
            found.append(span)
    return found[::-1]


def _name(message: Message, dot: int, end: int, before: int, *, look: bool) -> Span | None:
    text = message.text
    floor = max([dot - _REACH, 0, *(stop for _, stop in message.links if stop <= dot)])
    quoted = _quoted(text, floor, dot, end)
    if look:
        for start in _starts(text, floor if quoted is None else quoted, dot):
            if message.exists(text[start:end]):
                return start, end
    if quoted is not None and quoted >= before and not _SENTENCE.search(text, quoted, dot):
        return quoted, end
    start = _run(text, max(floor, before, quoted or 0), dot)
    return (start, end) if start < dot else None


def _quoted(text: str, floor: int, dot: int, end: int) -> int | None:
    """Where the quote begins that ends with this name; None where none does."""
    while end < len(text) and text[end] == " ":
        end += 1
    opening = _QUOTES.get(text[end : end + 1])
    at = text.rfind(opening, floor, dot) if opening else -1
    if at < 0 or (opening == "'" and at and text[at - 1].isascii() and text[at - 1].isalnum()):
        return None
    at += 1
    while text[at] == " ":
        at += 1
    return at


def _starts(text: str, floor: int, dot: int) -> list[int]:
    """Where a name that ends here may begin, the longest first."""
    found = [dot]
    for at in range(dot - 1, floor - 1, -1):
        if text[at] == "\n" or len(found) > _STARTS:
            break
        joined = at > floor and _alike(text[at - 1], text[at])
        if not text[at].isspace() and not joined:
            found.append(at)
    return found[::-1]


def _alike(left: str, right: str) -> bool:
    """Do two characters belong to one word of a script that parts its words?"""
    return _spelled(left) and _spelled(right) and left < "\u2e80" and right < "\u2e80"


def _spelled(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char)[0] == "M"


def _run(text: str, floor: int, dot: int) -> int:
    """Where the unbroken name begins that ends at `dot`; `dot` where none does."""
    start = _back(text, floor, dot)
    if start < dot and _NUMBERED.fullmatch(text, start, dot) and start > floor + 1 and text[start - 1] == " ":
        start = _back(text, floor, start - 1)
    if start == dot and dot > floor and not text[dot - 1].isspace():
        return _anything(text, floor, dot)
    return _trimmed(text, floor, start, dot)


def _back(text: str, floor: int, dot: int) -> int:
    at = dot
    while at > floor:
        char = text[at - 1]
        inner = at - 1 > floor and text[at - 2] == "\\"
        if char == ":" and text[at : at + 1] in ("/", "\\"):  # a drive's letter, or the address of a file
            known = re.search(r"(?<![a-z])(?:[a-z]|file)$", text[max(floor, at - 6) : at - 1], re.IGNORECASE)
            return at - 1 - len(known.group()) if known else at
        between = char in "'’" and at - 1 > floor and text[at - 2].isalpha() and text[at : at + 1].isalpha()
        if not (_spelled(char) or char in _JOINING or (char == " " and inner) or between):
            break
        at -= 1
    return at


def _anything(text: str, floor: int, dot: int) -> int:
    """A name of marks and pictures alone ("🐱.jpg")."""
    at = dot
    while at > floor and unicodedata.category(text[at - 1]) in ("So", "Sk", "Cf", "Mn"):
        at -= 1
    return at


def _trimmed(text: str, floor: int, start: int, dot: int) -> int:
    """Without a bracket that opens around the name, and without the words that lead up to it unparted."""
    open_: list[int] = []
    for at in range(start, dot):
        if text[at] in _BRACKETS.values():
            open_.append(at)
        elif text[at] in _BRACKETS and open_:
            open_.pop()
    start = open_[-1] + 1 if open_ else start
    for lead in (_AND, _VERB) if start == floor else (_VERB,):
        found = lead.match(text, start, dot)
        start = found.end() if found and found.end() < dot else start
    last = _LAST.search(text[start:dot])
    if last and "/" not in text[start : start + last.start()] and "\\" not in text[start : start + last.start()]:
        return start + last.start()
    return start
