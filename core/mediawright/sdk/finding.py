"""What became of a create whose answer was lost, past work, many tasks polled at once: all read the service's own list."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from mediawright.plugin import Context
from mediawright.sdk import json_paths, responses, sent
from mediawright.sdk.endpoint import Endpoint, Listing
from mediawright.sdk.error_table import sentence
from mediawright.sdk.http_request import HttpRequest
from mediawright.sdk.lookup import Row, Span, near, rows
from mediawright.types.auth import HistoryItem, Window
from mediawright.types.job import Job, Progress, Task
from mediawright.types.states import State
from mediawright.types.verdicts import CannotTell, Found, NotAccepted, Reconciled

if TYPE_CHECKING:
    from mediawright.sdk.task_api import TaskApi

#: how far back past work is listed where no span was asked for
PAST = timedelta(days=7)
#: models that are remembered for lists of one model at a time, and how many of these lists are asked at once
KEPT, ASKED = 10, 5
#: seconds between two polls of single tasks within one poll of many
APART_S = 0.25


async def reconcile(api: "TaskApi", ctx: Context, job: Job) -> Reconciled:
    """Look a lost create up in the list. Found only for a row that is surely ours and the only one."""
    endpoint = api.endpoint_of(job.request)
    listing, kept = endpoint.listing, await sent.recall(ctx.workdir)
    if listing is None or kept is None:
        return CannotTell(sentence(api.provider, "cannot_look_up", {"link": api.balance_page or api.key_page}))
    call = api.in_region(api.build_request(job.request, job.id, lambda media: None), kept.region)
    body = kept.body if kept.body is not None else call.json
    verdict: Reconciled = CannotTell()
    for number, at in enumerate(listing.looks_s or (0.0,)):
        wait = (kept.at - ctx.clock.now()).total_seconds() + at
        if listing.looks_s and (wait > 0 or number):
            await ctx.clock.sleep(max(wait, 1.0))
        verdict = await _look(api, ctx, job, endpoint, kept, body)
        if isinstance(verdict, Found):
            return verdict
    return verdict


async def _look(
    api: "TaskApi", ctx: Context, job: Job, endpoint: Endpoint, kept: sent.Sent, body: Any
) -> Found | NotAccepted | CannotTell:
    """Read the list once."""
    listing, now = endpoint.listing, ctx.clock.now()
    assert listing is not None
    span = Span(
        start=kept.at - timedelta(seconds=listing.before_s),
        end=min(now, kept.at + timedelta(seconds=listing.after_s)) + timedelta(seconds=60),
        model=api.listed_model(job.request, kept.region),
    )
    found = [row async for row in listed(api, ctx, endpoint, span, kept.region)]
    exact = bool(listing.own_id) and api.repeats_ids(found, body)
    candidates = [row for row in found if exact or near(row, kept.at, listing)]
    told = [(row, await _is_ours(api, ctx, listing, row, job, body)) for row in candidates]
    sure = [row for row, ours in told if ours]
    if len(sure) == 1:
        return Found(task_of(api, ctx, job, endpoint, sure[0]))
    alike = bool(listing.own_id) and not exact
    maybe = sure or [row for row, ours in told if (api.same(row, body) is not False if alike else ours is None)]
    age = (now - kept.at).total_seconds()
    listed_by_now = listing.lag_s <= age and (listing.keeps_s is None or age < listing.keeps_s)
    if not maybe and listing.complete and listed_by_now:
        return NotAccepted()
    items = tuple(item_of(api, endpoint, row, task_of(api, ctx, job, endpoint, row)) for row in maybe[:10])
    key = "which_is_it" if items else "not_listed_yet"
    return CannotTell(sentence(api.provider, key, {"link": api.balance_page or api.key_page}), items)


async def _is_ours(api: "TaskApi", ctx: Context, listing: Listing, row: Row, job: Job, body: Any) -> bool | None:
    if listing.own_id:
        return json_paths.text(row.data, listing.own_id) == api.own_id(job.id)
    return await api.examine(ctx, row, body)


def task_of(api: "TaskApi", ctx: Context, job: Job, endpoint: Endpoint, row: Row) -> Task:
    """Return the task of a row, as the answer to the create would have named it."""
    return Task(provider=api.provider.name, id=row.id, handle=api.handle(ctx, job.request, endpoint, row.data))


def item_of(api: "TaskApi", endpoint: Endpoint, row: Row, task: Task) -> HistoryItem:
    state = endpoint.states.get(row.status.casefold(), State.UNKNOWN)
    kind = str(task.handle.get(responses.KIND, ""))
    return HistoryItem(id=row.id, kind=kind, state=state, created_at=row.created, model=row.model or None, task=task)


async def listed(api: "TaskApi", ctx: Context, endpoint: Endpoint, span: Span, region: str = "") -> AsyncIterator[Row]:
    """Yield the rows of the list."""
    listing = endpoint.listing
    if listing is None:
        return

    async def fetch(query: dict[str, str | int | list[str]]) -> Any:
        call = HttpRequest(path=listing.path, method="GET", query=query, setting=listing.setting)
        await apart(ctx, listing.apart_s)
        return await api.fetch(ctx, call, region=region)

    async for row in rows(listing, span, fetch):
        yield row


async def apart(ctx: Context, seconds: float) -> None:
    """Wait until a provider's list may be asked again, whoever asked last on this machine."""
    if seconds:
        wait = seconds - (ctx.clock.now().timestamp() - float(ctx.recall("listed_at") or 0))
        if 0 < wait <= seconds:
            await ctx.clock.sleep(wait)
        ctx.keep("listed_at", ctx.clock.now().timestamp())


async def history(api: "TaskApi", ctx: Context, window: Window) -> list[HistoryItem]:
    """Return one page of past work, newest first, of every endpoint that has a list.

    A list of one model at a time is asked for those that were used from here last."""
    now = ctx.clock.now()
    start = window.start or now - (timedelta(days=window.days) if window.days else PAST)
    whole = Span(start=start, end=window.end or now, page=window.page, size=window.per_page, one_page=True)
    found: dict[str, HistoryItem] = {}
    for endpoint, span in _spans(api, ctx, whole):
        async for row in listed(api, ctx, endpoint, span):
            task = Task(provider=api.provider.name, id=row.id, handle=api.listed_handle(ctx, endpoint, row))
            found.setdefault(row.id, item_of(api, endpoint, row, task))
    newest = sorted(found.values(), key=lambda item: item.created_at or start, reverse=True)
    return newest[: window.per_page]


def _spans(api: "TaskApi", ctx: Context, span: Span) -> Iterator[tuple[Endpoint, Span]]:
    for endpoint in api.endpoints:
        if endpoint.listing is not None and endpoint.listing.needs_model:
            yield from ((endpoint, replace(span, model=str(name))) for name in (ctx.recall("used") or [])[:ASKED])
        else:
            yield endpoint, span


def used(ctx: Context, model: str) -> None:
    """Remember a model, so that its list is asked for past work."""
    ctx.keep("used", [model, *(name for name in ctx.recall("used") or [] if name != model)][:KEPT])


async def poll_many(api: "TaskApi", ctx: Context, tasks: Sequence[Task]) -> dict[str, Progress]:
    """Return what the list says of many tasks; one that has ended is polled for its result, one after the other."""
    said: dict[str, Progress] = {}
    now = ctx.clock.now()
    places = {
        (str(task.handle.get(responses.ENDPOINT, "")), str(task.handle.get(responses.REGION, ""))) for task in tasks
    }
    for name, region in sorted(places):
        endpoint = api.endpoint(name)
        left = {task.id: task for task in tasks if task.id not in said}
        async for row in listed(api, ctx, endpoint, Span(start=now - PAST, end=now), region):
            task = left.pop(row.id, None)
            state = endpoint.states.get(row.status.casefold(), State.UNKNOWN)
            if task is not None and state in (State.SUBMITTED, State.RUNNING):
                said[row.id] = Progress(state=state, provider_code=row.status)
            elif task is not None:
                await ctx.clock.sleep(APART_S)
                said[row.id] = await api.poll(ctx, task)
            if not left:
                break
    return said
