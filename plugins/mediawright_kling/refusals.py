"""Refusals with the number of their rule, and what every picture must be (docs/contracts/kling.md K-R16). Pure."""

from collections.abc import Iterator
from typing import Any

from mediawright.plugin import Media, MediaInfo, Message, Problem

NAME = "kling"
PICTURE_BYTES = 10 * 1024 * 1024
PICTURE_SIDE = 300
PICTURE_RATIO = 2.5
PICTURE_TYPES = ("image/jpeg", "image/png")


def problem(rule: str | None, field: str, key: str, allowed: tuple[str, ...] = (), **values: object) -> Problem:
    """A refusal with its number; `allowed` also fills the sentence's {allowed}."""
    shown = {**values, "allowed": ", ".join(allowed)} if allowed else values
    return Problem(field, Message(f"kling.rule.{key}", shown, NAME), rule, allowed)


def picture_faults(media: Media) -> Iterator[Problem]:
    """Its kind, size, sides and shape, where it was measured."""
    info = media.info
    if info is None or media.is_url:
        return
    if info.media_type not in PICTURE_TYPES:
        yield problem("K-R16", "image", "picture_type", ("jpg", "png"), type=info.media_type)
        return
    if info.size > PICTURE_BYTES:
        yield problem("K-R16", "image", "picture_size", size=round(info.size / 1024 / 1024, 1))
    yield from side_faults(info, "K-R16")


def side_faults(info: MediaInfo, rule: str) -> Iterator[Problem]:
    """A measured picture that is too small or too narrow, by the same limits in both API standards (K-R16, K-N27)."""
    if not info.width or not info.height:
        return
    sides: dict[str, Any] = {"width": str(info.width), "height": str(info.height)}
    if min(info.width, info.height) < PICTURE_SIDE:
        yield problem(rule, "image", "picture_side", side=PICTURE_SIDE, **sides)
    if max(info.width, info.height) > PICTURE_RATIO * min(info.width, info.height):
        yield problem(rule, "image", "picture_ratio", **sides)
