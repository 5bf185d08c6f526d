"""A plan as the exact JSON that ChatArt takes: names, types and order of §6, §8 and §9. Pure.

Types matter: duration is a number in some types and text in others, sound a number or a truth value (C-R14). Nothing is
null (C-R13), and what sets the price is always said (C-R12).
"""

from collections.abc import Sequence
from typing import Any

from mediawright_chatart.models import Kind, catalogue
from mediawright_chatart.request_plan import Plan

VIDEO_PATH, IMAGE_PATH = "/web/video/generate-video", "/web/art/create"
VIDEO_IDS = {Kind.T2V: "101", Kind.I2V: "102", Kind.OMNI: "102", Kind.EXTEND: "103", Kind.REPLACE: "104"}
#: the person and the background of the picture, or the person of the picture in the clip's own background
SCOPE_MODES = {"full_scene": "animate", "body_only": "replace"}
PICTURES = {Kind.TEXT2IMAGE: {"style": 10, "scene_id": 4}, Kind.IMAGE_EDIT: {"style": 0, "scene_id": 13}}


def path(plan: Plan) -> str:
    return IMAGE_PATH if plan.kind.is_image else VIDEO_PATH


def body(plan: Plan, links: Sequence[Any]) -> dict[str, Any]:
    """The JSON body. `links` are the inputs' own addresses at ChatArt, in the order of `plan.media`."""
    if plan.kind.is_image:
        return _image(plan, links)
    return _replace(plan, links) if plan.kind is Kind.REPLACE else _video(plan, links)


def _video(plan: Plan, links: Sequence[Any]) -> dict[str, Any]:
    wire = plan.entry.wire_name(plan.kind)
    made: dict[str, Any] = {
        "video_id": VIDEO_IDS[plan.kind],
        "function_mode": plan.mode,
        "image_url": list(links),
        "sound": _sound(plan),
        "gpt_type": wire,
        "original_model": wire,
        "prompt": plan.prompt or None,
        "quality": plan.resolution,
        "ratio": plan.ratio,
        "duration": _duration(plan),
    }
    return {name: value for name, value in made.items() if value is not None}


def _sound(plan: Plan) -> int | bool:
    """A truth value in omni, silent unless asked for; a number elsewhere, on unless refused (§6.1)."""
    if plan.kind is Kind.OMNI:
        return plan.sound is True
    return 0 if plan.sound is False else 1


def _duration(plan: Plan) -> int | str | None:
    textual = plan.kind in (Kind.I2V, Kind.OMNI)
    return str(plan.seconds) if textual and plan.seconds is not None else plan.seconds


def _replace(plan: Plan, links: Sequence[Any]) -> dict[str, Any]:
    wire = plan.entry.wire_name(plan.kind)
    made = {
        "video_id": VIDEO_IDS[plan.kind],
        "mode": SCOPE_MODES.get(plan.scope or ""),
        "image_url": list(links),
        "gpt_type": wire,
        "original_model": wire,
        "duration": plan.seconds,
        "quality": plan.resolution,
    }
    return {name: value for name, value in made.items() if value is not None}


def _image(plan: Plan, links: Sequence[Any]) -> dict[str, Any]:
    tables = catalogue()
    made: dict[str, Any] = PICTURES[plan.kind] | {
        "reference_image": list(links),
        "gen_content": "",
        "content": {"text": "", "site_url": ""},
        "description": plan.prompt,
        "picture_counts": 1,
        "picture_scale": tables.scale.get(plan.ratio or ""),
        "gpt_type": plan.entry.wire_name(plan.kind),
        "image_definition": tables.definition.get(plan.resolution or ""),
        "quality": plan.quality,
    }
    return {name: value for name, value in made.items() if value is not None}
