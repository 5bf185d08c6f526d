"""Words of a third party made harmless: no marks that cannot be seen, no links behind other words.

An invisible mark can hide an order to an agent that reads along (the tags block spells ASCII unseen), turn the reading
direction or make two names look alike. Facts: Unicode's DerivedCoreProperties.txt, Default_Ignorable_Code_Point.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

#: C0 and C1 without tab and newline, soft hyphen, direction marks, fillers, separators, selectors and the tags block.
#: The joiner of emoji and the selector of their colours stay where a picture or a letter beyond Latin stands before them.
_UNSEEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
#: elements of a web page that a chat window which shows Markdown may obey
_ELEMENTS = "a|audio|base|button|embed|form|iframe|img|input|link|meta|object|script|source|style|svg|video"


def without_unseen(text: str) -> str:
    """The text without control characters and marks that cannot be seen; line breaks and tabs stay."""
    return text if text.isascii() and text.isprintable() else _unseen().sub("", text)


def without_links(text: str) -> str:
    """The text with no link or picture hidden behind other words: what Markdown or HTML would hide is seen as written."""
    if "](" in text or "][" in text or "]:" in text:
        text = _behind().sub("] ", text)
    return _element().sub("‹", text) if "<" in text else text


def harmless(text: str) -> str:
    """Both: for everything that a provider says."""
    return without_links(without_unseen(text))


def harmless_all(value: Any) -> Any:
    """The same for every text inside a plain JSON value."""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, Mapping):
        return {key: harmless_all(item) for key, item in value.items()}
    return [harmless_all(item) for item in value] if isinstance(value, (list, tuple)) else value


@cache
def _unseen() -> re.Pattern[str]:
    joiner = "(?<![\u0600-\ufdff\ufe0f\U00010000-\U0001fbff])[\u200c\u200d]"
    colours = "(?<![\xa9\xae\u203c-\u3299\U0001f000-\U0001fbff])\ufe0f(?!\u20e3)"
    return re.compile(f"[{_UNSEEN}]|{joiner}|{colours}")


@cache
def _behind() -> re.Pattern[str]:
    return re.compile(r"\](?=[(\[]|:\s*\S+://)")


@cache
def _element() -> re.Pattern[str]:
    return re.compile(rf"<(?=/?(?:{_ELEMENTS})\b)", re.IGNORECASE)
