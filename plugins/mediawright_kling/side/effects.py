"""The ready-made effects by name: how many pictures each takes, and which have ended (docs/contracts/kling-more.md §6.5)."""

import re
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import Any

from mediawright.plugin import Request, table
from mediawright_kling.side.said import said

SHOWN = 8


@cache
def _data() -> Mapping[str, Any]:
    return table(__file__, "effects.toml")


@cache
def two_pictures() -> frozenset[str]:
    return frozenset(str(_data()["two_pictures"]).split())


@cache
def scenes() -> frozenset[str]:
    """Every name, ended ones included where the provider still lists them."""
    return two_pictures() | frozenset(str(_data()["one_picture"]).split())


def ended(scene: str) -> date | None:
    """The day from which an effect is no more."""
    day = _data()["ended"].get(scene)
    return date.fromisoformat(day) if day else None


def scene_of(request: Request) -> str | None:
    """The effect that was named: as an option, else in the words, by its name ("zoom out") or by what people say for one."""
    named = said(request, "effect_scene") or said(request, "effect")
    if named:
        return named.lower()
    words = re.sub(r"[\W_]+", "_", request.prompt.strip().lower()).strip("_")
    if words in scenes():
        return words
    spoken = f"_{words}_"
    held = [name for name in scenes() if "_" in name and f"_{name}_" in spoken]
    if held:
        return max(held, key=len)
    meant = {name for word, name in _data()["words"].items() if _holds(spoken, word)}
    return meant.pop() if len(meant) == 1 else words if ended(words) else None


def _holds(spoken: str, word: str) -> bool:
    """A Chinese word anywhere, an English one between its neighbours."""
    return f"_{word.replace(' ', '_')}_" in spoken if word.isascii() else word in spoken


def near(word: str) -> tuple[str, ...]:
    """Names like this one, else some that are there."""
    return tuple(get_close_matches(word, sorted(scenes()), SHOWN, 0.5)) or tuple(sorted(two_pictures()))[:SHOWN]
