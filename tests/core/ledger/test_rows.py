"""A job as a row: what it holds against budgets, and what every field becomes."""

import sqlite3
from contextlib import closing
from dataclasses import fields, replace
from decimal import Decimal

import pytest

from mediawright.ledger.rows import CHANGEABLE, held, millionths, to_row
from mediawright.testing.builders import a_job, a_quote, a_request, an_approval
from mediawright.types.job import Job
from mediawright.types.money import Amount
from mediawright.types.states import State

S = State


def credits(value: str | int) -> Amount:
    return Amount(Decimal(value), "credits")


def approved(amount: int | str | None = 90, ceiling: int | str | None = 90, about: bool = False, **more: object) -> Job:
    request = a_request()
    quote = a_quote(request, amount=amount)
    job = a_job(request, quote=replace(quote, price=replace(quote.price, about=about)), state=S.APPROVED)
    return replace(job, approval=an_approval(job, ceiling), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("job", "expected"),
    [
        (approved(), credits(90)),
        (approved(90, 1000), credits(90)),
        (approved(90, 120, about=True), credits(120)),
        (approved(90, None, about=True), credits(90)),
        (approved(None, None), None),
        (approved(None, 50), credits(50)),
        (approved(charged=credits("88.5")), credits("88.5")),
        (approved(charged=credits(95)), credits(95)),
        (approved(state=S.FAILED), None),
        (approved(state=S.FAILED, charged=credits(30)), credits(30)),
        (approved(state=S.CANCELLED), None),
        (a_job(), None),
        (replace(approved(), quote=None), credits(90)),
    ],
)
def test_what_a_job_takes_out_of_a_budget(job: Job, expected: Amount | None) -> None:
    assert held(job) == expected


def test_millionths_are_rounded_up() -> None:
    assert millionths(Decimal("0.1")) == 100_000
    assert millionths(Decimal("0.0000001")) == 1


def test_a_row_holds_only_what_sqlite_can_keep() -> None:
    row = to_row(approved(charged=credits("88.5")))
    assert {type(value) for value in row.values()} <= {str, int, type(None)}
    with closing(sqlite3.connect(":memory:")) as raw:
        assert raw.execute(f"SELECT {', '.join('?' * len(row))}", tuple(row.values())).fetchone() == tuple(row.values())


def test_every_field_of_a_job_has_its_column() -> None:
    assert {field.name for field in fields(Job)} <= to_row(a_job()).keys()
    assert {field.name for field in fields(Job)} > CHANGEABLE
