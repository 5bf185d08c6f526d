"""Time, waiting and identifiers: the three things that tests replace."""

import asyncio
import secrets
import time
import uuid
from datetime import UTC, datetime

# no 0/O, 1/I/L: these are read aloud and typed from a phone
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class SystemClock:
    """The real one."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds))


class SystemIds:
    """Random identifiers from the operating system."""

    def new_id(self) -> str:
        """A UUID4, the job's own id and idempotency key."""
        return str(uuid.uuid4())

    def quote_id(self) -> str:
        """Short enough to be said in a chat, of some 10^9 kinds: "Q7F3K2"."""
        return "Q" + "".join(secrets.choice(LETTERS) for _ in range(6))

    def random_bytes(self, count: int) -> bytes:
        return secrets.token_bytes(count)
