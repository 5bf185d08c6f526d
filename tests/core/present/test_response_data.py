"""The one object that `--json` prints."""

import json
from decimal import Decimal

import pytest
from devtools.gallery import every_page

from mediawright.present.page import Page
from mediawright.present.response_data import answer_of, bounded
from mediawright.types.errors import Busy, InvalidRequest
from mediawright.types.message import Message, Problem
from mediawright.types.money import Amount

PAGE = Page(
    name="note",
    title=Message("running.safe"),
    data={"cost": Amount(Decimal("7.50"), "units")},
    next=("mediawright jobs wait 7f3k",),
)


def test_the_object_has_its_seven_keys_and_real_characters() -> None:
    text = answer_of(PAGE, "zh", status="done").to_json()
    assert text == (
        '{"ok": true, "status": "done", "lang": "zh", "message": "进度不会丢，好了发给你。",'
        ' "data": {"cost": {"value": "7.50", "unit": "units"}}, "next": ["mediawright jobs wait 7f3k"], "error": null}'
    )


def test_a_failure_keeps_the_providers_own_words_untranslated() -> None:
    failure = Busy(provider="acme", provider_code="1303", provider_message="parallel task limit", retry_after=30)
    error = answer_of(PAGE, "zh", error=failure).to_dict()["error"]
    assert error == {
        "code": "busy",
        "exit_code": 9,
        "retry": "later",
        "provider": "acme",
        "provider_code": "1303",
        "provider_message": "parallel task limit",
        "key": "error.busy",
        "problems": [],
        "retry_after_s": 30,
    }


def test_problems_are_data_too() -> None:
    failure = InvalidRequest(Problem("duration", Message("error.not_found"), rule="K-R7", allowed=("5", "10")))
    answer = answer_of(PAGE, "en", error=failure)
    assert not answer.ok
    assert answer.to_dict()["error"]["problems"][0]["allowed"] == ["5", "10"]


@pytest.mark.parametrize("name", every_page())
def test_every_page_becomes_json_of_bounded_size(name: str) -> None:
    text = answer_of(every_page()[name], "zh").to_json()
    assert len(text) < 10_000
    assert json.loads(text)["message"]


def test_an_endless_answer_is_cut_in_its_data_and_says_so() -> None:
    items = [{"id": number, "prompt": "狐狸" * 40} for number in range(900)]
    answer = {"ok": True, "message": "words", "data": {"items": items, "raw": "x" * 50_000}, "next": []}
    cut = json.loads(bounded(answer))
    assert len(json.dumps(cut, ensure_ascii=False)) < 10_000
    assert cut["message"] == "words"
    assert cut["truncated"] == {"data.items": 900, "data.raw": 50_000}
    assert cut["data"]["items"][0]["id"] == 0


def test_a_long_text_deep_inside_is_found() -> None:
    answer = {"message": "w", "data": {"a": [{"b": {"c": "y" * 20_000}}]}}
    assert json.loads(bounded(answer))["truncated"] == {"data.a.0.b.c": 20_000}
