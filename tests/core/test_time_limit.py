"""Calls that may never return."""

import threading

import pytest

from mediawright.time_limit import call_within


def test_an_answer_in_time_is_the_answer() -> None:
    assert call_within(30, lambda: 7) == 7
    assert call_within(30, lambda: None) is None


@pytest.mark.parametrize("error", [ValueError("x"), SystemExit(3), KeyboardInterrupt()])
def test_what_it_raises_is_raised(error: BaseException) -> None:
    def fail() -> None:
        raise error

    with pytest.raises(type(error)):
        call_within(30, fail)


def test_what_does_not_return_is_left_behind() -> None:
    release = threading.Event()
    with pytest.raises(TimeoutError):
        call_within(0.01, release.wait)
    release.set()
