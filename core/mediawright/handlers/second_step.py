""" "Draw a kitten, then make it move": the second step is kept with the conversation, and offered when the first is done.

It is never begun by itself: a yes to the offer leads to its own price page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mediawright.commands.action import Action
from mediawright.handlers.response import Response
from mediawright.handlers.threads import idle, remembered
from mediawright.ledger.threads import Thread
from mediawright.present.page import Line
from mediawright.services import actions
from mediawright.services.revising import TAKES
from mediawright.services.studio import Studio
from mediawright.types.job import Job
from mediawright.types.message import Lang, Message
from mediawright.types.operations import Operation
from mediawright.types.states import State

if TYPE_CHECKING:
    from mediawright.handlers.spoken import Spoken
    from mediawright.router.dialogue import Turn
    from mediawright.router.dialogue.turn import Step

#: results that are offered one by one
MOST = 4


def keep(studio: Studio, thread: str, steps: "Sequence[Step]", lang: Lang) -> None:
    """Keep what follows a wish that begins now; a wish that nothing follows forgets what followed the one before."""
    before = remembered(studio, thread)
    had = before is not None and "then" in before.said
    if not studio.config.thread_hours > 0 or not (steps or had):
        return
    said = {key: value for key, value in before.said.items() if key != "then"} if before else {}
    said.setdefault("context", {"stage": "none"})
    if steps:
        said["then"] = [{"operation": s.operation, "params": dict(s.params), "prompt": s.prompt} for s in steps]
    studio.ledger.threads.put(thread, said, lang, idle(studio))


def offered(studio: Studio, thread: str, response: Response) -> Response:
    """The answer that hands over a file, with what was to follow; as it was where nothing is."""
    job = _done(studio, response)
    step = _first(remembered(studio, thread)) if job is not None else None
    if job is None or step is None or not _fits(job, step):
        return response
    several = len(job.assets) > 1
    told = Message("talk.then_which" if several else "talk.then", {"operation": Message(f"operation.{_name(step)}")})
    page = replace(response.page, body=(*response.page.body, Line(told)))
    ways = [_use(f"{job.id}:{n}", step) for n in range(1, min(len(job.assets), MOST) + 1)]
    return replace(response, page=replace(page, next=(*ways, *page.next)))


def due(spoken: "Spoken") -> "Turn | None":
    """The step that a bare yes to finished work means, as a turn of its own; with several results it asks which."""
    step = _first(spoken.thread)
    context = spoken.context
    if step is None or context.stage != "done" or (spoken.turn.act, spoken.turn.topic) != ("chat", "ack"):
        return None
    from mediawright.router.dialogue import Turn

    told = Turn(
        act="use_result",
        operation=step["operation"],
        params=step["params"],
        prompt=step["prompt"],
        lang=spoken.turn.lang,
    )
    return replace(told, act="ask", ask="which_result") if context.count > 1 else replace(told, result=1)


def _done(studio: Studio, response: Response) -> Job | None:
    named = response.page.data.get("job") if response.status == "done" else None
    if named is None:
        return None
    job = named if isinstance(named, Job) else studio.ledger.get(str(named))
    return job if job.state is State.DONE and job.assets else None


def _first(thread: Thread | None) -> Mapping[str, Any] | None:
    steps = thread.said.get("then") if thread is not None else None
    return steps[0] if steps else None


def _fits(job: Job, step: Mapping[str, Any]) -> bool:
    """Can the step be made of what was made? A step that is made already cannot: it made something else."""
    if _name(step) not in tuple(TAKES) or job.request.operation == _name(step):
        return False
    return job.assets[0].kind in TAKES[Operation(_name(step))]


def _name(step: Mapping[str, Any]) -> str:
    return str(step["operation"])


def _use(of: str, step: Mapping[str, Any]) -> Action:
    from mediawright.handlers.turn_commands import spelled

    values = spelled({name: value for name, value in step["params"].items() if value is not None})
    return actions.action("use", of=of, operation=_name(step), prompt=step["prompt"], **values)
