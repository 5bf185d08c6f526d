"""Two persons, and persons who are proved: what the policy wants of whoever asked and whoever approves. Pure."""

from dataclasses import replace

import pytest

from mediawright.gate.budgets import (
    SecondPersonNeeded,
    check_another,
    check_person,
    check_proved,
    check_second_person,
)
from mediawright.gate.policy import Policy
from mediawright.paths import TOKEN
from mediawright.testing.builders import a_job, a_quote, an_approval
from mediawright.types.errors import NotProved
from mediawright.types.job import Job
from mediawright.types.message import Message
from mediawright.types.money import ApprovalKind

TWO, PROVED = Policy(second_person=True), Policy(tokens=True)
BOTH = Policy(second_person=True, tokens=True)


def job(
    asked: str | None,
    approved: str,
    *,
    kind: ApprovalKind = ApprovalKind.PERSON,
    token: str = "",
    asked_token: str | None = None,
) -> Job:
    """A job that one person asked for and another approved; the tokens prove who they are."""
    made = a_job(quote=a_quote(amount="3"), created_by=asked, created_token=asked_token)
    return replace(made, approval=replace(an_approval(made), kind=kind, by=approved, token=token))


@pytest.mark.parametrize(("asked", "approved"), [("anna", "anna"), ("Anna", "anna"), (None, "anna"), ("anna", "")])
def test_one_person_or_an_unknown_one_is_not_two(asked: str | None, approved: str) -> None:
    one = job(asked, approved)
    with pytest.raises(SecondPersonNeeded) as needed:
        check_second_person(TWO, one)
    assert one.quote is not None
    assert needed.value.message == Message("gate.second_person", {"person": approved or asked})
    assert (needed.value.provider, needed.value.data) == (one.provider, {"job": one.id, "quote": one.quote.id})
    check_second_person(Policy(), one)


def test_what_has_no_quote_is_named_by_its_job_alone() -> None:
    nobody = replace(job(None, ""), quote=None)
    with pytest.raises(SecondPersonNeeded) as needed:
        check_second_person(TWO, nobody)
    assert needed.value.data == {"job": nobody.id}
    assert needed.value.message.values == {"person": "?"}


def test_two_persons_are_two() -> None:
    check_second_person(TWO, job("anna", "ben"))
    check_another(TWO, ["anna", "carl"], "ben", ["6 credits"])


@pytest.mark.parametrize("kind", [ApprovalKind.FREE, ApprovalKind.POLICY])
def test_what_was_approved_in_advance_or_costs_nothing_needs_no_second_person(kind: ApprovalKind) -> None:
    check_second_person(TWO, job("anna", "anna", kind=kind))
    check_second_person(TWO, replace(job("anna", "anna"), approval=None))


@pytest.mark.parametrize("asked", [["ben", "anna"], ["Anna"], ["ben", None], [""]])
def test_one_of_many_that_the_same_person_asked_for_is_enough(asked: list[str | None]) -> None:
    with pytest.raises(SecondPersonNeeded) as needed:
        check_another(TWO, asked, "anna", ("6 credits",))
    assert needed.value.message == Message("gate.second_person", {"person": "anna"})
    assert needed.value.data == {"cost": ["6 credits"]}
    check_another(Policy(), asked, "anna", ())


@pytest.mark.parametrize(("name", "token", "proved"), [("anna", "t1", True), ("anna", None, False), ("", "", False)])
def test_whoever_approves_is_proved_by_a_token(name: str, token: str | None, proved: bool) -> None:
    check_person(Policy(), name, token)
    if proved:
        check_person(PROVED, name, token)
        return
    with pytest.raises(NotProved) as refused:
        check_person(PROVED, name, token)
    assert refused.value.message.key == "gate.not_proved"
    assert refused.value.message.values["person"] == (name or "?")
    assert refused.value.data == {"reason": "no_token"}


def test_an_approval_without_a_token_is_refused_where_persons_are_proved() -> None:
    with pytest.raises(NotProved) as refused:
        check_proved(PROVED, job("anna", "ben"))
    assert refused.value.message == Message("gate.not_proved", {"person": "ben", "variable": TOKEN})
    check_proved(PROVED, job("anna", "ben", token="t1"))
    check_proved(Policy(), job("anna", "ben"))
    check_proved(PROVED, job("anna", "ben", kind=ApprovalKind.FREE))
    check_proved(PROVED, replace(job("anna", "ben"), approval=None))


def test_where_two_are_wanted_whoever_asked_is_proved_as_well() -> None:
    asked_without = job("anna", "ben", token="t1")
    with pytest.raises(NotProved) as refused:
        check_proved(BOTH, asked_without)
    assert refused.value.message == Message("gate.asked_not_proved", {"person": "anna", "variable": TOKEN})
    assert (refused.value.provider, refused.value.data) == (asked_without.provider, {"reason": "asked_without"})
    check_proved(BOTH, job("anna", "ben", token="t1", asked_token="t2"))
    check_proved(BOTH, job("anna", "ben", token="t1", kind=ApprovalKind.POLICY))
    check_proved(PROVED, asked_without)
    with pytest.raises(NotProved) as nobody:
        check_proved(BOTH, job(None, "ben", token="t1"))
    assert nobody.value.message.values["person"] == "?"
