"""Turns that are one of our own commands as they stand: a yes, a look at work that goes on, a service, an answer."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from mediawright.commands.action import Action
from mediawright.handlers.changes import last_job, made_together, pending
from mediawright.handlers.flag_words import spelled
from mediawright.handlers.route_action import action_of
from mediawright.handlers.second_step import due
from mediawright.handlers.spoken import Spoken
from mediawright.router.dialogue import Turn
from mediawright.router.subject_names import LONGEST, spoken_name
from mediawright.services.relative import WORDS
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.route import COMMAND_OF, Route

#: params of a turn that are flags of the same name
FLAGS = frozenset(
    (
        *("duration", "aspect_ratio", "resolution", "mode", "quality", "style", "scope", "sound", "count", "model"),
        *("keep_original_sound", "series_amount", "multi_shot", "watermark", "negative_prompt", "seed"),
    )
)
#: what holds for every line of a batch
OF_ALL = ("duration", "aspect_ratio", "resolution", "model")


def command_for(spoken: Spoken) -> Action | None:
    """The command that a turn comes to, where it is one of ours as it stands."""
    if (name := _name_given(spoken)) is not None:
        return _completed(replace(spoken, turn=replace(spoken.turn, prompt=name)))
    turn, stage, quote, job = spoken.turn, spoken.context.stage, pending(spoken.thread), last_job(spoken.thread)
    match turn.act:
        case "confirm" | "signed_in" | "revise" if "batch" in spoken.said:
            return _batch(spoken)
        case "confirm" | "status" if quote is not None and stage == "quoted":
            return Action.of("confirm", quote=quote, again=True if spoken.said.get("again") else None)
        case "chat" if (step := due(spoken)) is not None:
            return step.with_(json=None)
        case "cancel" if job is not None:
            return Action.of("jobs", "cancel", job=job)
        case "status" | "deliver" if job is not None and stage == "running":
            return Action.of("jobs", "wait", job=job, timeout="0")
        case "deliver" | "status" if made_together(spoken.thread):
            return None
        case "deliver" | "status" if job is not None and stage == "done":
            return Action.of("jobs", "wait", job=job)
        case "status" if job is not None:
            return Action.of("jobs", "show", job=job)
        case "status" | "deliver" | "cancel" if stage != "sign_in":
            return Action.of("jobs", "list")
        case "service" if turn.operation is not None:
            return _service(spoken)
        case "choose":
            return _choice(spoken)
        case "revise" if stage == "question" and "sources" in spoken.said:
            return _completed(spoken)
    return None


def _batch(spoken: Spoken) -> Action | None:
    """The price page of many requests again, with what was said for all of them; None for a change of anything else."""
    turn, this = spoken.turn, Action.from_data(spoken.said["batch"]).with_(json=None)
    values = {name: turn.params[name] for name in OF_ALL if name in turn.params}
    if turn.provider:
        values["provider"] = turn.provider
    if turn.params.get("cheaper") is True:
        values["cheapest"] = True
    return this.with_(**values) if values or turn.act != "revise" else None


def _name_given(spoken: Spoken) -> str | None:
    """The name of what is to be saved, as the answer to the question for it; None for any other turn."""
    asked = (spoken.context.stage, spoken.context.question, spoken.context.operation)
    if asked != ("question", "prompt", Operation.CREATE_ELEMENT) or spoken.turn.act not in ("ask", "revise", "new"):
        return None
    words = spoken.text.strip(" 。.!！\"'“”")
    return spoken_name(spoken.text) or (words if 0 < len(words) <= LONGEST else None)


def _service(spoken: Spoken) -> Action | None:
    turn = spoken.turn
    route = Route(
        lang=turn.lang,
        command=COMMAND_OF.get(turn.operation or ""),
        operation=turn.operation,
        provider=turn.provider or spoken.context.provider,
        params=turn.params,
    )
    return action_of(route, spoken.sources)


def _choice(spoken: Spoken) -> Action | None:
    """The command that stands behind an answer, with what else was said; what the answer itself says stands."""
    actions, choice = spoken.said.get("actions") or (), spoken.turn.choice
    if isinstance(choice, tuple) or (choice == "any" and spoken.turn.result == "all"):
        numbers = choice if isinstance(choice, tuple) else range(1, len(actions) + 1)
        return _several([Action.from_data(actions[n - 1]) for n in numbers if 1 <= n <= len(actions)], spoken)
    number = 1 if choice == "any" else choice
    if not isinstance(number, int) or not 1 <= number <= len(actions):
        return _completed(spoken) if "sources" in spoken.said else None
    action = Action.from_data(actions[number - 1]).with_(json=None)
    said = {name: value for name, value in spelled_in(spoken.turn).items() if name not in action.values}
    return action.with_(**said, **({"prompt": spoken.turn.prompt} if spoken.turn.prompt else {}))


def _several(chosen: Sequence[Action], spoken: Spoken) -> Action | None:
    """One command for several results of a job; None where the answers are about other things."""
    of = [str(action.values.get("of", "")).partition(":") for action in chosen]
    if not of or any(action.command != ("use",) for action in chosen) or len({job for job, _, _ in of}) > 1:
        return None
    values = {"of": f"{of[0][0]}:{','.join(number for _, _, number in of)}", **spelled_in(spoken.turn)}
    if spoken.turn.prompt:
        values["prompt"] = spoken.turn.prompt
    return chosen[0].with_(**values, json=None)


def values_in(turn: Turn) -> dict[str, Any]:
    """The values that a turn gives to fields; relative words are none."""
    return {name: value for name, value in turn.params.items() if name in FLAGS}


def spelled_in(turn: Turn) -> dict[str, Any]:
    """The same as flags take them."""
    return spelled(values_in(turn))


def _completed(spoken: Spoken) -> Action | None:
    """The request of an open question with what was said now: the missing input, what is to be seen."""
    turn, context = spoken.turn, spoken.context
    operation = turn.operation or context.operation
    if operation is None:
        return None
    kept = [(MediaKind(kind), source) for kind, source in spoken.said.get("sources") or ()]
    given = [item for item in spoken.sources if item not in kept]
    params = {
        name: value for name, value in {**context.params, **turn.params}.items() if name not in (*turn.drop, *WORDS)
    }
    route = Route(
        lang=turn.lang,
        command=COMMAND_OF.get(operation),
        operation=operation,
        provider=turn.provider or context.provider,
        params=params,
        prompt=turn.prompt or context.prompt or "",
    )
    return action_of(route, (*kept, *given))
