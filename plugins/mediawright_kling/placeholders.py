"""Placeholders in a prompt: <<<image_1>>>, <<<element_1>>>, <<<video_1>>> (docs/contracts/kling.md §18). Pure."""

import re
from collections.abc import Iterator

from mediawright_kling.kling_request import Wish

MARK = re.compile(r"<<<\s*(image|element|video|voice)_(\d+)\s*>>>", re.IGNORECASE)
#: what people type instead: two brackets, an @name, one bracket
NEAR = re.compile(
    r"(?<!<)<{1,2}\s*(?:image|element|video|voice)_\d+\s*>{1,2}(?!>)|@(?:image|element|video)_?\d+", re.IGNORECASE
)


def texts_of(wish: Wish) -> tuple[str, ...]:
    """The words that will be sent: the shots' own where there are shots."""
    if wish.customize:
        return tuple(shot.prompt for shot in wish.request.shots)
    return (wish.request.prompt,)


def used(text: str) -> tuple[tuple[str, int], ...]:
    return tuple((kind.lower(), int(number)) for kind, number in MARK.findall(text))


def available(wish: Wish) -> dict[str, int]:
    """How many inputs each placeholder may point to, in list order; a tail counts last."""
    return {"image": len(wish.images), "element": len(wish.elements), "video": len(wish.request.videos), "voice": 0}


def dangling(wish: Wish) -> Iterator[tuple[str, int]]:
    """Placeholders without an input: name and how many of that kind there are. Each once."""
    there = available(wish)
    seen: set[tuple[str, int]] = set()
    for text in texts_of(wish):
        for kind, number in used(text):
            if (kind, number) not in seen and not 1 <= number <= there[kind]:
                seen.add((kind, number))
                yield f"{kind}_{number}", there[kind]
