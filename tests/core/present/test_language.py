"""Which language the answer is in."""

import pytest

from mediawright.present.language import language_of, locale_language, pick_lang
from mediawright.types.message import Lang


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("make a video of a fox", "en"),
        ("做一个狐狸的视频", "zh"),
        ("用 Acme O3 把这张图做成 5s video", "zh"),
        ("帮我 animate this photo.png", "zh"),
        ('make a title card that says "第一场雪"', "en"),
        ("put the caption 「你好」 on the clip", "en"),
        ("把 “Hello World” 放到片尾", "zh"),
        ("https://acme.example/狐狸.mp4 make it longer", "en"),
        ("狐狸.png 动起来", "zh"),
        ("“你好”", "zh"),
    ],
)
def test_the_language_of_a_message(text: str, lang: Lang) -> None:
    assert language_of(text) == lang


@pytest.mark.parametrize("text", ["", None, "😀 123", "…"])
def test_a_message_without_words_leaves_the_default(text: str | None) -> None:
    assert language_of(text, "zh") == "zh"


@pytest.mark.parametrize(
    ("environ", "lang"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANGUAGE": "zh:en", "LANG": "en_US"}, "zh"),
        ({"LANG": "C"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_of_a_locale(environ: dict[str, str], lang: Lang) -> None:
    assert locale_language(environ) == lang


def test_what_was_asked_for_wins_then_the_message_then_the_prompt_then_the_locale() -> None:
    chinese = {"LANG": "zh_CN"}
    assert pick_lang("en", "做个视频", None, chinese) == "en"
    assert pick_lang("auto", "make a video", "雪", chinese) == "en"
    assert pick_lang(None, None, "a fox", chinese) == "en"
    assert pick_lang("", "123", None, chinese) == "zh"
    assert pick_lang(None, None, None, {}) == "en"
