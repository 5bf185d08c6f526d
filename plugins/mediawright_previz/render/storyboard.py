"""A request's shots and their frames: explicit shots, a prompt that numbers its shots, or one shot."""

import re

from mediawright.plugin import Request, dataclass

DEFAULT_SECONDS = 5
#: a storyboard that a prompt only implies is cut into at most this many shots
MOST_IMPLIED = 6
_NUMBERED = re.compile(
    r"(?<![^\s;；,，。.])(?:shot|scene|镜头|分镜|第)\s*(?:\d{1,2}|[一二三四五六七八九十])\s*(?:[镜幕个]头?)?\s*[:：.、,，-]\s*",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[。！？；])\s*|(?<=[.!?;])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Beat:
    """One shot: number from 1, its words, its length in frames."""

    number: int
    prompt: str
    frames: int


def seconds_of(request: Request) -> int:
    """The length asked for in seconds: said, or the sum of the shots, or five."""
    total = sum(shot.duration for shot in request.shots)
    return request.duration or total or DEFAULT_SECONDS


def beats(request: Request, frames: int, fps: int) -> tuple[Beat, ...]:
    """The shots of a request over exactly `frames` frames. Shots that do not add up are stretched in proportion."""
    if request.shots:
        ordered = sorted(request.shots, key=lambda shot: shot.index)
        weights = [shot.duration for shot in ordered]
        prompts = [shot.prompt for shot in ordered]
    else:
        prompts = implied_shots(request)
        weights = [1] * len(prompts)
    most = max(1, min(len(prompts), frames // max(1, fps // 2)))
    lengths = share(frames, weights[:most])
    return tuple(Beat(n, prompt, length) for n, (prompt, length) in enumerate(zip(prompts, lengths, strict=False), 1))


def implied_shots(request: Request) -> list[str]:
    """The shots a prompt numbers ("Shot 1: …", "镜头一：…"); its sentences where many shots are asked for."""
    numbered = [part.strip(" \n\t;；,，") for part in _NUMBERED.split(request.prompt)]
    if len(numbered) > 2 and not numbered[0]:
        return [part for part in numbered if part][:MOST_IMPLIED]
    if not request.multi_shot:
        return [request.prompt]
    sentences = [part.strip() for part in _SENTENCE.split(request.prompt) if part and part.strip()]
    return sentences[:MOST_IMPLIED] if len(sentences) <= MOST_IMPLIED else _merge(sentences)


def _merge(sentences: list[str]) -> list[str]:
    """Many sentences as few shots of neighbouring ones, none dropped."""
    sizes = share(len(sentences), [1] * MOST_IMPLIED)
    groups, start = [], 0
    for size in sizes:
        groups.append(" ".join(sentences[start : start + size]))
        start += size
    return groups


def share(total: int, weights: list[int]) -> list[int]:
    """`total` in whole parts by weight; the parts add up exactly."""
    sum_, done, parts = sum(weights) or 1, 0, []
    running = 0
    for weight in weights:
        running += weight
        end = round(total * running / sum_)
        parts.append(end - done)
        done = end
    return parts
