"""Which failure may be repeated, and after how long. Pure: the clock and the random generator come from outside."""

from datetime import UTC, datetime

from mediawright.types.dataclass import dataclass

#: answers that say "not now": too many requests, and gateways that did not reach their server
PASSING = frozenset({429, 502, 503, 504})


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """Seconds. The wait doubles from `first` to `longest`; a server's own request is honoured up to `patience`."""

    tries: int = 5
    first: float = 0.5
    longest: float = 20.0
    patience: float = 60.0


def is_passing(status: int) -> bool:
    """May an answer with this status be asked for again (by a call that is safe to repeat)?"""
    return status in PASSING


def wait_before(policy: RetryPolicy, failures: int, *, rng: float, retry_after: float | None = None) -> float | None:
    """Seconds before the next try after `failures` (≥ 1) failed ones; None: stop.

    `rng` is random in [0, 1): the wait lies between half and all of the doubled step, so that many callers that failed
    together do not come back together. A `retry_after` is a lower bound; beyond the policy's patience it is a stop.
    """
    if failures >= policy.tries:
        return None
    step = min(policy.longest, policy.first * 2.0 ** (failures - 1))
    wait = step * (0.5 + rng / 2)
    if retry_after is None:
        return wait
    return None if retry_after > policy.patience else max(retry_after, 0.0) + wait * 0.1


def read_retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds from a Retry-After header: a number or an HTTP date (RFC 9110 §10.2.3); None where it says nothing."""
    text = (value or "").strip()
    if not text:
        return None
    if text.isascii() and text.replace(".", "", 1).isdigit():
        return float(text)
    from email.utils import parsedate_to_datetime

    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return max(0.0, (at - now).total_seconds())
