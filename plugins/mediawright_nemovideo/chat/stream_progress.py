"""The stream as progress, and what is done when it stopped (docs/contracts/nemovideo.md §5.4–§5.9)."""

from collections.abc import AsyncIterator
from datetime import timedelta

from mediawright.plugin import Message, Progress
from mediawright_nemovideo.chat.events import normalise
from mediawright_nemovideo.chat.execution import Case
from mediawright_nemovideo.chat.live_stream import Heard, Live
from mediawright_nemovideo.chat.turn import Busy, Ending, How, Piece, RawReady, Sign, StillWorking
from mediawright_nemovideo.messages import say
from mediawright_nemovideo.responses import refusal_of


async def listen(case: Case, live: Live) -> AsyncIterator[Progress]:
    """Take the stream until it stops or a clock runs out; remembers its end and the reply."""
    how: How | None = None
    while how is None:
        heard = await live.heard.get()
        for progress in _taken(case, live, heard):
            yield progress
        how = heard.how if heard.event is None else live.turn.over(heard.at)
    live.close()
    if rest := live.speech.rest():
        yield case.running("text", data={"text": rest})
    error = live.turn.error
    refusal = refusal_of(error.code, error.message) if error is not None else None
    case.stopped(live.turn.ending(how), live.turn.transcript, refusal)
    yield case.running("stopped")


def _taken(case: Case, live: Live, heard: Heard) -> list[Progress]:
    if heard.event is None:
        return []
    signs = [sign for event in normalise(heard.event) for sign in live.turn.feed(event, heard.at)]
    return [progress for sign in signs if (progress := _told(case, live, sign)) is not None]


def _told(case: Case, live: Live, sign: Sign) -> Progress | None:
    """A sign as progress. Tools, ids and raw JSON are not shown (N-R16)."""
    if isinstance(sign, Piece):
        text = live.speech.feed(sign.text, sign.partial)
        return case.running("text", data={"text": text}) if text else None
    if isinstance(sign, Busy):
        return case.running(sign.work.value, note=say(f"progress.{sign.work.value}"))
    if isinstance(sign, RawReady):
        return raw_ready(case)
    assert isinstance(sign, StillWorking)
    return case.running("waiting", note=still_working(sign.elapsed, case))


def raw_ready(case: Case) -> Progress:
    """The raw clip is announced before music and titles are added (N-R15), once."""
    case.change(raw_told=True)
    return case.running("raw", note=say("progress.raw_ready"))


def still_working(elapsed: float, case: Case) -> Message:
    """The line of every 120 s (N-R12), in the service's own seconds."""
    scale = case.clocks.note / 120.0
    return say("progress.still", elapsed=timedelta(seconds=round(elapsed / scale)))


#: turns whose stream says nothing of their end
OPEN_ENDS = frozenset({Ending.DETACHED, Ending.STALLED, Ending.TIMEOUT})
