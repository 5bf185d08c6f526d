"""Persons who are proved by a token."""

from collections.abc import Sequence
from datetime import datetime

from mediawright.present.page import Block, Column, Line, Page, Table, Tone, Words
from mediawright.present.pages.fields import say
from mediawright.types.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """One person: may they manage others, since when and by whom, until when, and does the token hold now?"""

    name: str
    manages: bool
    made_at: datetime
    made_by: str | None
    until: datetime | None
    holds: bool


def people(lines: Sequence[PersonLine], *, required: bool) -> Page:
    """The persons; `required`: does everything that costs need one of them?"""
    columns = tuple(
        Column(say(f"people.column.{name}"), lead=place == 0)
        for place, name in enumerate(("name", "manages", "since", "by", "until"))
    )
    body: list[Block] = [Table(columns, tuple(_line(line) for line in lines))] if lines else []
    body.append(Line(say("people.required" if required else "people.not_required"), Tone.QUIET))
    title = say("people.title", n=len(lines)) if lines else say("people.none")
    return Page(name="people", emoji="👥", title=title, body=tuple(body), data={"people": lines, "required": required})


def _line(line: PersonLine) -> tuple[Words, ...]:
    until: Words = say("value.when", at=line.until) if line.until is not None else say("people.for_good")
    return (
        line.name,
        say("people.yes") if line.manages else "",
        say("value.when", at=line.made_at),
        line.made_by or "",
        until if line.holds else say("people.over"),
    )
