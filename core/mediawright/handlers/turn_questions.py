"""Questions that a turn leads to, each answer with the command that does it, and honest gaps."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mediawright.commands.action import Action
from mediawright.handlers.changes import last_job, pending
from mediawright.handlers.nearest import MOST, label_of
from mediawright.handlers.response import Response
from mediawright.handlers.turn_commands import spelled_in
from mediawright.ledger.threads import Thread
from mediawright.present.page import Line, Page
from mediawright.present.pages.question import gap as gap_page
from mediawright.present.pages.question import question as question_page
from mediawright.router.dialogue import Context, Turn
from mediawright.services import actions
from mediawright.services.studio import Studio
from mediawright.types.errors import ExitCode, InvalidRequest, NotAvailable
from mediawright.types.job import Job
from mediawright.types.message import Message
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.route import Ask, Choice, Gap


def asked(ask: Ask, commands: Sequence[Action] = (), context: Mapping[str, Any] | None = None) -> Response:
    """A question as an answer; exit 2, nothing is started. `commands` stand beside the choices, one each."""
    page = question_page(ask)
    page = replace(page, data={**page.data, **(context or {})})
    failure = InvalidRequest(message=ask.question)
    response = Response(page=page, status="question", exit=ExitCode.INVALID, failure=failure)
    return response.plus(*commands)


def ask(studio: Studio, turn: Turn, context: Context, thread: Thread | None) -> Response:
    """The question that a careful person would ask here."""
    reason = turn.ask or "unclear"
    if reason == "which_result":
        return _which(turn, context, thread)
    if reason == "model" and context.provider and context.operation in tuple(Operation):
        return _models(studio, turn, context, thread)
    if reason == "not_offered":
        names = [plugin.provider.title for plugin in studio.registry.load_all() if not plugin.provider.draft]
        question = Message("talk.ask.not_offered", {"providers": names})
    elif reason == "price_limit" and context.price is not None:
        question = Message("talk.ask.price_limit")
    else:
        question = Message(f"talk.ask.{reason if reason in REASONS else 'unclear'}")
    commands = (actions.confirm_page(quote),) if reason == "price_limit" and (quote := pending(thread)) else ()
    return asked(Ask(reason=reason, question=question), commands, _of(context, turn))


#: what is asked without choices
REASONS = frozenset(
    (
        *("output_type", "missing_input", "operation", "subject_or_image", "model_version", "several_wishes"),
        *("unclear", "amount", "price_limit", "what_to_change", "prompt", "provider", "aspect_ratio", "duration"),
        "model",
    )
)


def _of(context: Context, turn: Turn) -> dict[str, Any]:
    """What the question is about, for the turn that answers it."""
    return {
        "operation": turn.operation or context.operation,
        "provider": turn.provider or context.provider,
        "params": {**context.params, **turn.params},
        "prompt": turn.prompt or context.prompt,
        "attachments": dict(context.inputs),
    }


def _models(studio: Studio, turn: Turn, context: Context, thread: Thread | None) -> Response:
    """Which model, where the one that was named is not known? Each answer is the change that takes it."""
    provider = studio.registry.load(str(context.provider)).provider
    models = [model for model in provider.models_for(Operation(str(context.operation))) if model.retires is None][:MOST]
    choices = tuple(Choice(key=model.name, label=label_of("model", model.label)) for model in models)
    of = pending(thread) or last_job(thread)
    commands = [actions.revise(of, model=model.name) for model in models]
    return asked(Ask(reason="model", question=Message("talk.ask.model"), choices=choices), commands, _of(context, turn))


def _which(turn: Turn, context: Context, thread: Thread | None) -> Response:
    """Which of several results? Each answer is the command that uses it."""
    job = last_job(thread)
    choices = tuple(
        Choice(key=str(n), label=Message("talk.choice.result", {"number": str(n)}), command="use", operation=None)
        for n in range(1, context.count + 1)
    )
    question = Ask(reason="which_result", question=Message("talk.ask.which_result"), choices=choices)
    commands = [] if job is None else [_use(f"{job}:{choice.key}", turn) for choice in choices]
    return asked(question, commands, _of(context, turn) | {"results": [_plain(found) for found in context.results]})


def _plain(found: Any) -> dict[str, Any]:
    return {"kind": found.kind, "count": found.count}


def _use(of: str, turn: Turn) -> Action:
    values = spelled_in(turn)
    return actions.action("use", of=of, operation=turn.operation, prompt=turn.prompt, **values)


def unclear() -> Response:
    """Nothing was understood."""
    return asked(Ask(reason="unclear", question=Message("talk.ask.unclear")))


def out_of_scope() -> Response:
    """Nothing that is offered here."""
    return gap_response(Gap(key="out_of_scope", message=Message("route.out_of_scope")))


def gap_response(gap: Gap, *commands: Action) -> Response:
    """An honest gap; exit 2."""
    failure = NotAvailable(message=gap.message)
    response = Response(page=gap_page(gap), status="not_available", exit=ExitCode.INVALID, failure=failure)
    return response.plus(*commands)


def no_upscale(studio: Studio, job_id: str) -> Response:
    """Nobody here enlarges what is made; a picture can be made anew at a higher resolution where its model has one."""
    job = studio.ledger.get(job_id)
    model = studio.registry.load(job.provider).provider.model(job.request.model or "", job.request.operation.result)
    capability = model.capability(job.request.operation) if model is not None else None
    sizes = [size for size in (capability.resolutions if capability else ()) if size != job.request.resolution]
    if job.request.operation.result is not MediaKind.IMAGE or not sizes:
        return gap_response(Gap(key="upscale", message=Message("talk.no_upscale")))
    from mediawright.services.relative import rank

    best = max(sizes, key=rank)
    gap = Gap(key="upscale", message=Message("talk.no_upscale_but", {"resolution": best.upper()}))
    return gap_response(gap, actions.revise(job.id, resolution=best))


def by_file(turn: Turn, job: Job, of: str) -> Response:
    """What takes a file that was made into another place first: a saved character, an edit session."""
    from mediawright.services.revising import numbered

    numbers = numbered(of)[1]
    paths = [job.assets[n - 1].path for n in numbers if 1 <= n <= len(job.assets)] or [a.path for a in job.assets]
    if turn.operation == Operation.CREATE_ELEMENT:
        save = actions.action(
            "element", "create", ref_type="image_refer", frontal_image=paths[0], provider=turn.provider
        )
        return _step(Message("talk.save_subject"), save)
    upload = actions.action("edit", "upload", sources=paths, provider=turn.provider)
    say = actions.action("edit", "say", text=turn.prompt or "", provider=turn.provider)
    return _step(Message("talk.edit_by_talk"), upload, say)


def _step(title: Message, *steps: Action) -> Response:
    """What comes next, with its commands; nothing was sent yet."""
    page = Page(name="question", emoji="🤔", title=title, body=(Line(Message("talk.nothing_yet")),), next=steps)
    return Response(page=page, status="next")
