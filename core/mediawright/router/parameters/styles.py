"""Drawn styles: which one a picture or clip is to be turned into, as opposed to one that only names a thing."""

from mediawright.router.language.scan import Hit
from mediawright.router.message.features import MessageFeatures

#: concepts of words.toml that are styles
STYLES = ("anime", "comic", "clay", "cyberpunk", "style_3d_animation", "toon")


def drawn_style(message: MessageFeatures) -> str | None:
    """The drawn style a picture is to be turned into, as `STYLES` names it; None for none or for a real look."""
    if message.any("photoreal") and not message.any("anime", "clay", "cyberpunk"):
        return None
    if style_kept(message):
        return None
    for part in message.parts:
        for index, hit in enumerate(part.hits):
            style = next((s for s in STYLES if s in hit.concepts), None)
            if (
                style
                and "photoreal" not in part.says
                and _is_style(message, part.hits[max(0, index - 20) : index + 20], hit.first, hit.last)
            ):
                return style
    return "toon" if any("动画" in "".join(message.tokens[h.first : h.last]) for h in message.hits("animate")) else None


def style_kept(message: MessageFeatures) -> bool:
    """The style is to stay as it is (别改画风), and no other one is named."""
    return message.any("style_kept") and not message.any("anime", "comic", "clay", "cyberpunk", "style_3d_animation")


def _is_style(message: MessageFeatures, hits: list[Hit], first: int, last: int) -> bool:
    """A style word counts when style, film or "into" stands beside it, not when it names a thing ("comic shop")."""
    for hit in hits:
        if "style_mark" in hit.concepts:
            near = 0 <= hit.first - last <= 2 or 0 <= first - hit.last <= 4 or (hit.first <= first and hit.last >= last)
            if near:
                return True
    at_end = any(part.clause.last == last for part in message.parts)
    return at_end or any(part.head == first for part in message.parts)
