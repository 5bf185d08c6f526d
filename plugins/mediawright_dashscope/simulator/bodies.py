"""What a body says of its inputs and of the shape of its result."""

import re
from typing import Any

URL = re.compile(r"^(?:https?|oss|data):")


def small(shape: Any, between: str) -> str:
    """Return a small size of the same shape, as the paths of sample media write it."""
    wide, _, high = str(shape).partition(between)
    if not wide.isdigit() or not high.isdigit():
        return "64x64"
    scale = 64 / max(int(wide), int(high))
    return f"{round(int(wide) * scale / 2) * 2}x{round(int(high) * scale / 2) * 2}"


def links_of(value: Any) -> list[str]:
    """Return every address in a body."""
    if isinstance(value, dict):
        return [link for item in value.values() for link in links_of(item)]
    if isinstance(value, list):
        return [link for item in value for link in links_of(item)]
    return [value] if isinstance(value, str) and URL.match(value) else []
