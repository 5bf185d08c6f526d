"""`@name` in a prompt → the member's name, and at its first place what the model knows it by. Pure."""

import re
from collections.abc import Mapping

from mediawright.types.mentions import mentions, unescaped

_CHINESE = re.compile(r"[\u3400-\u9fff]")


def is_chinese(text: str) -> bool:
    """Do these words want Chinese beside them?"""
    return _CHINESE.search(text) is not None


def worded(text: str, known_as: Mapping[str, str]) -> str:
    """The text with plain names. `known_as`: name → what stands behind it in brackets the first time; "" for nothing."""
    parts: list[str] = []
    told: set[str] = set()
    form = "{}（{}）" if is_chinese(text) else "{} ({})"
    at = 0
    for found in mentions(text, known_as):
        if not found.known:
            continue
        more = known_as[found.name] if found.name not in told else ""
        told.add(found.name)
        parts += [unescaped(text[at : found.start]), form.format(found.name, more) if more else found.name]
        at = found.end
    return "".join([*parts, unescaped(text[at:])])
