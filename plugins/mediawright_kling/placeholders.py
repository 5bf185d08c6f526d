"""Placeholders in a prompt: <<<image_1>>>, <<<element_1>>>, <<<video_1>>> (docs/contracts/kling.md §18). Pure."""

import re
from collections.abc import Iterator

from mediawright_kling.kling_request import KlingRequest

MARK = re.compile(r"<<<\s*(image|element|video|voice)_(\d+)\s*>>>", re.IGNORECASE)
#: what people type instead: two brackets, an @name, one bracket
NEAR = re.compile(
    r"(?<!<)<{1,2}\s*(?:image|element|video|voice)_\d+\s*>{1,2}(?!>)|@(?:image|element|video)_?\d+", re.IGNORECASE
)


def texts_of(kling_request: KlingRequest) -> tuple[str, ...]:
    """The words that will be sent: the shots' own where there are shots."""
    if kling_request.customize:
        return tuple(shot.prompt for shot in kling_request.request.shots)
    return (kling_request.request.prompt,)


def used(text: str) -> tuple[tuple[str, int], ...]:
    return tuple((kind.lower(), int(number)) for kind, number in MARK.findall(text))


def available(kling_request: KlingRequest) -> dict[str, int]:
    """How many inputs each placeholder may point to, in list order; a tail counts last."""
    return {
        "image": len(kling_request.images),
        "element": len(kling_request.elements),
        "video": len(kling_request.request.videos),
        "voice": 0,
    }


def dangling(kling_request: KlingRequest) -> Iterator[tuple[str, int]]:
    """Placeholders without an input: name and how many of that kind there are. Each once."""
    there = available(kling_request)
    seen: set[tuple[str, int]] = set()
    for text in texts_of(kling_request):
        for kind, number in used(text):
            if (kind, number) not in seen and not 1 <= number <= there[kind]:
                seen.add((kind, number))
                yield f"{kind}_{number}", there[kind]
