"""Reusable subjects: those of the person and the ready-made ones."""

from mediawright.commands.action import Next
from mediawright.present.page import Cell, Column, Page, Table, without_empty
from mediawright.present.pages.fields import say
from mediawright.types.message import Text
from mediawright.types.verdicts import Subject, Subjects


def subjects(provider: Text, found: Subjects, *, presets: bool = False, next: tuple[Next, ...] = ()) -> Page:
    """The list, with the id that a request names a subject by."""
    columns = (
        Column(say("field.name"), lead=True),
        Column(say("field.subject")),
        Column(say("field.kind"), bare=True),
        Column(say("field.description"), bare=True, wrap=True),
    )
    key = "presets" if presets else "own"
    return Page(
        name="subjects",
        emoji="🧩",
        title=say(f"subjects.{key}", provider=provider, n=len(found.items))
        if found.items
        else say("subjects.none", provider=provider),
        body=(*((without_empty(Table(columns, tuple(_line(item) for item in found.items))),) if found.items else ()),),
        data={"items": found.items, "raw": found.raw},
        next=next,
    )


def _line(item: Subject) -> tuple[Cell, ...]:
    description = say("value.short", text=item.description) if item.description else None
    return (item.name, item.id, _kind(item), description)


def _kind(item: Subject) -> Cell:
    if item.labels:
        return Text(", ".join(label.en for label in item.labels), "、".join(label.zh for label in item.labels))
    return ", ".join(item.tags) or item.kind or None


def subject_deleted(provider: Text, subject_id: str) -> Page:
    """A subject is gone."""
    return Page(
        name="subject_deleted",
        emoji="🧩",
        title=say("subjects.deleted", provider=provider, subject=subject_id),
        data={"deleted": subject_id},
    )
