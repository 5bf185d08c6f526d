"""What the compose file of the how-to starts, started by hand: its commands in its environment, beside a server made as its
image makes one (a role with a password, over TCP)."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml
from tests import postgres_server
from tests.docs.test_fleet_files import block

pytest.importorskip("dbos", reason="the workers' tests need pip install 'mediawright[fleet]'")
pytest.importorskip("psycopg", reason="the workers' tests need pip install 'mediawright[fleet]'")
pytest.importorskip("prometheus_client", reason="the workers' tests need pip install 'mediawright[fleet]'")
from tests.resilience.chaos import TARGETS, Shell

PASSWORD = "not-a-real-password"
READY_S = 60.0


@dataclass(frozen=True)
class Image:
    """The server of the service `db`."""

    port: int

    @property
    def reached(self) -> dict[str, str]:
        """How its clients find it here, where no name of a service leads to it (libpq)."""
        return {"PGHOSTADDR": "127.0.0.1", "PGPORT": str(self.port), "PGPASSWORD": PASSWORD}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(block("yaml").replace("${DB_PASSWORD:?}", PASSWORD))
    return dict(read["services"])


@contextmanager
def database(service: dict[str, Any]) -> Iterator[Image]:
    """As the image's entry point does it: initdb with the password, TCP, and the database. Skips without PostgreSQL."""
    initdb = postgres_server._initdb()
    if initdb is None or os.name != "posix":
        pytest.skip("no PostgreSQL is installed (Debian: apt install postgresql)")
    said, room = service["environment"], Path(tempfile.mkdtemp(prefix="mw-compose-", dir="/tmp"))
    (room / "password").write_text(said["POSTGRES_PASSWORD"])
    (room / "password").chmod(0o644)
    try:
        as_user = postgres_server._unprivileged(room)
    except postgres_server.NoPostgres as reason:
        pytest.skip(str(reason))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    make = ("-U", said["POSTGRES_USER"], "-A", "scram-sha-256", f"--pwfile={room / 'password'}", "--no-sync")
    made = postgres_server._run(*as_user, initdb, "-D", room / "data", *make, said["POSTGRES_INITDB_ARGS"])
    assert made.returncode == 0, made.stderr
    control = (*as_user, initdb.with_name("pg_ctl"), "-D", room / "data", "-w", "-s")
    started = postgres_server._run(
        *control, "-l", room / "log", "-o", f"-k {room} -p {port} -c listen_addresses=127.0.0.1 -c fsync=off", "start"
    )
    try:
        assert started.returncode == 0, started.stderr
        import psycopg

        admin = f"host=127.0.0.1 port={port} dbname=postgres user={said['POSTGRES_USER']} password={PASSWORD}"
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {said['POSTGRES_DB']}".encode())
        yield Image(port)
    finally:
        postgres_server._run(*control, "-m", "immediate", "stop")
        shutil.rmtree(room, ignore_errors=True)


def started(service: dict[str, Any], shell: Shell, media: Path, image: Image, log: Path) -> "subprocess.Popen[bytes]":
    """One container of the service `worker`: its command and its environment; only paths and the port are of this test."""
    environ = {name: str(value).replace("/mnt/media", str(media)) for name, value in service["environment"].items()}
    words = [word.replace(":9464", ":0") for word in service["command"]]
    assert words[0] == "mediawright"
    with log.open("wb") as file:
        return subprocess.Popen(
            [sys.executable, "-m", "mediawright", *words[1:]],
            cwd=shell.cwd,
            env={**shell.env, **environ, **image.reached},
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
        )


def said(log: Path, event: str) -> dict[str, Any]:
    """Wait until a worker's log tells of an event."""
    end = time.monotonic() + READY_S
    while time.monotonic() < end:
        for line in log.read_text("utf-8").splitlines():
            with suppress(ValueError):
                found = json.loads(line)
                if isinstance(found, dict) and found.get("event") == event:
                    return found
        time.sleep(0.1)
    raise AssertionError(log.read_text("utf-8"))


def test_its_commands_carry_a_job_and_leave_when_they_are_told_to(compose: dict[str, Any], tmp_path: Path) -> None:
    service, media, running = compose["worker"], tmp_path / "media", []
    media.mkdir()
    (media / "results").mkdir()  # `docker compose run --rm worker mkdir -p /mnt/media/results`
    with database(compose["db"]) as image, TARGETS["kling"].running(**TARGETS["kling"].quick) as chaos:
        check = compose["db"]["healthcheck"]["test"]
        assert check[0] == "CMD"
        if program := shutil.which(check[1]):
            words = [program, "-h", "127.0.0.1", *check[2:]]
            assert subprocess.run(words, env=os.environ | image.reached, check=False).returncode == 0
        try:
            for number in range(service["deploy"]["replicas"]):
                shell, log = chaos.shell(tmp_path / f"container{number}"), tmp_path / f"{number}.log"
                running.append((started(service, shell, media, image, log), log))
            for _, log in running:
                said(log, "ready")
            port = said(running[0][1], "metrics")["port"]
            figures = httpx2.get(f"http://127.0.0.1:{port}/metrics").text
            assert "mediawright_ledger_up 1.0" in figures
            environ = {name: str(value) for name, value in service["environment"].items()}
            front_end = chaos.shell(
                tmp_path / "desk",
                **{**environ, "MEDIAWRIGHT_STORE": (media / "results").as_uri()},
                **{name: value for name, value in image.reached.items() if name != "PGPASSWORD"},
            )
            done = front_end.video("a fox in a container", "--timeout", "2000")
            assert done.json["status"] == "done", done
            assert chaos.charges() == 1
            kept = [path for path in (media / "results").rglob("*.mp4") if path.is_file()]
            assert [path.read_bytes()[4:8] for path in kept] == [b"ftyp"]
            grace_s = float(service["stop_grace_period"].removesuffix("s"))
            for process, _ in running:
                process.send_signal(signal.SIGTERM)
            for process, log in running:
                assert process.wait(grace_s) == 0, log.read_text("utf-8")
                said(log, "left")
        finally:
            for process, _ in running:
                process.kill()
                process.wait()
