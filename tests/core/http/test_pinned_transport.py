"""The address that was checked is the one that is connected to; the certificate is that of the name."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import httpx2
import pytest

from mediawright.http.address_policy import Guard
from mediawright.http.errors import AddressRefused
from mediawright.http.transport import PinnedTransport, RoutedTransport, straight

if TYPE_CHECKING:
    from tests.core.http.conftest import Service

NAME = "api.example.test"


@pytest.fixture
def tls(service: "Service", monkeypatch: pytest.MonkeyPatch) -> int:
    """The port of a TLS server for NAME on loopback, whose authority is trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", str(service.authority))
    return service.port


def client(answers: list[list[str]]) -> httpx2.AsyncClient:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return answers.pop(0)

    inner = RoutedTransport(straight, most=4, keep=0)
    return httpx2.AsyncClient(transport=PinnedTransport(inner, Guard(allow_loopback=True, resolve=resolve)))


async def test_the_name_is_resolved_once_and_its_certificate_checked(tls: int) -> None:
    answers = [["127.0.0.1"]]
    async with client(answers) as session:
        response = await session.get(f"https://{NAME}:{tls}/")
    assert response.headers["x-host"] == f"{NAME}:{tls}"
    assert response.url.host == NAME
    assert answers == []


async def test_another_name_at_the_same_address_is_not_trusted(tls: int) -> None:
    async with client([["127.0.0.1"]]) as session:
        with pytest.raises(httpx2.ConnectError, match="certificate"):
            await session.get(f"https://other.example.test:{tls}/")


async def test_the_next_address_is_tried_when_one_is_dead(tls: int) -> None:
    async with client([["127.0.0.2", "127.0.0.1"]]) as session:
        assert (await session.get(f"https://{NAME}:{tls}/")).status_code == 200


async def test_a_name_that_turns_private_is_refused_the_second_time(tls: int) -> None:
    async with client([["127.0.0.1"], ["10.0.0.1"]]) as session:
        await session.get(f"https://{NAME}:{tls}/")
        with pytest.raises(AddressRefused):
            await session.get(f"https://{NAME}:{tls}/")


async def test_a_name_that_nobody_knows_was_not_connected_to() -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        raise OSError("no such name")

    transport = PinnedTransport(httpx2.AsyncHTTPTransport(), Guard(resolve=resolve))
    async with httpx2.AsyncClient(transport=transport) as session:
        with pytest.raises(httpx2.ConnectError):
            await session.get("https://nobody.example.test/")
