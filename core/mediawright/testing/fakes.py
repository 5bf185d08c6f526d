"""Time and identifiers that a test moves by hand."""

import asyncio
import uuid
from datetime import UTC, datetime, timedelta

START = datetime(2026, 10, 1, 12, 0, tzinfo=UTC)


class FakeClock:
    """A clock that stands still until somebody sleeps or moves it; `slept` lists every wait in seconds."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start
        self._monotonic = 1000.0
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    async def sleep(self, seconds: float) -> None:
        """Move time on at once, and let other coroutines run."""
        self.slept.append(seconds)
        self.advance(max(0.0, seconds))
        await asyncio.sleep(0)

    def advance(self, seconds: float) -> None:
        """Time passes for both the wall clock and the monotonic one."""
        self._now += timedelta(seconds=seconds)
        self._monotonic += seconds

    def jump(self, seconds: float) -> None:
        """Somebody sets the wall clock: only `now` changes, forward or back."""
        self._now += timedelta(seconds=seconds)


class PredictableIds:
    """Identifiers that come in order: UUIDs that end in 1, 2, 3 …, quotes Q222222, Q222223 …, bytes 00 01 02 …"""

    LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

    def __init__(self) -> None:
        self._ids = 0
        self._quotes = 0

    def new_id(self) -> str:
        self._ids += 1
        return str(uuid.UUID(int=(4 << 76) | (8 << 60) | self._ids))

    def quote_id(self) -> str:
        number, letters = self._quotes, ""
        self._quotes += 1
        for _ in range(6):
            number, rest = divmod(number, len(self.LETTERS))
            letters = self.LETTERS[rest] + letters
        return "Q" + letters

    def random_bytes(self, count: int) -> bytes:
        return bytes(index % 256 for index in range(count))
