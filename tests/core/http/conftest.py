"""Proxies and an encrypted service on loopback, with an authority made for the test: what a company's network looks like."""

import asyncio
import base64
import ssl
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import trustme

#: names that no resolver knows (RFC 6761): only the test's proxies do
NAME, OTHER_NAME = "api.example.test", "other.example.test"
SETTINGS = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")


@dataclass
class ProxyServer:
    """One proxy on loopback that brings every name to `target`. `asked`: the places that were asked for.

    `account`: "name:password" that is wanted. `refuses`: opens no way. `silent`: takes the connection and says nothing.
    `garbage`: answers in no known language.
    """

    target: int = 0
    account: str = ""
    refuses: bool = False
    silent: bool = False
    garbage: bool = False
    asked: list[str] = field(default_factory=list)
    port: int = 0
    writers: list[asyncio.StreamWriter] = field(default_factory=list)
    serving: list["asyncio.Task[Any] | None"] = field(default_factory=list)
    met: asyncio.Event = field(default_factory=asyncio.Event)  # the first byte of a handshake came

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        self.writers.append(writer)
        self.serving.append(asyncio.current_task())
        with suppress(OSError, asyncio.IncompleteReadError):
            if self.silent:
                await reader.read(1)
                self.met.set()
                await reader.read()
            elif self.garbage:
                writer.write(b"\x00\x01\x02 what?\r\n\r\n")
                await reader.read()
            elif await self.opened(reader, writer):
                await self._join(reader, writer)
        writer.close()

    async def opened(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """The handshake; False where the way stays shut."""
        raise NotImplementedError

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        self.writers.append(far_writer)
        with suppress(OSError):
            await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer))
        far_writer.close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65_536):
        writer.write(data)
    with suppress(OSError):
        writer.write_eof() if writer.can_write_eof() else writer.close()


class ConnectProxy(ProxyServer):
    """Speaks HTTP CONNECT (RFC 9110 §9.3.6)."""

    async def opened(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        self.asked.append(lines[0].split()[1])
        wanted = f"basic {base64.b64encode(self.account.encode()).decode()}".lower()
        given = {line.partition(":")[0].lower(): line.partition(":")[2].strip().lower() for line in lines[1:]}
        if self.account and given.get("proxy-authorization") != wanted:
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n")
            return False
        if self.refuses:
            writer.write(b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n")
            return False
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        return True


class SocksProxy(ProxyServer):
    """Speaks SOCKS 5 (RFC 1928) by name, with a name and password where one is wanted (RFC 1929)."""

    async def opened(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        methods = await reader.readexactly((await reader.readexactly(2))[1])
        wanted = 2 if self.account else 0
        if wanted not in methods:
            writer.write(b"\x05\xff")
            return False
        writer.write(bytes([5, wanted]))
        if self.account and not await self._known(reader, writer):
            return False
        assert await reader.readexactly(4) == b"\x05\x01\x00\x03"  # connect, to a name
        name = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
        port = int.from_bytes(await reader.readexactly(2))
        self.asked.append(f"{name}:{port}")
        writer.write(bytes([5, 5 if self.refuses else 0, 0, 1, 0, 0, 0, 0, 0, 0]))
        return not self.refuses

    async def _known(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        await reader.readexactly(1)
        parts = [(await reader.readexactly((await reader.readexactly(1))[0])).decode() for _ in range(2)]
        right = ":".join(parts) == self.account
        writer.write(b"\x01\x00" if right else b"\x01\x01")
        return right


@pytest.fixture(autouse=True)
def _own_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's own proxies and certificates play no part."""
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


async def _listening(proxy: ProxyServer, context: ssl.SSLContext | None = None) -> AsyncIterator[ProxyServer]:
    async with await asyncio.start_server(proxy.serve, "127.0.0.1", 0, ssl=context) as server:
        proxy.port = server.sockets[0].getsockname()[1]
        yield proxy
    for writer in proxy.writers:
        writer.transport.abort()
    await asyncio.gather(*(task for task in proxy.serving if task is not None), return_exceptions=True)
    await asyncio.sleep(0)


@pytest.fixture
async def connect_proxy(service: "Service") -> AsyncIterator[ConnectProxy]:
    async for proxy in _listening(found := ConnectProxy(target=service.port)):
        assert proxy is found
        yield found


@pytest.fixture
async def socks_proxy(service: "Service") -> AsyncIterator[SocksProxy]:
    async for proxy in _listening(found := SocksProxy(target=service.port)):
        assert proxy is found
        yield found


@dataclass
class Service:
    """An encrypted service for NAME. `seen`: the bodies that came. `authority`: a file with its root certificate."""

    port: int
    authority: Path
    context: ssl.SSLContext
    seen: list[bytes]


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def service(authority: trustme.CA, tmp_path: Path) -> Iterator[Service]:
    """Says what body it got, and remembers it."""
    seen: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            seen.append(body)
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.send_header("x-host", str(self.headers["host"]))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def get_request(self) -> Any:
            connection, address = super().get_request()
            connection.settimeout(10)
            return context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False), address

        def handle_error(self, request: Any, client_address: Any) -> None:
            """Handshakes that are refused are what these tests are about."""

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(NAME).configure_cert(context)
    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    pem = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(pem))
    yield Service(port=server.server_port, authority=pem, context=context, seen=seen)
    server.shutdown()
    server.server_close()
    thread.join()
