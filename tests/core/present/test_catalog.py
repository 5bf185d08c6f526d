"""Sentences by key: both languages, plurals, nested values, providers first, gaps."""

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from devtools.gallery import every_error

from mediawright.po.compile import compile_all
from mediawright.present.catalog import Catalogue, Gap, fields_of, has, render
from mediawright.types.message import LANGS, Lang, Message, Text
from mediawright.types.money import Amount
from mediawright.types.operations import Operation
from mediawright.types.states import State


def a_locale(folder: Path, **sentences: str) -> Path:
    for lang in LANGS:
        path = folder / lang / "LC_MESSAGES" / "acme.po"
        path.parent.mkdir(parents=True)
        entries = "".join(
            f'msgid "{key.replace("__", ".")}"\nmsgstr "{lang} {text}"\n\n' for key, text in sentences.items()
        )
        path.write_text(f'msgid ""\nmsgstr "Language: {lang}\\n"\n\n{entries}', "utf-8")
    compile_all([folder])
    return folder


@pytest.mark.parametrize(("lang", "words"), [("en", "Asked back"), ("zh", "问一下")])
def test_a_text_is_taken_in_its_language(lang: Lang, words: str) -> None:
    assert render(Text("Asked back", "问一下"), lang) == words


@pytest.mark.parametrize(
    ("n", "en", "zh"),
    [
        (0, "0 credits", "0 积分"),
        (1, "1 credit", "1 积分"),
        ("0.5", "0.5 credits", "0.5 积分"),
        (1200, "1,200 credits", "1,200 积分"),
    ],
)
def test_amounts_take_the_plural_of_their_number(n: int | str, en: str, zh: str) -> None:
    amount = Amount(Decimal(n), "credits")
    assert [render(Message("price.exact", {"amount": amount}), lang) for lang in LANGS] == [en, zh]


def test_a_message_inside_a_message_speaks_the_same_language() -> None:
    outer = Message("running.on", {"kind": Message("made.video"), "waited": 150})
    assert render(outer, "en") == "Still working on the video, 2 min 30 s so far."
    assert render(outer, "zh") == "视频还在生成，已经过了 2 分 30 秒。"


def test_a_chinese_name_leaves_no_blank_between_characters() -> None:
    assert render(Message("login.again", {"provider": Text("Acme", "艾克米")}), "zh") == "请登录艾克米。"
    assert render(Message("login.again", {"provider": Text("Acme", "Acme")}), "zh") == "请登录 Acme。"


def test_a_provider_is_asked_before_the_core(tmp_path: Path) -> None:
    catalogue = Catalogue()
    catalogue.add_locale("acme", a_locale(tmp_path / "locale", acme__hello="hello {name}", error__busy="our own"))
    assert catalogue.render(Message("acme.hello", {"name": "Mia"}, "acme"), "en") == "en hello Mia"
    assert catalogue.render(Message("error.busy", {}, "acme"), "zh") == "zh our own"
    assert catalogue.render(Message("error.busy"), "zh") == "对方的服务现在比较忙。"
    assert catalogue.has("acme.hello", "acme")
    assert not catalogue.has("acme.hello")


def test_a_locale_can_be_given_for_one_call(tmp_path: Path) -> None:
    folder = a_locale(tmp_path / "locale", acme__hello="hello")
    assert Catalogue().render(Message("acme.hello"), "en", provider_locale=str(folder)) == "en hello"


def test_a_missing_sentence_is_readable_and_remembered() -> None:
    catalogue = Catalogue()
    assert catalogue.render(Message("acme.rule.too_long", {"limit": 5}), "en") == "too long: 5"
    assert catalogue.gaps() == {"en:acme.rule.too_long"}


def test_a_missing_value_leaves_a_mark_and_never_raises() -> None:
    catalogue = Catalogue()
    assert catalogue.render(Message("login.again"), "en") == "Please sign in to …."
    assert catalogue.gaps() == {"en:login.again:{provider}"}


def test_strict_makes_a_gap_fail() -> None:
    catalogue = Catalogue()
    catalogue.strict()
    with pytest.raises(Gap, match=r"en:acme\.nothing"):
        catalogue.render(Message("acme.nothing"), "en")


def test_values_cannot_reach_into_objects_or_bring_placeholders_along() -> None:
    hostile = Message("login.again", {"provider": "{provider.__class__} {0}"})
    assert render(hostile, "en") == "Please sign in to {provider.__class__} {0}."


def test_provider_text_loses_escapes_and_control_characters() -> None:
    hostile = Message("login.again", {"provider": "\x1b[31mAcme\x1b]0;gone\x07\x00\u202e"})
    assert render(hostile, "en") == "Please sign in to Acme."
    assert render("two\nlines\x1b[2J", "en") == "two\nlines"


@pytest.mark.parametrize("code", [error.code for error in every_error()])
def test_every_failure_says_what_happened_and_what_can_be_done(code: str) -> None:
    assert all(has(f"{kind}.{code}", lang=lang) for kind in ("error", "hint") for lang in LANGS)


@pytest.mark.parametrize("key", [*(f"state.{s.value}" for s in State), *(f"operation.{o.value}" for o in Operation)])
def test_every_state_and_operation_has_a_name(key: str) -> None:
    assert all(has(key, lang=lang) for lang in LANGS)


def test_placeholders_of_a_sentence() -> None:
    assert fields_of("{a} and {b:bytes}") == {"a": "", "b": "bytes"}
    with pytest.raises(ValueError, match="expected"):
        fields_of("{a")


def test_words_cost_little_to_import() -> None:
    code = (
        "import sys, mediawright.present.catalog, mediawright.present.pages, mediawright.present.response_data,"
        " mediawright.present.terminal, mediawright.present.progress;"
        "print(sorted({'rich', 'babel', 'PIL', 'av', 'httpx2', 'pydantic', 'typer'} & set(sys.modules)))"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"
