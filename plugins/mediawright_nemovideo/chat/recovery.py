"""What became of a turn whose stream tells no more: found out by looking, never by sending again (§5.6–§5.8, N-R8)."""

from collections.abc import AsyncIterator
from datetime import timedelta

from mediawright.plugin import Progress
from mediawright_nemovideo.chat.execution import Case
from mediawright_nemovideo.chat.stream_progress import raw_ready
from mediawright_nemovideo.messages import say


async def recover(case: Case, *, restarted: bool) -> AsyncIterator[Progress]:
    """§5.7: reads at 30, 90, 150, 210 and 270 s, on while the credits are still frozen; sets `case.found`.

    A restarted process goes on with the reads that are left; its first may be due already.
    """
    now = case.ctx.clock.now()
    if not case.handle.cut_at:
        case.change(cut_at=now.isoformat())
        yield case.running("recover", note=say("progress.resumed" if restarted else "progress.link_lost"))
    sent = case.handle.sent or now
    due = restarted and now - sent >= timedelta(seconds=case.clocks.recovery[0])
    for wait in case.clocks.recovery[case.handle.reads :]:
        yield case.running("recover", look_again_s=0.0 if due else wait)
        due = False
        read = await case.poll()
        case.change(reads=case.handle.reads + 1)
        for progress in _noticed(case):
            yield progress
        if case.lost_session or (read and case.satisfied):
            break
    if not (case.satisfied or case.lost_session):
        async for progress in _while_frozen(case):
            yield progress
    if case.satisfied:
        async for progress in settle(case):
            yield progress
        case.found = True


async def _while_frozen(case: Case) -> AsyncIterator[Progress]:
    """§5.7.5: credits still reserved, or a clip that is still being finished, mean that the job lives; until 900 s."""
    sent = case.handle.sent or case.ctx.clock.now()
    end = sent + timedelta(seconds=case.clocks.turn)
    while case.ctx.clock.now() < end and not case.satisfied:
        credits = await case.count()
        if credits is None or (credits.frozen <= case.handle.frozen and not case.changed):
            return
        yield case.running("recover", look_again_s=case.clocks.recovery_rhythm)
        await case.poll()
        for progress in _noticed(case):
            yield progress


async def settle(case: Case) -> AsyncIterator[Progress]:
    """§5.7.6: the second stage may still be writing; the last version counts."""
    for wait in case.clocks.settle:
        yield case.running("settle", look_again_s=wait)
        await case.poll()


async def silent(case: Case) -> AsyncIterator[Progress]:
    """§5.8: read at once and, while nothing shows, after 3, 6 and 12 s more; sets `case.found`."""
    for wait in (None, *case.clocks.silent):
        if wait is not None:
            yield case.running("settle", look_again_s=wait)
        await case.poll()
        if case.satisfied or case.lost_session:
            break
    case.found = case.satisfied


def _noticed(case: Case) -> list[Progress]:
    """A raw clip that came out while nobody listened."""
    return [raw_ready(case)] if case.handle.generation and case.new_media and not case.handle.raw_told else []
