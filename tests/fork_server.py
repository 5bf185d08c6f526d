"""The command line as a process of its own, forked from one that has it loaded: a tenth of what a new interpreter costs.

Loading the program takes longer than most commands work. One server per test process loads it once; each command is a
child of that server with its own arguments, folder, environment and streams, and ends as an interpreter ends. What is
about the start itself (streams, terminals, signals, imports, measured memory) starts a new interpreter, and so does
everything where there is no fork or coverage is measured.
"""

import atexit
import gc
import importlib
import json
import os
import pkgutil
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.child_environment import inherited
from tests.measured_children import SETTING

#: what an interpreter reads when it starts: a child cannot change it any more
_AT_START = ("PYTHON", "LANG", "LC_", "LD_", "TZ", "FAKETIME", "TMPDIR")
#: what runs when it is imported, what few commands need, and servers, whose libraries load longest
_NOT_LOADED = ("__main__", "testing", "scaffold", "simulator", "conftest", "mcp", "board")
_REQUEST_BYTES = 1 << 20


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one object on stdout."""
        parsed: dict[str, Any] = json.loads(self.out)
        return parsed


def run(arguments: Sequence[str], cwd: Path, env: Mapping[str, str], timeout: float) -> Ran:
    """Run `mediawright` to its end, at most `timeout` seconds.

    Raises:
        subprocess.TimeoutExpired: it did not end; it and its process group are killed.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        if _can_fork(env):
            code = _server().run(list(arguments), cwd, env, (out.fileno(), err.fileno()), timeout)
        else:
            words = [sys.executable, "-m", "mediawright", *arguments]
            process = subprocess.Popen(
                words, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True
            )
            try:
                code = process.wait(timeout)
            except BaseException:
                _kill_group(process.pid)
                process.wait()
                raise
        for stream in (out, err):
            stream.seek(0)
        return Ran(code, out.read().decode(), err.read().decode())


def _can_fork(env: Mapping[str, str]) -> bool:
    return sys.platform == "linux" and SETTING not in os.environ and _at_start(env) == _at_start(_server_environment())


def _at_start(env: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in env.items() if name.startswith(_AT_START)}


def _server_environment() -> dict[str, str]:
    return inherited() | {"LANG": "C.UTF-8"}


def _kill_group(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


@cache
def _server() -> "_Client":
    client = _Client()
    atexit.register(client.close)
    return client


class _Client:
    """The tests' end of the server's socket."""

    def __init__(self) -> None:
        self.socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _REQUEST_BYTES)
        with theirs:
            words = [sys.executable, "-m", __name__, str(theirs.fileno())]
            self.process = subprocess.Popen(
                words,
                env=_server_environment(),
                cwd=Path(__file__).parents[1],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )

    def close(self) -> None:
        """Let the server end and wait for it."""
        self.socket.close()
        self.process.wait(60)

    def run(
        self, arguments: list[str], cwd: Path, env: Mapping[str, str], streams: tuple[int, int], timeout: float
    ) -> int:
        """Start one command and wait for its end. Its exit status; negative: the signal that ended it."""
        reading, writing = os.pipe()
        try:
            request = json.dumps({"arguments": arguments, "cwd": str(cwd), "env": dict(env)}).encode()
            try:
                socket.send_fds(self.socket, [request], [*streams, writing])
            finally:
                os.close(writing)
            with open(reading, closefd=False) as answers:
                pid = int(_line(answers, reading, 60.0, arguments))
                try:
                    return int(_line(answers, reading, timeout, arguments))
                except BaseException:
                    _kill_group(pid)
                    raise
        finally:
            os.close(reading)


def _line(stream: Any, descriptor: int, timeout: float, arguments: list[str]) -> str:
    ready, _, _ = select.select([descriptor], [], [], timeout)
    if not ready:
        raise subprocess.TimeoutExpired(["mediawright", *arguments], timeout)
    line: str = stream.readline()
    if not line:
        raise ConnectionError("the fork server ended")
    return line


@dataclass(frozen=True)
class _Request:
    arguments: list[str]
    cwd: str
    env: dict[str, str]
    streams: tuple[int, int]


def _serve(connection: socket.socket) -> _Request | None:
    """Fork a child for each request. Returns its request in a child, and None in the server when the tests are over."""
    running: dict[int, tuple[int, int]] = {}  # pidfd: pid and where to tell its end
    while True:
        ready, _, _ = select.select([connection.fileno(), *running], [], [])
        for pidfd in running.keys() & set(ready):
            pid, tell = running.pop(pidfd)
            _, status = os.waitpid(pid, 0)
            os.close(pidfd)
            _told(tell, os.waitstatus_to_exitcode(status))
            os.close(tell)
        if connection.fileno() not in ready:
            continue
        message, descriptors, _, _ = socket.recv_fds(connection, _REQUEST_BYTES, 3)
        if not message:
            return None
        out, err, tell = descriptors
        pid = os.fork()
        if not pid:
            connection.close()
            for open_here in [tell, *running, *(other for _, other in running.values())]:
                os.close(open_here)
            return _Request(**json.loads(message), streams=(out, err))
        os.close(out)
        os.close(err)
        _told(tell, pid)
        running[os.pidfd_open(pid)] = pid, tell


def _told(descriptor: int, number: int) -> None:
    try:
        os.write(descriptor, f"{number}\n".encode())
    except BrokenPipeError:
        return  # the test gave up waiting


def _modules() -> Iterator[str]:
    """Every module of the program and of the installed providers that a command may need."""
    from importlib.metadata import entry_points

    packages = {"mediawright"} | {
        point.module.partition(".")[0] for point in entry_points(group="mediawright.providers")
    }
    for name in sorted(packages):
        package = importlib.import_module(name)
        for found in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not set(found.name.split(".")) & set(_NOT_LOADED):
                yield found.name


def _warmed() -> None:
    """Read what commands understand words with: tables and patterns are loaded when a message first needs them."""
    from mediawright.router.dialogue import context_of, turn
    from mediawright.router.routing import Router

    context = context_of({"stage": "quoted", "operation": "text_to_video", "prompt": "a fox"})
    for words in ("用可灵生成一段5秒的视频：一只红狐狸在雪地里小跑", "a 5 second video of a red fox in the snow, 16:9"):
        Router().route(words)
        turn(Router(), words, {}, context)


def _become(request: _Request) -> None:
    """Be the process that was asked for: its streams, its session, its folder and its environment."""
    os.setsid()
    for descriptor, number in zip(request.streams, (1, 2), strict=True):
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.chdir(request.cwd)
    os.environ.clear()
    os.environ.update(request.env)
    sys.argv = [str(Path(importlib.import_module("mediawright").__path__[0]) / "__main__.py"), *request.arguments]
    sys.path[0] = request.cwd
    time.tzset()


def main() -> None:
    """Serve the socket whose descriptor is the one argument."""
    from mediawright.cli.entry import main as command

    for name in _modules():
        importlib.import_module(name)
    _warmed()
    gc.freeze()  # what is loaded stays, and children need not look through it
    with socket.socket(fileno=int(sys.argv[1])) as connection:
        request = _serve(connection)
    if request is not None:
        _become(request)
        command()


if __name__ == "__main__":
    main()
