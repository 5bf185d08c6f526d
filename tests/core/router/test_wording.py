"""Taking the request away leaves a sentence that a person would have written; in doubt a word stays."""

import pytest

from mediawright.router import Router


@pytest.mark.parametrize(
    ("text", "prompt"),
    [
        ("a video of 3 shots, arrival, conflict, resolution", "arrival, conflict, resolution"),
        ("画两幅油画向日葵", "油画向日葵"),
        ("生成3张海边日落的照片", "海边日落"),
        ("来四张国潮月饼礼盒图", "国潮月饼礼盒"),
        ("a fox video", "a fox"),
        ("a cat picture", "a cat"),
        ("狐狸视频", "狐狸"),
        ("a video of a fox please", "a fox"),
        ("a dog video for tiktok, 5 seconds please", "a dog"),
        ("抖音用的，一个男孩放风筝的视频，8秒", "男孩放风筝"),
        ("generate three pictures of a red barn in snow", "a red barn in snow"),
        ("预算五十积分以内，做个瀑布视频", "瀑布"),
        ("a waterfall video, max 10 bucks", "a waterfall"),
        ("use kling to make a 5s fox video", "a fox"),
        ("use nano banana to draw a cat", "a cat"),
        ("ask seedance 2.0 to create a video of a fox", "a fox"),
        ("let kling make a video of two dogs", "two dogs"),
        ("I'd like kling 3.0 to generate a fox running, 5s", "a fox running"),
        ("a man goes to make coffee, video", "a man goes to make coffee"),
    ],
)
def test_the_scene_keeps_every_word_and_no_request(router: Router, text: str, prompt: str) -> None:
    found = router.route(text).prompt
    assert found.removeprefix("一个") == prompt


@pytest.mark.parametrize(
    "text", ["make the sky purple", "make it darker", "把天空改成紫色", "turn the car red", "给猫戴上帽子"]
)
def test_an_edit_keeps_its_verb(router: Router, text: str) -> None:
    assert router.route(text, {"image": 1}).prompt == text


def test_a_plea_is_no_part_of_an_edit(router: Router) -> None:
    assert router.route("make the hair longer please", {"image": 1}).prompt == "make the hair longer"


@pytest.mark.parametrize(
    "text",
    ["make a picture with kling 3.0 ultra of a dog", "Seedance 2.0 Max 做一段瀑布视频", "kling 2.6 turbo: a fox video"],
)
def test_the_rest_of_a_models_name_is_no_prompt(router: Router, text: str) -> None:
    assert not {"ultra", "max", "turbo"} & set(router.route(text).prompt.lower().split())
