"""Who holds the lease of a job: one process works on it, the others watch."""

import os
import sys
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from mediawright.ledger.database import Database, stamp
from mediawright.types.dataclass import dataclass

Alive = Callable[[int], bool]
TAKE = (
    "INSERT INTO leases (job_id, owner, host, pid, ttl_s, renewed_at, expires_at, worker) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (job_id) DO UPDATE SET owner = excluded.owner, host = excluded.host, pid = excluded.pid, "
    "ttl_s = excluded.ttl_s, renewed_at = excluded.renewed_at, expires_at = excluded.expires_at, worker = excluded.worker"
)


@dataclass(frozen=True, slots=True)
class Here:
    """This process, the place in which its number means something (`ledger.place`), and how to ask whether another
    process of that place still lives. `worker`: its name, where it is a worker of a shared ledger (`roster`)."""

    host: str
    pid: int
    alive: Alive
    worker: str | None = None


def process_alive(pid: int) -> bool:
    """Does a process of this id exist? True where nobody can tell."""
    if sys.platform == "win32":
        # os.kill(pid, 0) would end it there; the lease's own end decides
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def acquire_lease(db: Database, here: Here, job_id: str, owner: str, ttl_s: float) -> bool:
    """Take the lease for `ttl_s` seconds, or keep it: True for exactly one owner at a time.

    It passes on when its time is over, or at once when its process is gone and was of this very place. When the wall
    clock went back, a lease from the future is cut to one `ttl_s` from now, so that it ends in any case.
    """
    now = db.clock.now()
    with db.write(durable=False) as connection:
        row = db.first("SELECT * FROM leases WHERE job_id = ?", (job_id,))
        if row is not None and row["owner"] != owner and not dead(here, row["host"], row["pid"]):
            if datetime.fromisoformat(row["renewed_at"]) > now:
                cut = stamp(now + timedelta(seconds=row["ttl_s"]))
                sql = "UPDATE leases SET renewed_at = ?, expires_at = ? WHERE job_id = ?"
                connection.execute(sql, (stamp(now), cut, job_id))
                return False
            if datetime.fromisoformat(row["expires_at"]) > now:
                return False
        end = stamp(now + timedelta(seconds=ttl_s))
        connection.execute(
            TAKE,
            (job_id, owner, here.host, here.pid, ttl_s, stamp(now), end, here.worker),
        )
        return True


def renew(db: Database, job_id: str, owner: str, ttl_s: float) -> bool:
    """Renew the lease. False: another process holds it now, stop working on it."""
    return not renew_all(db, {owner: job_id}, ttl_s)


def renew_all(db: Database, held: Mapping[str, str], ttl_s: float) -> set[str]:
    """Renew the leases of many jobs (owner → job) in one transaction. The owners whose lease another process has now."""
    now = db.clock.now()
    times = (stamp(now), stamp(now + timedelta(seconds=ttl_s)), ttl_s)
    with db.write(durable=False) as connection:
        sql = "UPDATE leases SET renewed_at = ?, expires_at = ?, ttl_s = ? WHERE job_id = ? AND owner = ?"
        renewed = connection.executemany(sql, [(*times, job, owner) for owner, job in held.items()]).rowcount
        if renewed == len(held):
            return set()
        return {owner for owner, job in held.items() if not _holds(db, job, owner)}


def _holds(db: Database, job_id: str, owner: str) -> bool:
    return db.first("SELECT 1 FROM leases WHERE job_id = ? AND owner = ?", (job_id, owner)) is not None


def release(db: Database, job_id: str, owner: str) -> None:
    """Give the lease back; nothing happens where another process has it."""
    with db.write(durable=False) as connection:
        connection.execute("DELETE FROM leases WHERE job_id = ? AND owner = ?", (job_id, owner))


def lease_holder(db: Database, here: Here, job_id: str) -> str | None:
    """The owner who holds the lease, or None."""
    row = db.first("SELECT * FROM leases WHERE job_id = ?", (job_id,))
    if row is None or dead(here, row["host"], row["pid"]):
        return None
    return str(row["owner"]) if datetime.fromisoformat(row["expires_at"]) > db.clock.now() else None


def dead(here: Here, host: str, pid: int) -> bool:
    """Is this a process of this very place that is gone?"""
    return host == here.host and pid != here.pid and not here.alive(pid)
