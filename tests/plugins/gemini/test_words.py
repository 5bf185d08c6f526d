"""A wish that names Google or one of its models goes there; everyday words that sound alike do not."""

import pytest

from mediawright.plugins.discover import Registry
from mediawright.router import Router

ROUTER = Router(tuple(plugin.provider for plugin in Registry.installed({}).load_all()))


@pytest.mark.parametrize(
    "words",
    [
        "用香蕉画一张雪地红狐",
        "用谷歌 Omni 做一段视频，红风筝",
        "use omni to make a video of a fox",
        "用Gemini画一只猫",
        "make a picture with imagen of a fox",
        "用 veo3 做一段视频，红风筝",
        "a fox video with google veo",
    ],
)
def test_its_names_lead_there(words: str) -> None:
    assert ROUTER.route(words).provider == "gemini"


@pytest.mark.parametrize(
    "words",
    [
        "画一根香蕉",
        "a monkey eating a banana, picture",
        "an omni-directional drone show, video",
        "一个全能选手在跑步，做个视频",
    ],
)
def test_everyday_words_lead_nowhere(words: str) -> None:
    assert ROUTER.route(words).provider != "gemini"
