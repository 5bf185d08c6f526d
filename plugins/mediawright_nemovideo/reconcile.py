"""A message whose answer was lost: did the service take it? Told from the state and the credits, never by sending again."""

from datetime import timedelta

from mediawright.plugin import CannotTell, Context, Found, Job, NotAccepted, Reconciled
from mediawright_nemovideo import turn_records
from mediawright_nemovideo.chat.execution import Case
from mediawright_nemovideo.chat.routing import Road
from mediawright_nemovideo.client import Api
from mediawright_nemovideo.handle import Handle, Phase
from mediawright_nemovideo.messages import say
from mediawright_nemovideo.projects.registry import Projects
from mediawright_nemovideo.responses import Fault, Refusal
from mediawright_nemovideo.service import poll_render
from mediawright_nemovideo.submit import routed_of
from mediawright_nemovideo.traces import moved, same_user


async def reconcile(ctx: Context, job: Job) -> Reconciled:
    """Found, NotAccepted or CannotTell. A record is written before the message leaves: without one it never left."""
    if routed_of(job).road is Road.EXPORT:
        return await _export(ctx, job)
    record = turn_records.recall(ctx, job.id)
    handle = record.opened()
    if handle is None:
        return NotAccepted(say("reconcile.not_sent"))
    if record.accepted:
        return Found(handle.task())
    return await _polled(ctx, handle)


async def _polled(ctx: Context, handle: Handle) -> Reconciled:
    """A change of the state, or credits that were reserved or spent, mean that the turn exists."""
    case = Case.of(ctx, handle.task())
    read, left = await case.poll(), await case.count()
    if not read or left is None:
        return CannotTell(say("reconcile.unreadable"))
    if case.changed:
        return Found(handle.task())
    if not same_user(case.api, handle):
        return CannotTell(say("reconcile.unreadable"))
    if moved(handle, left):
        return Found(handle.task())
    waited = ctx.clock.now() - (handle.sent or ctx.clock.now())
    if waited < timedelta(seconds=sum(case.clocks.recovery)):
        return CannotTell(say("reconcile.too_early"))
    turn_records.finished(ctx, handle)
    return NotAccepted(say("reconcile.no_trace"))


async def _export(ctx: Context, job: Job) -> Reconciled:
    """The first id of an export is the job's own: the service knows it or not (N-R20)."""
    api = Api.of(ctx)
    render_id = f"render_{job.id}"
    found = await poll_render(api, render_id)
    if isinstance(found, Refusal):
        unknown = found.fault is Fault.MISSING and found.sure
        return NotAccepted(say("reconcile.not_sent")) if unknown else CannotTell()
    project = Projects.of(api).the(job.request.options.get("project"))
    return Found(
        Handle.at(project, job, Phase.EXPORT, export=True, render_id=render_id, render_sent=True, submits=1).task()
    )
