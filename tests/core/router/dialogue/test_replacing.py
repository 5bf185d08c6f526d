"""A whole wish in the place of what is pending, and what only looks like one; limits and thanks beside it."""

from typing import Any

import pytest
from tests.core.router.dialogue import pending

from mediawright.router import Router
from mediawright.router.dialogue import context_of, record, turn

BOAT, BOAT_ZH = "a paper boat in a storm drain", "一只纸船漂在雨后的水沟里"


def said(router: Router, text: str, stage: str = "quoted") -> dict[str, Any]:
    """The turn about a clip of a paper boat."""
    zh = any(char > "\u3400" for char in text)
    return pending.said(router, text, stage, BOAT_ZH if zh else BOAT, "zh" if zh else "en")


@pytest.mark.parametrize(
    ("stage", "text", "operation", "prompt"),
    [
        ("quoted", "scrap that. a still poster of a lighthouse instead, square", "text_to_image", "lighthouse"),
        ("quoted", "forget the boat, draw me a lighthouse poster", "text_to_image", "a lighthouse poster"),
        ("quoted", "no, I'd rather have a picture of a lighthouse", "text_to_image", "a lighthouse"),
        ("quoted", "actually let's do a picture of a dog instead", "text_to_image", "a dog"),
        ("quoted", "drop it, I want a 10s clip of fireworks over Tokyo", "text_to_video", "fireworks over Tokyo"),
        ("quoted", "nah, do a portrait of my grandma knitting instead", "text_to_image", "my grandma knitting"),
        ("quoted", "changed my mind: a photo of a tram in the fog, 2k", "text_to_image", "a tram in the fog"),
        ("quoted", "不要这个了，做一段烟花的视频，10秒", "text_to_video", "烟花"),
        ("quoted", "换个想法，画一只打伞的青蛙，方图", "text_to_image", "一只打伞的青蛙"),
        ("quoted", "我改主意了，想要一张熊猫吃竹子的图", "text_to_image", "熊猫吃竹子"),
        ("quoted", "前面那个作废，生成一段沙漠日出的视频", "text_to_video", "沙漠日出"),
        ("running", "while that's going, also do a picture of the station, square", "text_to_image", "the station"),
        ("running", "also I need a 5s clip of waves", "text_to_video", "waves"),
        ("running", "趁这会儿再画一张猫戴帽子的图", "text_to_image", "猫戴帽子"),
        ("running", "等的时候顺便帮我做个咖啡店logo", "text_to_image", "咖啡店logo"),
    ],
)
def test_a_whole_wish_is_a_new_one(router: Router, stage: str, text: str, operation: str, prompt: str) -> None:
    found = said(router, text, stage)
    assert (found["act"], found["operation"]) == ("new", operation)
    assert prompt in found["prompt"]
    assert "boat" not in found["prompt"]
    assert "纸船" not in found["prompt"]


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("make it a picture instead", "text_to_image"),
        ("I'd rather have a picture", "text_to_image"),
        ("还是做成图片吧", "text_to_image"),
        ("scrap the rain, make it sunny", "text_to_video"),
        ("纸船不要了，换成树叶", "text_to_video"),
        ("算了，还是横屏吧", "text_to_video"),
        ("actually let's do 10 seconds instead", "text_to_video"),
    ],
)
def test_what_is_pending_changes(router: Router, text: str, operation: str) -> None:
    found = said(router, text)
    assert (found["act"], found["operation"]) == ("revise", operation)


@pytest.mark.parametrize(
    "text",
    [
        "only if you can do it for 2 units",
        "only if it's under 2",
        "do it if it costs less than 3 units",
        "I'll take it for 2 units",
        "要是能3个点做下来就做",
        "最多2个点，不然不做",
    ],
)
def test_a_limit_below_the_price_is_asked_about(router: Router, text: str) -> None:
    found = said(router, text)
    assert (found["act"], found["ask"]) == ("ask", "price_limit")


@pytest.mark.parametrize("text", ["love it, thank you so much", "thanks so much!", "love it so much"])
def test_thanks_are_no_word_about_the_price(router: Router, text: str) -> None:
    assert said(router, text, "done")["act"] == "chat"


@pytest.mark.parametrize(
    "text",
    ["画质调到最高", "清晰度拉到最高", "画质要最好的", "crank the quality all the way up", "set quality to max"],
)
def test_the_quality_is_turned_up(router: Router, text: str) -> None:
    found = said(router, text)
    assert (found["act"], found["params"], found["prompt"]) == ("revise", {"higher_quality": True}, None)


@pytest.mark.parametrize("text", ["这么多啊", "这也太多了吧", "that much?", "it's a bit much"])
def test_too_much_is_a_word_about_the_price(router: Router, text: str) -> None:
    assert said(router, text)["params"] == {"cheaper": True}


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("生成一段沙漠日出的视频", "text_to_video"),
        ("做个演出的短片", "text_to_video"),
        ("来张街拍的照片", "text_to_image"),
        ("a portrait of my grandma", "text_to_image"),
        ("do a portrait of an old sailor", "text_to_image"),
        ("我之前做的视频在哪", "history"),
        ("用Seedance 2.0生成两个版本：海豚跃出水面，横屏", "text_to_video"),
        ("用Seedance 2.0生成三版海豚跃出水面", "text_to_video"),
    ],
)
def test_words_of_the_scene_that_sound_like_making(router: Router, text: str, operation: str) -> None:
    assert router.route(text).operation == operation


@pytest.mark.parametrize("text", ["帮我把拍的视频剪成三段", "把拍的片子剪一下"])
def test_what_was_taken_before_is_not_made_of_words(router: Router, text: str) -> None:
    found = router.route(text)
    assert found.ask is not None
    assert found.ask.reason == "missing_input"


@pytest.mark.parametrize(
    ("text", "params", "prompt"),
    [
        ("画两三张猫", {"count": 2}, "猫"),
        ("做个三四秒的视频，一只猫", {"duration": 3}, "一只猫"),
        ("5到6秒的视频，海浪", {"duration": 5}, "海浪"),
        ("一段5-10秒的海浪视频", {"duration": 5}, "一段海浪"),
        ("a clip of 3-4 seconds of a cat", {"duration": 3}, "a cat"),
        ("a 5 or 6 second clip of a cat", {"duration": 5}, "a cat"),
    ],
)
def test_of_a_range_the_smaller_end_is_meant(router: Router, text: str, params: dict[str, Any], prompt: str) -> None:
    found = router.route(text)
    assert (dict(found.params), found.prompt) == (params, prompt)


@pytest.mark.parametrize(
    ("prompt", "text", "new"),
    [
        ("a raccoon stealing pizza", "make it a possum", "a possum stealing pizza"),
        ("a plumber under a sink", "make it an engineer", "an engineer under a sink"),
        ("two boxers in a ring, blood everywhere", "ok take the blood out", "two boxers in a ring"),
    ],
)
def test_more_of_a_kind_is_exchanged_and_taken_out(router: Router, prompt: str, text: str, new: str) -> None:
    assert pending.said(router, text, "quoted", prompt, "en")["prompt"] == new


def test_a_length_by_the_one_there_is(router: Router) -> None:
    assert said(router, "twice as long please")["params"] == {"duration": 10}
    assert said(router, "half the length is enough")["params"] == {"duration": 2}


@pytest.mark.parametrize(
    ("prompt", "text", "new"),
    [
        ("a witness in a courtroom", "amend the setting to a library", "a witness in a library"),
        ("a cosy bookshop on a rainy corner", "not rainy. snowy.", "a cosy bookshop on a snowy corner"),
    ],
)
def test_a_formal_and_a_terse_exchange(router: Router, prompt: str, text: str, new: str) -> None:
    assert pending.said(router, text, "quoted", prompt, "en")["prompt"] == new


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("no captions, only cut the pauses", "cut the pauses"),
        ("only cut the pauses", "cut the pauses"),
        ("no captions", "cut the pauses"),
    ],
)
def test_an_order_is_taken_out_of_several(router: Router, text: str, left: str) -> None:
    context = {"stage": "quoted", "operation": "chat_edit", "prompt": "cut the pauses and add captions"}
    assert record(turn(router, text, {}, context_of(context)))["prompt"] == left


def _asked(router: Router, text: str, context: dict[str, Any]) -> dict[str, Any]:
    found = turn(router, text, {}, context_of({"language": "en", "params": {}, "inputs": {}, **context}))
    return record(found)


@pytest.mark.parametrize(
    ("text", "length"), [("5 seconds is enough", 5), ("ten seconds will do", 10), ("5秒就够", 5), ("五秒钟够了", 5)]
)
def test_a_length_answers_picture_or_clip(router: Router, text: str, length: int) -> None:
    kinds = ["text_to_video", "text_to_image"]
    open_: dict[str, Any] = {
        "stage": "question",
        "question": "output_type",
        "choices": kinds,
        "prompt": "a lighthouse in a storm",
    }
    found = _asked(router, text, open_)
    assert (found["act"], found["choice"], found["params"]) == ("choose", 1, {"duration": length})


@pytest.mark.parametrize(
    ("text", "prompt"),
    [("人物不要动", "把视频里的背景换成雪山，人物不要动"), ("算了还是换成海边", "把视频里的背景换成海边")],
)
def test_a_change_while_it_is_asked_who_makes_it(router: Router, text: str, prompt: str) -> None:
    waits: dict[str, Any] = {
        "stage": "question",
        "operation": "edit_video",
        "question": "provider",
        "choices": ["one", "two"],
    }
    found = _asked(router, text, {**waits, "prompt": "把视频里的背景换成雪山", "inputs": {"video": 1}})
    assert (found["act"], found["prompt"]) == ("revise", prompt)


def test_what_is_enough_is_no_scene(router: Router) -> None:
    page: dict[str, Any] = {
        "stage": "quoted",
        "operation": "text_to_video",
        "prompt": "a lighthouse",
        "params": {"duration": 10},
    }
    found = _asked(router, "5 seconds is plenty", page)
    assert (found["act"], found["prompt"], found["params"]) == ("revise", None, {"duration": 5})


@pytest.mark.parametrize(
    ("operation", "inputs", "texts"),
    [
        ("image_to_video", {"image": 1}, ["要不还是出张图", "还是出图吧", "做成图片吧", "图片吧", "make it a picture"]),
        ("edit_image", {"image": 1}, ["做成视频吧", "出视频吧", "视频吧", "make it a video"]),
        ("edit_video", {"video": 1}, ["要不还是出张图", "图片吧"]),
        ("text_to_speech", {}, ["做成视频吧", "还是出图吧"]),
    ],
)
def test_another_kind_of_thing_is_no_yes_whatever_is_made(
    router: Router, operation: str, inputs: dict[str, int], texts: list[str]
) -> None:
    pending = {"stage": "quoted", "operation": operation, "provider": "kling", "prompt": "风筝", "inputs": inputs}
    for text in texts:
        assert record(turn(router, text, {}, context_of(pending)))["act"] != "confirm", text


def test_the_photo_that_goes_in_is_no_other_kind(router: Router) -> None:
    pending = {"stage": "quoted", "operation": "image_to_video", "prompt": "风筝", "inputs": {"image": 1}}
    assert record(turn(router, "用这张图做吧", {}, context_of(pending)))["act"] == "confirm"
