"""Keeps a fleet going: says that this worker lives, takes up what dead ones left, and sees that every job has a turn.

Each rule may act twice, or on what it saw a moment ago, without harm: a turn that is handed out twice under one name runs
once, and whoever carries a job needs its lease.
"""

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from mediawright.fleet.line import Line, LiveTurn, queue_of
from mediawright.ledger.roster import DEAD_S, Worker
from mediawright.ledger.turns import Turn
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import LocalFault

#: seconds between two looks, two beats, two searches for strays, and two sweeps
LOOK_S, BEAT_S, STRAYS_S, SWEEP_S = 1.0, 3.0, 5.0, 600.0
#: a turn that was claimed here so many seconds ago and that this process does not know has gone astray
STRAY_S = 15.0
#: turns that are dealt in one round: they may not hold up a beat; and turns that wait in one queue: all others wait in
#: the ledger, where a person's job still goes before a batch's
DEALT_AT_ONCE, AHEAD = 100, 50
#: how long the turns that ended are kept
KEPT = timedelta(days=1)


class Records(Protocol):
    """The ledger as the keeper sees it."""

    def beat(self, worker: Worker) -> None: ...

    def workers(self) -> list[Worker]: ...

    def on_duty(self, name: str) -> bool:
        """Does this worker bury, deal and sweep for all now?"""

    def bury(self, names: Collection[str]) -> int:
        """Forget these workers and end their leases."""

    def turns(self) -> list[Turn]: ...

    def dealt(self, numbers: Mapping[str, int]) -> None:
        """Write down the turns that are handed out now, job → number."""

    def now(self) -> datetime:
        """The database's time."""

    def up_s(self) -> float:
        """Seconds for which the database has been there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """A turn to be handed out."""

    turn: Turn
    number: int

    @property
    def id(self) -> str:
        return f"{self.turn.job_id}.{self.number}"

    @property
    def queue(self) -> str:
        return queue_of(self.turn.line, self.turn.machine)


def dead(workers: Iterable[Worker]) -> list[str]:
    """Who was not heard of for too long."""
    return [worker.name for worker in workers if not worker.alive]


def orphans(live: Iterable[LiveTurn], workers: Iterable[Worker]) -> dict[str, list[str]]:
    """Queue → the turns that are out with somebody who is dead, or of whom nothing is known."""
    alive = {worker.name for worker in workers if worker.alive}
    return _by_queue(turn for turn in live if turn.out and turn.worker not in alive)


def strays(live: Iterable[LiveTurn], me: str, known: Collection[str], now: datetime) -> dict[str, list[str]]:
    """Queue → the turns that were claimed here and never began: an answer to the claim that was lost."""
    before = now - timedelta(seconds=STRAY_S)
    return _by_queue(
        turn
        for turn in live
        if turn.worker == me and turn.id not in known and turn.began is not None and turn.began < before
    )


def deals(turns: Iterable[Turn], live: Sequence[LiveTurn], workers: Sequence[Worker], now: datetime) -> list[Deal]:
    """The jobs that get a turn now: due, in nobody's hands, and with a living worker that takes them."""
    there = {turn.id for turn in live}
    found = (
        Deal(turn=turn, number=turn.number + 1)
        for turn in turns
        if turn.id not in there
        and turn.due is not None
        and turn.due <= now
        and not turn.carried
        and any(worker.serves(turn.line, turn.machine) for worker in workers)
    )
    room = {queue: AHEAD - count for queue, count in Counter(turn.queue for turn in live if not turn.out).items()}
    chosen: list[Deal] = []
    for deal in sorted(found, key=lambda deal: deal.turn.priority):
        left = room.get(deal.queue, AHEAD)
        if left > 0 and len(chosen) < DEALT_AT_ONCE:
            room[deal.queue] = left - 1
            chosen.append(deal)
    return chosen


def _by_queue(turns: Iterable[LiveTurn]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for turn in turns:
        found[turn.queue].append(turn.id)
    return dict(found)


class Keeper:
    """A round each second, in a thread with connections of its own. `known`: the turns that are out in this process.

    Who dies is told by the time since it was last heard of. After an outage everybody was unheard of for a while, so none is
    buried before this keeper has been in touch again, or the server there, for as long as that time.
    """

    def __init__(
        self,
        me: Worker,
        records: Records,
        line: Line,
        known: Callable[[], Collection[str]],
        say: Callable[[str, Mapping[str, object]], None] = lambda event, data: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._me = me
        self._records = records
        self._line = line
        self._known = known
        self._say = say
        self._clock = clock
        self._connected: float | None = None
        self._before = False
        self._looked = self._beat = self._strayed = self._swept = float("-inf")
        self._end = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Look each second from now on."""
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look no more. A look that has begun is waited for, for a moment."""
        self._end.set()
        if self._thread is not None:
            self._thread.join(5.0)

    def drain(self) -> None:
        """Let others know that this worker takes nothing new. Raises LocalFault."""
        self._me = replace(self._me, draining=True)
        self._beat = float("-inf")

    def _run(self) -> None:
        while not self._end.wait(LOOK_S):
            self.look()

    def look(self) -> None:
        """All rules once, each where its time has come. What the database does not answer is done by a later look."""
        now = self._clock()
        if now - self._looked > DEAD_S / 2:
            self._connected = None  # this process stood still, and maybe the whole machine did
        self._looked = now
        try:
            self._all(now)
        except LocalFault as fault:
            if self._connected is not None:
                self._say("database_lost", {"code": fault.code, **fault.data})
            self._connected = None
            return
        except Exception as error:  # noqa: BLE001  a fault of ours may not end what keeps jobs going
            self._say("keeper_failed", {"error": type(error).__name__})
            return

    def _all(self, now: float) -> None:
        if now - self._beat >= BEAT_S:
            self._records.beat(self._me)
            self._beat = now
        if self._connected is None:
            # one that has just started has missed no beat that reached the server
            self._connected = now if self._before else now - min(self._records.up_s(), DEAD_S)
            self._before = True
        leads = not self._me.draining and self._records.on_duty(self._me.name)
        searches = now - self._strayed >= STRAYS_S
        if not (leads or searches):
            return
        # in this order: what is handed out meanwhile is seen as live, and who took it is known
        turns, live = self._records.turns() if leads else [], self._line.live()
        workers, time = self._records.workers(), self._records.now()
        if searches:
            self._strayed = now
            self._resume("strays", strays(live, self._me.name, self._known(), time))
        if leads:
            if now - self._connected >= DEAD_S:
                self._bury(workers, live)
            self._deal(deals(turns, live, workers, time))
            if now - self._swept >= SWEEP_S:
                self._swept = now
                self._line.forget(time - KEPT)

    def _bury(self, workers: Sequence[Worker], live: Sequence[LiveTurn]) -> None:
        gone = dead(workers)
        if gone:
            leases = self._records.bury(gone)
            self._say("buried", {"workers": gone, "leases": leases})
        self._resume("orphans", orphans(live, workers))

    def _resume(self, why: str, turns: Mapping[str, list[str]]) -> None:
        for queue, ids in turns.items():
            self._line.resume(ids, queue)
            self._say(why, {"queue": queue, "turns": len(ids)})

    def _deal(self, found: Sequence[Deal]) -> None:
        if not found:
            return
        self._records.dealt({deal.turn.job_id: deal.number for deal in found})
        for deal in found:
            self._line.hand_out(deal.id, deal.turn.job_id, deal.queue, deal.turn.priority)
        self._say("dealt", {"turns": len(found)})
