r"""`@name` in words: the longest known name that follows (Chinese needs no blank before or after it). Pure.

`\@` is a plain at-sign. So are the one inside an address or a link, one that no letter follows, and the marks by which
models know their inputs (`@image1`, `@图片2`).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from mediawright.types.dataclass import dataclass

#: an at-sign that begins a name
_MARK = re.compile(r"(?<![A-Za-z0-9_.+/%\\-])[@＠](?=\w)")
_ESCAPED = re.compile(r"\\([@＠])")
_WORD = re.compile(r"[\w·'-]+")
#: how models call their inputs
_INPUT = re.compile(
    r"(?:ima?ge?|picture|pic|video|audio|voice|sound|element|subject|character|图片|图像|参考图|图|视频|音频|主体|角色|元素)"
    r"[ _-]?\d+",
    re.IGNORECASE,
)
#: an unknown name is shown this far at most
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Mention:
    """A place of the text. `name` is the known name as it was given, or the unknown one as far as it is shown."""

    start: int
    end: int
    name: str
    known: bool


def folded(name: str) -> str:
    """One spelling for names that are the same to a reader."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def is_input_mark(name: str) -> bool:
    """Is this how a model calls one of its inputs?"""
    return _INPUT.fullmatch(name) is not None


def mentions(text: str, names: Iterable[str]) -> Iterator[Mention]:
    """Every `@name` of the text. Unknown ones that cannot be a name (`@3pm`, `@image1`) are none."""
    known = sorted((name for name in names if name.strip()), key=len, reverse=True)
    for mark in _MARK.finditer(text):
        rest = text[mark.end() :]
        found = next((name for name in known if _begins(rest, name)), None)
        if found is not None:
            yield Mention(mark.start(), mark.end() + len(found), found, known=True)
            continue
        word = _WORD.match(rest)
        if word is None or word[0][0].isdecimal() or _INPUT.match(rest):
            continue
        shown = word[0][:_SHOWN]
        yield Mention(mark.start(), mark.end() + len(shown), shown, known=False)


def mentioned(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """The known names, in order, each once."""
    return tuple(dict.fromkeys(one.name for one in mentions(text, names) if one.known))


def unescaped(text: str) -> str:
    r"""The text with each `\@` as the plain sign that it stands for."""
    return _ESCAPED.sub(r"\1", text)


def has_marks(text: str) -> bool:
    """Could anything in this text be a name, or an escaped sign?"""
    return "@" in text or "＠" in text


def _begins(rest: str, name: str) -> bool:
    """Does the text begin with this name, as a whole word where it ends in a Latin letter?"""
    piece, after = rest[: len(name)], rest[len(name) : len(name) + 1]
    if folded(piece) != folded(name) or len(piece) != len(name):
        return False
    return not (name[-1].isascii() and name[-1].isalnum() and after.isascii() and (after.isalnum() or after == "_"))
