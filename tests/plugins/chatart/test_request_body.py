"""Every body that can be built, against the contract's shapes: exact names, exact types, nothing null."""

import itertools
import json
from functools import cache
from typing import Any

import pytest
from tests.plugins.chatart.harness import clip, clip_info, filled, found_problems, image, picture_info

from mediawright.plugin import Media, Operation, Request, Role
from mediawright_chatart import hooks
from mediawright_chatart.provider import provider
from mediawright_chatart.simulator import validation

PICTURE = image("a.png", info=picture_info())
CLIP = clip("a.mp4", info=clip_info())
FRAMES = (image("a.png", Role.FIRST_FRAME, info=picture_info()), image("b.png", Role.END_FRAME, info=picture_info()))
INPUTS: dict[Operation, list[tuple[Media, ...]]] = {
    Operation.TEXT_TO_VIDEO: [()],
    Operation.IMAGE_TO_VIDEO: [(PICTURE,), (PICTURE,) * 2, (PICTURE,) * 4, FRAMES, FRAMES[:1]],
    Operation.REFERENCE_TO_VIDEO: [(PICTURE,), (PICTURE,) * 9],
    Operation.EXTEND_VIDEO: [(CLIP,)],
    Operation.REPLACE_CHARACTER: [(PICTURE, CLIP)],
    Operation.TEXT_TO_IMAGE: [()],
    Operation.EDIT_IMAGE: [(PICTURE,), (PICTURE,) * 14],
}


def allowed(values: tuple[Any, ...]) -> tuple[Any, ...]:
    return (None, *values)


def everything() -> list[Request]:
    """Every combination that the tables allow, of every model and operation, with and without the optional fields."""
    made = []
    for model in provider().models:
        for capability in model.capabilities:
            for operation, media in ((op, given) for op in capability.operations for given in INPUTS[op]):
                choices = itertools.product(
                    allowed(capability.durations),
                    allowed(capability.resolutions),
                    allowed(capability.aspect_ratios)[:3],
                    allowed(capability.qualities),
                    allowed(capability.sound),
                    capability.scopes or (None,),
                )
                for duration, resolution, ratio, quality, sound, scope in choices:
                    media_request = Request(
                        operation=operation, prompt="x", media=media, model=model.name, duration=duration
                    )
                    extra = {"aspect_ratio": ratio, "quality": quality, "sound": sound, "scope": scope}
                    made.append(filled(media_request.with_(resolution=resolution, **extra)))
    return made


@cache
def sound() -> list[Request]:
    """Built where the first test needs them, and not by everybody who collects this file."""
    return [request for request in everything() if not found_problems(request)]


@cache
def bodies() -> list[dict[str, Any]]:
    return [hooks.wire(request, "")[0].json for request in sound()]


def flat(body: dict[str, Any]) -> dict[str, Any]:
    links = "image_url" if "image_url" in body else "reference_image"
    return body | {links: [f"https://files.chatartpro.com/{n}.png" for n in range(len(body[links]))]}


def test_there_are_many() -> None:
    assert len(bodies()) > 1500
    assert {request.model for request in sound()} == {model.name for model in provider().models}


def test_c_r13_c_r14_every_body_passes_the_strict_check_of_names_and_types() -> None:
    for body in bodies():
        check = validation.image if "style" in body else validation.video
        check(flat(body), strict=True)


def test_c_r29_original_model_is_gpt_type() -> None:
    assert all(body.get("original_model", body["gpt_type"]) == body["gpt_type"] for body in bodies())


def test_c_r13_nothing_is_null() -> None:
    assert not any("null" in json.dumps(body) for body in bodies())


def test_c_r12_the_price_of_the_plan_is_what_the_body_costs() -> None:
    from mediawright_chatart.pricing import credits
    from mediawright_chatart.request_plan import plan

    for request, body in zip(sound(), bodies(), strict=True):
        check = validation.image if "style" in body else validation.video
        made = plan(request)
        assert made is not None
        assert credits(made) == check(flat(body), strict=True)[2]


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"video_model": 1, "prompt": "x"}, 4000, "video_model"),
        ({"video_id": "101"}, 4003, "image_url"),
        ({"duration": "5"}, 4001, "duration"),
        ({"sound": True}, 4001, "sound"),
        ({"prompt": None}, 4001, "prompt"),
        ({"seed": 1}, 4001, "seed"),
        ({"ratio": "7:3"}, 4000, "ratio"),
        ({"quality": "8k"}, 4000, "quality"),
        ({"gpt_type": "sora"}, 4000, "gpt_type"),
        ({"duration": 7}, 4000, "duration"),
    ],
)
def test_the_simulator_refuses_what_the_contract_does_not_know(body: dict[str, Any], code: int, field: str) -> None:
    right = flat(bodies()[0])
    given = body if "video_id" in body or "video_model" in body else right | body
    with pytest.raises(validation.Wrong) as wrong:
        validation.video(given, strict=True)
    assert (wrong.value.code, wrong.value.field) == (code, field)


def test_lenient_mode_takes_what_older_clients_send() -> None:
    right = flat(bodies()[0])
    validation.video(right | {"duration": "5", "sound": True, "image_url": [""]}, strict=False)
    drawn = next(flat(body) for body in bodies() if "style" in body)
    assert (
        validation.image(drawn | {"picture_counts": 4}, strict=False)[2] == 4 * validation.image(drawn, strict=True)[2]
    )
