"""What was spent: quoted against charged, in the providers' units and in money where a list price is known."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from mediawright.commands.action import Next
from mediawright.present.page import Cell, Column, Line, Page, Row, Rows, Table, Tone, Words, without_empty
from mediawright.present.pages.fields import field_row, say
from mediawright.types.dataclass import dataclass
from mediawright.types.money import Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class SpentLine:
    """One line: whose it is, how many jobs, and the sums; None where there is nothing."""

    label: Words
    jobs: int
    quoted: Amount | None = None
    charged: Amount | None = None
    open: Amount | None = None
    money: Amount | None = None


def spending(
    by: str,
    lines: Sequence[SpentLine],
    *,
    since: datetime,
    money: Sequence[tuple[Amount, Amount]] = (),
    unknown: int = 0,
    without_money: int = 0,
    data: Mapping[str, Any] | None = None,
    next: tuple[Next, ...] = (),
) -> Page:
    """The lines; below them the sums in money, and how many jobs those say nothing about."""
    columns = (
        Column(say(f"spending.by_{by}"), lead=True),
        Column(say("field.jobs"), right=True),
        Column(say("field.quoted"), right=True),
        Column(say("field.charged"), right=True),
        Column(say("field.untold"), right=True),
        Column(say("field.total_money"), right=True),
    )
    table = without_empty(Table(columns, tuple(_line(line) for line in lines)))
    rows: list[Row] = [
        field_row("total_money", say("spending.money", quoted=quoted, charged=charged), Tone.STRONG)
        for quoted, charged in money
    ]
    return Page(
        name="spending",
        emoji="🧾",
        title=say("spending.title", since=since) if lines else say("spending.none", since=since),
        body=(
            *((table,) if lines else ()),
            *((Rows(tuple(rows)),) if rows else ()),
            *((Line(say("spending.unknown", n=unknown), Tone.QUIET),) if unknown else ()),
            *((Line(say("spending.without_money", n=without_money), Tone.QUIET),) if without_money else ()),
        ),
        data=data or {},
        next=next,
    )


def _line(line: SpentLine) -> tuple[Cell, ...]:
    return (
        line.label,
        str(line.jobs),
        _amount(line.quoted),
        _amount(line.charged),
        _amount(line.open),
        _amount(line.money),
    )


def _amount(value: Amount | None) -> Words | None:
    return None if value is None else say("price.exact", amount=value)


def amount_of(value: Decimal, unit: str | None) -> Amount | None:
    """A sum; None for nothing."""
    return Amount(value, unit) if unit is not None and value else None
