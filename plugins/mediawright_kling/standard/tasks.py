"""Submit, poll and look up tasks of the new standard (docs/contracts/kling-more.md §3, K-N28 to K-N34)."""

from collections.abc import Mapping, Sequence
from typing import Any

from mediawright.plugin import (
    Context,
    Job,
    MediawrightError,
    Message,
    NotFound,
    NotSent,
    Problem,
    Progress,
    SignInNeeded,
    State,
    Task,
    Uncertain,
)
from mediawright_kling import client
from mediawright_kling.auth.api_key import NEEDED, api_key_of
from mediawright_kling.call import Call
from mediawright_kling.envelope import Envelope
from mediawright_kling.errors import AlreadyThere
from mediawright_kling.options import is_on
from mediawright_kling.standard.records import progress_of

NAME = "kling"
TASKS = "/tasks"
MOST_IDS = 20
#: seconds in which a task that was just made may not show yet (K-N31)
FRESH_S = 60.0


async def submit_new(ctx: Context, job: Job, call: Call) -> Task:
    """Send it, once. Raises SignInNeeded before anything where there is no API key; Rejected, Busy, Uncertain."""
    values = api_key_of(ctx)
    base = await client.base_of(ctx)
    try:
        envelope = await client.spend(ctx, base, call.path, call.body, values=values)
    except MediawrightError as error:
        found = None if isinstance(error, (NotSent, Uncertain)) and not isinstance(error, AlreadyThere) else True
        task = await _after_refusal(ctx, job, call.path, base) if found else None
        if task is not None:
            return task
        told = _told(error)
        if told is error:
            raise
        raise told from error
    data = envelope.data if isinstance(envelope.data, Mapping) else {}
    name = str(data.get("id") or envelope.task_id or "")
    if not name:
        raise Uncertain(Message("kling.task.no_id", domain=NAME), provider=NAME, provider_message=envelope.message)
    return task_at(ctx, name, call.path, base, watermark=bool(job.request.watermark))


def _told(error: MediawrightError) -> MediawrightError:
    """K-N2: on a new path the service gives a wrong key the words for access keys; ours say what it can only be."""
    if isinstance(error, SignInNeeded) and error.provider_code != NEEDED:
        return SignInNeeded(
            Message("kling.auth.api_key_unknown", domain=NAME), provider=NAME, provider_code=error.provider_code
        )
    return error


async def _after_refusal(ctx: Context, job: Job, path: str, base: str) -> Task | None:
    """A task that carries our id outweighs a no (K-N34), by one poll that changes nothing where it fails."""
    if not is_on(job.request, "external_task_id", default=True):
        return None
    try:
        return await by_our_id(ctx, job, path, base, tries=1)
    except MediawrightError:
        return None


async def by_our_id(ctx: Context, job: Job, path: str, base: str, *, tries: int | None = None) -> Task | None:
    """The task that carries the job's id, whichever standard made it; None where the list is empty (K-N33)."""
    records = await listed(ctx, base, "external_task_ids", [job.id], tries=tries)
    mine = next((one for one in records if one.get("external_id", job.id) == job.id and one.get("id")), None)
    return None if mine is None else task_at(ctx, str(mine["id"]), path, base, watermark=bool(job.request.watermark))


def task_at(ctx: Context, task_id: str, path: str, base: str, *, watermark: bool = False) -> Task:
    """Our handle: the record names neither model nor path, so they are kept here."""
    handle: dict[str, Any] = {"path": path, "base": base, "standard": "new", "made": int(ctx.clock.now().timestamp())}
    if watermark:
        handle["watermark"] = True
    return Task(provider=NAME, id=task_id, handle=handle)


async def poll_new(ctx: Context, tasks: Sequence[Task]) -> dict[str, Progress]:
    """These tasks, 20 ids to a call (K-N30). One that the list leaves out is still on its way for a minute (K-N31)."""
    found: dict[str, Progress] = {}
    now = ctx.clock.now().timestamp()
    for start in range(0, len(tasks), MOST_IDS):
        group = tasks[start : start + MOST_IDS]
        base = str(group[0].handle.get("base") or await client.base_of(ctx))
        records = {str(one.get("id")): one for one in await listed(ctx, base, "task_ids", [task.id for task in group])}
        for task in group:
            if task.id in records:
                found[task.id] = progress_of(records[task.id], task, now * 1000)
            elif now - float(task.handle.get("made", 0)) < FRESH_S:
                found[task.id] = Progress(state=State.SUBMITTED)
    return found


async def poll_one(ctx: Context, task: Task) -> Progress:
    """Raises NotFound for a task that is old enough to be listed and is not."""
    found = await poll_new(ctx, [task])
    if task.id not in found:
        raise NotFound(Problem("task_id", Message("kling.code.1203", {"task_id": task.id}, NAME)), provider=NAME)
    return found[task.id]


async def listed(
    ctx: Context, base: str, by: str, ids: Sequence[str], *, tries: int | None = None
) -> list[Mapping[str, Any]]:
    """The records of these ids, in whatever order. Raises like `client.request_idempotent`, SignInNeeded without a key."""
    envelope: Envelope = await client.request_idempotent(
        ctx, TASKS, {by: ",".join(ids)}, base=base, tries=tries, values=api_key_of(ctx)
    )
    return [one for one in client.listed(envelope) if isinstance(one, Mapping)]
