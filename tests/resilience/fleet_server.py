"""A PostgreSQL server that an attack may kill: its own folder, its own socket, killed and started again at will."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import postgres_server
from tests.postgres_server import ROLE, NoPostgres

#: a killed server must find its data again: nothing of the speed that tests allow themselves elsewhere
SETTINGS = "-c shared_buffers=32MB -c max_connections=200 -c listen_addresses=''"


class Server:
    """One server of one campaign."""

    def __init__(self, room: Path, control: Path, as_user: tuple[str | Path, ...]) -> None:
        self._room, self._control, self._as_user = room, control, as_user
        self.url = f"postgresql://{ROLE}@/postgres?host={room}"

    def start(self) -> None:
        begin = (*self._as_user, self._control, "-D", self._room / "data", "-w", "-s", "-l", self._room / "log")
        ran = postgres_server._run(*begin, "-o", f"-k {self._room} {SETTINGS}", "start")
        if ran.returncode:
            raise NoPostgres(ran.stderr.strip()[-300:])

    def kill(self) -> None:
        """SIGQUIT to the postmaster: every session ends at once, and the next start recovers."""
        pid = int((self._room / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGQUIT)
        end = time.monotonic() + 20
        while Path(f"/proc/{pid}").exists() and time.monotonic() < end:
            time.sleep(0.05)

    def stop(self) -> None:
        subprocess.run(
            [*self._as_user, self._control, "-D", self._room / "data", "-m", "immediate", "-s", "stop"],
            capture_output=True,
            cwd="/",
        )


@contextmanager
def running() -> Iterator[Server]:
    """A server until the end of the block. Raises NoPostgres."""
    initdb = postgres_server._initdb()
    if initdb is None or os.name != "posix":
        raise NoPostgres("no PostgreSQL is installed (Debian: apt install postgresql)")
    room = Path(tempfile.mkdtemp(prefix="mw-fleet-", dir="/tmp"))
    as_user = postgres_server._unprivileged(room)
    made = postgres_server._run(
        *as_user, initdb, "-D", room / "data", "-U", ROLE, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"
    )
    if made.returncode:
        raise NoPostgres(made.stderr.strip()[-300:])
    server = Server(room, initdb.with_name("pg_ctl"), as_user)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(room, ignore_errors=True)
