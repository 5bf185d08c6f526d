"""Lines broken where both scripts allow it: Latin at blanks, Chinese between characters but never before a full stop."""

import unicodedata
from collections.abc import Iterator
from itertools import groupby, pairwise

#: makes a picture of the sign before it
EMOJI = "\ufe0f"
#: marks that may not begin a line, and those that may not end one
_NOT_FIRST = frozenset("，。、；：！？）》」』”’…%‰°·,.;:!?)]}")
_NOT_LAST = frozenset("（《「『“‘([{¥$#@")


def columns(text: str) -> int:
    """How many terminal columns a text takes: two for wide characters and emoji, none for combining ones."""
    plain = sum(_columns(character) for character in text)
    if EMOJI not in text:
        return plain
    return plain + sum(mark == EMOJI and _columns(sign) == 1 for sign, mark in pairwise(text))


def _columns(character: str) -> int:
    if unicodedata.combining(character) or character in "\u200d\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, limit: int) -> str:
    """The text in at most `limit` columns, with an ellipsis where it was cut."""
    if columns(text) <= limit:
        return text
    kept = ""
    for character in text:
        if columns(kept + character) > limit - 1:
            break
        kept += character
    return kept.rstrip() + "…"


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` columns. A single word longer than that stays whole."""
    return [line for paragraph in text.split("\n") for line in _paragraph(paragraph, max(8, width))]


def _paragraph(text: str, width: int) -> list[str]:
    lines, line = [], ""
    for piece in _bound(text):
        if line and columns((line + piece).rstrip()) > width:
            lines.append(line.rstrip())
            piece = piece.lstrip()
            line = ""
        line += piece
    return [*lines, line.rstrip()]


def _bound(text: str) -> Iterator[str]:
    """Pieces between which a line may end: closing marks cling to what is before, opening ones to what follows."""
    held = ""
    for piece in _pieces(text):
        clings = piece[0] in _NOT_FIRST or (held and held[-1] in _NOT_LAST)
        if held and not clings:
            yield held
            held = ""
        held += piece
    if held:
        yield held


def _pieces(text: str) -> Iterator[str]:
    """Blanks and Latin words whole, wide characters one by one."""
    for kind, run in groupby(text, _kind):
        if kind == "wide":
            yield from run
        else:
            yield "".join(run)


def _kind(character: str) -> str:
    if character.isspace():
        return "blank"
    return "wide" if unicodedata.east_asian_width(character) in "WF" else "narrow"
