"""Time, waiting and identifiers: the three things that tests replace."""

import os
import time
from collections.abc import Mapping
from datetime import UTC, datetime

from mediawright.types.dataclass import dataclass

# no 0/O, 1/I/L: these are read aloud and typed from a phone
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
#: the switch of tests that run against simulators: waits take so many times less (never without loopback allowed)
PACE = "MEDIAWRIGHT_TEST_PACE"


@dataclass(frozen=True, slots=True)
class Instant:
    """One moment on two scales, in seconds: one that is never set (and counts sleep where the system can), and the wall
    clock."""

    counted: float
    wall: float

    def until(self, later: "Instant") -> float:
        """Return the seconds between two moments, by the scale that says more: too many is safe, too few is not."""
        return max(later.counted - self.counted, later.wall - self.wall)


def instant() -> Instant:
    """Take the time so that a suspended machine or a stopped process is noticed afterwards (`clock_gettime(2)`)."""
    scale = getattr(time, "CLOCK_BOOTTIME", None)
    return Instant(time.monotonic() if scale is None else time.clock_gettime(scale), time.time())


class SystemClock:
    """The real one."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        import asyncio

        await asyncio.sleep(max(0.0, seconds))


class BriskClock(SystemClock):
    """Waits take `pace` times less and the monotonic scale runs as much faster; the wall clock stays true, since
    signatures and expiries hang on it."""

    def __init__(self, pace: float) -> None:
        self._pace = pace

    def monotonic(self) -> float:
        return time.monotonic() * self._pace

    async def sleep(self, seconds: float) -> None:
        import asyncio

        await asyncio.sleep(max(0.0, seconds) / self._pace)


def clock_of(environ: Mapping[str, str]) -> SystemClock:
    """The clock of this process."""
    pace = environ.get(PACE, "").strip()
    if not pace or environ.get("MEDIAWRIGHT_ALLOW_LOOPBACK", "").strip() != "1":
        return SystemClock()
    return BriskClock(max(float(pace), 1.0))


class SystemIds:
    """Random identifiers from the operating system."""

    def new_id(self) -> str:
        """A UUID4, the job's own id and idempotency key."""
        import uuid

        return str(uuid.uuid4())

    def quote_id(self) -> str:
        """Short enough to be said in a chat, of some 10^9 kinds: "Q7F3K2"."""
        import secrets

        return "Q" + "".join(secrets.choice(LETTERS) for _ in range(6))

    def random_bytes(self, count: int) -> bytes:
        return os.urandom(count)
