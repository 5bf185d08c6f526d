"""A provider's simulator on a free loopback port, for as long as a test needs it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

from mediawright.http.local_names import LocalNames

PATIENCE_S = 20.0


@contextmanager
def serve(app: Any, host: str = "127.0.0.1") -> Iterator[str]:
    """Run an ASGI app in a thread; yields its base URL ("http://127.0.0.1:49152"). RuntimeError if it won't start."""
    with _listening(host) as listener:
        settled = threading.Event()
        server = _server(app, settled)
        thread = threading.Thread(target=_run, args=(server, listener, settled), daemon=True)
        thread.start()
        try:
            if not settled.wait(PATIENCE_S) or not server.started:
                raise RuntimeError("the simulator did not start: does its lifespan answer startup without an error?")
            yield f"http://{host}:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(PATIENCE_S)


def _listening(host: str) -> socket.socket:
    """A socket on a free port that says that it speaks TCP: asyncio turns Nagle's algorithm off for such ones only, and
    with it each answer whose body follows its head waits 40 ms for the peer's delayed acknowledgement."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind((host, 0))
    listener.listen()
    return listener


def _server(app: Any, settled: threading.Event) -> Any:
    import uvicorn

    class Announced(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            settled.set()

    return Announced(uvicorn.Config(LocalNames(app), log_level="critical", ws="none", timeout_graceful_shutdown=1))


def _run(server: Any, listener: socket.socket, settled: threading.Event) -> None:
    try:
        # uvicorn ends the process when an app does not start; here it is a thread
        with suppress(SystemExit):
            server.run(sockets=[listener])
    finally:
        settled.set()


class SimulatorRunner:
    """The fixture's value: call it with an app, get a base URL; everything stops when the test ends."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack

    def __call__(self, app: Any) -> str:
        return self._stack.enter_context(serve(app))
