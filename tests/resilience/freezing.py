"""Processes that stand still for a while (SIGSTOP, SIGCONT), and the time that passes meanwhile."""

import os
import signal
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from tests.resilience.chaos import Shell, kill

#: seconds; a freeze lasts longer than a lease counts as confirmed
PATIENCE, FROZEN_S = 60.0, 1.2
#: every time that says how long ago something was
AGED = (("leases", "renewed_at"), ("leases", "expires_at"), ("jobs", "updated_at"), ("events", "at"))


def stopped(process: "subprocess.Popen[bytes]") -> bool:
    """Stop it where it stands; False where it is over already."""
    if process.poll() is not None:
        return False
    os.kill(process.pid, signal.SIGSTOP)
    return True


def is_stopped(pid: int) -> bool:
    """Its state in proc(5), which stands behind the name in parentheses."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


def ten_minutes_pass(shell: Shell) -> None:
    """As if the freeze had lasted so long: the lease is over, and whoever looks finds nothing on its way any more."""
    path = shell.home / "mw" / "state" / "ledger.db"
    with closing(sqlite3.connect(f"file:{path}?mode=rw", uri=True)) as db, db:
        found = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'events_no_update'").fetchone()
        if found is None:
            raise sqlite3.OperationalError("no such trigger: events_no_update")
        (guard,) = found
        db.execute("DROP TRIGGER events_no_update")
        for table, column in AGED:
            db.execute(f"UPDATE {table} SET {column} = strftime('%Y-%m-%dT%H:%M:%f000+00:00', {column}, '-10 minutes')")
        db.execute(guard)


def woken(process: "subprocess.Popen[bytes]") -> None:
    """It goes on to its own end."""
    try:
        os.kill(process.pid, signal.SIGCONT)
        process.communicate(timeout=PATIENCE)
    finally:
        if process.poll() is None:
            kill(process)
