"""How the workers of a shared ledger stand: who is there, what waits, and what does not go on by itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from mediawright.commands.action import Next
from mediawright.present.page import Block, Column, Line, Page, Row, Rows, Section, Table, Tone, Words
from mediawright.present.pages.fields import say
from mediawright.types.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerLine:
    """One worker: for how long it was not heard of (seconds), its providers, its jobs, and whether it lives or leaves."""

    name: str
    version: str
    age_s: float
    providers: str
    jobs: int
    state: str  # "alive", "leaving", "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLine:
    """One provider: jobs under way of those that it takes at once, jobs that wait, and for how long the first has."""

    provider: Words
    carried: int
    slots: int | None
    waiting: int
    oldest_s: float


def fleet(
    workers: Sequence[WorkerLine],
    queues: Sequence[QueueLine],
    stuck: Sequence[Row],
    *,
    notes: Sequence[Words] = (),
    data: Mapping[str, Any] | None = None,
    next: tuple[Next, ...] = (),
) -> Page:
    """Workers, queues, what is stuck (job → why), and what to do about it."""
    living = sum(line.state == "alive" for line in workers)
    body: list[Block] = []
    if workers:
        body.append(
            Table(_columns("worker", "beat", "jobs", "state", "providers", "version"), tuple(map(_worker, workers)))
        )
    if queues:
        body.append(Table(_columns("provider", "under_way", "waiting", "oldest"), tuple(map(_queue, queues))))
    if stuck:
        body.append(Section(say("fleet.stuck", n=len(stuck)), (Rows(tuple(stuck)),)))
    body += [Line(note, Tone.WARN) for note in notes]
    title = say("fleet.title", n=living) if living else say("fleet.none")
    return Page(name="fleet", emoji="🛠️", title=title, body=tuple(body), data=dict(data or {}), next=next)


def _columns(*names: str) -> tuple[Column, ...]:
    return tuple(Column(say(f"fleet.column.{name}"), lead=place == 0) for place, name in enumerate(names))


def _worker(line: WorkerLine) -> tuple[Words, ...]:
    beat = say("fleet.ago", age=max(0.0, line.age_s))
    return (line.name, beat, str(line.jobs), say(f"fleet.state.{line.state}"), line.providers, line.version)


def _queue(line: QueueLine) -> tuple[Words, ...]:
    under_way = f"{line.carried}/{line.slots}" if line.slots is not None else str(line.carried)
    oldest: Words = say("fleet.age", age=line.oldest_s) if line.waiting else ""
    return (line.provider, under_way, str(line.waiting), oldest)
