"""What went wrong, and what can be done."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from devtools.gallery import every_error
from devtools.gallery.samples import ACME

from mediawright.po.compile import compile_all
from mediawright.present.catalog import add_locale
from mediawright.present.chat import chat
from mediawright.present.pages import error, problems
from mediawright.present.response_data import error_data
from mediawright.present.terminal import terminal
from mediawright.types.errors import (
    Busy,
    InvalidRequest,
    MediawrightError,
    Rejected,
    SignInNeeded,
    Uncertain,
    Unreachable,
)
from mediawright.types.message import LANGS, Message, Problem

ENTRIES = {
    "acme.error.1301": ("{provider} did not like the words.", "{provider} 觉得这段描述不合适。"),
    "acme.hint.1301": ("Shall we say it differently?", "换个说法再试？"),
    "acme.code.1303": ("All places are taken.", "位置都占满了。"),
    "acme.error.full": ("The shelf is full.", "放不下了。"),
    "acme.hint.full": ("Shall I clear it?", "要我清理一下吗？"),
}


@pytest.fixture
def acme(tmp_path: Path) -> Iterator[None]:
    for at, lang in enumerate(LANGS):
        path = tmp_path / lang / "LC_MESSAGES" / "acme.po"
        path.parent.mkdir(parents=True)
        entries = "".join(f'msgid "{key}"\nmsgstr "{words[at]}"\n\n' for key, words in ENTRIES.items())
        path.write_text(f'msgid ""\nmsgstr ""\n\n{entries}', "utf-8")
    compile_all([tmp_path])
    add_locale("acme", tmp_path)
    yield
    add_locale("acme", tmp_path / "none")  # other tests know no words of it


@pytest.mark.parametrize("fault", list(every_error()))
@pytest.mark.parametrize("named", [True, False])
def test_one_sentence_of_what_happened_and_one_of_what_can_be_done(fault: type[MediawrightError], named: bool) -> None:
    for lang in LANGS:
        assert len(chat(error(fault(), provider=ACME if named else None), lang).splitlines()) == 2


@pytest.mark.usefixtures("acme")
def test_a_providers_sentence_for_its_own_code_comes_first() -> None:
    refused = Rejected(provider="acme", provider_code="1301", provider_message="risk control")
    assert chat(error(refused, provider=ACME), "zh") == "⚠️ 艾克米觉得这段描述不合适。\n换个说法再试？"
    full = Busy(provider="acme", provider_code="1303", retry_after=30)
    assert chat(error(full, provider=ACME), "en").splitlines()[0] == "⏳ All places are taken."


@pytest.mark.usefixtures("acme")
def test_a_sentence_chosen_by_the_provider_brings_its_own_hint() -> None:
    full = Rejected(Message("acme.error.full", domain="acme"), provider="acme")
    assert chat(error(full, provider=ACME), "en") == "⚠️ The shelf is full.\nShall I clear it?"


def test_the_providers_own_words_are_kept_for_data_and_the_terminal_only() -> None:
    failure = Rejected(provider="nobody", provider_code="77", provider_message="risk \x1b[31mcontrol")
    page = error(failure, provider=ACME)
    assert "risk" not in chat(page, "zh")
    assert "77 “risk control”" in terminal(page, "zh", 80)
    assert error_data(failure)["provider_message"] == "risk \x1b[31mcontrol"


def test_a_child_of_a_known_failure_has_its_parents_hint() -> None:
    class Slow(Unreachable):
        code = "slow_as_snail"

    assert chat(error(Slow(Message("error.busy"))), "en").splitlines()[1] == "Shall I try again in a few minutes?"


def test_a_pause_that_was_asked_for_is_said() -> None:
    assert "It asks for a pause of 30 s." in chat(error(Busy(retry_after=30)), "en")


def test_a_sign_in_link_stands_alone() -> None:
    failure = SignInNeeded(data={"verification_uri": "https://acme.example/d"})
    assert chat(error(failure, provider=ACME), "en").splitlines()[1:3] == [
        "Copy this link into your browser and sign in:",
        "https://acme.example/d",
    ]


def test_the_same_refusal_by_two_checks_is_said_once() -> None:
    found = [
        Problem("duration", Message("error.not_found"), allowed=("5",)),
        Problem("duration", Message("acme.full", domain="acme"), "R7", ("5",)),
    ]
    page = problems(found)
    assert chat(page, "en").splitlines()[:2] == ["✏️ One thing needs a change first:", "I could not find that."]
    assert page.data["problems"] == found


def test_values_that_the_sentence_names_are_not_listed_again() -> None:
    message = Message("value.list", {"items": "5 / 10"})
    assert "Can be" not in chat(problems([Problem("duration", message, allowed=("5", "10"))]), "en")


def test_problems_are_counted_and_list_what_would_have_been_taken() -> None:
    found = [
        Problem("duration", Message("error.not_found"), allowed=("5", "10")),
        Problem("n", Message("error.not_found")),
    ]
    text = chat(problems(found), "zh")
    assert text.splitlines()[0] == "✏️ 有 2 处需要先改一下："
    assert "• 可选：5、10" in text
    assert text.endswith("还没有提交，也没有扣费。")
    assert chat(error(InvalidRequest(*found)), "zh") == text


def test_a_sentence_that_asks_is_not_followed_by_a_second_question() -> None:
    page = error(Rejected(Message("runner.yes_expired")))
    assert chat(page, "en").count("?") == 1
    assert chat(page, "zh").count("？") == 1


def test_what_nobody_can_tell_always_says_that_nothing_is_sent_twice() -> None:
    page = error(Uncertain(Message("runner.yes_expired")))
    assert "second time" in chat(page, "en")
