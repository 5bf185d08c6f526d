"""The verbs of the provider contract; each line is a call or a map."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from mediawright.plugin import (
    AuthAction,
    AuthEvent,
    Balance,
    Cancelled,
    Context,
    Job,
    NotPossible,
    Operation,
    Price,
    Problem,
    Progress,
    Provider,
    Quota,
    Reconciled,
    Request,
    Sink,
    Stopped,
    TalkAction,
    TalkAnswer,
    Task,
    Window,
    WireCall,
    hookimpl,
)
from mediawright_nemovideo.provider import NEMOVIDEO


@hookimpl
def describe() -> Provider:
    return NEMOVIDEO


@hookimpl
def validate(request: Request) -> Sequence[Problem]:
    from mediawright_nemovideo import validation

    return validation.problems(request)


@hookimpl
def wire(request: Request) -> Sequence[WireCall]:
    from mediawright_nemovideo import dry_run

    return dry_run.calls_of(request)


@hookimpl
async def quote(ctx: Context, request: Request) -> Price:
    from mediawright_nemovideo import pricing
    from mediawright_nemovideo.client import Api
    from mediawright_nemovideo.projects import opening

    if request.operation is Operation.CHAT_EDIT:
        opening.check_open(Api.of(ctx), request)
    empty = pricing.depends_on_project(request) and await opening.is_empty(Api.of(ctx), request)
    return pricing.price(request, empty=empty)


@hookimpl
async def auth(ctx: Context, action: AuthAction) -> AsyncIterator[AuthEvent]:
    from mediawright_nemovideo.auth import sign_in

    async for event in sign_in.sign(ctx, action):
        yield event


@hookimpl
async def quota(ctx: Context, window: Window) -> Quota:
    from mediawright_nemovideo.chat.local_responses import credits_sentence
    from mediawright_nemovideo.client import Api
    from mediawright_nemovideo.service import Credits, credits, credits_amount

    api = Api.of(ctx)
    left: Credits = api.must(await credits(api))
    balance = Balance(left=credits_amount(left.available))
    raw = {"available": left.available, "frozen": left.frozen, "total": left.total}
    return Quota(balances=(balance,), raw=raw, note=credits_sentence(left))


@hookimpl
async def submit(ctx: Context, job: Job) -> Task:
    from mediawright_nemovideo import submit as submitting

    return await submitting.submit(ctx, job)


@hookimpl
async def reconcile(ctx: Context, job: Job) -> Reconciled:
    from mediawright_nemovideo import reconcile as reconcile_module

    return await reconcile_module.reconcile(ctx, job)


@hookimpl
async def poll(ctx: Context, task: Task) -> Progress:
    from mediawright_nemovideo import watch as watch_module

    return await watch_module.poll(ctx, task)


@hookimpl
async def watch(ctx: Context, task: Task) -> AsyncIterator[Progress]:
    from mediawright_nemovideo import watch as watch_module

    async for progress in watch_module.watch(ctx, task):
        yield progress


@hookimpl
async def download(ctx: Context, task: Task, progress: Progress, sink: Sink) -> None:
    from mediawright_nemovideo.export import download as download_module

    await download_module.fetch(ctx, task, progress, sink)


@hookimpl
async def cancel(ctx: Context, task: Task) -> Cancelled:
    from mediawright_nemovideo.export import download as download_module

    return Stopped() if await download_module.cancel(ctx, task) else NotPossible()


@hookimpl
async def converse(ctx: Context, action: TalkAction) -> TalkAnswer:
    from mediawright_nemovideo.projects import converse as converse_module

    return await converse_module.converse(ctx, action)


@hookimpl
def simulator(options: dict[str, str]) -> Any:
    from mediawright_nemovideo.simulator import create_app

    return create_app(options)
