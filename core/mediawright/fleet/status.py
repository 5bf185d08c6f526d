"""How a fleet stands, from what the ledger says alone: a front end needs no engine to ask."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from mediawright.ledger import Ledger
from mediawright.ledger.roster import Worker
from mediawright.ledger.turns import Turn
from mediawright.types.accounts import parts_of
from mediawright.types.dataclass import dataclass
from mediawright.types.job import DEFAULT_ACCOUNT


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """The line before one account at a provider: jobs that are carried, jobs at once at most (None: no worker serves it),
    jobs that wait,
    and for how long the first of them has (seconds)."""

    provider: str
    account: str = DEFAULT_ACCOUNT
    carried: int
    slots: int | None
    waiting: int
    oldest_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetStatus:
    """`stuck`: jobs whose last turn ended undone; `unserved`: jobs that wait, and no living worker takes them; `apart_s`: by
    how much the database's clock is ahead of this machine's."""

    workers: Sequence[Worker]
    carried: Mapping[str, int]
    queues: Sequence[Queue]
    stuck: Sequence[Turn]
    unserved: Sequence[Turn]
    apart_s: float


def read(ledger: Ledger, now: datetime, local: datetime) -> FleetStatus:
    """How the fleet of a ledger stands `now` (the database's time); `local`: this machine's. Raises LocalFault."""
    roster, apart = ledger.roster, (now - local).total_seconds()
    return status_of(roster.all(), ledger.turns.open(), roster.leading(), now, apart)


def status_of(
    workers: Sequence[Worker], turns: Sequence[Turn], carried: Mapping[str, int], now: datetime, apart_s: float
) -> FleetStatus:
    """Put together what the tables say at one moment. Pure."""
    stuck = [turn for turn in turns if turn.outcome is not None]
    waiting = [turn for turn in turns if not turn.carried and turn.outcome is None]
    return FleetStatus(
        workers=workers,
        carried=carried,
        queues=_queues(workers, turns, waiting, now),
        stuck=stuck,
        unserved=[turn for turn in waiting if not any(one.serves(turn.line, turn.machine) for one in workers)],
        apart_s=apart_s,
    )


def _queues(
    workers: Iterable[Worker], turns: Iterable[Turn], waiting: Sequence[Turn], now: datetime
) -> tuple[Queue, ...]:
    slots: dict[str, int] = {}
    for worker in workers:
        if worker.alive:
            slots |= worker.providers  # the newest worker's number holds
    at_work = Counter(turn.line for turn in turns if turn.carried)
    names = sorted({*slots, *at_work, *(turn.line for turn in waiting)})
    return tuple(_queue(name, at_work[name], slots.get(name), waiting, now) for name in names)


def _queue(name: str, carried: int, slots: int | None, waiting: Iterable[Turn], now: datetime) -> Queue:
    ages = [(now - turn.created_at).total_seconds() for turn in waiting if turn.line == name]
    provider, account = parts_of(name)
    oldest = max(ages, default=0.0)
    return Queue(provider=provider, account=account, carried=carried, slots=slots, waiting=len(ages), oldest_s=oldest)
