"""Until when something holds."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from mediawright.gate.expiry import until
from mediawright.testing.fakes import START
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message

BEIJING = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("span", "minutes"),
    [("30m", 30), ("2h", 120), ("1d", 1440), ("2 H", 120), ("45min", 45), ("2小时", 120), ("3天", 4320)],
)
def test_a_span(span: str, minutes: int) -> None:
    assert until(START, span=span) == START + timedelta(minutes=minutes)


def test_a_moment_in_the_person_s_zone() -> None:
    assert until(START, moment="2026-10-02T08:00", zone=BEIJING) == datetime(2026, 10, 2, 0, 0, tzinfo=UTC)
    assert until(START, moment="2026-10-02T08:00+02:00") == datetime(2026, 10, 2, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize("span", ["", "h", "2", "-2h", "2w", "forever", "0.5h", "999999d"])
def test_a_span_that_is_none(span: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        until(START, span=span)
    assert caught.value.problems[0].field == "for"


@pytest.mark.parametrize("moment", ["2026-09-30", "2026-10-01T12:00+00:00", "2030-01-01", "soon", ""])
def test_a_moment_that_is_past_far_or_none(moment: str, spoken: Callable[[Message], list[str]]) -> None:
    with pytest.raises(InvalidRequest) as caught:
        until(START, moment=moment)
    assert caught.value.problems[0].field == "until"
    assert all(spoken(caught.value.message))


@pytest.mark.parametrize("span", ["0m", "367d"])
def test_a_span_of_nothing_or_for_ever(span: str) -> None:
    with pytest.raises(InvalidRequest):
        until(START, span=span)
