"""A keeper's ledger and engine as plain memory, with a time that a test moves."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from mediawright.fleet.line import LiveTurn
from mediawright.ledger.roster import Worker
from mediawright.ledger.turns import PERSON, Turn
from mediawright.types.errors import LocalFault, Retry
from mediawright.types.message import Message
from mediawright.types.states import State

START = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


class Away(LocalFault):
    """The database does not answer."""

    retry = Retry.LATER


def a_worker(name: str = "me", *, after_s: float = 0.0, machine: str = "here", **more: object) -> Worker:
    began = START + timedelta(seconds=after_s)
    fields = {"version": "1", "providers": {"acme": 5}} | more
    return Worker(name=name, machine=machine, started_at=began, **fields)  # type: ignore[arg-type]


def a_turn(job: str = "job-1", **more: object) -> Turn:
    fields = {
        "provider": "acme",
        "state": State.APPROVED,
        "number": 0,
        "machine": None,
        "priority": PERSON,
        "due": START,
        "tries": 0,
        "outcome": None,
        "told": None,
        "carried": False,
        "created_at": START,
    }
    return Turn(job_id=job, **(fields | more))  # type: ignore[arg-type]


@dataclass
class Memory:
    """Both sides of a keeper: `Records` and `Line`. Time goes on by `pass_s`, for beats, too."""

    seconds: float = 0.0
    beats: dict[str, tuple[Worker, float]] = field(default_factory=dict)
    jobs: list[Turn] = field(default_factory=list)
    live_turns: dict[str, LiveTurn] = field(default_factory=dict)
    handed_out: list[tuple[str, str, str, int]] = field(default_factory=list)
    buried: list[str] = field(default_factory=list)
    swept: list[datetime] = field(default_factory=list)
    away: bool = False
    duty: str | None = None
    server_since: float = 0.0

    def pass_s(self, seconds: float) -> None:
        self.seconds += seconds

    def monotonic(self) -> float:
        return self.seconds

    # --- records

    def now(self) -> datetime:
        self._reached()
        return START + timedelta(seconds=self.seconds)

    def up_s(self) -> float:
        self._reached()
        return self.seconds - self.server_since

    def beat(self, worker: Worker) -> None:
        self._reached()
        self.beats[worker.name] = (worker, self.seconds)

    def workers(self) -> list[Worker]:
        self._reached()
        found = [replace(worker, age_s=self.seconds - at) for worker, at in self.beats.values()]
        return sorted(found, key=lambda worker: (worker.started_at, worker.name))

    def on_duty(self, name: str) -> bool:
        self._reached()
        return self.duty in (None, name)

    def bury(self, names: Collection[str]) -> int:
        self._reached()
        self.buried += names
        for name in names:
            self.beats.pop(name, None)
        return len(names)

    def turns(self) -> list[Turn]:
        self._reached()
        return list(self.jobs)

    def dealt(self, numbers: Mapping[str, int]) -> None:
        self._reached()
        self.jobs = [replace(turn, number=numbers.get(turn.job_id, turn.number)) for turn in self.jobs]

    # --- line

    def live(self) -> list[LiveTurn]:
        self._reached()
        return list(self.live_turns.values())

    def hand_out(self, turn: str, job_id: str, queue: str, priority: int) -> None:
        self._reached()
        self.handed_out.append((turn, job_id, queue, priority))
        self.live_turns.setdefault(turn, LiveTurn(id=turn, queue=queue))

    def resume(self, turns: Sequence[str], queue: str) -> None:
        self._reached()
        for turn in turns:
            self.live_turns[turn] = LiveTurn(id=turn, queue=queue)

    def forget(self, before: datetime) -> int:
        self._reached()
        self.swept.append(before)
        return 0

    def claim(self, turn: str, worker: str) -> None:
        """A worker takes a turn out of its queue."""
        began = START + timedelta(seconds=self.seconds)
        self.live_turns[turn] = replace(self.live_turns[turn], worker=worker, began=began)

    def _reached(self) -> None:
        if self.away:
            raise Away(Message("ledger.unreachable"))
