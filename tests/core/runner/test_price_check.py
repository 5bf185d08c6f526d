"""A job that waits past the life of its quote is not sent at a higher price than was agreed to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from tests.core.runner.conftest import Harness
from tests.core.runner.execution import Execution

from mediawright.runner.runner import finished
from mediawright.runner.submit import submit
from mediawright.testing.builders import a_quote
from mediawright.types.errors import ConfirmationNeeded, MediawrightError, Unreachable
from mediawright.types.job import Job, Task
from mediawright.types.money import Amount, ApprovalKind, Price
from mediawright.types.states import State

if TYPE_CHECKING:
    from mediawright.ledger.address import Where

Make = Callable[..., Harness]
TASK = Task(provider="acme", id="t-1")
LIFE = timedelta(minutes=15)


@pytest.fixture
def where(either: "Where") -> "Where":
    return either


def price(value: str | None, unit: str = "credits", *, about: bool = False) -> Price:
    return Price(amount=None if value is None else Amount(Decimal(value), unit), about=about)


def waiting(b: Harness, told: Price, *, kind: ApprovalKind = ApprovalKind.PERSON, number: int = 1) -> Job:
    """An approved job in a long line: its approval holds for a day, its quote does not."""
    job, now = b.approved(f"11111111-0000-4000-8000-{number:012}"), b.clock.now()
    assert job.approval is not None
    quote = replace(
        a_quote(job.request), price=told, request_hash=job.request_hash, created_at=now, expires_at=now + LIFE
    )
    given = replace(job.approval, kind=kind, expires_at=now + timedelta(days=1), ceiling=told.amount)
    return b.ledger.update(job.id, quote=quote, approval=given)


class Asked:
    """The price of now, and how often it was asked for."""

    def __init__(self, now: Price | MediawrightError) -> None:
        self.now, self.times = now, 0

    async def __call__(self, job: Job) -> Price:
        self.times += 1
        if isinstance(self.now, MediawrightError):
            raise self.now
        return self.now


@pytest.mark.parametrize(
    ("told", "now"),
    [
        (price("4"), price("4")),
        (price("4"), price("3.5")),
        (price("100", about=True), price("100", about=True)),
        (price(None), price(None)),
        (price(None), price("7")),
    ],
)
async def test_what_is_no_dearer_is_sent(harness: Make, told: Price, now: Price) -> None:
    b = harness()
    job, execution, asked = waiting(b, told), Execution(b, [TASK]), Asked(now)
    execution.price_now = asked
    b.clock.advance(LIFE.total_seconds())
    assert (await submit(job, execution.typed)).state is State.SUBMITTED
    assert (asked.times, execution.done.submits) == (1, 1)


@pytest.mark.parametrize(
    ("told", "now", "key"),
    [
        (price("4"), price("4.01"), "runner.dearer"),
        (price("4"), price("4", "USD"), "runner.dearer"),
        (price("100", about=True), price("101", about=True), "runner.dearer"),
        (price("4"), price(None), "runner.price_unknown"),
    ],
)
@pytest.mark.parametrize("kind", [ApprovalKind.PERSON, ApprovalKind.CEILING, ApprovalKind.POLICY, ApprovalKind.FILM])
async def test_what_is_dearer_waits_for_a_new_yes_and_nothing_is_sent(
    harness: Make, told: Price, now: Price, key: str, kind: ApprovalKind
) -> None:
    b = harness()
    job, execution = waiting(b, told, kind=kind), Execution(b, [TASK])
    execution.price_now = Asked(now)
    assert b.ledger.committed(None, "credits", None) > 0
    b.clock.advance(LIFE.total_seconds())
    with pytest.raises(ConfirmationNeeded) as raised:
        await submit(job, execution.typed)
    assert raised.value.message.key == key
    assert f"revise {job.id}" in str(raised.value.next[0])
    assert execution.done.submits == 0
    kept = b.ledger.get(job.id)
    assert (kept.state, kept.submitted_at, kept.task) == (State.EXPIRED, None, None)
    assert b.ledger.committed(None, "credits", None) == 0  # nothing is held for it any more
    with pytest.raises(ConfirmationNeeded) as told_again:  # whoever waits elsewhere hears the same
        finished(kept)
    assert told_again.value.message == raised.value.message


async def test_within_the_life_of_its_quote_and_for_what_is_free_a_price_is_not_asked_again(harness: Make) -> None:
    b = harness()
    job, execution, asked = waiting(b, price("4")), Execution(b, [TASK]), Asked(price("9"))
    execution.price_now = asked
    b.clock.advance(LIFE.total_seconds() - 1)
    assert (await submit(job, execution.typed)).state is State.SUBMITTED
    b = harness()
    job, execution = waiting(b, price("0"), kind=ApprovalKind.FREE, number=2), Execution(b, [TASK])
    execution.price_now = asked
    b.clock.advance(LIFE.total_seconds())
    assert (await submit(job, execution.typed)).state is State.SUBMITTED
    assert asked.times == 0


async def test_a_price_that_cannot_be_had_now_sends_nothing_and_asks_for_no_yes(harness: Make) -> None:
    b = harness()
    job, execution = waiting(b, price("4")), Execution(b, [TASK])
    execution.price_now = Asked(Unreachable(provider="acme"))
    b.clock.advance(LIFE.total_seconds())
    with pytest.raises(Unreachable):
        await submit(job, execution.typed)
    assert (b.ledger.get(job.id).state, execution.done.submits) == (State.APPROVED, 0)


async def test_an_approval_that_is_over_is_told_as_such(harness: Make) -> None:
    b = harness()
    job, execution = waiting(b, price("4")), Execution(b, [TASK])
    execution.price_now = Asked(price("9"))
    b.clock.advance(timedelta(days=2).total_seconds())
    with pytest.raises(ConfirmationNeeded) as raised:
        await submit(job, execution.typed)
    assert raised.value.message.key == "runner.yes_expired"
    with pytest.raises(ConfirmationNeeded) as later:
        finished(b.ledger.get(job.id))
    assert later.value.message.key == "runner.yes_expired"
