"""How people name fal's models: by an id with a slash at any time, by a label where fal is named."""

from typing import Any

import pytest

from mediawright.router import Router
from mediawright_fal.provider import FAL
from mediawright_kling.hooks import describe

ROUTER = Router((describe(), FAL))
CLIP = "fal-ai/kling-video/v3/pro/text-to-video"


@pytest.mark.parametrize(
    ("text", "provider", "model", "prompt"),
    [
        (f"use {CLIP} to make a video: a red kite", "fal", CLIP, "a red kite"),
        (f"用 {CLIP} 做一个视频：红风筝", "fal", CLIP, "红风筝"),
        ("draw a fox with Fal-AI/Flux/Schnell.", "fal", "fal-ai/flux/schnell", "a fox"),
        ("draw a fox with fal-ai/never-heard/of-it", "fal", "fal-ai/never-heard/of-it", "a fox"),
        (
            "用 fal 的可灵 3 Turbo 做一个视频：红风筝",
            "fal",
            "fal-ai/kling-video/v3/turbo/standard/text-to-video",
            "红风筝",
        ),
        ("make a video of a red kite with Kling 3 Turbo", "kling", "kling-3.0-turbo", "a red kite"),
        ("make a video: a black/white cat", None, None, "a black/white cat"),
    ],
)
def test_a_model_is_named_and_is_no_part_of_what_is_shown(
    text: str, provider: str | None, model: str | None, prompt: str
) -> None:
    route = ROUTER.route(text)
    assert (route.provider, (route.params or {}).get("model"), route.prompt) == (provider, model, prompt)


@pytest.mark.parametrize(
    ("attachments", "model"),
    [({}, "fal-ai/kling-video/v3/pro/text-to-video"), ({"image": 1}, "fal-ai/kling-video/v3/pro/image-to-video")],
)
def test_of_models_with_one_label_the_one_that_can_do_it_is_meant(attachments: dict[str, int], model: str) -> None:
    route = ROUTER.route("use fal, Kling 3 Pro, to make a video: the fox turns its head", attachments)
    assert (route.params or {})["model"] == model


@pytest.mark.parametrize("text", ["transcribe talk.wav with fal", "用 fal 把 talk.wav 转成文字"])
def test_what_takes_only_a_sound_has_no_words(text: str) -> None:
    route = ROUTER.route(text, {"audio": 1})
    found: dict[str, Any] = {"operation": route.operation, "prompt": route.prompt}
    assert found == {"operation": "transcribe", "prompt": ""}
