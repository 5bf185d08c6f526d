"""Until when something holds."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from mediawright.gate.expiry import ago, until
from mediawright.testing.fakes import START
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem

BEIJING = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("span", "minutes"),
    [("30m", 30), ("2h", 120), ("1d", 1440), ("2 H", 120), ("45min", 45), ("2小时", 120), ("3天", 4320)],
)
def test_a_span(span: str, minutes: int) -> None:
    assert until(START, span=span) == START + timedelta(minutes=minutes)


def test_a_moment_in_the_person_s_zone() -> None:
    found = until(START, moment="2026-10-02T08:00", zone=BEIJING)
    assert (found, found.tzinfo) == (datetime(2026, 10, 2, 0, 0, tzinfo=UTC), UTC)
    assert until(START, moment="2026-10-02T08:00+02:00") == datetime(2026, 10, 2, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize("span", ["", "h", "2", "-2h", "2w", "forever", "0.5h", "999999d"])
def test_a_span_that_is_none(span: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        until(START, span=span)
    said = Message("problem.span.garbage", {"value": span})
    assert caught.value.problems == (Problem("for", said, allowed=("30m", "2h", "1d")),)


@pytest.mark.parametrize("moment", ["2026-09-30", "2026-10-01T12:00+00:00", "2030-01-01", "soon", ""])
def test_a_moment_that_is_past_far_or_none(moment: str, spoken: Callable[[Message], list[str]]) -> None:
    with pytest.raises(InvalidRequest) as caught:
        until(START, moment=moment)
    assert caught.value.problems[0].field == "until"
    assert all(spoken(caught.value.message))


@pytest.mark.parametrize(("span", "days"), [("0m", 0), ("367d", 367)])
def test_a_span_of_nothing_or_for_ever(span: str, days: int) -> None:
    with pytest.raises(InvalidRequest) as caught:
        until(START, span=span)
    said = Message("problem.span.out_of_range", {"at": START + timedelta(days=days)})
    assert caught.value.problems == (Problem("until", said),)


def test_a_year_is_the_longest() -> None:
    assert until(START, span="366d") == START + timedelta(days=366)


def test_neither_a_span_nor_a_moment_is_no_end() -> None:
    with pytest.raises(InvalidRequest) as caught:
        until(START)
    said = Message("problem.span.garbage", {"value": ""})
    assert caught.value.problems == (Problem("until", said, allowed=("30m", "2h", "1d")),)


@pytest.mark.parametrize(
    ("text", "zone", "began"),
    [
        ("7d", UTC, START - timedelta(days=7)),
        ("90m", BEIJING, START - timedelta(minutes=90)),
        ("2026-09-30", UTC, datetime(2026, 9, 30, tzinfo=UTC)),
        ("2026-09-30", BEIJING, datetime(2026, 9, 29, 16, tzinfo=UTC)),
        (" 2026-09-30T08:00+02:00 ", BEIJING, datetime(2026, 9, 30, 6, tzinfo=UTC)),
        (START.isoformat(), UTC, START),
    ],
)
def test_a_beginning_in_the_past(text: str, zone: timezone, began: datetime) -> None:
    found = ago(START, text, zone, "since")
    assert (found, found.tzinfo) == (began, UTC)


@pytest.mark.parametrize("text", ["", "soon", "7w", "2026-10-01T12:01+00:00", "x" * 50])
def test_a_beginning_that_is_none_or_to_come(text: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        ago(START, text, UTC, "since")
    said = Message("problem.span.garbage", {"value": text[:40]})
    assert caught.value.problems == (Problem("since", said, allowed=("7d", "2h", "2026-10-01")),)
