"""Taking the request away leaves a sentence that a person would have written; in doubt a word stays."""

import pytest

from mediawright.router import Router


@pytest.mark.parametrize(
    ("text", "prompt"),
    [
        ("create a short 8 second horizontal video of a city", "a city"),
        ("小猫在洗澡，画幅 21:9，视频", "小猫在洗澡"),
        ("做个视频：小狗洗澡，时长：10秒，比例：9:16", "小狗洗澡"),
        ("Good morning! I hope you are well. Could you make a video of swans on a lake?", "swans on a lake"),
        ("幫我整條片，落雨嘅旺角街頭，十秒", "落雨嘅旺角街頭"),
        ("a video of 3 shots, arrival, conflict, resolution", "arrival, conflict, resolution"),
        ("画两幅油画向日葵", "油画向日葵"),
        ("生成3张海边日落的照片", "海边日落"),
        ("来四张国潮月饼礼盒图", "国潮月饼礼盒图"),
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
        ("画一张照片墙，上面贴满旅行照片", "照片墙，上面贴满旅行照片"),
        ("帮我画一张四季变换的对比图", "四季变换的对比图"),
        ("拍两个小孩在雪地里打雪仗的视频", "两个小孩在雪地里打雪仗"),
        ("来个短片，老人在海边放风筝，要有海浪声", "老人在海边放风筝，要有海浪声"),
        ("clip of a dog with the sound of waves", "a dog with the sound of waves"),
        ("a video of a lake, with sound", "a lake"),
        ("photo of a photographer taking a photo", "a photographer taking a photo"),
        ("square image of a bee on lavender", "a bee on lavender"),
        ("picture of my dream house: glass walls, in a forest", "my dream house: glass walls, in a forest"),
        ("I want to see a dragon flying over Tokyo, as a video", "a dragon flying over Tokyo"),
        ("hey could you whip up a quick picture of a robot barista", "a robot barista"),
        ("画画的女孩，油画", "画画的女孩，油画"),
        ("生成式人工智能主题的海报", "生成式人工智能主题的海报"),
        ("用水墨画风格画一条龙", "用水墨画风格画一条龙"),
        ("我要一张横版的壁纸，银河下的沙漠", "我要一张壁纸，银河下的沙漠"),
        ("画一张图，日落", "日落"),
        ("用可灵的Kling 2.6做个小狗视频", "小狗"),
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


@pytest.mark.parametrize(
    ("text", "given", "prompt"),
    [
        ("用她和这个背景合成一个散步的视频", 2, "用她和这个背景合成一个散步的视频"),
        ("turn this into a video where it yawns", 1, "it yawns"),
    ],
)
def test_what_is_said_before_the_wish_is_kept(router: Router, text: str, given: int, prompt: str) -> None:
    assert router.route(text, {"image": given}).prompt == prompt


def test_a_plea_is_no_part_of_an_edit(router: Router) -> None:
    assert router.route("make the hair longer please", {"image": 1}).prompt == "make the hair longer"


@pytest.mark.parametrize(
    "text",
    ["make a picture with kling 3.0 ultra of a dog", "Seedance 2.0 Max 做一段瀑布视频", "kling 2.6 turbo: a fox video"],
)
def test_the_rest_of_a_models_name_is_no_prompt(router: Router, text: str) -> None:
    assert not {"ultra", "max", "turbo"} & set(router.route(text).prompt.lower().split())
