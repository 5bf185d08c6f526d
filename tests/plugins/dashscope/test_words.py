"""A wish that names DashScope or one of its models goes there; everyday words that sound alike do not."""

import pytest

from mediawright.plugins.discover import Registry
from mediawright.router import Router

ROUTER = Router(tuple(plugin.provider for plugin in Registry.installed({}).load_all()))


@pytest.mark.parametrize(
    "words",
    [
        "用通义万相做一段5秒的视频：雨夜里的一盏红灯笼",
        "用万相把这张图动起来 a.png",
        "用wan做个视频，一只狐狸",
        "make a 5 second video of a fox with wan 2.7",
        "make a video with wan: a fox in snow",
        "用快乐马生成视频：海边的红风筝",
        "百炼画一张戴帽子的猫",
        "阿里云生成图片：一只猫",
        "qwen image: a cat with a hat",
    ],
)
def test_its_names_lead_there(words: str) -> None:
    assert ROUTER.route(words).provider == "dashscope"


@pytest.mark.parametrize(
    "words", ["a wan smile, picture of a sick man", "a happy horse on the beach, video", "万里长城的视频"]
)
def test_everyday_words_lead_nowhere(words: str) -> None:
    assert ROUTER.route(words).provider != "dashscope"
