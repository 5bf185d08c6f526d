"""Kling's verbs: every line is a call or a map."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from mediawright.plugin import (
    AuthAction,
    AuthDone,
    AuthEvent,
    AuthVerb,
    Context,
    HistoryItem,
    Job,
    Message,
    Price,
    Problem,
    Progress,
    Provider,
    Quota,
    Reconciled,
    Request,
    SignInNeeded,
    Sink,
    SubjectAction,
    Subjects,
    Task,
    Window,
    WireCall,
    fetch_outputs,
    hookimpl,
)
from mediawright_kling.provider import describe_kling


@hookimpl
def describe() -> Provider:
    return describe_kling()


@hookimpl
def complete(request: Request) -> Request:
    from mediawright_kling.defaults import complete_kling

    return complete_kling(request)


@hookimpl
def validate(request: Request) -> Sequence[Problem]:
    from mediawright_kling.validation.check import problems_of

    return problems_of(request)


@hookimpl
def wire(request: Request, job_id: str) -> Sequence[WireCall]:
    from mediawright_kling import dry_run

    return dry_run.calls_of(request, job_id)


@hookimpl
async def quote(request: Request) -> Price:
    from mediawright_kling.pricing import price_of

    return price_of(request)


@hookimpl
async def auth(ctx: Context, action: AuthAction) -> AsyncIterator[AuthEvent]:
    from mediawright_kling.auth import device_flow, keys

    match action.verb:
        case AuthVerb.LOGIN:
            events = device_flow.login(ctx, action)
        case AuthVerb.SWITCH:
            events = device_flow.login(ctx, AuthAction(verb=AuthVerb.LOGIN, force=True, lang=action.lang))
        case AuthVerb.IMPORT:
            events = keys.bring(ctx, action)
        case AuthVerb.LOGOUT:
            device_flow.forget_pending(ctx)
            events = keys.sign_out(ctx)
        case AuthVerb.RENEW:
            # every request is signed afresh: keys that are refused stay refused until a person brings others
            raise SignInNeeded(Message("kling.auth.needed", domain="kling"), provider="kling")
        case _:
            yield AuthDone(status=keys.status_of(ctx))
            return
    async for event in events:
        yield event


@hookimpl
async def quota(ctx: Context, window: Window) -> Quota:
    from mediawright_kling import account

    return await account.quota_of(ctx, window)


@hookimpl
async def submit(ctx: Context, job: Job) -> Task:
    from mediawright_kling import tasks

    return await tasks.submit_job(ctx, job)


@hookimpl
async def reconcile(ctx: Context, job: Job) -> Reconciled:
    from mediawright_kling import tasks

    return await tasks.reconcile_job(ctx, job)


@hookimpl
async def poll(ctx: Context, task: Task) -> Progress:
    from mediawright_kling import tasks

    return await tasks.poll_task(ctx, task)


@hookimpl
async def poll_many(ctx: Context, tasks: Sequence[Task]) -> Mapping[str, Progress]:
    from mediawright_kling import batch_poll

    return await batch_poll.poll_tasks(ctx, tasks)


@hookimpl
async def download(task: Task, progress: Progress, sink: Sink) -> None:
    await fetch_outputs(task, progress, sink)


@hookimpl
async def history(ctx: Context, window: Window) -> Sequence[HistoryItem]:
    from mediawright_kling import history as history_module

    return await history_module.history_of(ctx, window)


@hookimpl
async def subjects(ctx: Context, action: SubjectAction) -> Subjects:
    from mediawright_kling import subjects as subjects_module

    return await subjects_module.subjects_of(ctx, action)


@hookimpl
def commands(app: Any, cli: Any) -> None:
    from mediawright_kling.prompt_command import add_commands

    add_commands(app, cli)


@hookimpl
def simulator(options: dict[str, str]) -> Any:
    from mediawright_kling.simulator.app import create_app

    return create_app(options)
