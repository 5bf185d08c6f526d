"""A turn's end, its clocks and its signs (docs/contracts/nemovideo.md §5.4, §5.6)."""

import pytest

from mediawright_nemovideo.chat.events import (
    Event,
    Heartbeat,
    Said,
    StateDelta,
    StreamError,
    ToolCall,
    ToolResult,
    Unknown,
)
from mediawright_nemovideo.chat.turn import Busy, Ending, How, Piece, RawReady, Sign, StillWorking, Turn, Work, work_of
from mediawright_nemovideo.settings import Clocks

VIDEO = "generate_video_with_seedance"


def turn(*events: Event) -> Turn:
    found = Turn(Clocks(), 0.0)
    for number, event in enumerate(events):
        found.feed(event, float(number))
    return found


SAID, CALL, RESULT = Said("Done."), ToolCall("edit_multitrack"), ToolResult("edit_multitrack")


@pytest.mark.parametrize(
    ("events", "how", "ending"),
    [
        ((SAID,), How.CLOSED, Ending.DONE),
        ((CALL, RESULT, SAID), How.CLOSED, Ending.DONE),
        ((CALL, RESULT), How.CLOSED, Ending.SILENT),
        ((CALL,), How.CLOSED, Ending.DETACHED),
        ((SAID, CALL), How.CLOSED, Ending.DETACHED),
        ((SAID, StreamError("no")), How.CLOSED, Ending.ERROR),
        ((StreamError("no"),), How.CUT, Ending.ERROR),
        ((), How.CLOSED, Ending.EMPTY),
        ((Heartbeat(), Unknown("x")), How.CLOSED, Ending.EMPTY),
        ((SAID,), How.CUT, Ending.DETACHED),
        ((Heartbeat(),), How.STALLED, Ending.STALLED),
        ((SAID,), How.TIMEOUT, Ending.TIMEOUT),
    ],
)
def test_n_r13_every_row_of_the_table_of_ends(events: tuple[Event, ...], how: How, ending: Ending) -> None:
    assert turn(*events).ending(how) is ending


def test_calls_are_matched_by_id_else_by_name_in_order() -> None:
    two = turn(ToolCall("a", "1"), ToolCall("a", "2"), ToolResult("a", "2"))
    assert two.pending
    two.feed(ToolResult("a"), 4.0)
    assert not two.pending


def test_n_r12_limits() -> None:
    heard = turn(SAID)
    assert heard.over(599.9) is None
    assert heard.over(600.0) is How.STALLED
    heard.feed(CALL, 590.0)
    assert heard.over(899.9) is None
    assert heard.over(900.0) is How.TIMEOUT


def test_n_r11_heartbeats_are_no_progress() -> None:
    heard = turn(SAID)
    for at in range(15, 601, 15):
        heard.feed(Heartbeat(), float(at))
    assert heard.over(600.0) is How.STALLED


def test_n_r12_a_line_every_120_s_without_other_news() -> None:
    heard = Turn(Clocks(), 0.0)
    lines: list[Sign] = []
    for at in range(15, 500, 15):
        lines += heard.feed(SAID if at == 240 else Heartbeat(), float(at))
    assert [sign.elapsed for sign in lines if isinstance(sign, StillWorking)] == [120.0, 360.0, 480.0]


def test_partials_are_replaced_by_the_whole_text() -> None:
    heard = turn(Said("On it", True), Said(" - one", True), Said("On it - one clip."))
    assert heard.transcript == "On it - one clip."


def test_partials_alone_are_kept() -> None:
    assert turn(Said("On it", True), Said(" - one", True)).transcript == "On it - one"


NOISE = Said("The assistant encountered a temporary issue. Retry.")


def test_noise_after_a_normal_text_or_a_result_is_dropped() -> None:
    assert turn(SAID, NOISE).transcript == "Done."
    assert turn(CALL, RESULT, NOISE).ending(How.CLOSED) is Ending.SILENT


def test_noise_alone_is_an_error() -> None:
    assert turn(NOISE).ending(How.CLOSED) is Ending.ERROR
    assert turn(NOISE, SAID).ending(How.CLOSED) is Ending.DONE


@pytest.mark.parametrize(
    ("tool", "work"),
    [
        (VIDEO, Work.VIDEO),
        ("kling_clip", Work.VIDEO),
        ("suno", Work.AUDIO),
        ("make_voiceover", Work.AUDIO),
        ("edit_multitrack", Work.EDIT),
        ("understand_media", Work.ANALYSE),
        ("analyse", Work.ANALYSE),
        ("something", Work.OTHER),
    ],
)
def test_n_r16_tools_are_told_by_what_they_do(tool: str, work: Work) -> None:
    assert work_of(tool) is work
    assert turn().feed(ToolCall(tool), 0.0) == (Busy(work),)


def test_n_r15_the_raw_clip_is_announced_once() -> None:
    heard = turn(ToolCall(VIDEO, "1"))
    signs: list[Sign] = [*heard.feed(ToolResult(VIDEO, "1", {"status": "success"}), 2.0)]
    signs += heard.feed(StateDelta({"generated_media": [{}]}), 3.0)
    assert signs == [RawReady()]


def test_a_failed_tool_makes_no_clip() -> None:
    assert turn(ToolCall(VIDEO)).feed(ToolResult(VIDEO, None, {"status": "error"}), 1.0) == ()


def test_pieces_are_passed_on() -> None:
    assert turn().feed(Said("On", True), 0.0) == (Piece("On", True),)
    assert turn().feed(Said("  "), 0.0) == ()
