"""The level of approval that the user requires: what meets it, and which changes need it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest

from mediawright.gate.approvals import Refusal, Why, check_level, decide
from mediawright.gate.budgets import Standing, check_second_person
from mediawright.gate.loosening import loosens
from mediawright.gate.policy import Per, Policy
from mediawright.gate.policy_store import edit, read
from mediawright.testing.builders import a_job, a_quote, a_request, an_approval
from mediawright.testing.fakes import START
from mediawright.types.errors import ConfirmationNeeded, RefusedByPolicy
from mediawright.types.message import Message
from mediawright.types.money import Amount, Approval, ApprovalKind, Level

NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)
AMOUNT, ELICITATION, TERMINAL = Level


def credits(value: int) -> Amount:
    return Amount(Decimal(value), "credits")


@pytest.mark.parametrize(("given", "required"), list(product(Level, Level)))
def test_a_stricter_level_meets_a_weaker_one_and_never_the_other_way_round(given: Level, required: Level) -> None:
    approval = replace(an_approval(a_job(), 4), level=given)
    if given.value == required.value or given is TERMINAL or required is AMOUNT:
        check_level(approval, required)
        return
    with pytest.raises(ConfirmationNeeded) as caught:
        check_level(approval, required, "acme")
    assert caught.value.data == {"require": required.value}
    assert (caught.value.message, caught.value.provider) == (Message(f"gate.level_{required.value}"), "acme")


@pytest.mark.parametrize("kind", [ApprovalKind.FREE, ApprovalKind.POLICY])
def test_what_was_approved_in_advance_needs_no_answer_now(kind: ApprovalKind) -> None:
    check_level(replace(an_approval(a_job(), 4), kind=kind), TERMINAL)


@pytest.mark.parametrize(("approve_cost", "confirming"), [("4", True), ("9", False)])
def test_the_right_amount_by_a_weak_way_is_no_approval(approve_cost: str, confirming: bool) -> None:
    quote = a_quote(a_request(), amount=4)

    def verdict(level: Level) -> Approval | Refusal:
        return decide(
            quote,
            free=False,
            approve_cost=approve_cost,
            policy=None,
            confirmed_interactively=False,
            now=quote.created_at,
            confirming=confirming,
            level=level,
            required=ELICITATION,
        )

    weak, strong = verdict(AMOUNT), verdict(ELICITATION)
    assert isinstance(weak, Refusal)
    assert (weak.why, weak.message) == (Why.LEVEL, Message("gate.level_elicitation"))
    assert isinstance(strong, Approval)
    assert strong.level is ELICITATION


@pytest.mark.parametrize(
    ("required", "key"), [(AMOUNT, "ask"), (ELICITATION, "level_elicitation"), (TERMINAL, "level_terminal")]
)
def test_who_asks_for_an_approval_names_the_level_that_it_takes(required: Level, key: str) -> None:
    quote = a_quote(a_request(), amount=4)
    verdict = decide(
        quote,
        free=False,
        approve_cost=None,
        policy=None,
        confirmed_interactively=False,
        now=quote.created_at,
        required=required,
    )
    assert isinstance(verdict, Refusal)
    assert (verdict.why, verdict.message.key) == (Why.ASK, f"gate.{key}")


@pytest.mark.parametrize("required", [ELICITATION, TERMINAL])
def test_no_level_stands_in_for_a_price_above_the_ceiling(required: Level) -> None:
    quote = a_quote(a_request(), amount=4)
    verdict = decide(
        quote,
        free=False,
        approve_cost="3",
        policy=None,
        confirmed_interactively=False,
        now=quote.created_at,
        level=TERMINAL,
        required=required,
    )
    assert isinstance(verdict, Refusal)
    assert (verdict.why, verdict.message.key) == (Why.TOO_LOW, "gate.too_low")


def test_the_level_is_read_again_when_the_approval_is_written_down() -> None:
    required = [AMOUNT]
    standing = Standing(lambda: Policy(), lambda: required[0], START)
    job = replace(a_job(), approval=an_approval(a_job(), 4))
    standing.check(job, nothing_yet)
    required[0] = TERMINAL
    with pytest.raises(ConfirmationNeeded):
        standing.check(job, nothing_yet)


def test_an_approval_by_a_rule_needs_the_rule_still(spoken: Callable[[Message], list[str]]) -> None:
    rule = [Policy().allow(credits(90), START + timedelta(hours=1))]
    standing = Standing(lambda: rule[0], lambda: AMOUNT, START)
    by_rule = replace(an_approval(a_job()), kind=ApprovalKind.POLICY)
    job = replace(a_job(), approval=by_rule)

    standing.check(job, nothing_yet)
    rule[0] = rule[0].remove("r1")
    with pytest.raises(RefusedByPolicy) as caught:
        standing.check(job, nothing_yet)
    assert caught.value.provider == job.provider
    assert caught.value.message == Message("gate.rule_gone")
    assert all(spoken(caught.value.message))
    standing.check(replace(job, approval=replace(by_rule, kind=ApprovalKind.PERSON)), nothing_yet)
    standing.check(replace(job, quote=None), nothing_yet)


@pytest.mark.parametrize(
    ("asked", "approved", "kind", "holds"),
    [
        ("lin", "wang", ApprovalKind.PERSON, True),
        ("lin", "lin", ApprovalKind.PERSON, False),
        ("lin", "lin", ApprovalKind.CEILING, False),
        ("lin", "", ApprovalKind.PERSON, False),  # what is not known is no second person
        ("", "wang", ApprovalKind.PERSON, False),
        ("", "", ApprovalKind.PERSON, False),
        ("lin", "lin", ApprovalKind.FREE, True),
    ],
)
def test_a_second_person_is_another_one_who_is_known(
    asked: str, approved: str, kind: ApprovalKind, holds: bool, spoken: Callable[[Message], list[str]]
) -> None:
    job = replace(a_job(), created_by=asked)
    job = replace(job, approval=replace(an_approval(job, 4), kind=kind, by=approved))
    check_second_person(Policy(), job)
    check_second_person(Policy(second_person=True), replace(job, approval=None))
    if holds:
        check_second_person(Policy(second_person=True), job)
        return
    with pytest.raises(ConfirmationNeeded) as caught:
        check_second_person(Policy(second_person=True), job)
    error = caught.value
    assert job.quote is not None
    assert error.message == Message("gate.second_person", {"person": approved or asked or "?"})
    assert (error.provider, error.data) == (job.provider, {"job": job.id, "quote": job.quote.id})
    assert all(spoken(error.message))
    with pytest.raises(ConfirmationNeeded) as caught:
        check_second_person(Policy(second_person=True), replace(job, quote=None))
    assert caught.value.data == {"job": job.id}


def nothing_yet(provider: str | None, unit: str, since: datetime | None) -> Decimal:
    return Decimal(0)


LIMITED = Policy().limit(Per.DAY, credits(90), NOON, ["kling"]).allow(credits(5), NOON + timedelta(hours=1))
LIMIT = LIMITED.budgets[0]
CHANGES = {
    "nothing": (LIMITED, False),
    "one more limit": (LIMITED.limit(Per.JOB, credits(9), NOON), False),
    "a rule goes": (LIMITED.remove("r1"), False),
    "a rule is over": (LIMITED.current(NOON + timedelta(hours=2)), False),
    "a lower limit": (replace(LIMITED, budgets=(replace(LIMIT, limit=credits(80)),)), False),
    "a zone for a limit without one": (LIMITED.in_zone("Asia/Shanghai"), False),
    "one more rule": (LIMITED.allow(credits(1), NOON + timedelta(minutes=1)), True),
    "a limit goes": (LIMITED.remove("b1"), True),
    "a higher limit": (replace(LIMITED, budgets=(replace(LIMIT, limit=credits(91)),)), True),
    "another unit": (replace(LIMITED, budgets=(replace(LIMIT, limit=Amount(Decimal(90), "units")),)), True),
    "unknown prices let through": (replace(LIMITED, budgets=(replace(LIMIT, unknown=True),)), True),
    "another provider": (replace(LIMITED, budgets=(replace(LIMIT, providers=("chatart",)),)), True),
    "by the job instead": (replace(LIMITED, budgets=(replace(LIMIT, per=Per.JOB),)), True),
    "counted from later": (replace(LIMITED, budgets=(replace(LIMIT, since=NOON + timedelta(days=1)),)), True),
}


@pytest.mark.parametrize(("after", "looser"), CHANGES.values(), ids=list(CHANGES))
def test_only_what_allows_more_needs_an_approval(after: Policy, looser: bool, tmp_path: Path) -> None:
    assert loosens(LIMITED, after) is looser
    edit(tmp_path, lambda policy: LIMITED)
    try:
        edit(tmp_path, lambda policy: after, level=ELICITATION, required=TERMINAL)
    except ConfirmationNeeded:
        assert looser
        assert read(tmp_path) == LIMITED
    else:
        assert not looser
    edit(tmp_path, lambda policy: after, level=TERMINAL, required=TERMINAL)
    assert read(tmp_path) == after


@pytest.mark.parametrize(
    ("before", "after", "looser"),
    [(True, False, True), (False, True, False), (True, True, False), (False, False, False)],
)
def test_doing_without_the_second_person_needs_an_approval(before: bool, after: bool, looser: bool) -> None:
    assert loosens(replace(LIMITED, second_person=before), replace(LIMITED, second_person=after)) is looser


def test_a_change_that_allows_more_says_which_level_it_takes(tmp_path: Path) -> None:
    edit(tmp_path, lambda policy: LIMITED)
    with pytest.raises(ConfirmationNeeded) as caught:
        edit(tmp_path, lambda policy: policy.remove("b1"), level=ELICITATION, required=TERMINAL)
    assert (caught.value.message, caught.value.data) == (Message("gate.level_change"), {"require": "terminal"})


def test_another_zone_for_a_limit_that_has_one_needs_an_approval() -> None:
    before = LIMITED.in_zone("Asia/Shanghai")
    moved = replace(before, budgets=(replace(before.budgets[0], zone="America/New_York"),))
    assert loosens(before, moved)
