"""Which names a listener of this machine answers to."""

from typing import Any

import pytest

from mediawright.http.local_names import LocalNames, is_own_host, is_own_origin


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8080", "localhost:1", "LOCALHOST", "[::1]:65535"])
def test_own_names(host: str) -> None:
    assert is_own_host(host)
    assert is_own_origin(f"http://{host}")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:1.evil.example",
        "127.0.0.1:1@evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example:80",
        "[::1].evil.example",
        "evil.example",
        "127.0.0.1:",
        "127.0.0.1:80 ",
        "127.0.0.1:80\n",
        "",
    ],
)
def test_foreign_names(host: str) -> None:
    assert not is_own_host(host)
    assert not is_own_origin(f"http://{host}")


@pytest.mark.parametrize("origin", ["null", "file://", "127.0.0.1"])
def test_foreign_pages(origin: str) -> None:
    assert not is_own_origin(origin)


async def answered(*headers: tuple[bytes, bytes]) -> int:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    told: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        told.append(message)

    await LocalNames(app)({"type": "http", "headers": list(headers)}, None, send)
    return int(told[0]["status"])


async def test_only_what_was_meant_for_this_machine_comes_through() -> None:
    own = (b"host", b"localhost:80")
    assert await answered(own) == 200
    assert await answered(own, (b"origin", b"http://localhost:80")) == 200
    assert await answered(own, (b"origin", b"https://evil.example")) == 403
    assert await answered((b"host", b"127.0.0.1:1.evil.example")) == 421
    assert await answered(own, (b"host", b"evil.example")) == 421
    assert await answered() == 421
