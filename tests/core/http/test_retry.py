"""Which failure may be repeated, and after how long."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediawright.http.retry import RetryPolicy, is_passing, read_retry_after, wait_before

NOW = datetime(2026, 10, 1, 12, 0, tzinfo=UTC)
POLICY = RetryPolicy()


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_server_that_says_not_now_is_asked_again(status: int) -> None:
    assert is_passing(status)


@pytest.mark.parametrize("status", [200, 204, 301, 400, 401, 403, 404, 409, 422, 500, 501])
def test_any_other_answer_is_an_answer(status: int) -> None:
    assert not is_passing(status)


def test_the_wait_doubles_and_stops_growing() -> None:
    waits = [wait_before(RetryPolicy(tries=9), n, rng=1.0) for n in range(1, 9)]
    assert waits == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 20.0, 20.0]


@given(rng=st.floats(0, 1, exclude_max=True), failures=st.integers(1, 4))
def test_the_rng_move_the_wait_within_its_upper_half(rng: float, failures: int) -> None:
    step = POLICY.first * 2 ** (failures - 1)
    wait = wait_before(POLICY, failures, rng=rng)
    assert wait is not None
    assert step / 2 <= wait <= step


def test_after_the_last_try_it_stops() -> None:
    assert wait_before(POLICY, POLICY.tries, rng=0.5) is None


@given(media_request=st.floats(0, 60), rng=st.floats(0, 1))
def test_a_servers_request_is_never_undercut(media_request: float, rng: float) -> None:
    wait = wait_before(POLICY, 1, rng=rng, retry_after=media_request)
    assert wait is not None
    assert media_request <= wait <= media_request + 0.05


def test_a_request_beyond_patience_is_a_stop() -> None:
    assert wait_before(POLICY, 1, rng=0.5, retry_after=60.1) is None


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        (" 1.5 ", 1.5),
        ("Thu, 01 Oct 2026 12:00:30 GMT", 30.0),
        ("Thu, 01 Oct 2026 11:00:00 GMT", 0.0),
        ("", None),
        (None, None),
        ("soon", None),
        ("-3", None),
        ("1.2.3", None),
        ("٣", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str | None, seconds: float | None) -> None:
    assert read_retry_after(header, NOW) == seconds
