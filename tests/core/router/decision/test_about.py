"""Talk about making things asks for nothing to be made, and costs nothing."""

import pytest
from tests.core.router.providers import ALL

from mediawright.router import Router

ROUTER = Router(ALL)


@pytest.mark.parametrize(
    "text",
    [
        "how do I make a video with two people talking?",
        "what makes a video go viral",
        "can you tell me how to make a clip with two dancers",
        "怎么做一个视频",
        "请问怎么画一张好看的海报",
        "我朋友说可灵做视频很贵",
        "making videos is so much work",
        "把这段话翻成英文：做一个视频",
        "translate this: draw a cat",
    ],
)
def test_what_only_speaks_about_making_makes_nothing(text: str) -> None:
    found = ROUTER.route(text)
    assert (found.operation, found.ask) == ("out_of_scope", None)


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("how about a video of a fox at dawn", "text_to_video"),
        ("can you make a clip of two dancers", "text_to_video"),
        ("做一个教人怎么包饺子的视频", "text_to_video"),
        ("what I want is a video of a storm at sea", "text_to_video"),
        ("用ChatArt画9张猫", "text_to_image"),
        ("使用可灵帮我画3张猫", "text_to_image"),
    ],
)
def test_a_wish_stays_a_wish(text: str, operation: str) -> None:
    found = ROUTER.route(text)
    assert (found.operation, found.ask) == (operation, None)


@pytest.mark.parametrize(
    "text",
    [
        "画一张图要花几个积分",
        "how much would a ten second clip be?",
        "视频最长可以做几秒",
        "does it support 4k images?",
        "can you do clips longer than two minutes",
        "昨天我室友做了个视频，全班都笑了",
        "my sister made a picture of her dog last week and framed it",
        "我可没让你画图",
        "no pictures yet, thanks",
        "要是能一键出片就好了",
        "我爸说：拍个视频发群里。笑死我了",
        "我领导说“做个酷炫的视频”，说得轻巧",
        "Traceback (most recent call last): make_video() got an unexpected keyword",
        "用python里怎么把图片拼成视频",
        "the poster looks great, thank you",
        "二十积分以下不用问我",
        "上次的图做坏了，积分能退吗",
        "are 4k clips possible?",
        "which model renders faster",
        "we used to make pictures of trains together",
        "nobody told you to draw a cat",
        "forget the video",
        "AttributeError in clips/make_video.py",
        "pictures are getting so real these days",
        "can I sell the images",
        "does video editing pay well",
        "are those pictures made by hand",
        "做视频用哪种电脑好",
        "他家的宣传片拍得真不错",
    ],
)
def test_questions_reports_and_remarks_begin_nothing(text: str) -> None:
    found = ROUTER.route(text)
    assert (found.operation, found.ask) == ("out_of_scope", None)


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("a poster that says how much is too much, square", "text_to_image"),
        ("画一个程序员对着KeyError:报错发呆", "text_to_image"),
        ("could I have a short film of a steam train, the way it was in 1958?", "text_to_video"),
        ("刚看完一部老电影，想照那个感觉拍一段视频：站台告别", "text_to_video"),
        ("来张木纹底图，方的，别出视频", "text_to_image"),
        ("my boss loves owls, draw one in a tie", "text_to_image"),
        ("视频发抖音用的，海边日出", "text_to_video"),
        ("账号退一下", "logout"),
        ("do a video of a fox in the snow", "text_to_video"),
    ],
)
def test_a_wish_beside_such_words_stays_one(text: str, operation: str) -> None:
    found = ROUTER.route(text)
    assert (found.operation, found.ask) == (operation, None)


@pytest.mark.parametrize(
    ("text", "name"), [("用Sora拍一段海底城市的视频", "Sora"), ("midjourney, picture of a moth", "midjourney")]
)
def test_a_tool_that_nobody_here_has_is_asked_about(text: str, name: str) -> None:
    ask = ROUTER.route(text).ask
    assert ask is not None
    assert (ask.reason, ask.question.values["name"]) == ("model_version", name)


def test_a_tool_is_no_maker_where_its_look_is_meant() -> None:
    found = ROUTER.route("画一张像Midjourney那种风格的城堡")
    assert (found.operation, found.ask) == ("text_to_image", None)


@pytest.mark.parametrize("text", ["再说吧", "以后再说吧", "你说呢", "说了算", "确认一下", "right, so no sound?"])
def test_a_word_of_talk_costs_nothing(text: str) -> None:
    assert not ROUTER.route(text).billable
