"""Answers to a question with choices: a number alone is a choice and nothing else, a yes takes the only one."""

from typing import Any

from mediawright.router import Router
from mediawright.router.dialogue import context_of, record, turn

ASKED: dict[str, Any] = {
    "stage": "question",
    "question": "aspect_ratio",
    "operation": "text_to_video",
    "provider": "kling",
    "model": "kling-v3",
    "models": [{"model": "kling-v3-omni", "price": "4"}, {"model": "kling-video-o1", "price": "4"}],
    "params": {"duration": 5, "aspect_ratio": "21:9"},
    "prompt": "小猫",
}


def answered(router: Router, text: str, **context: Any) -> dict[str, Any]:
    return record(turn(router, text, {}, context_of({**ASKED, **context})))


def test_a_number_alone_names_no_model(router: Router) -> None:
    found = answered(router, "1", choices=["16:9", "1:1", "9:16"])
    assert (found["act"], found["choice"], found["params"]) == ("choose", 1, {"aspect_ratio": "16:9"})


def test_a_yes_takes_the_only_answer(router: Router) -> None:
    for said in ("好", "可以", "ok", "yes"):
        found = answered(router, said, question="count", choices=["9"])
        assert (found["act"], found["choice"]) == ("choose", 1), said
    assert answered(router, "好", choices=["16:9", "1:1"])["act"] != "choose"
    assert answered(router, "不要", question="count", choices=["9"])["act"] == "decline"
