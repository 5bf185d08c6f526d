"""The one text for the agent: unaltered, with the requests after it."""

from dataclasses import replace

import pytest

from mediawright.plugin import Operation, Request
from mediawright_nemovideo.chat.message import language_tag, message_text

FOX = Request(operation=Operation.TEXT_TO_VIDEO, prompt="a red fox trotting over fresh snow at sunrise")


def test_the_example_of_the_contract() -> None:
    request = replace(FOX, duration=5, aspect_ratio="16:9")
    assert message_text(request) == "a red fox trotting over fresh snow at sunrise, 5 seconds, 16:9"


def test_chinese_requests_are_chinese() -> None:
    request = replace(FOX, prompt="一只狐狸在黎明的雪地里奔跑。", duration=5, aspect_ratio="9:16", sound=False)
    assert message_text(request) == "一只狐狸在黎明的雪地里奔跑，5秒，竖屏9:16，不要声音"


@pytest.mark.parametrize(("prompt", "sent"), [("a fox", "Generate a video: a fox"), ("狐狸", "生成视频：狐狸")])
def test_a_few_words_would_be_taken_for_small_talk(prompt: str, sent: str) -> None:
    assert message_text(replace(FOX, prompt=prompt)) == sent


def test_a_talk_goes_as_it_is() -> None:
    talk = Request(operation=Operation.CHAT_EDIT, prompt=" make it slower. ", duration=5)
    assert message_text(talk) == "make it slower."


@pytest.mark.parametrize(
    ("text", "fallback", "tag"),
    [("一只狐狸", "en", "zh-CN"), ("a fox", "zh", "en"), ("42", "zh", "zh-CN"), ("", "ja", "ja")],
)
def test_n_r30_the_sessions_language_is_that_of_the_message(text: str, fallback: str, tag: str) -> None:
    assert language_tag(text, fallback) == tag
