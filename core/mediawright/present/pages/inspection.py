"""Pages of what changes nothing: a provider's task by its id, and what would be sent."""

import json
from collections.abc import Sequence

from mediawright.present.page import Block, Code, FrontEnd, Line, Link, Page, Rows, Section, Tone, Words
from mediawright.present.pages.fields import field_row, say
from mediawright.types.job import Output, Progress
from mediawright.types.message import Text
from mediawright.types.states import State
from mediawright.types.verdicts import WireCall


def task_state(provider: Text, task_id: str, progress: Progress) -> Page:
    """How a task stands, with its links once it is finished: to be used at once, kept nowhere."""
    state = State.DONE if progress.state is State.SUCCEEDED else progress.state  # at the provider that is the end of it
    rows = [field_row("state", say(f"state.{state.value}"))]
    if progress.percent is not None:
        rows.append(field_row("progress", say("value.percent", percent=progress.percent)))
    if progress.charged is not None:
        rows.append(field_row("cost", say("price.exact", amount=progress.charged)))
    linked = [(number, output) for number, output in enumerate(progress.outputs, 1) if output.url]
    reason = (Line(progress.reason, Tone.BAD),) if progress.reason else ()
    return Page(
        name="look",
        emoji="🔍",
        title=say("running.task", provider=provider, task=task_id),
        body=(Rows(tuple(rows)), *reason, *(_link(number, output, len(linked)) for number, output in linked)),
        data=_data(task_id, progress),
    )


def _link(number: int, output: Output, of: int) -> Link:
    label = say("label.link", number=number) if of > 1 else say(f"label.link_{output.kind.value}")
    return Link(output.url, label)


def _data(task_id: str, progress: Progress) -> dict[str, object]:
    return {
        "task_id": task_id,
        "state": progress.state.value,
        "percent": progress.percent,
        "charged": progress.charged,
        "provider_code": progress.provider_code,
        "provider_message": progress.provider_message,
        "results": [{"name": output.name, "url": output.url, "kind": output.kind.value} for output in progress.outputs],
        "element_id": progress.subject_id,
    }


def wire_blocks(calls: Sequence[WireCall]) -> tuple[Block, ...]:
    """That nothing was sent, and at a terminal each request as it would go out, secrets masked."""
    told = Line(say("dry_run.nothing_sent"))
    if not calls:
        return (told,)
    codes = tuple(Code(_spelled(call)) for call in calls)
    return (told, Section(say("dry_run.request"), codes, only=FrontEnd.TERMINAL))


def _spelled(call: WireCall) -> str:
    query = "&".join(f"{name}={value}" for name, value in call.query.items())
    lines = [f"{call.method} {call.url}{'?' + query if query else ''}"]
    lines += [f"{name}: {value}" for name, value in call.headers.items()]
    if call.json is not None:
        lines.append(json.dumps(call.json, ensure_ascii=False, indent=2))
    return "\n".join(lines)


def quiet(words: Words) -> Line:
    """A remark that stands back."""
    return Line(words, tone=Tone.QUIET)
