"""The verbs of a job: submit once, look, look up what a lost answer left behind (docs/contracts/kling.md §4)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from mediawright.plugin import (
    CannotTell,
    Context,
    Found,
    InvalidRequest,
    Job,
    Media,
    MediawrightError,
    Message,
    NotAccepted,
    NotFound,
    NotSent,
    Problem,
    Progress,
    Reconciled,
    Rejected,
    Request,
    Task,
    Uncertain,
)
from mediawright_kling import client, request_body, responses
from mediawright_kling.auth import bearer
from mediawright_kling.defaults import complete_kling
from mediawright_kling.errors import AlreadyThere
from mediawright_kling.kling_request import KlingRequest
from mediawright_kling.options import is_on
from mediawright_kling.provider import NAME
from mediawright_kling.routes import TRIAL, route_of
from mediawright_kling.side.endpoints import endpoint_of
from mediawright_kling.standard.choice import is_new
from mediawright_kling.validation.check import problems_of

#: a submit younger than this may still be on its way inside the provider
SETTLE = timedelta(minutes=2)


async def submit_job(ctx: Context, job: Job) -> Task:
    """Send it, once. Raises InvalidRequest, SignInNeeded (with a link), Rejected, OutOfCredits, Busy, Uncertain."""
    problems = problems_of(job.request)
    if problems:
        raise InvalidRequest(*problems, provider=NAME)
    if ctx.credential is None:
        from mediawright_kling.auth.device_flow import link_needed

        raise await link_needed(ctx)
    if is_new(job.request):
        from mediawright_kling.standard.tasks import submit_new

        return await submit_new(ctx, job, request_body.build(job.request, job.id, await _values(ctx, job.request)))
    value = await _values(ctx, job.request)
    call = request_body.build(job.request, job.id, value)
    base = await client.base_of(ctx)
    endpoint = endpoint_of(job.request)
    if endpoint is not None and endpoint.at_once:
        answer = await client.spend(ctx, base, call.path, call.body)
        from mediawright_kling.side import at_once
        from mediawright_kling.side.said import said

        return at_once.task_of(answer, call.path, base, said(job.request, "part"))
    # what a later look-up must know: another account would answer "not found" for a task that exists
    trace = _trace_key(job)
    ctx.keep(trace, {"path": call.path, "base": base, "account": _account(ctx)}, shared=True)
    try:
        if endpoint is not None:
            from mediawright_kling.side import steps

            call = await steps.prepared(ctx, base, endpoint, complete_kling(job.request), call, value)
        envelope = await client.spend(ctx, base, call.path, call.body)
        task = responses.accepted(envelope, call.path, base, watermark=bool(job.request.watermark))
    except MediawrightError as error:
        # "already exists" (K-C2), and even a plain no: a task that carries our own id outweighs both
        found = await _found(ctx, job, call.path, base) if _was_answered(error) else None
        if found is None:
            from mediawright_kling.side import steps

            told = steps.told(endpoint, job.request, error)
            if told is error:
                raise
            raise told from error
        return found
    ctx.keep(trace, None, shared=True)
    return task


def _was_answered(error: MediawrightError) -> bool:
    """Whether the service itself answered. What it did not answer is left to `reconcile_job`, which has the time."""
    return isinstance(error, AlreadyThere) or not isinstance(error, (NotSent, Uncertain))


async def _found(ctx: Context, job: Job, path: str, base: str) -> Task | None:
    """The task that carries our id, by one poll that changes nothing where it fails."""
    if not is_on(job.request, "external_task_id", default=True):
        return None
    try:
        return await _by_our_id(ctx, job, path, base, tries=1)
    except MediawrightError:
        return None


async def _values(ctx: Context, request: Request) -> request_body.Value:
    """Local inputs checked beforehand, so that the body is built by a pure function; they are read while it is sent."""
    files = {m.source: await ctx.as_base64(m) for m in request_body.local_inputs(request)}

    def value(media: Media) -> Any:
        return files.get(media.source) or request_body.without_prefix(media.source)

    return value


async def poll_task(ctx: Context, task: Task) -> Progress:
    """One poll of the path that made the task; a task known only by its id is searched in the vendor's order."""
    path = task.handle.get("path")
    if "files" in task.handle:
        from mediawright_kling.side import at_once

        return at_once.progress_of(task)
    if task.handle.get("standard") == "new":
        from mediawright_kling.standard.tasks import poll_one

        return await poll_one(ctx, task)
    if path:
        envelope = await client.request_idempotent(ctx, f"{path}/{task.id}", base=task.handle.get("base"))
        return responses.progress_of(envelope.data, task)
    return await _search(ctx, task)


async def _search(ctx: Context, task: Task) -> Progress:
    base = await client.base_of(ctx)
    for path in TRIAL[str(task.handle.get("kind", "video"))]:
        try:
            envelope = await client.request_idempotent(ctx, f"{path}/{task.id}", base=base)
        except (Rejected, NotFound):
            continue
        if isinstance(envelope.data, dict) and envelope.data.get("task_status") in responses.STATES:
            found = responses.task_at(task.id, path, base)
            return replace(responses.progress_of(envelope.data, found), task=found)
    raise NotFound(Problem("task_id", Message("kling.code.1203", {"task_id": task.id}, NAME)), provider=NAME)


async def reconcile_job(ctx: Context, job: Job) -> Reconciled:
    """Ask the submit's own path for our id (§4.5). Found when it is there. The service's own "no such task" (K-C1) counts
    as a no only from the same account and region and once the submit has had time to settle; all else is CannotTell."""
    if is_new(job.request):
        return await _reconcile_new(ctx, job)
    endpoint = endpoint_of(job.request)
    if not is_on(job.request, "external_task_id", default=True) or (endpoint and endpoint.at_once):
        return _cannot_tell(job)
    kept = ctx.recall(_trace_key(job), shared=True)
    trace: dict[str, Any] = kept if isinstance(kept, dict) else {}
    path = str(trace.get("path") or (endpoint.path if endpoint else route_of(KlingRequest(job.request)).path.value))
    base = str(trace.get("base") or await client.base_of(ctx))
    try:
        found = await _by_our_id(ctx, job, path, base)
    except NotFound:
        sure = trace.get("account") == _account(ctx) and _settled(ctx, job)
        return NotAccepted(Message("kling.lookup.none", domain=NAME)) if sure else _cannot_tell(job)
    except Rejected:
        return _cannot_tell(job)
    return Found(found) if found else _cannot_tell(job)


async def _reconcile_new(ctx: Context, job: Job) -> Reconciled:
    """The new standard's list names a task by our id, whichever path made it; an empty one is a no once it settled."""
    from mediawright_kling.standard import tasks

    if not is_on(job.request, "external_task_id", default=True):
        return _cannot_tell(job)
    path = request_body.build(job.request, job.id, request_body.shown).path
    found = await tasks.by_our_id(ctx, job, path, await client.base_of(ctx))
    if found is not None:
        return Found(found)
    return NotAccepted(Message("kling.lookup.none", domain=NAME)) if _settled(ctx, job) else _cannot_tell(job)


async def _by_our_id(ctx: Context, job: Job, path: str, base: str, *, tries: int | None = None) -> Task | None:
    """The task that carries the job's id; None where the answer names no task or another's. Raises like `look`."""
    envelope = await client.request_idempotent(ctx, f"{path}/{job.id}", base=base, tries=tries)
    data = envelope.data if isinstance(envelope.data, dict) else {}
    info = data.get("task_info")
    owner = info.get("external_task_id", job.id) if isinstance(info, dict) else job.id
    if not envelope.task_id or owner != job.id:
        return None
    ctx.keep(_trace_key(job), None, shared=True)
    return responses.task_at(envelope.task_id, path, base, watermark=bool(job.request.watermark))


def _settled(ctx: Context, job: Job) -> bool:
    return ctx.clock.now() - (job.submitted_at or job.updated_at) >= SETTLE


def _cannot_tell(job: Job) -> CannotTell:
    return CannotTell(Message("kling.lookup.unsure", {"job": job.id}, NAME))


def _account(ctx: Context) -> str:
    credential = ctx.credential
    return bearer.account_of(credential.values) if credential else ""


def _trace_key(job: Job) -> str:
    return f"submit.{job.id}"
