"""The address that was checked is the one that is connected to; the certificate is that of the name."""

import ssl
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest

from mediawright.http.address_policy import Guard
from mediawright.http.errors import AddressRefused
from mediawright.http.pinned_transport import PinnedTransport
from mediawright.http.pool import ConnectionPool, PoolTransport

NAME = "files.example.test"


def certificate(folder: Path) -> Path:
    """A self-signed certificate for NAME and its key in one PEM file."""
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = (
        builder.serial_number(1)
        .not_valid_before(datetime(2000, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2999, 1, 1, tzinfo=UTC))
    )
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
    pem = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    pem += key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "server.pem"
    path.write_bytes(pem)
    return path


class Hello(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = str(self.headers["host"]).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


class Server(HTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Refused handshakes are part of the test."""


@pytest.fixture
def tls(tmp_path: Path) -> Iterator[tuple[int, ssl.SSLContext]]:
    """A TLS server for NAME on loopback: its port, and a client's context that trusts it."""
    pem = certificate(tmp_path)
    server = Server(("127.0.0.1", 0), Hello)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server.server_port, ssl.create_default_context(cafile=str(pem))
    server.shutdown()
    server.server_close()
    thread.join()


def client(context: ssl.SSLContext, answers: list[list[str]]) -> httpx.AsyncClient:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return answers.pop(0)

    inner = PoolTransport(ConnectionPool(lambda: context, most=4, keep=0))
    return httpx.AsyncClient(transport=PinnedTransport(inner, Guard(allow_loopback=True, resolve=resolve)))


async def test_the_name_is_resolved_once_and_its_certificate_checked(tls: tuple[int, ssl.SSLContext]) -> None:
    port, context = tls
    answers = [["127.0.0.1"]]
    async with client(context, answers) as session:
        response = await session.get(f"https://{NAME}:{port}/")
    assert response.text == f"{NAME}:{port}"
    assert response.url.host == NAME
    assert answers == []


async def test_another_name_at_the_same_address_is_not_trusted(tls: tuple[int, ssl.SSLContext]) -> None:
    port, context = tls
    async with client(context, [["127.0.0.1"]]) as session:
        with pytest.raises(httpx.ConnectError, match="certificate"):
            await session.get(f"https://other.example.test:{port}/")


async def test_the_next_address_is_tried_when_one_is_dead(tls: tuple[int, ssl.SSLContext]) -> None:
    port, context = tls
    async with client(context, [["127.0.0.2", "127.0.0.1"]]) as session:
        assert (await session.get(f"https://{NAME}:{port}/")).status_code == 200


async def test_a_name_that_turns_private_is_refused_the_second_time(tls: tuple[int, ssl.SSLContext]) -> None:
    port, context = tls
    async with client(context, [["127.0.0.1"], ["10.0.0.1"]]) as session:
        await session.get(f"https://{NAME}:{port}/")
        with pytest.raises(AddressRefused):
            await session.get(f"https://{NAME}:{port}/")


async def test_a_name_that_nobody_knows_was_not_connected_to() -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        raise OSError("no such name")

    transport = PinnedTransport(httpx.AsyncHTTPTransport(), Guard(resolve=resolve))
    async with httpx.AsyncClient(transport=transport) as session:
        with pytest.raises(httpx.ConnectError):
            await session.get("https://nobody.example.test/")
