"""What it costs, would cost, did cost: this request's price, the same at other providers, side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mediawright.commands.action import Action
from mediawright.handlers.changes import asked, last_job
from mediawright.handlers.flag_words import spelled
from mediawright.handlers.response import Response
from mediawright.handlers.spoken import Spoken
from mediawright.handlers.turn_questions import asked as question
from mediawright.ledger.threads import Thread
from mediawright.present.page import Block, Line, Page, Row, Rows, Tone
from mediawright.present.pages.fields import price_words, sum_words, with_provider
from mediawright.router.dialogue import Turn
from mediawright.services import actions
from mediawright.services.planning import Priced
from mediawright.services.relative import WORDS, settled
from mediawright.services.studio import Studio
from mediawright.types.errors import MediawrightError
from mediawright.types.job import Job
from mediawright.types.message import Lang, Message
from mediawright.types.operations import Operation
from mediawright.types.request import Request
from mediawright.types.route import BILLABLE, Ask, Choice
from mediawright.types.states import State

#: what is priced where nobody said what is to be made
USUAL = (
    Request(operation=Operation.TEXT_TO_VIDEO, prompt="…", duration=5),
    Request(operation=Operation.TEXT_TO_IMAGE, prompt="…"),
)


async def price(studio: Studio, spoken: Spoken, lang: Lang) -> Response:
    """The answer to a question about money. Nothing is sent, and no page is made or taken back."""
    thread, turn, context = spoken.thread, spoken.turn, spoken.context
    if len(spoken.named) > 1:
        return await _compared(studio, turn, spoken.named, lang)
    job = last_job(thread) if context.stage in ("running", "done", "failed") else None
    if job is not None and not turn.params:
        return _of_job(studio, studio.ledger.get(job))
    if context.operation is not None and context.stage != "none" and _kept(thread):
        return await _of_request(studio, thread, turn, lang)
    return await _compared(studio, turn, spoken.named, lang)


def _kept(thread: Thread | None) -> bool:
    return thread is not None and isinstance(thread.said.get("request"), Mapping)


async def _of_request(studio: Studio, thread: Thread | None, turn: Turn, lang: Lang) -> Response:
    """The pending request's price, with a supposed change where one is asked about; then the same elsewhere."""
    before, quote = asked(studio, thread, None)
    values = {name: value for name, value in turn.params.items() if name not in WORDS and hasattr(before, name)}
    if turn.provider:
        values["provider"] = turn.provider
    request = studio.changed(before, values) if values else before
    found = await settled(studio.planner, request, [word for word in WORDS if turn.params.get(word) is True], lang)
    now = await studio.planner.priced(found.request, lang)
    rows = [Row(_label(now), price_words(now.price), tone=Tone.STRONG)]
    if found.request != before:
        old = await studio.planner.priced(before, lang)
        rows.append(Row(Message("talk.price.as_it_is"), price_words(old.price)))
    else:
        rows += [Row(_label(item), price_words(item.price)) for item in await _elsewhere(studio, now, lang)]
    of = quote or last_job(thread)
    after = [actions.confirm(studio.ledger.quote(quote).quote)] if quote and found.request == before else []
    if of and found.request != before:
        after.append(actions.revise(of, **spelled(_change(before, found.request))))
    body = (*(Line(message, Tone.QUIET) for message in found.said), Line(Message("talk.price.nothing_yet")))
    return _page(Message("talk.price.would"), rows, body, after)


async def _elsewhere(studio: Studio, now: Priced, lang: Lang) -> list[Priced]:
    """The same request at the other providers, each with its own recommended model."""
    bare = now.request.with_(model=None, mode=None, options={}, seed=None)
    names = [plugin.name for plugin in studio.planner.makers.able(bare.with_(provider=None))]
    found = [await _priced(studio, bare.with_(provider=name), lang) for name in names if name != now.provider.name]
    return [item for item in found if item is not None and not item.provider.free]


async def _priced(studio: Studio, request: Request, lang: Lang) -> Priced | None:
    try:
        return await studio.planner.priced(request, lang)
    except MediawrightError:
        return None


async def _compared(studio: Studio, turn: Turn, named: Sequence[str], lang: Lang) -> Response:
    """Prices side by side, of what was described or of what is usual."""
    requests = [_described(turn)] if _described(turn) else list(USUAL)
    blocks: list[Block] = []
    data: list[dict[str, Any]] = []
    for request in requests:
        assert request is not None
        names = named or [plugin.name for plugin in studio.planner.makers.able(request)]
        found = [await _priced(studio, request.with_(provider=name), lang) for name in names]
        able = [item for item in found if item is not None and (named or not item.provider.draft)]
        if able:
            blocks.append(Line(_heading(request), Tone.STRONG))
            blocks.append(Rows(tuple(Row(_label(item), price_words(item.price)) for item in able)))
            data += [_plain(item) for item in able]
    blocks.append(Line(Message("talk.price.ask_first")))
    page = Page(
        name="prices", emoji="💰", title=Message("talk.price.compared"), body=tuple(blocks), data={"prices": data}
    )
    about = actions.action("models", provider=named[0] if len(named) == 1 else None)
    return Response(page=replace(page, next=(about,)), status="listed")


def _described(turn: Turn) -> Request | None:
    """What is to be made, as far as the question says so."""
    length = turn.params.get("duration")
    operation = turn.operation or (turn.route.operation if turn.route is not None else None)
    operation = operation if operation in BILLABLE else Operation.TEXT_TO_VIDEO.value if length else None
    if operation not in (Operation.TEXT_TO_VIDEO, Operation.TEXT_TO_IMAGE):
        return None
    clip = operation == Operation.TEXT_TO_VIDEO
    fields = ("aspect_ratio", "resolution", "sound", "count", "model")
    known = {name: turn.params[name] for name in fields if name in turn.params}
    return Request(operation=Operation(operation), prompt="…", duration=length or (5 if clip else None), **known)


def _heading(request: Request) -> Message:
    if request.duration is not None:
        return Message("talk.price.clip", {"n": request.duration})
    return Message("talk.price.picture")


def _label(item: Priced) -> Any:
    if item.provider.draft:
        return Message("maker.draft", {"provider": item.provider.title})
    return with_provider(item.model.label, item.provider.title)


def _plain(item: Priced) -> dict[str, Any]:
    return {"provider": item.provider.name, "model": item.model.name, "price": item.price}


def _of_job(studio: Studio, job: Job) -> Response:
    """What a job costs or cost, as far as anybody knows; never "nothing" where that is not known."""
    quoted = job.quote.price if job.quote else None
    rows: list[Row] = []
    if job.charged is not None:
        rows.append(Row(Message("talk.price.charged"), sum_words(job.charged), tone=Tone.STRONG))
    elif quoted is not None:
        rows.append(Row(Message("talk.price.quoted"), price_words(quoted), tone=Tone.STRONG))
    free = studio.registry.load(job.provider).provider.free
    unknown = job.charged is None and not free
    lines = [Message("talk.price.failed_unknown" if job.state is State.FAILED else "talk.price.see_balance")]
    body = tuple(Line(line) for line in lines) if unknown else ()
    after = [actions.action("account", "quota", provider=job.provider)] if unknown else []
    return _page(Message("talk.price.did"), rows, body, after, job=job.id)


def _page(
    title: Message, rows: Sequence[Row], body: Sequence[Line], after: Sequence[Action], job: str | None = None
) -> Response:
    data = {} if job is None else {"about": job}
    page = Page(name="prices", emoji="💰", title=title, body=(Rows(tuple(rows)), *body), data=data, next=tuple(after))
    return Response(page=page, status="listed")


def _change(before: Request, after: Request) -> dict[str, Any]:
    """The values in which one request differs from the other."""
    from mediawright.services.revising import values_of

    old = values_of(before)
    return {name: value for name, value in values_of(after).items() if old.get(name) != value}


async def other_provider(studio: Studio, thread: Thread | None, lang: Lang) -> Response:
    """Which other provider? Each that takes this request, with its price there; none is taken without the person's word."""
    request, quote = asked(studio, thread, None)
    now = await studio.planner.priced(request, lang)
    found = await _elsewhere(studio, now, lang)
    if not found:
        return question(
            Ask(reason="provider", question=Message("talk.only_provider", {"provider": now.provider.title}))
        )
    of = quote or last_job(thread)
    choices = tuple(
        Choice(
            key=item.provider.name,
            label=Message("value.model_price", {"model": _label(item), "price": price_words(item.price)}),
        )
        for item in found
    )
    commands = [actions.revise(of, provider=item.provider.name) for item in found]
    return question(Ask(reason="provider", question=Message("talk.ask.other_provider"), choices=choices), commands)
