"""What a prompt says about framing and camera movement, found by the terms of the field in both languages."""

import re
from functools import cache

from mediawright.plugin import dataclass, table
from mediawright.sdk.typesetting import is_cjk


@dataclass(frozen=True, slots=True)
class Camera:
    """Keys of `camera.toml`; None where the words say nothing."""

    framing: str | None = None
    move: str | None = None


def read_camera(prompt: str) -> Camera:
    """The longest term of each kind decides, so that "extreme close-up" is not read as "close-up"."""
    text = prompt.lower()
    return Camera(_longest("framing", text), _longest("move", text))


def _longest(kind: str, text: str) -> str | None:
    hits = [(len(word), key) for key, words in _terms()[kind].items() for word in words if _stands_in(word, text)]
    return max(hits)[1] if hits else None


def _stands_in(word: str, text: str) -> bool:
    if is_cjk(word[0]):
        return word in text
    return re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", text) is not None


@cache
def _terms() -> dict[str, dict[str, list[str]]]:
    return table(__file__, "camera.toml")
