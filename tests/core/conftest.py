"""A loopback server that misbehaves on demand, and the rooms of the outside world wired to it."""

import threading
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mediawright.http.address_policy import Guard
from mediawright.http.client import Http
from mediawright.http.connections import HttpLimits
from mediawright.paths import Home

if TYPE_CHECKING:
    from tests.bucket_server import Bucket

    from mediawright.testing.fakes import FakeClock


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One request as it arrived. Header names are lower-case; `port` is the caller's: a connection's mark."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    port: int = 0


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What to answer. `length` None announces none (the end is the connection's); "auto" the body's own. `hold`: wait for
    the server's end before anything is said, `hold_after`: after the body."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | Iterable[bytes] = b""
    length: int | str | None = "auto"
    hold: bool = False
    hold_after: bool = False
    drop: bool = False  # close without a word


class QuietServer(ThreadingHTTPServer):
    """Clients that hang up are what these tests are about."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Quiet."""


Answering = Callable[[Seen], Reply]


class WireServer:
    """Paths (without query) → what is answered; every request is remembered in `seen`."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.routes: dict[str, Answering] = {}
        self.ending = threading.Event()
        self._server = QuietServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def on(self, path: str, *replies: Reply | Answering) -> str:
        """Answer a path: each reply once, the last one for ever. Gives the whole URL."""
        left = list(replies)

        def answer(seen: Seen) -> Reply:
            reply = left.pop(0) if len(left) > 1 else left[0]
            return reply if isinstance(reply, Reply) else reply(seen)

        self.routes[path] = answer
        return self.url + path

    def stop(self) -> None:
        self.ending.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler(wire: WireServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            length = int(self.headers.get("content-length", "0"))
            headers = {name.lower(): value for name, value in self.headers.items()}
            body, port = self.rfile.read(length), self.client_address[1]
            seen = Seen(method=self.command, path=self.path, headers=headers, body=body, port=port)
            wire.seen.append(seen)
            missing: Answering = lambda _: Reply(status=404)  # noqa: E731
            reply = wire.routes.get(self.path.partition("?")[0], missing)(seen)
            try:
                self._say(reply)
            except OSError:
                self.close_connection = True

        def do_CONNECT(self) -> None:
            wire.seen.append(Seen(method="CONNECT", path=self.path, headers={}, body=b""))
            self.send_error(502)

        def do_POST(self) -> None:
            self.do_GET()

        def do_PUT(self) -> None:
            self.do_GET()

        def _say(self, reply: Reply) -> None:
            if reply.hold:
                wire.ending.wait(10)
            self.close_connection = reply.drop or reply.length != "auto" or self.close_connection
            if reply.drop or reply.hold:
                return
            chunks = [reply.body] if isinstance(reply.body, bytes) else reply.body
            self.send_response(reply.status)
            length = len(reply.body) if reply.length == "auto" and isinstance(reply.body, bytes) else reply.length
            for name, value in {
                **reply.headers,
                **({"content-length": str(length)} if length is not None else {}),
            }.items():
                self.send_header(name, value)
            self.end_headers()
            for chunk in chunks:
                self.wfile.write(chunk)
            if reply.hold_after:
                self.wfile.flush()
                wire.ending.wait(10)

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    return Handler


@pytest.fixture
def wire() -> Iterator[WireServer]:
    """A server on loopback that says exactly what a test wants it to say."""
    server = WireServer()
    yield server
    server.stop()


@pytest.fixture
def reply() -> type[Reply]:
    """The class of what the server answers."""
    return Reply


@pytest.fixture
async def http(fake_clock: "FakeClock") -> AsyncIterator[Http]:
    """A client that may talk to loopback, with dice that always show one half."""
    client = Http(fake_clock, lambda: 0.5, guard=Guard(allow_loopback=True), limits=HttpLimits(connect_s=2, read_s=0.4))
    yield client
    await client.aclose()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.find({"MEDIAWRIGHT_HOME": str(tmp_path / "home")})


@pytest.fixture(scope="session")
def s3() -> "Iterator[Bucket]":
    """A bucket for all tests of this worker; skips them where moto is missing."""
    from tests.bucket_server import bucket_server

    with bucket_server() as bucket:
        yield bucket


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> "Bucket":
    """Where a store is, once a folder and once a part of the bucket, and the environment that opens it."""
    from tests.bucket_server import Bucket

    if request.param == "folder":
        (tmp_path / "share").mkdir()
        return Bucket((tmp_path / "share").as_uri(), {})
    found: Bucket = request.getfixturevalue("s3")
    return Bucket(f"{found.address}/{tmp_path.name}", found.environ)
