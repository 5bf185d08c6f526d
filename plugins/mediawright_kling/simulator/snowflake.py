"""Task ids as the provider mints them: (ms − 1568028518780) << 22 | 22 low bits (docs/contracts/kling.md §4.2)."""

import itertools

EPOCH_MS = 1568028518780
LOW_BITS = 22


class Snowflakes:
    """Unique ids; the low bits count up, so that two ids of one millisecond differ."""

    def __init__(self) -> None:
        self._count = itertools.count(7_003)

    def mint(self, now_ms: int) -> str:
        low = next(self._count) % (1 << LOW_BITS)
        return str(((now_ms - EPOCH_MS) << LOW_BITS) | low)


def minted_at(task_id: str) -> int:
    """The milliseconds inside an id."""
    return (int(task_id) >> LOW_BITS) + EPOCH_MS
