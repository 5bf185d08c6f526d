"""What an agent reports is read as the person's own words."""

import pytest

from mediawright.router import Router
from mediawright.router.dialogue import context_of, turn
from mediawright.router.dialogue.reported import firsthand


@pytest.mark.parametrize(
    ("reported", "said"),
    [
        ("The user says go ahead", "go ahead"),
        ("User agrees to the price and wants to proceed.", "I agree and proceed."),
        ("The user would like a vertical version", "I want a vertical version"),
        ("The user asks whether it is done", "it is done"),
        ("The user changed their mind and does not want it", "I changed my mind and don't want it"),
        ("The user confirms they have logged in", "I have logged in"),
        ("用户同意了，可以执行", "同意了，可以执行"),
        ("用户想取消", "我要取消"),
        ("用户说画面里再加两只母鸡", "画面里再加两只母鸡"),
        ("a user manual on a desk", "a user manual on a desk"),
        ("customer service desk at night", "customer service desk at night"),
        ("用户手册的封面", "用户手册的封面"),
    ],
)
def test_a_report_is_turned_into_what_was_said(reported: str, said: str) -> None:
    assert firsthand(reported) == said


def test_a_reported_wish_leaves_its_scene_alone(router: Router) -> None:
    found = turn(router, "The user would like a 10 second vertical video of steam over ramen", {}, context_of({}))
    assert (found.operation, found.prompt) == ("text_to_video", "steam over ramen")
    assert found.params == {"duration": 10, "aspect_ratio": "9:16"}
