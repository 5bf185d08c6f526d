"""Who is told when a job is over, as the user decided it."""

from collections.abc import Sequence
from typing import Any

from mediawright.commands.action import Next
from mediawright.present.page import Block, Cell, Column, Line, Page, Table, Tone
from mediawright.present.pages.fields import say
from mediawright.types.dataclass import dataclass
from mediawright.types.message import Message
from mediawright.types.notices import Delivery, Ending


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetLine:
    """One target. `where`: a host or a program, nothing secret; `last`: what became of the last notice, `trouble`: why."""

    name: str
    kind: str
    where: str
    on: tuple[Ending, ...]
    providers: tuple[str, ...] = ()
    threads: tuple[str, ...] = ()
    last: Delivery | None = None
    trouble: Message | None = None


def notify(
    lines: Sequence[TargetLine],
    *,
    title: Message | None = None,
    faults: Sequence[Message] = (),
    notes: Sequence[Message] = (),
    next: tuple[Next, ...] = (),
) -> Page:
    """All targets; `faults` say which cannot be used, `notes` stand after them."""
    columns = tuple(
        Column(say(f"config.notify.field.{field}"), lead=field == "name", wrap=field in ("on", "last"))
        for field in ("name", "kind", "where", "on", "last")
    )
    body: list[Block] = [Table(columns, tuple(_cells(line) for line in lines))] if lines else []
    body += [Line(fault, Tone.WARN) for fault in faults]
    body = body or [Line(say("config.notify.none"))]
    return Page(
        name="notify",
        title=title or say("config.notify.title"),
        body=(*body, *(Line(note, Tone.QUIET) for note in notes)),
        data={"targets": [_data(line) for line in lines]},
        next=next,
    )


def _cells(line: TargetLine) -> tuple[Cell, ...]:
    return (
        line.name,
        say(f"config.notify.kind.{line.kind}"),
        line.where or None,
        ", ".join((*line.on, *line.providers, *line.threads)),
        _last(line),
    )


def _last(line: TargetLine) -> Message | None:
    if line.last is None:
        return None
    state = say(f"config.notify.state.{line.last}")
    return state if line.trouble is None else say("config.notify.state.trouble", state=state, why=line.trouble)


def _data(line: TargetLine) -> dict[str, Any]:
    found = {
        "name": line.name,
        "kind": line.kind,
        "where": line.where,
        "on": [ending.value for ending in line.on],
        "providers": list(line.providers),
        "threads": list(line.threads),
        "last": line.last.value if line.last else None,
        "trouble": line.trouble.key.rpartition(".")[2] if line.trouble else None,
    }
    return {name: value for name, value in found.items() if value not in (None, "", [])}
