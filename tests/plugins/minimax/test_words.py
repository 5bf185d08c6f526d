"""A wish that names MiniMax or one of its models goes there; everyday words that sound alike do not."""

import pytest

from mediawright.plugins.discover import Registry
from mediawright.router import Router

ROUTER = Router(tuple(plugin.provider for plugin in Registry.installed({}).load_all()))


@pytest.mark.parametrize(
    ("words", "operation", "model"),
    [
        ("用海螺生成一段5秒的视频：雨里的一只纸船", "text_to_video", None),
        ("用海螺画一张雪地里的红狐", "text_to_image", None),
        ("用海螺 2.3 做一段 6 秒的视频，红风筝", "text_to_video", "MiniMax-Hailuo-2.3"),
        ("用MiniMax把这张图动起来 a.png", "image_to_video", None),
        ("make a 6 second video of a fox with hailuo", "text_to_video", None),
        ("a fox video with hailuo 2.3", "text_to_video", "MiniMax-Hailuo-2.3"),
        ("use minimax h3 to make a video of a fox", "text_to_video", "MiniMax-H3"),
        ("make a video with h3 max: a fox in snow", "text_to_video", "MiniMax-H3-Max"),
        ("用 H3 做一段视频，海边的红风筝", "text_to_video", "MiniMax-H3"),
        ("hailuo 02 video of a fox in snow", "text_to_video", "MiniMax-Hailuo-02"),
        ("minimax speech: read aloud “good morning”", "text_to_speech", "speech-2.8-hd"),
        ("用海螺语音朗读：早上好", "text_to_speech", "speech-2.8-hd"),
        ("用海螺语音朗读：潮水退了。", "text_to_speech", "speech-2.8-hd"),
        ("draw a fox with minimax", "text_to_image", None),
        ("用稀宇生成一张图片：一只猫", "text_to_image", None),
    ],
)
def test_its_names_lead_there(words: str, operation: str, model: str | None) -> None:
    found = ROUTER.route(words)
    assert found.provider == "minimax"
    assert (found.operation, found.params.get("model")) == (operation, model)


@pytest.mark.parametrize(
    "words",
    [
        "画一个沙滩上的海螺",
        "海螺特写，做个视频",
        "a conch on the beach, picture",
        "海螺壳和贝壳的照片",
    ],
)
def test_everyday_words_lead_nowhere(words: str) -> None:
    assert ROUTER.route(words).provider != "minimax"
