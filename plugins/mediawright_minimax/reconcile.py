"""What became of a v2 create whose answer was lost, and how two that look alike are kept apart (contract §10).

The list repeats neither our id nor the words, so a row is ours only where a person has said that nobody else uses the key
and no other create of ours with the same values is open. Such creates therefore go out one after another (M-R32).
"""

from datetime import timedelta
from typing import Any

from mediawright import plugin as mw
from mediawright import sdk
from mediawright_minimax.request_body import shape

#: fields of a task that tell it from others
ALIKE = ("model", "resolution", "duration")
#: a create is on its way no longer than this; a lost one is looked for so many seconds
ON_ITS_WAY, LOOKED_FOR_S = timedelta(minutes=15), 75


def creates(ctx: mw.Context) -> sdk.OpenCreates:
    return sdk.OpenCreates(ctx, 7 * 86_400)


async def begun(ctx: mw.Context, job: mw.Job) -> None:
    """Note that a create leaves, once no other one like it is on its way, or was lost and is looked for just now.

    Raises Busy where one is on its way for long.
    """
    key = shape(job.request)
    for left in reversed(range(LOOKED_FOR_S)):
        ages = [(other.lost, ctx.clock.now() - other.at) for other in creates(ctx).like(job, key)]
        sent = any(not lost and age < ON_ITS_WAY for lost, age in ages)
        if not sent and not (left and any(lost and age.total_seconds() < LOOKED_FOR_S for lost, age in ages)):
            return creates(ctx).note(job, key)
        await ctx.clock.sleep(1.0)
    raise mw.Busy(mw.Message("minimax.one_at_a_time", domain="minimax"), provider="minimax", retry_after=10.0)


def refused(ctx: mw.Context, job: mw.Job, error: mw.MediawrightError) -> None:
    """Note that nothing came of a create, or that nobody knows."""
    if isinstance(error, mw.Uncertain):
        creates(ctx).note(job, shape(job.request), lost=True)
    else:
        creates(ctx).settle(job)


def same(ctx: mw.Context, row: sdk.Row, body: Any) -> bool | None:
    """Tell whether a row may be the task of a body: never proof, since nothing in it is ours alone."""
    if creates(ctx).owns(row.id):
        return False
    told = {name: str(row.data[name]).casefold() for name in ALIKE if row.data.get(name) is not None}
    shapes = (body.get("ratio"), row.data.get("ratio", "adaptive"))
    fits = "adaptive" in shapes or shapes[0] == shapes[1]
    return None if fits and all(str(body.get(name)).casefold() == value for name, value in told.items()) else False


def judged(ctx: mw.Context, job: mw.Job, found: mw.Reconciled) -> mw.Reconciled:
    """Return the verdict with what a person has said: that this key serves this machine alone (M-R31)."""
    key = shape(job.request)
    if isinstance(found, mw.CannotTell):
        alone = ctx.settings["sole_user"] == "on" and not creates(ctx).like(job, key)
        if not alone or len(found.candidates) != 1 or found.candidates[0].task is None:
            return found
        found = mw.Found(found.candidates[0].task)
    creates(ctx).settle(job, found.task.id if isinstance(found, mw.Found) else "")
    return found
