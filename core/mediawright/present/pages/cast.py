"""The cast: its members, one with all that is kept of it, and how a request makes use of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from mediawright.commands.action import Next
from mediawright.present.page import Cell, Column, Line, Page, Row, Rows, Table, Tone, Words, without_empty
from mediawright.present.pages.fields import field_row, say
from mediawright.types.cast import Cast, Member, Part, StoredFile, Use
from mediawright.types.dataclass import dataclass
from mediawright.types.message import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedAt:
    """What stands for a member at a provider. `since` None: the provider's own list says no more; `own`: not made here."""

    provider: Text
    since: datetime | None = None
    own: bool = False


def cast_list(members: Sequence[Member], saved: Mapping[str, Sequence[Text]], *, next: tuple[Next, ...] = ()) -> Page:
    """Every member. `saved`: member's id → the providers that keep a subject for it."""
    columns = (
        Column(say("field.name"), lead=True),
        Column(say("field.pictures"), bare=True),
        Column(say("field.voice"), bare=True),
        Column(say("field.saved_at"), bare=True),
        Column(say("field.looks"), bare=True, wrap=True),
    )
    lines = tuple(_line(one, saved.get(one.id, ())) for one in members)
    return Page(
        name="cast",
        emoji="🎭",
        title=say("cast.title", n=len(members)) if members else say("cast.none"),
        body=(without_empty(Table(columns, lines)), Line(say("cast.how"), Tone.QUIET)) if members else (),
        data={"members": [member_data(one) for one in members]},
        next=next,
    )


def _line(member: Member, saved: Sequence[Text]) -> tuple[Cell, ...]:
    where = Text(", ".join(one.en for one in saved), "、".join(one.zh for one in saved)) if saved else None
    return (
        f"@{member.name}",
        say("cast.pictures", n=len(member.pictures)) if member.pictures else None,
        say("cast.has_voice") if member.has_voice else None,
        where,
        say("value.short", text=member.words) if member.words else None,
    )


def cast_member(
    member: Member, saved: Sequence[SavedAt], *, said: Words | None = None, next: tuple[Next, ...] = ()
) -> Page:
    """One member with all that is kept of it; `said` heads the page where something was done."""
    rows = [field_row("name", f"@{member.name}")]
    if member.words:
        rows.append(field_row("looks", member.words))
    if member.pictures:
        rows.append(field_row("pictures", tuple(file_name(one) for one in member.pictures)))
    if member.recording:
        rows.append(field_row("voice", file_name(member.recording)))
    rows += [field_row("voice", f"{provider}: {speaker}") for provider, speaker in member.voices.items()]
    rows += [Row(say("field.saved_at"), _saved(one)) for one in saved]
    return Page(
        name="cast_member",
        emoji="🎭",
        title=said or say("cast.member", name=member.name),
        body=(Rows(tuple(rows)), Line(say("cast.say", name=member.name), Tone.QUIET)),
        data={"member": member_data(member)},
        next=next,
    )


def _saved(one: SavedAt) -> Words:
    if one.own or one.since is None:
        return say("cast.saved_own", provider=one.provider)
    return say("cast.saved_since", provider=one.provider, day=one.since)


def cast_removed(member: Member, deleted: Sequence[Text], kept: Sequence[Text]) -> Page:
    """A member is gone; what of it is still at providers is told."""
    lines = [Line(say("cast.deleted_there", provider=one)) for one in deleted]
    lines += [Line(say("cast.kept_there", provider=one), Tone.WARN) for one in kept]
    return Page(
        name="cast_removed",
        emoji="🎭",
        title=say("cast.removed", name=member.name),
        body=tuple(lines),
        data={
            "removed": member.name,
            "deleted_at": [one.en for one in deleted],
            "kept_at": [one.en for one in kept],
        },
    )


def cast_rows(cast: Cast) -> list[Row]:
    """How a request makes use of its cast, one row a member: nothing of it is silently left out."""
    return [Row(say("field.cast"), _part(one)) for one in cast.parts]


def _part(part: Part) -> Words:
    number = len(part.pictures)
    match part.use:
        case Use.PICTURES:
            used = say("cast.use_pictures", n=number, files=part.pictures)
        case Use.FIRST_FRAME:
            used = say("cast.use_first_frame", files=part.pictures)
        case _:
            used = say(f"cast.use_{part.use.value}")
    key = "cast.part_silent" if part.silent else "cast.part"
    return say(key, name=part.name, used=used)


def file_name(file: StoredFile) -> str:
    """A kept file by the name that it was given with."""
    return file.path.replace("\\", "/").rpartition("/")[2]


def member_data(member: Member) -> dict[str, Any]:
    """A member for programs."""
    return {
        "name": member.name,
        "words": member.words,
        "pictures": [one.path for one in member.pictures],
        "recording": member.recording.path if member.recording else None,
        "voices": dict(member.voices),
        "saved_at": dict(member.copies),
    }
