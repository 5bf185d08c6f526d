"""A second step on the first one's result: "draw a kitten, then make it move", 做一段视频，然后加上字幕. Pure."""

import re
from collections.abc import Mapping
from typing import Any

from mediawright.router.dialogue.cues import cue
from mediawright.router.dialogue.listening import Turned
from mediawright.router.dialogue.turn import Step
from mediawright.types.route import Route

#: before what comes beside the first wish and not after it
_BESIDE = re.compile(r"(?:另外|还要?|顺便|同时|also|separately)\s*$")
#: what speaks of the first one's result
_FOLLOWS = re.compile(
    r"(?<![a-z])(?:it|them|that|this|into|him|her|animate|captions?|subtitles?|music|title|upscale)(?![a-z])"
    r"|它|他|她|动|视频|短片|字幕|配乐|音乐|旁白|片头|标题|放大|高清"
)
#: the settings of a second step
_OF_A_STEP: Mapping[str, tuple[str, ...]] = {
    "image_to_video": ("duration", "sound", "aspect_ratio"),
    "upscale_image": ("resolution",),
    "upscale_video": ("resolution",),
}
_PICTURES = frozenset(("text_to_image", "edit_image", "image_series"))
_CLIPS = frozenset(("text_to_video", "image_to_video", "reference_to_video"))
#: it is made to do something
_MADE_TO = re.compile(r"(?<![a-z])(?:make|let|have|get|see) (?:it|him|her|them)(?![a-z])|让[它他她]")


def following(turned: Turned) -> tuple[Route, Step] | None:
    """The first wish as it reads alone, and the step on its result."""
    said = turned.said
    pattern = cue("then_mark").zh if not said.plain.isascii() else cue("then_mark").en
    for cut in pattern.finditer(said.plain):
        if cut.start() < 4 or _BESIDE.search(said.plain[: cut.start()]):
            continue
        before, after = said.text[: cut.start()], said.text[cut.end() :]
        if not _FOLLOWS.search(said.plain[cut.start() :]):
            continue
        first = turned.router.route(before.rstrip(" ,，"), turned.attachments)
        operation = _next(turned, first, said.plain[cut.start() :], after) if first.ask is None else None
        if operation is None:
            continue
        second = turned.router.message(after, {}).said.values
        wanted = _OF_A_STEP.get(operation, ())
        params: dict[str, Any] = {key: value for key, value in second.items() if key in wanted}
        step = Step(
            operation=operation, params=params, prompt=after.strip(" ,，.。") if operation == "chat_edit" else None
        )
        return first, step
    return None


def _next(turned: Turned, first: Route, tail: str, after: str) -> str | None:
    """What is to be done with the first one's result; None where the rest of the message asks for nothing of it."""
    flat = " ".join(tail.replace("'", "").split())
    picture, clip = first.operation in _PICTURES, first.operation in _CLIPS
    if picture and cue("animate").within(flat):
        return "image_to_video"
    step = turned.router.message(after, {})
    if picture and step.any("motion", "motion_soft", "animate") and _MADE_TO.search(flat):
        return "image_to_video"
    if (picture or clip) and cue("upscale").within(flat):
        operation = "upscale_image" if picture else "upscale_video"
        return operation if turned.router.offers(operation) else None
    return "chat_edit" if clip and cue("cut_edit").within(flat) else None
