"""Whose turn a job is: what waits for a worker, in which turn it is carried, and how its last turn ended.

A turn is one carrying of a job by some worker; its number goes up with each. What the numbers are handed out with may be
lost: they are here, and so new ones can be dealt.
"""

import json
from datetime import datetime, timedelta

from mediawright.ledger import rows
from mediawright.ledger.database import stamp
from mediawright.ledger.dialect import Row
from mediawright.ledger.jobs import Store
from mediawright.types.accounts import line_of
from mediawright.types.codec import plain, restore
from mediawright.types.dataclass import dataclass
from mediawright.types.job import DEFAULT_ACCOUNT
from mediawright.types.message import Message
from mediawright.types.states import FINAL, State

#: jobs of which a turn can be made
OPEN = tuple(sorted(state.value for state in State if state not in FINAL | {State.QUOTED}))
#: persons wait in front of batches: smaller goes first
PERSON, BATCH = 1, 10
#: the due time of what only a person can set going again
NEVER = "9999"
#: stands between a machine and an account; no host name holds it
PAYER = "/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A job's place in the line. `account`: who pays at the provider;
    `machine`: only a worker of it may carry the job (None: any); `number`: of its last turn, 0
    before the first; `outcome`: the word its last turn ended with, None while one is out; `told`: what a person should know
    of it; `tries`: the turns in a row that ended so; `carried`: does a process hold its lease?"""

    job_id: str
    provider: str
    state: State
    number: int
    machine: str | None
    priority: int
    due: datetime | None
    tries: int
    outcome: str | None
    told: Message | None
    carried: bool
    created_at: datetime
    account: str = DEFAULT_ACCOUNT

    @property
    def line(self) -> str:
        """The line of its provider and account."""
        return line_of(self.provider, self.account)

    @property
    def id(self) -> str:
        """The name of its last turn."""
        return f"{self.job_id}.{self.number}"


class Turns:
    """The table of the turns, one row for each job that was offered to workers."""

    def __init__(self, store: Store) -> None:
        self._db = store.db

    def offer(
        self,
        job_id: str,
        machine: str | None,
        *,
        priority: int = PERSON,
        delay_s: float = 0.0,
        account: str | None = None,
    ) -> None:
        """Let workers have a job, in `delay_s` seconds at the earliest; one that was offered before is due anew."""
        with self._db.write() as connection:
            due = stamp(self._db.clock.now() + timedelta(seconds=delay_s))
            connection.execute(
                "INSERT INTO turns (job_id, machine, priority, due) VALUES (?, ?, ?, ?) ON CONFLICT (job_id) "
                "DO UPDATE SET machine = excluded.machine, priority = excluded.priority, due = excluded.due, tries = 0",
                (job_id, _place(machine, account), priority, due),
            )

    def again(self, job_id: str) -> None:
        """A person wants it carried now. Nothing happens to a job that was never offered."""
        with self._db.write() as connection:
            connection.execute("UPDATE turns SET due = ?, tries = 0 WHERE job_id = ?", (self._db.now(), job_id))

    def of(self, job_id: str) -> Turn | None:
        """The turn of a job, None where it was not offered."""
        found = self._read("AND jobs.id = ?", job_id)
        return found[0] if found else None

    def open(self) -> list[Turn]:
        """The turns of all jobs that are not over, the oldest first."""
        places = ", ".join("?" for _ in OPEN)
        return self._read(f"AND jobs.state IN ({places}) ORDER BY jobs.seq", *OPEN)

    def dealt(self, job_id: str, number: int) -> None:
        """Write down that this turn is handed out. A later number stays."""
        with self._db.write(durable=False) as connection:
            sql = "UPDATE turns SET number = ?, outcome = NULL, told = NULL WHERE job_id = ? AND number < ?"
            connection.execute(sql, (number, job_id, number))

    def ended(self, turn: str, outcome: str, told: Message | None = None, again_s: float | None = 0.0) -> None:
        """Write down how a turn ended, and when the next may begin; `again_s` None: when a person says so.

        Of an earlier turn than the job's last one nothing is written.
        """
        job_id, _, number = turn.rpartition(".")
        with self._db.write(durable=False) as connection:
            due = NEVER if again_s is None else stamp(self._db.clock.now() + timedelta(seconds=again_s))
            said = rows.text(plain(told)) if told is not None else None
            connection.execute(
                "UPDATE turns SET outcome = ?, told = ?, due = ?, tries = tries + 1 WHERE job_id = ? AND number = ?",
                (outcome, said, due, job_id, int(number)),
            )

    def _read(self, where: str, *values: str) -> list[Turn]:
        now = self._db.clock.now()
        sql = (
            "SELECT turns.*, jobs.provider, jobs.account, jobs.state, jobs.created_at, leases.expires_at FROM turns "
            f"JOIN jobs ON jobs.id = turns.job_id LEFT JOIN leases ON leases.job_id = turns.job_id WHERE 1 = 1 {where}"
        )
        return [_turn(row, now) for row in self._db.read(sql, values)]


def _place(machine: str | None, account: str | None) -> str | None:
    """What stands in the column: with an account of its own a name that no worker of an older version has, so that none of
    them carries the job with another account's key."""
    return machine if account in (None, DEFAULT_ACCOUNT) else f"{machine or ''}{PAYER}{account}"


def _machine(place: str | None) -> str | None:
    return place if place is None or PAYER not in place else place.partition(PAYER)[0] or None


def _turn(row: Row, now: datetime) -> Turn:
    return Turn(
        job_id=row["job_id"],
        provider=row["provider"],
        state=State(row["state"]),
        number=row["number"],
        machine=_machine(row["machine"]),
        account=row["account"] or DEFAULT_ACCOUNT,
        priority=row["priority"],
        due=None if row["due"] == NEVER else datetime.fromisoformat(row["due"]),
        tries=row["tries"],
        outcome=row["outcome"],
        told=restore(Message, json.loads(row["told"])) if row["told"] else None,
        carried=row["expires_at"] is not None and datetime.fromisoformat(row["expires_at"]) > now,
        created_at=datetime.fromisoformat(row["created_at"]),
    )
