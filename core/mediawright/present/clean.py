"""Foreign text made safe to show: no control characters, no terminal escapes, no tricks with direction, width or links."""

import re
from functools import cache

from mediawright.types.foreign import harmless


def clean(text: str) -> str:
    """The text without escapes, marks that cannot be seen and links behind other words; line breaks stay."""
    if "\x1b" in text:
        text = _escapes().sub("", text)
    return harmless(text)


def one_line(text: str) -> str:
    """`clean` on one line."""
    return " ".join(clean(text).split())


def tight(text: str) -> str:
    """Chinese without the blank that a filled-in Chinese name or unit leaves between two characters."""
    return _between().sub("", text) if " " in text else text


# compiled when first needed: most runs never meet an escape, and start-up time is a feature


@cache
def _escapes() -> re.Pattern[str]:
    """CSI, OSC (ended by BEL or ST), device strings, and the two-byte escapes of ECMA-48."""
    return re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\].*?(?:\x07|\x1b\\|$)|\x1b[PX^_].*?(?:\x1b\\|$)|\x1b.?", re.DOTALL)


@cache
def _between() -> re.Pattern[str]:
    han = "[\u3400-\u4dbf\u4e00-\u9fff，。、；：！？）（”“]"
    return re.compile(f"(?<={han}) (?={han})")
