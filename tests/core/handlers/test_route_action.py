"""A route as an action."""

import pytest
from tests.core.router.providers import ALL

from mediawright.handlers.route import Utterance, route
from mediawright.handlers.route_action import action_of
from mediawright.types.operations import MediaKind


@pytest.mark.parametrize(
    ("text", "pictures", "prompt"),
    [
        ("用可灵把 photo.jpg 做成10秒竖屏视频", (), "让画面自然地动起来。"),
        ("turn photo.jpg into a 5 second video", (), "The picture comes to life with natural, gentle motion."),
        ("让 photo.jpg 里的云飘动", (), "让图片里的云飘动"),
        ("第一张做首帧，第二张做尾帧，5秒", ("a.jpg", "b.jpg"), "从第一张图自然流畅地过渡到第二张图。"),
    ],
)
def test_a_picture_without_a_scene_is_brought_to_life(text: str, pictures: tuple[str, ...], prompt: str) -> None:
    found, sources = route(ALL, Utterance(text, tuple((MediaKind.IMAGE, name) for name in pictures)))
    action = action_of(found, sources)
    assert action is not None
    assert action.values["prompt"] == prompt
