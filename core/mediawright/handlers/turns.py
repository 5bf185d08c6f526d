"""A turn of a conversation as what is to be done: a request to be run, one of our commands, or an answer at once.

Words never spend: a yes leads to the command that names the amount, and a changed request to a page of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mediawright.handlers import nearest, turn_prices, turn_questions, turn_talk
from mediawright.handlers.changes import (
    Change,
    again,
    asked,
    last_job,
    made_together,
    pending,
    result_at,
    revised,
    unusable,
    used,
)
from mediawright.handlers.declining import declined as take_back
from mediawright.handlers.flag_words import spelled
from mediawright.handlers.response import Response
from mediawright.handlers.second_step import added, which
from mediawright.handlers.spoken import Spoken
from mediawright.handlers.turn_commands import values_in
from mediawright.present.page import Line, Page
from mediawright.present.pages.batch import batch_done
from mediawright.router.dialogue import Context, Turn
from mediawright.router.dialogue.turn import Step
from mediawright.services.actions import revise
from mediawright.services.relative import WORDS, settled
from mediawright.services.studio import Studio
from mediawright.types.errors import InvalidRequest, SignInNeeded
from mediawright.types.message import Lang, Message
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.request import Request
from mediawright.types.route import COMMAND_OF, Route


def begins(spoken: Spoken) -> bool:
    """Does the message begin something new, to be read as the first one of a conversation?"""
    turn, has = spoken.turn, isinstance(spoken.said.get("request"), Mapping)
    match turn.act:
        case "confirm":
            return "proposal" not in spoken.said
        case "status" | "deliver" if made_together(spoken.thread):
            return False
        case "new" | "service" | "status" | "deliver" | "cancel":
            return True
        case "ask" | "out_of_scope":
            return turn.route is not None
        case "revise" | "again" | "signed_in":
            return not has
        case "use_result":
            return last_job(spoken.thread) is None
    return False


def begun(found: Route, spoken: Spoken) -> Route:
    """The route of a message that begins something new, with what the turn reads better in its context."""
    turn = spoken.turn
    if turn.act != "new" or turn.operation is None or found.gap is not None:
        return found
    return replace(
        found,
        command=COMMAND_OF.get(turn.operation, found.command),
        operation=turn.operation,
        provider=turn.provider,
        params=turn.params,
        prompt=turn.prompt or "",
        ask=None,
    )


async def answer(studio: Studio, spoken: Spoken, lang: Lang) -> Change | Response:
    """What a turn comes to that neither is a command of ours nor begins something new.

    Raises what making the request raises.
    """
    turn, context = spoken.turn, spoken.context
    match turn.act:
        case "confirm" if "proposal" in spoken.said:
            return turn_talk.agreed(spoken.said["proposal"])
        case "decline":
            return declined(studio, spoken)
        case "revise":
            return await _revised(studio, spoken, lang)
        case "again":
            return again(studio, spoken.thread, None, values_in(turn))
        case "signed_in":
            return await _after_sign_in(studio, spoken, lang)
        case "use_result" if context.stage == "running" and spoken.thread is not None:
            return added(studio, spoken.thread.id, _step(turn, context), turn.lang)
        case "use_result":
            return await _used(studio, spoken, lang)
        case "deliver" | "status" if made_together(spoken.thread):
            return _handed_over(studio, spoken)
        case "price":
            return await turn_prices.price(studio, spoken, lang)
        case "policy":
            return turn_talk.policy(studio, turn, context)
        case "chat" if (asked_for := which(spoken)) is not None:
            return turn_questions.ask(studio, asked_for, context, spoken.thread)
        case "chat":
            return turn_talk.chat(studio, turn, context)
        case "ask":
            return turn_questions.ask(studio, turn, context, spoken.thread)
        case "out_of_scope":
            return turn_questions.out_of_scope()
    return turn_questions.unclear()


def _handed_over(studio: Studio, spoken: Spoken) -> Response:
    """What many requests made with one approval, once more. Blocking."""
    jobs = [studio.ledger.get(name) for name in made_together(spoken.thread)]
    return Response(page=batch_done(jobs), status="done").plus(data={"jobs": [{"job": job.id} for job in jobs]})


def declined(studio: Studio, spoken: Spoken) -> Response:
    """A no: a price page is taken back, a permission, a question or a sign-in is left; nothing was sent or charged."""
    quote = pending(spoken.thread)
    if "proposal" in spoken.said:
        return Response(page=Page(name="declined", title=Message("talk.policy.refused")), status="declined")
    if quote is not None:
        return take_back(studio, quote)
    body = (Line(Message("thread.nothing_done")),)
    return Response(page=Page(name="declined", title=Message("thread.declined"), body=body), status="declined")


async def _revised(studio: Studio, spoken: Spoken, lang: Lang) -> Change | Response:
    turn, context = spoken.turn, spoken.context
    if turn.params.get("other_provider") and not turn.provider:
        return await turn_prices.other_provider(studio, spoken.thread, lang)
    values = values_in(turn) | _inputs(spoken)
    if turn.operation not in (None, context.operation):
        values["operation"] = turn.operation
    if turn.provider and turn.provider != context.provider:
        values["provider"] = turn.provider
    if turn.prompt is not None:
        values["prompt"] = turn.prompt
    drop = (*turn.drop, *unusable(studio, spoken.thread, values))
    change = revised(studio, spoken.thread, None, values, drop)
    words = [word for word in WORDS if turn.params.get(word) is True]
    same = turn.provider is not None and turn.provider == context.provider and context.stage == "quoted"
    if not values and not turn.drop and not words and not same:
        return turn_questions.ask(studio, replace(turn, ask="what_to_change"), context, spoken.thread)
    try:
        found = await settled(studio.planner, change.request, words, lang)
        if values:
            await studio.planner.priced(found.request, lang)
    except InvalidRequest as error:
        return await _asked(studio, error, change.request, values, spoken)
    said = (*found.said, *((Message("change.first_goes_on"),) if context.stage == "running" else ()))
    return replace(change, request=found.request, said=said)


async def _asked(
    studio: Studio, error: InvalidRequest, request: Request, values: Mapping[str, object], spoken: Spoken
) -> Response:
    """What the model has nearest to the values, as a question. Raises the error where there is nothing near."""
    of = pending(spoken.thread) or last_job(spoken.thread)
    said = {name: value for name, value in values.items() if value is not None}
    question = await nearest.question(studio, error, request, lambda **row: revise(of, **spelled({**said, **row})))
    if question is None:
        raise error
    return question


def _inputs(spoken: Spoken) -> dict[str, list[str]]:
    """The files that came with the message, in place of the request's own of their kinds."""
    found: dict[str, list[str]] = {}
    for kind, source in spoken.sources:
        if kind in (MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.AUDIO):
            found.setdefault(kind.value, []).append(source)
    return found


async def _after_sign_in(studio: Studio, spoken: Spoken, lang: Lang) -> Change | Response:
    """The request that waited for a sign-in goes on by itself; the link again where it is not done yet."""
    from mediawright.handlers.sign_in import sign_in
    from mediawright.types.auth import AuthAction, AuthVerb
    from mediawright.types.provider import AuthKind

    request, _ = asked(studio, spoken.thread, None)
    name = request.provider or spoken.context.provider
    by_link = name is not None and AuthKind.DEVICE in studio.registry.load(name).provider.auth
    if name is not None and by_link and not studio.accounts.usable(lang).get(name):
        done = await sign_in(studio, name, AuthAction(verb=AuthVerb.LOGIN, lang=lang), SIGN_IN_S)
        if done.status != "signed_in":
            raise SignInNeeded(Message("talk.not_signed_in_yet"), provider=name)
    return Change(request=request)


#: how long "done" waits for the provider to know of the sign-in (seconds)
SIGN_IN_S = 8.0


def _step(turn: Turn, context: Context) -> Step:
    """What is to be done with what is being made."""
    operation = turn.operation or ""
    if operation == "upscale":
        operation = (Operation.UPSCALE_VIDEO if context.clip else Operation.UPSCALE_IMAGE).value
    return Step(operation=operation, params=values_in(turn), prompt=turn.prompt)


async def _used(studio: Studio, spoken: Spoken, lang: Lang) -> Change | Response:
    turn, job = spoken.turn, last_job(spoken.thread)
    assert job is not None  # else it begins something new
    number: object = turn.result
    if together := made_together(spoken.thread):
        if not isinstance(number, int):
            return turn_questions.ask(studio, replace(turn, ask="which_result"), spoken.context, spoken.thread)
        job, number = result_at(studio, together, number)
    of = f"{job}:{_numbers(number)}"
    if turn.operation == "chat_edit" and spoken.context.made == MediaKind.VIDEO:
        turn = replace(turn, operation=Operation.EDIT_VIDEO)  # of this clip, into a new file
    if turn.operation in ("chat_edit", "create_element"):
        return turn_questions.by_file(turn, studio.ledger.get(job), of)
    if turn.operation == "upscale":
        clip = spoken.context.made == MediaKind.VIDEO
        turn = replace(turn, operation=Operation.UPSCALE_VIDEO if clip else Operation.UPSCALE_IMAGE)
        if not any(turn.operation in plugin.provider.operations for plugin in studio.registry.load_all()):
            return turn_questions.no_upscale(studio, job)
    values = values_in(turn) | _inputs(spoken) | {"operation": turn.operation, "prompt": turn.prompt}
    if turn.provider:
        values["provider"] = turn.provider
    change = used(studio, spoken.thread, of, values, lang)
    try:
        await studio.planner.priced(change.request, lang)
    except InvalidRequest as error:
        return await _asked(studio, error, change.request, values, spoken)
    return change


def _numbers(result: object) -> str:
    if isinstance(result, Sequence) and not isinstance(result, str):
        return ",".join(map(str, result))
    return str(result) if isinstance(result, int) or result == "all" else "1"
