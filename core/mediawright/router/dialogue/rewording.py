"""Colours and words on signs: what takes the place of its like in a prompt. Pure text in, text out."""

import re

from mediawright.router.dialogue.scene import replaced

_I = re.IGNORECASE
#: other words on a sign: "change the text to OPEN 24H", and where the prompt has them
_SIGN = re.compile(
    r"(?:change|make|set) (?:the |its )?(?:text|words?|wording|sign|lettering|title|caption) "
    r"(?:to(?: say| read)?|say|read) (?P<new>.+)$",
    _I,
)
_SAYS = re.compile(
    r"\b(?:says?|saying|reads?|reading|with the words?) (?P<old>[^,.;]+?)(?= (?:in|on|under|over|above) |[,.;]|$)", _I
)
#: a colour that a thing is to have, and no other thing
_COLOUR = re.compile(
    r"(?:[深浅淡暗亮]?[红橙黄绿青蓝紫黑白灰粉棕褐金银]|[\u3400-\u9fff]{1,3})色的?|[红橙黄绿青蓝紫黑白灰粉棕]的"
)


#: one thing into another by an arrow: "otter -> seal", 猫→狗
_ARROW = re.compile(r"^(?P<x>[^,.;，。；<>→]{1,30}?)\s*(?:-+>|=+>|→)\s*(?P<y>[^,.;，。；<>→]+)$")


def by_arrow(prompt: str, text: str) -> str | None:
    """The prompt with what an arrow points at in the place of what it comes from; None where there is no arrow."""
    arrow = _ARROW.match(text)
    return replaced(prompt, arrow["x"], arrow["y"]) if arrow else None


def recoloured(prompt: str, noun: str, colour: str) -> str | None:
    """The prompt with another colour for a thing that has one (红色跑车); None where it has none, or no colour is said."""
    if not noun or not _COLOUR.fullmatch(colour):
        return None
    had = re.search(
        rf"(?:[深浅淡暗亮]?[红橙黄绿青蓝紫黑白灰粉棕褐金银]色?|[\u3400-\u9fff]色)的?{re.escape(noun)}", prompt
    )
    return prompt[: had.start()] + coloured(noun, colour) + prompt[had.end() :] if had else None


def coloured(noun: str, colour: str) -> str:
    """A thing with its new colour; what is no colour, or takes the place of one, stays as it is."""
    if not _COLOUR.fullmatch(colour) or _COLOUR.search(noun) or noun.endswith("色"):
        return colour
    return f"{colour.removesuffix('的')}的{noun}"


def reworded(prompt: str, text: str) -> str | None:
    """The prompt with other words on its sign: "change the text to OPEN 24H"; None where none is told."""
    sign, had = _SIGN.search(text), _SAYS.search(prompt)
    return prompt[: had.start("old")] + sign["new"] + prompt[had.end("old") :] if sign and had else None
