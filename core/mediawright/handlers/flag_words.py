"""Values of a request in the words of flags."""

from collections.abc import Mapping
from typing import Any

#: flags that are on or off by a word
ON_OFF = frozenset(("sound", "keep_original_sound"))


def spelled(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as flags take them: on and off are words."""
    return {name: ("on" if value else "off") if name in ON_OFF else value for name, value in values.items()}
