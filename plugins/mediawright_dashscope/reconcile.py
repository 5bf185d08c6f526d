"""What became of a create whose answer was lost (docs/contracts/dashscope.md §11).

The list holds no words of a request, so a row is ours only where the finished task repeats our prompt, or where nobody
else uses the account and nothing else of ours is open. Everything else is shown to a person.
"""

from datetime import datetime, timedelta
from typing import Any

from mediawright import plugin as mw
from mediawright import sdk

#: seconds between two questions
APART_S = 0.25
#: a missing row means something after two lists so far apart, the later one so long after the create (§11)
BETWEEN, LATEST = timedelta(seconds=60), timedelta(seconds=120)


def creates(ctx: mw.Context) -> sdk.OpenCreates:
    """Until a create has an id, no row of its model can be told to be another's."""
    return sdk.OpenCreates(ctx, 24 * 3600)


async def is_ours(api: sdk.TaskApi, ctx: mw.Context, row: sdk.Row, body: Any) -> bool | None:
    """Tell by the prompt that a finished task repeats (D-R14); a task of another job of ours is never the one."""
    if creates(ctx).owns(row.id):
        return False
    await ctx.clock.sleep(APART_S)
    found = await api.fetch(ctx, sdk.HttpRequest(path=f"/api/v1/tasks/{row.id}", method="GET"), region=api.base(ctx))
    told = sdk.text(found, ("output.orig_prompt", "output.results[].orig_prompt"), 20_000)
    return told == sdk.text(body, ("input.prompt", "input.messages[0].content[-1].text"), 20_000) if told else None


async def judged(ctx: mw.Context, job: mw.Job, found: mw.Reconciled) -> mw.Reconciled:
    """Return the verdict with what a person has said of the account: that nobody else uses it, that its list is complete."""
    if not isinstance(found, mw.CannotTell):
        if isinstance(found, mw.Found):
            creates(ctx).settle(job, found.task.id)
        return found
    alone = ctx.settings["exclusive"] == "on" and not creates(ctx).like(job, str(job.request.model))
    if alone and len(found.candidates) == 1 and found.candidates[0].task is not None:
        creates(ctx).settle(job, found.candidates[0].task.id)
        return mw.Found(found.candidates[0].task)
    if found.candidates or ctx.settings["list_is_complete"] != "on":
        return found
    now, key = ctx.clock.now(), f"missing-{job.id}"
    before = ctx.recall(key)
    if before is None:
        ctx.keep(key, now.isoformat())
        return found
    late = now - job.updated_at >= LATEST and now - datetime.fromisoformat(before) >= BETWEEN
    return mw.NotAccepted() if late else found
