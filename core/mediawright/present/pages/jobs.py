"""Jobs: the list, and one with its story."""

from collections.abc import Mapping, Sequence
from typing import Any

from mediawright.commands.action import Next
from mediawright.present.catalog import has
from mediawright.present.page import (
    Cell,
    Column,
    File,
    FrontEnd,
    Line,
    Page,
    Row,
    Rows,
    Section,
    Table,
    Tone,
    Words,
)
from mediawright.present.pages.candidates import candidate_lines
from mediawright.present.pages.fields import (
    Providers,
    field_row,
    model_in,
    request_rows,
    say,
    sum_words,
    title_in,
    with_provider,
    work_in,
)
from mediawright.types.job import Event, Job
from mediawright.types.states import IN_FLIGHT, State

#: an id's first letters are enough to name a job in a list
SHORT = 8

_TONES = {State.DONE: Tone.GOOD, State.FAILED: Tone.BAD, State.UNCERTAIN: Tone.WARN}


def job_list(jobs: Sequence[Job], providers: Providers, *, next: tuple[Next, ...] = ()) -> Page:
    """Jobs, newest first."""
    columns = (
        Column(say("field.job"), lead=True),
        Column(say("field.when"), bare=True),
        Column(say("field.operation"), bare=True),
        Column(say("field.model"), bare=True, wrap=True),
        Column(say("field.state"), bare=True),
        Column(say("field.cost"), right=True, bare=True),
    )
    open_ = sum(job.state in IN_FLIGHT and not job.free for job in jobs)
    return Page(
        name="jobs",
        emoji="🗂️",
        title=say("jobs.title", n=len(jobs)) if jobs else say("jobs.none"),
        body=(
            *((Table(columns, tuple(_line(job, providers) for job in jobs)),) if jobs else ()),
            *((Line(say("jobs.open", n=open_)),) if open_ else ()),
        ),
        data={"jobs": [brief(job) for job in jobs]},
        next=next,
    )


def _line(job: Job, providers: Providers) -> tuple[Cell, ...]:
    return (
        job.id[:SHORT],
        say("value.when", at=job.created_at),
        work_in(providers, job.provider, job.request),
        _model(job, providers),
        say(f"state.{job.state.value}"),
        _cost(job),
    )


def _cost(job: Job) -> Words | None:
    """What was charged; where the provider does not tell that of a finished job, what was quoted, marked as such."""
    if job.charged:
        return sum_words(job.charged)
    quoted = job.quote.price.amount if job.quote else None
    done = job.state is State.DONE and not job.free
    return say("price.quoted", amount=quoted) if done and quoted is not None else None


def _model(job: Job, providers: Providers) -> Words:
    return with_provider(model_in(providers, job.provider, job.request), title_in(providers, job.provider))


def brief(job: Job) -> dict[str, object]:
    """A job in a list, for `--json`."""
    return {
        "id": job.id,
        "state": job.state,
        "operation": job.request.operation,
        "provider": job.provider,
        "model": job.request.model,
        "task_id": job.task.id if job.task else None,
        "created_at": job.created_at,
        "charged": job.charged,
        "files": [asset.path for asset in job.assets],
    }


def job_show(
    job: Job,
    providers: Providers,
    *,
    events: Sequence[Event] = (),
    candidates: Sequence[Mapping[str, Any]] = (),
    next: tuple[Next, ...] = (),
) -> Page:
    """One job: where it stands, what was asked, what it cost, its files; its story at a terminal."""
    rows = [
        field_row("state", say(f"state.{job.state.value}"), _TONES.get(job.state, Tone.PLAIN)),
        field_row("model", _model(job, providers)),
        *request_rows(job.request),
    ]
    if job.charged is not None:
        rows.append(field_row("cost", sum_words(job.charged)))
    rows.append(field_row("when", say("value.when", at=job.created_at)))
    return Page(
        name="job",
        emoji="🗂️",
        title=work_in(providers, job.provider, job.request),
        body=(
            *((Line(job.reason, Tone.BAD),) if job.reason else ()),
            Rows(tuple(rows)),
            *candidate_lines(candidates),
            *(File(asset, number) for number, asset in enumerate(job.assets, 1)),
            Rows(_ids(job), only=FrontEnd.TERMINAL),
            *((_story(events),) if events else ()),
        ),
        data={"job": job, "events": events},
        next=next,
    )


def _ids(job: Job) -> tuple[Row, ...]:
    rows = [field_row("job", job.id)]
    if job.task is not None:
        rows.append(field_row("task", job.task.id))
    return tuple(rows)


def _story(events: Sequence[Event]) -> Section:
    columns = (Column(say("field.when")), Column(say("field.event")), Column(""))
    rows = tuple((say("value.when", at=item.at), _event(item), _details(item)) for item in events)
    return Section(say("jobs.story"), (Table(columns, rows),), only=FrontEnd.TERMINAL)


def _event(event: Event) -> Words:
    key = f"event.{event.kind}"
    return say(key) if has(key) else event.kind


def _details(event: Event) -> Words:
    """A move as its two states in words; anything else as it was written down."""
    before, after = event.data.get("from"), event.data.get("to")
    if before in set(State) and after in set(State):
        return say("value.moved", before=say(f"state.{before}"), after=say(f"state.{after}"))
    return " ".join(f"{name}={value}" for name, value in event.data.items() if isinstance(value, (str, int, float)))
