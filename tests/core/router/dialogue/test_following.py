"""A second step on the first one's result, and a draft in place of a sign-in."""

from typing import Any

import pytest
from tests.core.router.dialogue.learn import everybody

from mediawright.router import Router
from mediawright.router.dialogue import context_of, turn


@pytest.fixture(scope="module")
def installed() -> Router:
    return everybody()


@pytest.mark.parametrize(
    ("text", "first", "prompt", "second", "params"),
    [
        ("做一段视频，一只猫在弹琴，然后加上字幕", "text_to_video", "一只猫在弹琴", "chat_edit", {}),
        ("画一只猫，再放大到4K", "text_to_image", "一只猫", "upscale_image", {"resolution": "4k"}),
        ("draw a heron, then make it take off", "text_to_image", "a heron", "image_to_video", {}),
        (
            "draw a kitten and then make it move for 5 seconds",
            "text_to_image",
            "a kitten",
            "image_to_video",
            {"duration": 5},
        ),
        ("make a clip of a parade, then add captions", "text_to_video", "a parade", "chat_edit", {}),
    ],
)
def test_what_follows_is_kept_apart(
    installed: Router, text: str, first: str, prompt: str, second: str, params: dict[str, Any]
) -> None:
    found = turn(installed, text, {}, context_of({}))
    assert (found.act, found.operation, found.prompt) == ("new", first, prompt)
    assert [(step.operation, dict(step.params)) for step in found.then] == [(second, params)]


@pytest.mark.parametrize(
    "text", ["画一只猫，再加一顶帽子", "draw a cat and then a dog", "做一段视频，一个人先走然后跑"]
)
def test_what_belongs_to_the_scene_is_no_second_step(installed: Router, text: str) -> None:
    assert turn(installed, text, {}, context_of({})).then == ()


def test_a_draft_takes_the_place_of_a_sign_in(installed: Router) -> None:
    waiting = {
        "stage": "sign_in",
        "operation": "text_to_video",
        "provider": "kling",
        "prompt": "外婆晒豆角",
        "language": "zh",
    }
    found = turn(installed, "免费的草稿就行", {}, context_of(waiting))
    assert (found.act, found.provider, found.prompt) == ("revise", "previz", None)
    assert turn(installed, "有免费的吗", {}, context_of(waiting)).act == "price"
