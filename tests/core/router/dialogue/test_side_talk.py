"""What is said beside a request: patience, questions about what is the most, and waiting for something first."""

from typing import Any

import pytest
from tests.core.router.dialogue import pending

from mediawright.router import Router


def said(router: Router, text: str, stage: str) -> dict[str, Any]:
    """The turn about a clip of rain at a shop."""
    return pending.said(router, text, stage, "深夜便利店门口的雨", "zh")


@pytest.mark.parametrize(
    "text",
    ["no rush", "no hurry", "no need to hurry", "not urgent", "take your time", "不急", "慢慢来", "没事，你慢慢做"],
)
def test_patience_stops_nothing(router: Router, text: str) -> None:
    found = said(router, text, "running")
    assert (found["act"], found["topic"]) == ("chat", "ack")


@pytest.mark.parametrize("text", ["no, stop", "no no no", "nope cancel", "停，不要做了", "算了不要了停掉"])
def test_a_refusal_does(router: Router, text: str) -> None:
    assert said(router, text, "running")["act"] == "cancel"


@pytest.mark.parametrize(
    "text",
    ["is 5 seconds the max?", "is 720p the highest?", "is 4 units the cheapest?", "5秒是最长的吗", "最高只有720p吗"],
)
def test_a_question_about_the_most_changes_nothing(router: Router, text: str) -> None:
    found = said(router, text, "quoted")
    assert (found["act"], found["topic"]) == ("chat", "help")


@pytest.mark.parametrize(
    "text", ["等我充值完再说", "等我老板回我再定", "after I top up", "hang on, need to ask my wife"]
)
def test_something_comes_first(router: Router, text: str) -> None:
    found = said(router, text, "quoted")
    assert (found["act"], found["topic"]) == ("chat", "wait")


@pytest.mark.parametrize("text", ["可以的，开做吧", "开始做吧", "行，开干吧"])
def test_the_work_may_begin(router: Router, text: str) -> None:
    assert said(router, text, "quoted")["act"] == "confirm"


@pytest.mark.parametrize("text", ["delete it", "please delete the file", "把它删了", "删掉吧", "delete the second one"])
def test_a_result_is_not_deleted_by_an_edit(router: Router, text: str) -> None:
    assert said(router, text, "done")["act"] == "out_of_scope"
    assert said(router, "delete it", "quoted")["act"] == "decline"


def test_another_take_with_another_look_is_a_change(router: Router) -> None:
    found = said(router, "雨改成雪再出一条", "done")
    assert found["act"] == "revise"
    assert found["prompt"] == "深夜便利店门口的雪"
