"""A PostgreSQL server of the tests' own: started by the first test that needs one, shared by all workers, gone with the run.

`MEDIAWRIGHT_TEST_POSTGRES=postgresql://…` uses another server, in a database that the tests may fill: each worker has a
schema of its own (`mw_test_…`), which is emptied before every test and stays.
"""

import os
import shutil
import subprocess
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from mediawright.files.lock import locked
from mediawright.ledger import Ledger
from mediawright.ledger.address import PostgresAddress, postgres_address
from mediawright.testing.fakes import FakeClock

if TYPE_CHECKING:
    pass

OTHER = "MEDIAWRIGHT_TEST_POSTGRES"
#: the process whose end is the server's: pytest, of which all workers are children
KEEPER = "MEDIAWRIGHT_TEST_POSTGRES_KEEPER"
ROLE = "mediawright"
#: a role of the tests' own server that has to say a password
LOCKED = "mw_locked"
#: how long another worker is waited for that starts the server, seconds
START_S = 120.0
#: speed where nothing has to outlive the run
HASTE = "-c fsync=off -c full_page_writes=off -c shared_buffers=16MB -c max_connections=200 -c listen_addresses=''"
#: another order of letters than that of the bytes, so that a column without COLLATE "C" is found out
ORDERS = (("--locale-provider=icu", "--icu-locale=en-US", "--locale=C"), ("--locale=C",))


class NoPostgres(Exception):
    """There is no server here, and why."""


def keep() -> None:
    """Make this process the one with which the server ends, unless a parent is."""
    os.environ.setdefault(KEEPER, str(os.getpid()))


@cache
def server() -> str:
    """The URL of a running server. Raises NoPostgres."""
    if find_spec("psycopg") is None:
        raise NoPostgres("psycopg is not installed: pip install 'mediawright[fleet-client]'")
    if other := os.environ.get(OTHER):
        return other
    if os.name != "posix":
        raise NoPostgres(f"the tests start PostgreSQL on Unix systems only; name a server in {OTHER}")
    initdb = _initdb()
    if initdb is None:
        raise NoPostgres(f"no PostgreSQL is installed (Debian: apt install postgresql), and none is named in {OTHER}")
    room = Path(tempfile.gettempdir()) / f"mw-pg-{os.environ.get(KEEPER, os.getpid())}"
    with locked(room.with_suffix(".lock"), START_S):
        if not (room / "ready").exists():
            _start(room, initdb)
    return f"postgresql://{ROLE}@/postgres?host={room}"


def _initdb() -> Path | None:
    found = shutil.which("initdb")
    folders = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
    installed = sorted(path for folder in folders for path in Path("/").glob(f"{folder[1:]}/initdb"))
    return Path(found) if found else installed[-1] if installed else None


def _start(room: Path, initdb: Path) -> None:
    shutil.rmtree(room, ignore_errors=True)
    room.mkdir(mode=0o700)
    as_user = _unprivileged(room)
    data = room / "data"
    for order in ORDERS:
        made = _run(*as_user, initdb, "-D", data, "-U", ROLE, "-A", "trust", "-E", "UTF8", *order, "--no-sync")
        if made.returncode == 0:
            break
    rules = data / "pg_hba.conf"
    rules.write_text(f"local all {LOCKED} scram-sha-256\n{rules.read_text()}" if rules.exists() else "")
    control = initdb.with_name("pg_ctl")
    begin = (*as_user, control, "-D", data, "-w", "-s", "-l", room / "log", "-o", f"-k {room} {HASTE}", "start")
    started = _run(*begin)
    if made.returncode or started.returncode:
        raise NoPostgres(f"PostgreSQL did not start: {(made.stderr or started.stderr).strip()[-300:]}")
    _end_with_the_run(room, [*as_user, control, "-D", data, "-m", "immediate", "-s", "stop"])
    (room / "ready").touch()


def _unprivileged(room: Path) -> tuple[str | Path, ...]:
    """What runs a program as another user, where this one is root: PostgreSQL refuses to run as root."""
    if os.geteuid():
        return ()
    import pwd

    runuser = shutil.which("runuser")
    users = {entry.pw_name for entry in pwd.getpwall()}
    name = next((name for name in ("postgres", "nobody") if name in users), None)
    if runuser is None or name is None:
        raise NoPostgres("PostgreSQL does not run as root, and there is no runuser or no other user here")
    shutil.chown(room, name)
    return (runuser, "-u", name, "--")


def _run(*command: str | Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, capture_output=True, text=True, cwd="/", stdin=subprocess.DEVNULL)


def _end_with_the_run(room: Path, stop: list[str | Path]) -> None:
    """A shell that waits for the end of the run, however it ends, and then clears up."""
    script = 'while kill -0 "$1" 2>/dev/null; do sleep 1; done; room="$2"; shift 2; "$@"; rm -rf "$room" "$room.lock"'
    words = ["sh", "-c", script, "sh", os.environ.get(KEEPER, str(os.getpid())), room, *stop]
    none = subprocess.DEVNULL
    waiting = subprocess.Popen(words, start_new_session=True, cwd="/", stdin=none, stdout=none, stderr=none)
    waiting.returncode = 0  # it outlives this process on purpose


class Schema:
    """The schema of one worker."""

    def __init__(self, worker: str) -> None:
        import psycopg

        self.address: PostgresAddress = postgres_address(server(), f"test_{worker}", password=True)
        Ledger(self.address, FakeClock()).close()
        #: of the role to whom the server belongs
        self.admin: psycopg.Connection[tuple[str]] = psycopg.connect(self.address.url, autocommit=True)
        found = self.admin.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename != 'migrations'",
            (self.address.schema,),
        )
        tables = [row[0] for row in found.fetchall()]
        #: no trigger and no foreign key is asked in this role
        self._empty = "SET session_replication_role = replica;" + "".join(
            f"DELETE FROM {self.address.schema}.{table};" for table in tables
        )

    def emptied(self) -> PostgresAddress:
        self.admin.execute(self._empty)
        return self.address

    def close(self) -> None:
        self.admin.close()
