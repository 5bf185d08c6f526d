"""Foreign text made safe to show: no control characters, no terminal escapes, no tricks with direction or width."""

import re

# CSI, OSC (ended by BEL or ST), and the two-byte escapes of ECMA-48
_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\].*?(?:\x07|\x1b\\|$)|\x1b[PX^_].*?(?:\x1b\\|$)|\x1b.?", re.DOTALL)
# C0 and C1 without tab and newline; direction overrides and invisible marks that make a text read unlike it is
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_HAN = "[\u3400-\u4dbf\u4e00-\u9fff，。、；：！？）（”“]"
_BETWEEN = re.compile(f"(?<={_HAN}) (?={_HAN})")
_BLANKS = re.compile(r"\s+")


def clean(text: str) -> str:
    """The text without escapes and control characters; line breaks stay."""
    plain = _ESCAPES.sub("", text.replace("\r\n", "\n"))
    return _CONTROLS.sub("", plain)


def one_line(text: str) -> str:
    """`clean` on one line."""
    return _BLANKS.sub(" ", clean(text)).strip()


def tight(text: str) -> str:
    """Chinese without the blank that a filled-in Chinese name or unit leaves between two characters."""
    return _BETWEEN.sub("", text)
