"""What the client answers by itself, for free: status, credits, uploaded files, a talk that is over (§8, §11, N-R17)."""

from typing import Any

from mediawright.plugin import Message, Progress, State
from mediawright_nemovideo.chat.execution import Case
from mediawright_nemovideo.chat.routing import Road
from mediawright_nemovideo.draft.timeline import in_words
from mediawright_nemovideo.handle import Phase
from mediawright_nemovideo.messages import say
from mediawright_nemovideo.service import Credits, credits, credits_amount


def credits_sentence(left: Credits) -> Message:
    """ "You have 60 credits, 40 more are set aside for what is running." """
    amount = credits_amount(left.available)
    if left.frozen:
        return say("credits.frozen", available=amount, frozen=credits_amount(left.frozen))
    return say("credits.left", available=amount)


async def answered(case: Case) -> Progress:
    """One poll, said in a sentence; nothing was or is sent to the agent."""
    note, data = await (_credits(case) if case.handle.road == Road.CREDITS.value else _timeline(case))
    charged = None if case.handle.phase is Phase.DONE else credits_amount(0)
    case.final = True
    case.change(phase=Phase.DONE)
    return Progress(state=State.SUCCEEDED, note=note, data=data, charged=charged, task=case.handle.task())


async def _credits(case: Case) -> tuple[Message, dict[str, Any]]:
    left: Credits = case.api.must(await credits(case.api))
    return credits_sentence(left), {
        "credits": {"available": left.available, "frozen": left.frozen, "total": left.total}
    }


async def _timeline(case: Case) -> tuple[Message, dict[str, Any]]:
    await case.poll()
    if case.seen is None:
        return say("done.nothing_seen"), case.data()
    key = "done.uploaded" if case.handle.road == Road.UPLOAD.value else "done.status"
    return say(key, timeline=in_words(case.seen.tracks)), case.data()
