"""Runs one program: no shell, a folder of its own, a bare environment, an end that is certain."""

import asyncio
import os
import signal
from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from mediawright.http.redact import SafeLog
from mediawright.tools.find import find
from mediawright.types.errors import LocalFault, PluginFault, TaskFailed
from mediawright.types.job import ToolAnswer
from mediawright.types.message import Message

#: what a program gets of our environment: where things are and how to spell, nothing that could be a key
KEPT = ("PATH", "HOME", "USERPROFILE", "SYSTEMROOT", "LANG", "LC_ALL", "LC_CTYPE", "TZ")
#: bytes kept of the end of each stream; a chatty program fills no memory
TAIL = 64 * 1024
PIECE = 16 * 1024
#: seconds between asking a program to end and ending it
GRACE = 2.0


async def run_declared(
    argv: Sequence[str], declared: Sequence[str], log: SafeLog, cwd: Path, environ: Mapping[str, str], timeout: float
) -> ToolAnswer:
    """A program that a provider declares, by its bare name in `argv[0]`. Raises like `run` and `find`, PluginFault where a
    known secret stands in `argv`: a command line is visible to everybody on this machine."""
    name, *words = argv
    path = find(name, declared, environ)
    if any(log.without_secrets(word) != word for word in words):
        raise PluginFault(Message("tools.secret", {"tool": path.name}))
    log.line("tool", name=path.name)
    return await run(path, words, cwd=cwd, environ=environ, timeout=timeout)


async def run(path: Path, argv: Sequence[str], *, cwd: Path, environ: Mapping[str, str], timeout: float) -> ToolAnswer:
    """The program's exit code and the ends of what it wrote, in a bare environment and without input. Raises like `fed`."""
    return await fed(path, argv, cwd=cwd, env=bare(environ, cwd), timeout=timeout)


async def fed(
    path: Path, argv: Sequence[str], *, cwd: Path, env: Mapping[str, str], timeout: float, given: bytes | None = None
) -> ToolAnswer:
    """The same with exactly this environment, and `given` as its standard input.

    Raises TaskFailed after `timeout` seconds, LocalFault where it cannot be started. However this ends, the program
    and whatever it started have ended too.
    """
    async with _started(path, argv, cwd, env, given) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            async with asyncio.timeout(timeout):
                feeding = _feed(process, given)
                out, err, code, _ = await asyncio.gather(
                    _tail(process.stdout), _tail(process.stderr), process.wait(), feeding
                )
        except TimeoutError as error:
            values = {"tool": path.name, "seconds": f"{timeout:g}"}
            raise TaskFailed(Message("tools.too_slow", values)) from error
    return ToolAnswer(code=code, out=out, err=err)


def bare(environ: Mapping[str, str], cwd: Path) -> dict[str, str]:
    """The environment of a program: a short list of names, and scratch files inside its own folder."""
    kept = {name: environ[name] for name in KEPT if name in environ}
    return kept | {"TMPDIR": str(cwd), "TEMP": str(cwd), "TMP": str(cwd)}


@asynccontextmanager
async def _started(
    path: Path, argv: Sequence[str], cwd: Path, env: Mapping[str, str], given: bytes | None
) -> AsyncIterator[asyncio.subprocess.Process]:
    pipe, nothing = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    try:
        process = await asyncio.create_subprocess_exec(
            path,
            *argv,
            cwd=cwd,
            env=env,
            stdin=nothing if given is None else pipe,
            stdout=pipe,
            stderr=pipe,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        raise LocalFault(Message("tools.not_started", {"tool": path.name}), data={"cause": str(error)}) from error
    try:
        yield process
    finally:
        await asyncio.shield(_ended(process))


async def _feed(process: asyncio.subprocess.Process, given: bytes | None) -> None:
    """Write its input and close it; a program that reads none of it may do so."""
    if process.stdin is None or given is None:
        return
    with suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.write(given)
        await process.stdin.drain()
    with suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.close()
        await process.stdin.wait_closed()


async def _ended(process: asyncio.subprocess.Process) -> None:
    """Ask the program and its children to end, then make them."""
    _signal(process, signal.SIGTERM)
    with suppress(TimeoutError):
        async with asyncio.timeout(GRACE):
            await process.wait()
    _signal(process, signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
    await process.wait()


def _signal(process: asyncio.subprocess.Process, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        if os.name == "posix":
            os.killpg(process.pid, number)  # its own session, so the children go with it
        elif process.returncode is None:
            process.terminate()


async def _tail(stream: asyncio.StreamReader) -> str:
    kept: deque[bytes] = deque()
    size = 0
    while piece := await stream.read(PIECE):
        kept.append(piece)
        size += len(piece)
        while size - len(kept[0]) >= TAIL:
            size -= len(kept.popleft())
    return b"".join(kept)[-TAIL:].decode("utf-8", "replace")
