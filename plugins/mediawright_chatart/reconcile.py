"""A submit whose answer was lost, looked up in the history. One poll; the core makes the second one later.

An entry of the history names neither prompt nor model nor length (§11), and a poll of a task adds no more than its cost
(§7.3): nothing there proves that an entry is ours rather than that of another machine on the same account. So none is
taken by itself, which overrules C-R2; they are shown, and a person says which one it is, or none.
"""

from dataclasses import replace
from datetime import datetime

from mediawright.plugin import (
    CannotTell,
    Context,
    Found,
    HistoryItem,
    Job,
    Message,
    NotAccepted,
    NotFound,
    Reconciled,
    Window,
)
from mediawright_chatart import journal
from mediawright_chatart.errors import say
from mediawright_chatart.history import asked, listed
from mediawright_chatart.poll import one


async def reconcile(ctx: Context, job: Job) -> Reconciled:
    """Found only for tasks whose ids we were told; NotAccepted only when the call surely never left; else CannotTell with
    every new entry that the call may have made. Raises SignInNeeded, Unreachable."""
    entry = journal.read(ctx, job.id)
    if entry and not entry.sending and not entry.ids:
        return NotAccepted(say("chatart.note.never_sent"))
    if entry and not entry.sending:
        return Found(journal.task_of(job, entry))
    sent = (entry and entry.sent_at) or job.updated_at
    entry = journal.write(
        ctx, job.id, entry or journal.Entry(began=sent.isoformat()), sent=sent.isoformat(), sending=True
    )
    fresh = [item for item in await candidates(ctx, job, entry, sent) if await is_there(ctx, item)]
    return undecided(ctx, job, entry, fresh)


def undecided(ctx: Context, job: Job, entry: journal.Entry, fresh: list[HistoryItem]) -> Reconciled:
    """Nobody can tell; but tasks that are known to exist are delivered after the second poll."""
    entry = journal.write(ctx, job.id, entry, looks=entry.looks + 1)
    if entry.ids and entry.looks > 1:
        return Found(journal.task_of(job, entry))
    found: Message = say("chatart.reason.found" if fresh else "chatart.reason.not_found")
    shown = [replace(item, task=journal.task_of(job, replace(entry, ids=(*entry.ids, item.id)))) for item in fresh]
    return CannotTell(say("chatart.error.looked", found=found), tuple(shown))


async def candidates(ctx: Context, job: Job, entry: journal.Entry, sent: datetime) -> list[HistoryItem]:
    """Entries made while the call may have been accepted, that no job of this client owns. Times there are whole seconds."""
    items = await listed(ctx, journal.kind_of(job), asked(Window(), ctx.clock.now()))
    first, last = sent.replace(microsecond=0), sent + journal.A_CALL
    mine = {str(name) for name in entry.ids}
    timed = [item for item in items if item.id and item.created_at and first <= item.created_at <= last]
    return [item for item in timed if item.id not in mine and not journal.knows(ctx, item.id)]


async def is_there(ctx: Context, item: HistoryItem) -> bool:
    try:
        await one(ctx, item.id, item.kind, "result")
    except NotFound:
        return False
    return True
