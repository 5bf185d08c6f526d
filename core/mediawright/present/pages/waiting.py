"""After the approval: it has started, it is still going."""

from mediawright.commands.action import Next
from mediawright.present.page import Block, FrontEnd, Line, Page, Row, Rows, Tone, Words
from mediawright.present.pages.fields import field_row, say
from mediawright.present.values import Span
from mediawright.types.dataclass import dataclass
from mediawright.types.job import Job, Progress
from mediawright.types.operations import MediaKind
from mediawright.types.states import State


@dataclass(frozen=True, slots=True)
class Expected:
    """How long it usually takes, in seconds from the submit. `own`: measured on this person's own earlier jobs."""

    low: float
    high: float
    own: bool = False


def kind_key(job: Job, draft: bool = False) -> str:
    """The word for what is being made."""
    if draft:
        return "draft"
    kind = job.request.operation.result
    return "subject" if kind is None else kind.value if kind in (MediaKind.VIDEO, MediaKind.IMAGE) else "file"


def submitted(job: Job, *, expected: Expected | None = None, draft: bool = False, next: tuple[Next, ...] = ()) -> Page:
    """It has started, or a worker is about to start it; when it will be there, from real figures."""
    kind = say(f"made.{kind_key(job, draft)}")
    if job.state is State.APPROVED:
        line = say("submitted.in_line", kind=kind)
    elif expected is None:
        line = say("submitted.open", kind=kind)
    else:
        line = say(
            "submitted.own" if expected.own else "submitted.usual", kind=kind, span=Span(expected.low, expected.high)
        )
    return Page(
        name="submitted",
        emoji="⏳",
        title=line,
        body=(*_terminal_facts(job),),
        data={"job": job, "expected_s": _seconds(expected)},
        next=next,
    )


def still_running(
    job: Job,
    *,
    waited_s: float,
    expected: Expected | None = None,
    progress: Progress | None = None,
    draft: bool = False,
    next: tuple[Next, ...] = (),
) -> Page:
    """Not there yet, and nothing is lost. Slower than usual is said when it is."""
    late = expected is not None and waited_s > expected.high
    kind = say(f"made.{kind_key(job, draft)}")
    body: list[Block] = []
    waits, slow = job.state is State.APPROVED, "running.late" if late else "running.on"
    if expected is not None and not late and not waits:
        body.append(Line(say("running.usual", span=Span(expected.low, expected.high))))
    if progress is not None and progress.percent is not None:
        body.append(Rows((field_row("progress", say("value.percent", percent=progress.percent)),)))
    if progress is not None and progress.note is not None:
        body.append(Line(progress.note))
    return Page(
        name="still_running",
        emoji="⏳",
        title=say("submitted.in_line", kind=kind) if waits else say(slow, kind=kind, waited=waited_s),
        body=(
            *body,
            *_terminal_facts(job),
        ),
        close=say("running.safe"),
        data={"job": job, "waited_s": round(waited_s, 1), "expected_s": _seconds(expected)},
        next=next,
    )


def _terminal_facts(job: Job) -> tuple[Block, ...]:
    rows: list[Row] = [field_row("job", job.id)]
    if job.task is not None:
        rows.append(field_row("task", job.task.id))
    return (Rows(tuple(rows), only=FrontEnd.TERMINAL),)


def _seconds(expected: Expected | None) -> list[float] | None:
    return None if expected is None else [expected.low, expected.high]


def note(text: Words, tone: Tone = Tone.PLAIN) -> Page:
    """A page of one sentence."""
    return Page(name="note", body=(Line(text, tone),))
