"""When a notice that did not arrive is tried again, and when it is given up."""

#: seconds before the second, third … attempt; the schedule that the Standard Webhooks specification gives as its example,
#: as far as an end is still news
WAITS = (5.0, 300.0, 1800.0, 7200.0, 18_000.0, 36_000.0)
#: the longest that a receiver may ask us to wait (seconds)
PATIENCE_S = 36_000.0


def wait_after(attempts: int, rng: float, retry_after: float | None = None) -> float | None:
    """Seconds until the next attempt after so many; None: give up. `rng` in [0, 1) spreads attempts that failed together.

    A receiver's own `retry_after` (seconds) is a lower bound.
    """
    if attempts > len(WAITS):
        return None
    wait = WAITS[attempts - 1] * (0.8 + 0.4 * rng)
    return wait if retry_after is None else max(wait, min(retry_after, PATIENCE_S))
