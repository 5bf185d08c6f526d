"""The prompt: no word of command, every word of the scene."""

import pytest

from mediawright.router import Router


@pytest.mark.parametrize(
    ("text", "prompt"),
    [
        ("用可灵拍个视频：凌晨的菜市场，热气糊了镜头。10秒，竖屏", "凌晨的菜市场，热气糊了镜头"),
        ("make a clip of two otters holding hands, sunset, 6s", "two otters holding hands, sunset"),
        ("draw a cat wearing a raincoat, watercolor", "a cat wearing a raincoat, watercolor"),
        ("poster for a jazz night, 3:4, nano banana pro", "poster for a jazz night"),
        ("用可灵帮我把这张照片做成10秒竖屏视频", ""),
    ],
)
def test_only_the_scene_is_left(router: Router, text: str, prompt: str) -> None:
    assert router.route(text, {"image": 1} if "照片" in text else {}).prompt == prompt


def test_an_edit_is_said_whole(router: Router) -> None:
    assert router.route("给项目配个轻快点的BGM，音量30%就行").prompt == "给项目配个轻快点的BGM，音量30%就行"
