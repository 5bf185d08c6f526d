"""How a job ends: what the person is told, what it cost, where the file is (N-R14, N-R15, N-R24)."""

from mediawright.plugin import Message, Output, Progress, State
from mediawright_nemovideo import turn_records
from mediawright_nemovideo.chat.execution import Case
from mediawright_nemovideo.chat.screen_patterns import Want
from mediawright_nemovideo.draft import difference
from mediawright_nemovideo.draft.timeline import in_words
from mediawright_nemovideo.handle import Phase
from mediawright_nemovideo.messages import say
from mediawright_nemovideo.service import claim_link, credits_amount


async def link_of(case: Case) -> Message:
    """The project's page in the browser as a sentence, or the plain web address."""
    link = await claim_link(case.api, case.handle.task_id, case.handle.session_id)
    return say("link.project", link=link) if link else say("link.none", link=case.api.config.web_url)


async def delivered(case: Case, output: Output) -> Progress:
    """The file is there."""
    if case.seen is None:
        await case.poll()
    case.final = True
    case.change(phase=Phase.DONE)
    charged = await case.charge() if case.handle.message_hash else credits_amount(0)
    tracks = in_words(case.seen.tracks) if case.seen is not None else say("timeline.empty")
    link = await claim_link(case.api, case.handle.task_id, case.handle.session_id)
    data = case.data() | ({"link": link} if link else {})
    more = say("link.project", link=link) if link else say("link.nothing")
    note = say("done.export", timeline=tracks, link=more)
    turn_records.finished(case.ctx, case.handle)
    return Progress(
        state=State.SUCCEEDED, outputs=(output,), charged=charged, task=case.handle.task(), note=note, data=data
    )


async def talked(case: Case) -> Progress:
    """A talk is over: there is always a sentence, whatever the agent said (N-R14)."""
    charged = await case.charge()
    case.final = True
    case.change(phase=Phase.DONE)
    turn_records.finished(case.ctx, case.handle)
    return Progress(
        state=State.SUCCEEDED, charged=charged, task=case.handle.task(), note=await _sentence(case), data=case.data()
    )


async def _sentence(case: Case) -> Message:
    """The reply where there is one, then what changed, then what was offered on the screen."""
    tracks = in_words(case.seen.tracks) if case.seen is not None else None
    if case.reply.text and not case.reply.bare:
        return _with_offer(case, _reply(case, tracks))
    if case.changes:
        changes = difference.in_words(case.changes)
        return _with_offer(case, say("done.changed", changes=changes, timeline=tracks))
    return say("done.unchanged", timeline=tracks) if tracks else say("done.nothing_seen")


def _reply(case: Case, tracks: Message | None) -> Message:
    if tracks is not None and case.changes:
        changes = difference.in_words(case.changes)
        return say("done.reply_changed", reply=case.reply.text, changes=changes, timeline=tracks)
    if tracks is not None and Want.TIMELINE in case.reply.wants:
        return say("done.reply_timeline", reply=case.reply.text, timeline=tracks)
    return say("done.reply", reply=case.reply.text)


def _with_offer(case: Case, message: Message) -> Message:
    """§12: what the agent wanted clicked is offered, never done where it costs (N-R29)."""
    if case.seen is not None and case.seen.exportable and (case.changed or Want.EXPORT in case.reply.wants):
        return say("done.offer_export", said=message)
    return say("done.offer_upload", said=message) if Want.UPLOAD in case.reply.wants else message
