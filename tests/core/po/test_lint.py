"""Manners of chat sentences, in the core and in every provider."""

from pathlib import Path

import pytest

from mediawright.po.compile import locale_folders
from mediawright.po.lint import RULES, faults, is_chat, lint, main
from mediawright.types.message import Lang


@pytest.mark.parametrize("folder", locale_folders(), ids=lambda folder: folder.parent.name)
def test_every_chat_sentence_has_good_manners(folder: Path) -> None:
    assert lint(folder) == []


#: one sentence of each banned kind, in the order of the rules
BAD: list[tuple[str, Lang]] = [
    ("A browser window has opened.", "en"),
    ("浏览器已自动打开。", "zh"),
    ("Please run this command.", "en"),
    ("请在终端里执行脚本。", "zh"),
    ("Set the environment variable first.", "en"),
    ("请检查配置。", "zh"),
    ("The log says no.", "en"),
    ("看一下日志。", "zh"),
    ("I am polling the server.", "en"),
    ("正在轮询。", "zh"),
    ("Use another computer.", "en"),
    ("请换台电脑。", "zh"),
    ("Please register on the website first.", "en"),
    ("请先到官网注册。", "zh"),
    ("Which sign-in method do you want?", "en"),
    ("用哪种登录方式？", "zh"),
    ("Your token has expired.", "en"),
    ("令牌已过期。", "zh"),
    ("Look into ~/.acme for `x`.", "en"),
    ("加上 --force 再试。", "zh"),
    ("Set ACME_TOKEN_FILE.", "en"),
    ("请设置 ACME_HOME。", "zh"),
    ("A SignInError came up.", "en"),
    ("遇到了 ValueError。", "zh"),
    ("It ended with exit code 3.", "en"),
    ("错误码是 7。", "zh"),
    ("The API said no.", "en"),
    ("接口没有返回。", "zh"),
]


@pytest.mark.parametrize(("text", "lang"), BAD)
def test_each_banned_kind_is_found(text: str, lang: Lang) -> None:
    assert next(faults(text, lang)).split(":")[0] in {rule.name for rule in RULES}


def test_every_rule_is_tried_in_both_languages() -> None:
    found = {(next(faults(text, lang)).split(":")[0], lang) for text, lang in BAD}
    assert found == {(rule.name, lang) for rule in RULES for lang in ("en", "zh")}


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("An earlier creation is still running; nothing is lost.", "en"),
        ("Copy this link into your browser and sign in:", "en"),
        ("Your access key was not accepted.", "en"),
        ("请把下面的链接复制到浏览器登录：", "zh"),
        ("{provider} 现在比较忙。", "zh"),
    ],
)
def test_good_sentences_pass(text: str, lang: Lang) -> None:
    assert list(faults(text, lang)) == []


@pytest.mark.parametrize(
    ("text", "lang", "fault"),
    [
        ("word " * 40 + "end.", "en", "too long"),
        ("字" * 81 + "。", "zh", "too long"),
        ("好了,再试。", "zh", "half-width"),
        ("好吗?", "zh", "half-width"),
        ("Say 好了 to go on.", "en", "Chinese in English"),
        ("two  blanks", "en", "stray blanks"),
    ],
)
def test_length_and_punctuation(text: str, lang: Lang, fault: str) -> None:
    assert any(found.startswith(fault) for found in faults(text, lang))


def test_help_is_not_chat() -> None:
    assert not is_chat("help.flag.json")
    assert not is_chat("acme.help.bind")
    assert is_chat("error.busy")


def test_the_command_prints_what_it_finds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "zh" / "LC_MESSAGES" / "acme.po"
    path.parent.mkdir(parents=True)
    path.write_text('msgid ""\nmsgstr ""\n\nmsgid "acme.a"\nmsgstr "请运行命令。"\n', "utf-8")
    assert main([tmp_path]) == 1
    assert capsys.readouterr().out == "zh acme.a: commands, terminals, scripts: “运行”\n"
