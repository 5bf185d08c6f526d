"""Attempts grow apart, end, and heed the receiver."""

from mediawright.services.notify.backoff import PATIENCE_S, WAITS, wait_after


def test_the_waits_grow_and_end() -> None:
    waits = [wait_after(attempt, 0.5) for attempt in range(1, len(WAITS) + 2)]
    assert waits == [*WAITS, None]
    assert list(WAITS) == sorted(WAITS)
    assert sum(WAITS) < 24 * 3600


def test_failures_of_one_moment_do_not_come_back_together() -> None:
    assert wait_after(2, 0.0) != wait_after(2, 0.9)


def test_the_receiver_s_wish_is_a_lower_bound_within_reason() -> None:
    assert wait_after(1, 0.5, retry_after=60.0) == 60.0
    assert wait_after(2, 0.5, retry_after=1.0) == WAITS[1]
    assert wait_after(1, 0.5, retry_after=10**9) == PATIENCE_S
