"""The outbox: what is still to be told of ended jobs, found in the events and sent by one process at a time.

A notice is not written where a job is moved but found afterwards, in the record of the moves: that was written in the same
transaction as the state, so no end is missed however a process dies, and one without any target pays nothing.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from mediawright.ledger import rows
from mediawright.ledger.database import stamp
from mediawright.ledger.dialect import Connection, Row, Value
from mediawright.ledger.jobs import Store
from mediawright.ledger.lease import Here, dead
from mediawright.ledger.place import person
from mediawright.types.codec import plain, restore
from mediawright.types.dataclass import dataclass
from mediawright.types.message import Message
from mediawright.types.notices import ENDINGS, STOPPED, Delivery, Ending
from mediawright.types.states import State

#: an end that is older than this is news to no one
STALE = timedelta(days=1)
#: how long a notice that is over is kept
KEPT = timedelta(days=30)
_OPEN = "state IN ('pending', 'sending')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which ends a target is told of. `providers` empty: those of all."""

    endings: frozenset[Ending]
    providers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One end to be told to one target. `id` is the same for all attempts; `job_state` is where the job stood then, None
    for one that stopped where it was. `attempts` counts those that were begun."""

    id: str
    target: str
    job_id: str
    ending: Ending
    at: datetime
    job_state: State | None = None
    state: Delivery = Delivery.PENDING
    attempts: int = 0
    trouble: Message | None = None


class Outbox:
    """Finds, hands out and settles notices. Every method may raise LocalFault."""

    def __init__(self, store: Store, here: Here) -> None:
        self._store = store
        self._here = here
        #: the end of the names of our targets: on a shared ledger each user of each machine has targets of their own
        self._ours = f" {person()}" if store.db.dialect.shared else ""
        self._open = (
            f"{_OPEN} AND {store.db.dialect.instr}(target, '{_quoted(self._ours)}') > 0" if self._ours else _OPEN
        )

    def begin(self, targets: Iterable[str], *, anew: bool = False) -> None:
        """Read the events for these targets from now on; what happened before is not told to them. A target that is known
        goes on where it was, unless it begins `anew`."""
        db = self._store.db
        wanted = [name + self._ours for name in targets]
        known = set() if anew else {row["target"] for row in db.read("SELECT target FROM notice_cursors")}
        if known.issuperset(wanted):
            return
        with db.write() as connection:
            for target in wanted:
                if target not in known:
                    self._close(connection, "target = ?", (target,))
                    sql = (
                        "INSERT INTO notice_cursors (target, seq) SELECT ?, COALESCE(MAX(seq), 0) FROM events WHERE true "
                        "ON CONFLICT (target) DO UPDATE SET seq = excluded.seq"
                    )
                    connection.execute(sql, (target,))

    def collect(self, wanted: Mapping[str, Wanted]) -> int:
        """Write the notices of what ended since the last time; how many there were. Targets that are gone get none any
        more."""
        db = self._store.db
        top = int(db.read("SELECT COALESCE(MAX(seq), 0) AS top FROM events")[0]["top"])
        found = {row["target"]: int(row["seq"]) for row in db.read("SELECT target, seq FROM notice_cursors")}
        cursors = {name.removesuffix(self._ours): seq for name, seq in found.items() if name.endswith(self._ours)}
        if set(cursors) == set(wanted) and all(seq >= top for seq in cursors.values()):
            return 0
        self.begin(wanted)
        with db.write() as connection:
            for target in set(cursors) - set(wanted):
                connection.execute("DELETE FROM notice_cursors WHERE target = ?", (target + self._ours,))
                self._close(connection, "target = ?", (target + self._ours,))
            old = stamp(db.clock.now() - KEPT)
            connection.execute(f"DELETE FROM notices WHERE at < ? AND NOT {_OPEN}", (old,))
            return sum(self._collected(connection, target + self._ours, ends) for target, ends in wanted.items())

    def claim(self, owner: str, held_s: float, limit: int = 8) -> list[Notice]:
        """Notices that are due, held for `owner` so many seconds: an attempt of each begins now.

        One whose holder is gone is handed out again: whether it was sent before nobody can tell.
        """
        db = self._store.db
        if not db.read(f"SELECT 1 FROM notices WHERE {self._open} LIMIT 1"):
            return []
        now = db.clock.now()
        with db.write() as connection:
            found = [
                row
                for row in db.read(f"SELECT * FROM notices WHERE {self._open} ORDER BY due_at")
                if self._free(row, now)
            ]
            until = stamp(now + timedelta(seconds=held_s))
            for row in found[:limit]:
                connection.execute(
                    "UPDATE notices SET state = 'sending', attempts = attempts + 1, owner = ?, host = ?, pid = ?, "
                    "held_until = ? WHERE id = ?",
                    (owner, self._here.host, self._here.pid, until, row["id"]),
                )
            ids = [row["id"] for row in found[:limit]]
            return [self.get(notice_id) for notice_id in ids]

    def get(self, notice_id: str) -> Notice:
        """The notice of this id, which must be there."""
        return self._store.db.read_as(self._to_notice, "SELECT * FROM notices WHERE id = ?", (notice_id,))[0]

    def settle(self, notice: Notice, owner: str, state: Delivery, trouble: Message | None = None) -> None:
        """It was sent, given up or dropped. Nothing happens where another process has it by now."""
        told = None if trouble is None else rows.text(plain(trouble))
        self._changed(notice, owner, "state = ?, owner = NULL, trouble = ?", (state.value, told))

    def postpone(self, notice: Notice, owner: str, wait_s: float, trouble: Message | None = None) -> None:
        """Try it again in so many seconds. Without a `trouble` it was not tried at all, and the attempt does not count."""
        told = None if trouble is None else rows.text(plain(trouble))
        due = stamp(self._store.db.clock.now() + timedelta(seconds=wait_s))
        count = "attempts - 1, trouble = COALESCE(?, trouble)" if trouble is None else "attempts, trouble = ?"
        changes = f"state = 'pending', owner = NULL, due_at = ?, attempts = {count}"
        self._changed(notice, owner, changes, (due, told))

    def next_due_s(self) -> float | None:
        """Seconds until a notice may be due, 0 for one that is; None where all are over."""
        now, db = self._store.db.clock.now(), self._store.db
        sql = f"SELECT MIN(CASE state WHEN 'sending' THEN held_until ELSE due_at END) AS due FROM notices WHERE {self._open}"
        due = db.read(sql)[0]["due"]
        return None if due is None else max(0.0, (datetime.fromisoformat(due) - now).total_seconds())

    def of(self, target: str, limit: int = 20) -> list[Notice]:
        """What a target was told or is to be told, the newest first."""
        sql = "SELECT * FROM notices WHERE target = ? ORDER BY event_seq DESC LIMIT ?"
        return self._store.db.read_as(self._to_notice, sql, (target + self._ours, limit))

    def _collected(self, connection: Connection, target: str, wanted: Wanted) -> int:
        """The notices of one target, and its place in the events moved on."""
        since, went = stamp(self._store.db.clock.now() - STALE), self._store.db.dialect.said("e.data", "to")
        sql = (
            f"SELECT e.seq, e.job_id, e.at, e.kind, {went} AS went, j.provider FROM events e "
            "JOIN jobs j ON j.id = e.job_id WHERE e.seq > (SELECT seq FROM notice_cursors WHERE target = ?) "
            f"AND e.kind IN ('moved', '{STOPPED}') AND e.at >= ? ORDER BY e.seq"
        )
        found = connection.execute(sql, (target, since)).fetchall()
        made = sum(self._add(connection, target, row) for row in found if _wants(wanted, row))
        last = "UPDATE notice_cursors SET seq = (SELECT COALESCE(MAX(seq), 0) FROM events) WHERE target = ?"
        connection.execute(last, (target,))
        return made

    def _add(self, connection: Connection, target: str, event: Row) -> int:
        """One notice, unless it is there, or the same stop of the same job was told of before it moved on."""
        went = None if event["kind"] == STOPPED else State(event["went"])
        if went is None and self._told_stop(connection, target, event):
            return 0
        digest = hashlib.sha256(f"{target}\n{event['job_id']}\n{event['seq']}\n{event['at']}".encode()).hexdigest()
        values: tuple[Value, ...] = (
            f"msg_{digest[:32]}",
            target,
            event["seq"],
            event["job_id"],
            (ENDINGS[went] if went else Ending.NEEDS_PERSON).value,
            went.value if went else None,
            event["at"],
            Delivery.PENDING.value,
            event["at"],
        )
        sql = (
            "INSERT INTO notices (id, target, event_seq, job_id, ending, job_state, at, state, due_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
        )
        return connection.execute(sql, values).rowcount

    def _told_stop(self, connection: Connection, target: str, event: Row) -> bool:
        sql = (
            "SELECT 1 FROM notices WHERE target = ? AND job_id = ? AND job_state IS NULL AND event_seq > "
            "(SELECT COALESCE(MAX(seq), 0) FROM events WHERE job_id = ? AND kind = 'moved' AND seq < ?)"
        )
        job = event["job_id"]
        return connection.execute(sql, (target, job, job, event["seq"])).fetchone() is not None

    def _free(self, row: Row, now: datetime) -> bool:
        if row["state"] == Delivery.PENDING:
            return bool(row["due_at"] <= stamp(now))
        return row["held_until"] <= stamp(now) or dead(self._here, row["host"], row["pid"])

    def _to_notice(self, row: Row) -> Notice:
        return rows.readable(lambda found: _to_notice(found, self._ours))(row)

    def _changed(self, notice: Notice, owner: str, changes: str, values: Sequence[Value]) -> None:
        with self._store.db.write() as connection:
            sql = f"UPDATE notices SET {changes} WHERE id = ? AND owner = ?"
            connection.execute(sql, (*values, notice.id, owner))

    def _close(self, connection: Connection, where: str, values: Sequence[Value]) -> None:
        connection.execute(
            f"UPDATE notices SET state = 'dropped', owner = NULL WHERE {where} AND {_OPEN}", tuple(values)
        )


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def _wants(wanted: Wanted, event: Row) -> bool:
    if event["kind"] == STOPPED:
        ending: Ending | None = Ending.NEEDS_PERSON
    else:
        ending = ENDINGS.get(State(event["went"]))
    return ending in wanted.endings and (not wanted.providers or event["provider"] in wanted.providers)


def _to_notice(row: Row, ours: str) -> Notice:
    return Notice(
        id=row["id"],
        target=row["target"].removesuffix(ours),
        job_id=row["job_id"],
        ending=Ending(row["ending"]),
        at=datetime.fromisoformat(row["at"]),
        job_state=State(row["job_state"]) if row["job_state"] else None,
        state=Delivery(row["state"]),
        attempts=row["attempts"],
        trouble=restore(Message, json.loads(row["trouble"])) if row["trouble"] else None,
    )
