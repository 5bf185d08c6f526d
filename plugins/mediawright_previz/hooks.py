"""The provider's hooks. A submit writes a spec into the job's folder; watching it renders; nothing leaves the machine."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from mediawright.plugin import (
    AuthAction,
    AuthDone,
    AuthEvent,
    AuthStatus,
    Cancelled,
    Context,
    Found,
    Job,
    Message,
    NotAccepted,
    NotPossible,
    Operation,
    Problem,
    Progress,
    Provider,
    Quota,
    Reconciled,
    Request,
    Sink,
    Stopped,
    Task,
    Window,
    WireCall,
    hookimpl,
)
from mediawright_previz.labels import DOMAIN
from mediawright_previz.provider import PREVIZ


@hookimpl
def describe() -> Provider:
    return PREVIZ


@hookimpl
def validate(request: Request) -> Sequence[Problem]:
    if request.operation is Operation.ASSEMBLE:
        from mediawright_previz import assembling

        return assembling.problems(request)
    from mediawright_previz.validation import problems

    return problems(request)


@hookimpl
def wire(request: Request, job_id: str) -> Sequence[WireCall]:
    """What would be rendered, as the one call that goes nowhere."""
    note = Message("previz.wire.note", domain=DOMAIN)
    if request.operation is Operation.ASSEMBLE:
        return [WireCall(method="RENDER", url=f"local:{job_id}", json=dict(request.options), note=note)]
    from mediawright_previz.render.plan import make_plan, summary

    plan = make_plan(request, "en", lambda media: media.info.duration if media.info else None)
    return [WireCall(method="RENDER", url=f"local:{job_id}", json=summary(plan), note=note)]


@hookimpl
async def auth(action: AuthAction) -> AsyncIterator[AuthEvent]:
    note = Message("previz.auth.none", domain=DOMAIN)
    yield AuthDone(status=AuthStatus(signed_in=True, source="local", note=note))


@hookimpl
async def quota(window: Window) -> Quota:
    return Quota(note=Message("previz.quota.free", domain=DOMAIN))


@hookimpl
async def submit(ctx: Context, job: Job) -> Task:
    """Keep the spec."""
    from mediawright_previz.tasks import accept

    await accept(ctx, job.request)
    return _task(job.id)


@hookimpl
async def reconcile(ctx: Context, job: Job) -> Reconciled:
    """The spec is written whole or not at all, so its presence is the answer."""
    from mediawright_previz.job_folder import Workshop

    return Found(_task(job.id)) if Workshop(ctx.workdir).has_spec else NotAccepted()


@hookimpl
async def poll(ctx: Context, task: Task) -> Progress:
    """A look at the folder: it renders nothing."""
    from mediawright_previz.tasks import poll_job

    return await poll_job(ctx)


@hookimpl
async def watch(ctx: Context, task: Task) -> AsyncIterator[Progress]:
    """Renders what is missing, however often it was interrupted before."""
    from mediawright_previz.tasks import rendering

    async for progress in rendering(ctx):
        yield progress


@hookimpl
async def download(ctx: Context, task: Task, progress: Progress, sink: Sink) -> None:
    from mediawright_previz.tasks import hand_over

    await hand_over(ctx, progress, sink)


@hookimpl
async def cancel(ctx: Context, task: Task) -> Cancelled:
    """Works from any process: the rendering loop looks for the mark at every frame."""
    from mediawright_previz.job_folder import Workshop

    workshop = Workshop(ctx.workdir)
    if workshop.done:
        return NotPossible()
    try:
        workshop.cancel()
    except FileNotFoundError:  # it ended this moment, and its folder went
        return NotPossible()
    return Stopped()


@hookimpl
def commands(app: Any, cli: Any) -> None:
    from mediawright_previz.command import add_command

    add_command(app, cli)


def _task(job_id: str) -> Task:
    from mediawright_previz.job_folder import SPEC_NAME

    return Task(provider=DOMAIN, id=job_id, handle={"spec": SPEC_NAME})
