""" "Draw a kitten, then make it move": the second step is kept with the conversation, and offered when the first is done.

It is never begun by itself: a yes to the offer leads to its own price page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mediawright.commands.action import Action
from mediawright.handlers.flag_words import spelled
from mediawright.handlers.response import Response
from mediawright.handlers.threads import idle, remembered
from mediawright.ledger.threads import Thread
from mediawright.present.page import Line, Page
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
        said["then"] = [_kept(studio, step) for step in steps]
    studio.ledger.threads.put(thread, said, lang, idle(studio))


def _kept(studio: Studio, step: "Step") -> dict[str, Any]:
    """A step as it is kept. What only an editor does with a clip is an edit of it, by whoever edits."""
    if step.operation != Operation.CHAT_EDIT:
        return {"operation": step.operation, "params": dict(step.params), "prompt": step.prompt}
    providers = (plugin.provider for plugin in studio.registry.load_all())
    by = next((one.name for one in providers if Operation.CHAT_EDIT in one.operations), None)
    params = dict(step.params) | ({"provider": by} if by else {})
    return {"operation": Operation.EDIT_VIDEO.value, "params": params, "prompt": step.prompt}


def added(studio: Studio, thread: str, step: "Step", lang: Lang) -> Response:
    """Keep one more step on work that still goes on, and say so; it is offered with its price when that work is done."""
    before = remembered(studio, thread)
    if studio.config.thread_hours > 0 and before is not None:
        kept = _kept(studio, step)
        said = dict(before.said) | {"then": [*(s for s in before.said.get("then") or () if s != kept), kept]}
        studio.ledger.threads.put(thread, said, lang, idle(studio))
    title = Message("talk.then_kept", {"operation": Message(f"operation.{step.operation}")})
    return Response(page=Page(name="talk", title=title, data={"topic": "ack"}), status="told")


def later(studio: Studio, thread: Thread | None, of: str, rest: Sequence[str], values: Mapping[str, Any]) -> None:
    """Keep the same step on other results for afterwards; the one on `of` begins now. `values` as its flags."""
    if thread is None or not (rest or "then" in thread.said):
        return
    kept = [step for step in thread.said.get("then") or () if step.get("of", of) != of]
    params = {name: value for name, value in values.items() if name not in ("operation", "prompt")}
    kept += [
        {"operation": values.get("operation"), "params": params, "prompt": values.get("prompt"), "of": place}
        for place in rest
    ]
    said = {key: value for key, value in thread.said.items() if key != "then"} | ({"then": kept} if kept else {})
    lang: Lang = "zh" if thread.lang == "zh" else "en"
    studio.ledger.threads.put(thread.id, said, lang, idle(studio))


def offered(studio: Studio, thread: str, response: Response) -> Response:
    """The answer that hands over a file, with what was to follow; as it was where nothing is."""
    job = _done(studio, response)
    step = _first(remembered(studio, thread)) if job is not None else None
    if job is None or step is None or not _fits(job, step):
        return response
    several = len(job.assets) > 1
    several = several and "of" not in step
    told = Message("talk.then_which" if several else "talk.then", {"operation": Message(f"operation.{_name(step)}")})
    page = replace(response.page, body=(*response.page.body, Line(told)))
    places = [step["of"]] if "of" in step else [f"{job.id}:{n}" for n in range(1, min(len(job.assets), MOST) + 1)]
    ways = [_use(of, step) for of in places]
    return replace(response, page=replace(page, next=(*ways, *page.next)))


def due(spoken: "Spoken") -> Action | None:
    """The step that a bare yes to finished work begins; None where nothing is due, or where it must be asked which."""
    step, job = _first(spoken.thread), (spoken.said.get("jobs") or (None,))[0]
    if step is None or not _agreed(spoken) or job is None:
        return None
    if "of" in step:
        return _use(step["of"], step)
    return _use(f"{job}:1", step) if spoken.context.count == 1 else None


def which(spoken: "Spoken") -> "Turn | None":
    """The question which result the step is for, as a turn; None where nothing is due."""
    step = _first(spoken.thread)
    if step is None or not _agreed(spoken):
        return None
    return replace(
        spoken.turn,
        act="ask",
        ask="which_result",
        topic=None,
        operation=step["operation"],
        params=step["params"],
        prompt=step["prompt"],
    )


def _agreed(spoken: "Spoken") -> bool:
    return spoken.context.stage == "done" and (spoken.turn.act, spoken.turn.topic) == ("chat", "ack")


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
    if "of" in step:
        return True  # of a result that was there before
    if _name(step) not in tuple(TAKES) or job.request.operation == _name(step):
        return False
    return job.assets[0].kind in TAKES[Operation(_name(step))]


def _name(step: Mapping[str, Any]) -> str:
    return str(step["operation"])


def _use(of: str, step: Mapping[str, Any]) -> Action:
    values = spelled({name: value for name, value in step["params"].items() if value is not None})
    return actions.action("use", of=of, operation=_name(step), prompt=step["prompt"], **values)
