"""Looks that change nothing: a provider's task by its id, and what would be sent."""

import json
from collections.abc import Sequence

from mediawright.present.page import Block, Face, Line, Link, Page, Row, Rows, Section, Tone, Words
from mediawright.present.pages.facts import say
from mediawright.types.job import Progress
from mediawright.types.message import Message, Text
from mediawright.types.verdicts import WireCall


def look(provider: Text, task_id: str, progress: Progress) -> Page:
    """How a task stands, with its links once it is finished."""
    rows = [Row(say("label.provider"), provider), Row(say("label.task"), task_id)]
    rows.append(Row(say("label.state"), Message(f"state.{progress.state.value}")))
    if progress.charged is not None:
        rows.append(Row(say("label.charged"), str(progress.charged)))
    body: list[Block] = [Rows(tuple(rows))]
    if progress.reason is not None:
        body.append(Line(progress.reason))
    body += [Link(output.url) for output in progress.outputs if output.url]
    data = {
        "state": progress.state.value,
        "provider_message": progress.provider_message,
        "results": [{"name": output.name, "url": output.url, "kind": output.kind.value} for output in progress.outputs],
        "element_id": progress.subject_id,
        "task_id": task_id,
    }
    return Page(name="look", title=say("title.look"), body=tuple(body), data=data)


def wire_blocks(calls: Sequence[WireCall]) -> tuple[Block, ...]:
    """The requests as they would go out, for a terminal; a chat only hears that nothing was sent."""
    shown: list[Block] = [Line(say("dry_run.nothing_sent"), tone=Tone.STRONG)]
    for call in calls:
        lines: list[Block] = [Line(f"{call.method} {call.url}", tone=Tone.STRONG)]
        lines += [Line(f"{name}: {value}", tone=Tone.QUIET) for name, value in call.headers.items()]
        if call.json is not None:
            lines.append(Line(json.dumps(call.json, ensure_ascii=False, indent=2)))
        shown.append(Section(say("dry_run.request"), tuple(lines), only=Face.TERMINAL))
    return tuple(shown)


def quiet(words: Words) -> Line:
    """A sentence that stands back."""
    return Line(words, tone=Tone.QUIET)
