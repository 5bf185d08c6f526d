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
