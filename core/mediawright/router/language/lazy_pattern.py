"""A regular expression that is compiled when it is first asked: one message needs few of the router's hundreds, and
compiling all of them would be the largest part of a short command."""

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

#: what a pattern is parted at, or what has to be read as one: an escaped character, a set of characters
_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]")


class LazyPattern:
    """The methods of `re.Pattern` that the router uses. `source` gives the pattern's text."""

    def __init__(self, source: Callable[[], str] | str) -> None:
        self._source = source

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern itself, compiled now."""
        return re.compile(self._source if isinstance(self._source, str) else self._source())

    def search(self, text: str, *span: int) -> re.Match[str] | None:
        return self.compiled.search(text, *span)

    def match(self, text: str, *span: int) -> re.Match[str] | None:
        return self.compiled.match(text, *span)

    def fullmatch(self, text: str, *span: int) -> re.Match[str] | None:
        return self.compiled.fullmatch(text, *span)

    def finditer(self, text: str, *span: int) -> Iterator[re.Match[str]]:
        return self.compiled.finditer(text, *span)

    def findall(self, text: str) -> list[Any]:
        return self.compiled.findall(text)

    def sub(self, made: str | Callable[[re.Match[str]], str], text: str, count: int = 0) -> str:
        return self.compiled.sub(made, text, count)

    def split(self, text: str, maxsplit: int = 0) -> list[str | Any]:
        return self.compiled.split(text, maxsplit)


def alternatives(source: str) -> list[str]:
    """The alternatives of a pattern at its top level, in their order."""
    found, depth, begin = [], 0, 0
    for piece in _PIECE.finditer(source):
        mark = piece.group()
        depth += (mark == "(") - (mark == ")")
        if mark == "|" and depth == 0:
            found.append(source[begin : piece.start()])
            begin = piece.end()
    return [*found, source[begin:]]


class ScriptPattern:
    """Says whether a text holds any of a pattern's alternatives, each compiled when a text of its script first comes.

    An alternative with a character beyond ASCII in it must not match without one; a test holds the router's own to that.
    """

    def __init__(self, source: str) -> None:
        self.source = source

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        return re.compile(self.source)

    @cached_property
    def _latin(self) -> re.Pattern[str] | None:
        found = [one for one in alternatives(self.source) if one.isascii()]
        return re.compile("|".join(found)) if found else None

    def found(self, text: str) -> bool:
        """Whether any alternative is in the text."""
        pattern = self._latin if text.isascii() else self._whole
        return pattern is not None and pattern.search(text) is not None
