"""A provider's closing words stand first in the answer, in this process and in any later one."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.core.runner.scripted_provider import DONE

from mediawright.handlers.final_note import closed
from mediawright.present.page import Line, Page, Tracks
from mediawright.runner.observer import NullObserver
from mediawright.types.job import Progress
from mediawright.types.message import Message, Text
from mediawright.types.states import State

if TYPE_CHECKING:
    from tests.core.runner.conftest import Harness


TRACK = {"label": Text("Video", "视频"), "segments": [{"name": "fox", "start_ms": 0, "end_ms": 5000}]}
LAST = Progress(
    state=State.SUCCEEDED,
    outputs=DONE.outputs,
    note=Message("runner.found", {"provider": "Acme"}),
    data={"tracks": [TRACK], "link": "https://example.com/claim?ct=not-a-secret"},
)


async def test_the_words_come_first_and_the_tracks_below(harness: Callable[..., "Harness"]) -> None:
    b = harness(polls=[LAST])
    job = await b.runner.run(b.approved())
    page = closed(Page(name="result"), job, b.ledger, b.runner.closings[job.id])
    assert page.body[0] == Line(LAST.note or "")
    assert isinstance(page.body[1], Tracks)
    assert page.data["answer"]["link"].endswith("ct=not-a-secret")


async def test_a_later_process_reads_them_from_the_ledger_without_the_links_query(
    harness: Callable[..., "Harness"],
) -> None:
    b = harness(polls=[LAST])
    job = await b.runner.run(b.approved())
    page = closed(Page(name="result"), job, b.ledger, None)
    line, tracks = page.body
    assert isinstance(line, Line)
    assert isinstance(tracks, Tracks)
    assert tracks.tracks[0].label == Text("Video", "视频")
    assert "not-a-secret" not in str(page.data)


async def test_a_job_without_closing_words_keeps_its_page(harness: Callable[..., "Harness"]) -> None:
    b: Any = harness()
    job = await b.runner.run(b.approved())
    page = Page(name="result")
    assert closed(page, job, b.ledger, None) is page


async def test_closing_words_are_in_the_answer_and_not_said_before_it_too(harness: Callable[..., "Harness"]) -> None:
    said: list[Message] = []
    early = Message("runner.found", {"provider": "early"})
    b = harness(polls=[Progress(state=State.RUNNING, note=early), LAST])
    observer = NullObserver()
    observer.say = said.append  # type: ignore[method-assign,assignment]
    await b.runner.run(b.approved(), observer=observer)
    assert said == [early]
