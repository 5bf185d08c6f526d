"""The provider's hooks: each line is a call or a map."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from mediawright.plugin import (
    AuthAction,
    AuthEvent,
    Context,
    HistoryItem,
    Job,
    Price,
    Problem,
    Progress,
    Provider,
    Quota,
    Reconciled,
    Request,
    Sink,
    Task,
    Window,
    WireCall,
    fetch_outputs,
    hookimpl,
)
from mediawright_chatart import provider


@hookimpl
def describe() -> Provider:
    return provider.provider()


@hookimpl
def complete(request: Request) -> Request:
    from mediawright_chatart.defaults import complete

    return complete(request)


@hookimpl
def validate(request: Request) -> Sequence[Problem]:
    from mediawright_chatart.validation import problems

    return problems(request)


@hookimpl
def wire(request: Request, job_id: str) -> Sequence[WireCall]:
    from mediawright_chatart.dry_run import calls_of

    return calls_of(request)


@hookimpl
async def quote(ctx: Context, request: Request) -> Price:
    from mediawright_chatart.submit import quote

    return await quote(ctx, request)


@hookimpl
async def auth(ctx: Context, action: AuthAction) -> AsyncIterator[AuthEvent]:
    from mediawright_chatart.auth.sign_in import auth

    async for event in auth(ctx, action):
        yield event


@hookimpl
async def quota(ctx: Context) -> Quota:
    from mediawright_chatart.account import quota

    return await quota(ctx)


@hookimpl
async def submit(ctx: Context, job: Job) -> Task:
    from mediawright_chatart.submit import submit

    return await submit(ctx, job)


@hookimpl
async def reconcile(ctx: Context, job: Job) -> Reconciled:
    from mediawright_chatart.reconcile import reconcile

    return await reconcile(ctx, job)


@hookimpl
async def poll(ctx: Context, task: Task) -> Progress:
    from mediawright_chatart.poll import poll

    return await poll(ctx, task)


@hookimpl
async def download(task: Task, progress: Progress, sink: Sink) -> None:
    await fetch_outputs(task, progress, sink)


@hookimpl
async def history(ctx: Context, window: Window) -> Sequence[HistoryItem]:
    from mediawright_chatart.history import history

    return await history(ctx, window)


@hookimpl
def simulator(options: dict[str, str]) -> Any:
    from mediawright_chatart.simulator.app import create_app

    return create_app(options)
