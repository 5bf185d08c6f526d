"""What may be spent without asking, as the person allowed it."""

from collections.abc import Sequence
from datetime import datetime

from mediawright.commands.action import Next
from mediawright.present.page import Cell, Column, Line, Page, Table, Tone, Words, without_empty
from mediawright.present.pages.fields import say
from mediawright.types.dataclass import dataclass
from mediawright.types.message import Message, Text
from mediawright.types.money import Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyLine:
    """One rule: below what price no question is asked, and the limits per job, per day and in all. None: not limited by it.

    `providers` empty: it holds for all. `spent`: what counts against it so far, also where that is more than it allows.
    """

    id: str
    providers: tuple[Text, ...] = ()
    without_asking: Amount | None = None
    per_job: Amount | None = None
    per_day: Amount | None = None
    in_total: Amount | None = None
    spent: Amount | None = None
    until: datetime | None = None


def policy(lines: Sequence[PolicyLine], *, notes: Sequence[Message] = (), next: tuple[Next, ...] = ()) -> Page:
    """The rules in force; `notes` say what a limit cannot tell."""
    columns = (
        Column(say("field.provider"), lead=True),
        Column(say("field.without_asking"), right=True),
        Column(say("field.per_job"), right=True),
        Column(say("field.per_day"), right=True),
        Column(say("field.in_total"), right=True),
        Column(say("field.spent"), right=True),
        Column(say("field.until")),
        Column(say("field.rule")),
    )
    body: tuple[Line | Table, ...] = (
        (without_empty(Table(columns, tuple(_line(item) for item in lines))),) if lines else ()
    )
    return Page(
        name="policy",
        emoji="🛡️",
        title=say("policy.title", n=len(lines)) if lines else say("policy.none"),
        body=(*body, *(Line(note, Tone.QUIET) for note in notes)),
        data={"rules": lines},
        next=next,
    )


def _line(item: PolicyLine) -> tuple[Cell, ...]:
    return (
        _providers(item.providers),
        _amount(item.without_asking),
        _amount(item.per_job),
        _amount(item.per_day),
        _amount(item.in_total),
        _amount(item.spent),
        say("value.when", at=item.until) if item.until else None,
        item.id,
    )


def _providers(titles: tuple[Text, ...]) -> Words:
    if len(titles) == 1:
        return titles[0]
    return say("value.these_providers", providers=titles) if titles else say("value.all_providers")


def _amount(value: Amount | None) -> Words | None:
    return None if value is None else say("price.exact", amount=value)
