"""The workers of a shared ledger: who they are, what they carry, and when each was last heard of (the database's time)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import datetime, timedelta

from mediawright.ledger import metadata
from mediawright.ledger.database import stamp
from mediawright.ledger.dialect import Row
from mediawright.ledger.jobs import Store
from mediawright.types.dataclass import dataclass

#: a worker that was not heard of for so many seconds counts as dead
DEAD_S = 12.0
#: who acts for all is another one when it was silent for so many seconds
DUTY_S = 3.0
#: the fact that says who it is
DUTY = "fleet.duty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """One process that carries jobs. `providers`: its lines (`types.accounts.line_of`) with the jobs at once that it takes
    the account's limit for; `age_s`: seconds
    since it was heard of; `machine`: the home whose files it reaches (`services.machine`)."""

    name: str
    machine: str
    version: str
    providers: Mapping[str, int] = field(default_factory=dict)
    started_at: datetime
    age_s: float = 0.0
    draining: bool = False

    @property
    def alive(self) -> bool:
        return self.age_s < DEAD_S

    def serves(self, line: str, machine: str | None) -> bool:
        """Does it take new jobs of a line, those of one machine (None: of any)?"""
        return self.alive and not self.draining and line in self.providers and machine in (None, self.machine)


class Roster:
    """The table of the workers."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._db = store.db

    def beat(self, worker: Worker) -> None:
        """Be heard of. One that was buried meanwhile is known again."""
        with self._db.write(durable=False) as connection:
            now = self._db.now()
            connection.execute(
                "INSERT INTO workers (name, machine, version, providers, started_at, beat_at, draining) "
                "VALUES (?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (name) DO UPDATE SET beat_at = excluded.beat_at, draining = excluded.draining",
                (
                    worker.name,
                    worker.machine,
                    worker.version,
                    json.dumps(dict(worker.providers), sort_keys=True),
                    stamp(worker.started_at),
                    now,
                    int(worker.draining),
                ),
            )

    def all(self) -> list[Worker]:
        """Every worker, the one that has been there longest first; the dead ones until they are buried."""
        now = self._db.clock.now()
        rows = self._db.read("SELECT * FROM workers ORDER BY started_at, name")
        return [_worker(row, now) for row in rows]

    def serving(self, line: str, machine: str | None, *, but: str | None = None) -> bool:
        """Is there a worker, another one than `but`, that takes such a job?"""
        return any(worker.name != but and worker.serves(line, machine) for worker in self.all())

    def on_duty(self, name: str) -> bool:
        """Is it this worker that acts for all? It stays the one that did last, until that was silent for `DUTY_S`."""
        if self._duty_left(name) is None:
            return False
        with self._db.write(durable=False):
            left = self._duty_left(name)
            if left is None:
                return False
            if left < DUTY_S - 1:
                until = stamp(self._db.clock.now() + timedelta(seconds=DUTY_S))
                metadata.keep(self._store, DUTY, {"worker": name, "until": until})
            return True

    def _duty_left(self, name: str) -> float | None:
        """Seconds for which it is on duty; 0 where nobody is, None where another one is."""
        known = metadata.get(self._db, DUTY)
        left = (datetime.fromisoformat(known["until"]) - self._db.clock.now()).total_seconds() if known else 0.0
        if known is not None and known["worker"] != name:
            return None if left > 0 else 0.0
        return max(left, 0.0)

    def up_s(self) -> float:
        """Seconds for which the database has been there: before, nobody could be heard of."""
        row = self._db.first(self._db.dialect.up)
        return float(row["up"]) if row is not None else 0.0

    def leave(self, names: Iterable[str]) -> int:
        """Forget workers and end their leases, so that their jobs can be taken up at once; how many leases those were."""
        gone = [(name,) for name in names]
        with self._db.write() as connection:
            leases: int = connection.executemany("DELETE FROM leases WHERE worker = ?", gone).rowcount
            connection.executemany("DELETE FROM workers WHERE name = ?", gone)
            return leases

    def leading(self) -> dict[str, int]:
        """Worker → the jobs that it carries now."""
        sql = "SELECT worker, COUNT(*) AS n FROM leases WHERE worker IS NOT NULL AND expires_at > ? GROUP BY worker"
        return {str(row["worker"]): int(row["n"]) for row in self._db.read(sql, (self._db.now(),))}


def _worker(row: Row, now: datetime) -> Worker:
    return Worker(
        name=row["name"],
        machine=row["machine"],
        version=row["version"],
        providers=json.loads(row["providers"]),
        started_at=datetime.fromisoformat(row["started_at"]),
        age_s=(now - datetime.fromisoformat(row["beat_at"])).total_seconds(),
        draining=bool(row["draining"]),
    )
