import pytest

from mediawright.plugin import Proof, can_refuse, is_task_id, judge_submit
from mediawright.types.submitting import is_page

EVERY_STATUS = range(100, 600)
REFUSALS = frozenset({"1201", "bad_key"})


@pytest.mark.parametrize("code", [None, 0, "1201", "5000", "never heard of"])
def test_a_task_id_beats_every_status_and_code(code: object) -> None:
    verdicts = {judge_submit(status, task_id="t1", code=code, refusals=REFUSALS) for status in EVERY_STATUS}
    assert verdicts == {Proof.ACCEPTED}


@pytest.mark.parametrize("empty", [None, "", "  "])
def test_an_empty_id_is_none(empty: object) -> None:
    assert judge_submit(200, task_id=empty, code=0, refusals=REFUSALS) is Proof.UNCERTAIN


def test_a_number_is_an_id() -> None:
    assert judge_submit(500, task_id=0) is Proof.ACCEPTED


@pytest.mark.parametrize(
    "strange",
    [
        *("\u200b" * 50, "\ud83d", "a\udc00b", "\x00", "\x1b[31m", "\u202e", "task\u200b1", "\u3164"),
        *(True, {"id": 1}, "../../x", "..", "a/./b"),
    ],
)
def test_what_cannot_be_an_id_proves_neither(strange: object) -> None:
    """Nobody could look for such a task again, and a refusal would not have come with one."""
    assert not is_task_id(strange)
    verdicts = {judge_submit(s, task_id=strange, code=c, refusals=REFUSALS) for s in EVERY_STATUS for c in (0, "1201")}
    assert verdicts == {Proof.UNCERTAIN}


def test_only_a_documented_code_refuses() -> None:
    assert judge_submit(400, code=1201, refusals=REFUSALS) is Proof.REFUSED
    assert judge_submit(200, code="bad_key", refusals=REFUSALS) is Proof.REFUSED
    for code in (None, "1299", 0, "0", True):
        assert judge_submit(400, code=code, refusals=REFUSALS) is Proof.UNCERTAIN


def test_a_status_alone_never_refuses() -> None:
    assert {judge_submit(status, refusals=REFUSALS) for status in EVERY_STATUS} == {Proof.UNCERTAIN}


def test_a_refusal_that_came_with_an_impossible_status_is_none() -> None:
    refused = [s for s in EVERY_STATUS if judge_submit(s, code="1201", refusals=REFUSALS) is Proof.REFUSED]
    assert refused == [status for status in EVERY_STATUS if can_refuse(status)]
    assert not {408, 425, 499, 302, 500, 502, 503, 504, 524, 599} & set(refused)
    assert {200, 400, 401, 402, 403, 404, 409, 413, 422, 429} <= set(refused)


def test_a_code_may_be_bound_to_its_statuses() -> None:
    verdicts = {s: judge_submit(s, code="1201", refusals=REFUSALS, statuses=(200, 400)) for s in (200, 400, 404, 429)}
    assert [status for status, proof in verdicts.items() if proof is Proof.REFUSED] == [200, 400]
    assert judge_submit(502, code="1201", refusals=REFUSALS, statuses=(502,)) is Proof.UNCERTAIN


def test_a_web_page_is_known_by_its_type_or_its_first_character() -> None:
    assert is_page("Text/HTML; charset=utf-8")
    assert is_page("", b"\n <!doctype html>")
    assert not is_page("application/json", b'{"a": "<b>"}')
    assert not is_page("")
