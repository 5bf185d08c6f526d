"""A submit whose answer was lost, looked up in the history (C-R2). One look; the core makes the second one later."""

from datetime import datetime

from mediawright.plugin import (
    CannotTell,
    Context,
    Found,
    HistoryItem,
    Job,
    Message,
    NotAccepted,
    Reconciled,
    State,
    Window,
)
from mediawright_chatart import journal
from mediawright_chatart.faults import say
from mediawright_chatart.history import asked, listed
from mediawright_chatart.poll import one


async def reconcile(ctx: Context, job: Job) -> Reconciled:
    """Found when exactly one new entry was made since the call began and can be looked at; NotAccepted only when the
    call surely never left; CannotTell otherwise. Raises SignInNeeded, Unreachable."""
    entry = journal.read(ctx, job.id)
    if entry and not entry.sending and not entry.ids:
        return NotAccepted(say("chatart.note.never_sent"))
    if entry and not entry.sending:
        return Found(journal.task_of(job, entry))
    sent = (entry and entry.sent_at) or job.updated_at
    entry = journal.write(
        ctx, job.id, entry or journal.Entry(began=sent.isoformat()), sent=sent.isoformat(), sending=True
    )
    fresh = await candidates(ctx, job, entry, sent)
    alone = not journal.others_sending(ctx, job.id, sent)
    if len(fresh) == 1 and alone and await is_there(ctx, fresh[0]):
        entry = journal.write(ctx, job.id, entry, ids=(*entry.ids, fresh[0].id), sending=False)
        journal.remember(ctx, fresh[0].id)
        return Found(journal.task_of(job, entry))
    return undecided(ctx, job, entry, fresh)


def undecided(ctx: Context, job: Job, entry: journal.Entry, fresh: list[HistoryItem]) -> Reconciled:
    """Nobody can tell; but tasks that are known to exist are brought home after the second look."""
    entry = journal.write(ctx, job.id, entry, looks=entry.looks + 1)
    if entry.ids and entry.looks > 1:
        return Found(journal.task_of(job, entry))
    found: Message = say("chatart.reason.found" if fresh else "chatart.reason.not_found")
    return CannotTell(say("chatart.error.looked", found=found))


async def candidates(ctx: Context, job: Job, entry: journal.Entry, sent: datetime) -> list[HistoryItem]:
    """Entries made while the call may have been accepted, that no job of this client owns. Times there are whole seconds."""
    items = await listed(ctx, journal.kind_of(job), asked(Window(), ctx.clock.now()))
    first, last = sent.replace(microsecond=0), sent + journal.A_CALL
    mine = {str(name) for name in entry.ids}
    timed = [item for item in items if item.id and item.created_at and first <= item.created_at <= last]
    return [item for item in timed if item.id not in mine and not journal.knows(ctx, item.id)]


async def is_there(ctx: Context, item: HistoryItem) -> bool:
    seen = await one(ctx, item.id, item.kind, "result")
    return seen.state is not State.UNKNOWN or seen.note is None
