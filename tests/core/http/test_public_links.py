"""Links from third parties: redirects checked one by one, headers kept at home."""

from typing import TYPE_CHECKING

import pytest

from mediawright.http.client import Call, Http
from mediawright.http.errors import AddressRefused
from mediawright.http.public_links import open_public
from mediawright.types.errors import NotSent

if TYPE_CHECKING:
    from tests.core.conftest import Reply, WireServer

BEARER = {"authorization": "Bearer not-a-real-secret"}


async def body(http: Http, url: str, private: dict[str, str] | None = None) -> bytes:
    async with open_public(http, url, headers={"range": "bytes=0-"}, private=private) as response:
        return await response.aread()


async def test_a_redirect_is_followed_with_its_headers(wire: "WireServer", http: Http, reply: "type[Reply]") -> None:
    wire.on("/there", reply(body=b"here"))
    url = wire.on("/a", reply(status=302, headers={"location": "/there?x=1"}))
    assert await body(http, url, BEARER) == b"here"
    assert [seen.headers["authorization"] for seen in wire.seen] == ["Bearer not-a-real-secret"] * 2
    assert wire.seen[1].headers["range"] == "bytes=0-"


async def test_private_headers_stay_at_home(wire: "WireServer", http: Http, reply: "type[Reply]") -> None:
    elsewhere = wire.on("/there", reply(body=b"here")).replace("127.0.0.1", "localhost")
    url = wire.on("/a", reply(status=307, headers={"location": elsewhere}))
    assert await body(http, url, BEARER) == b"here"
    assert "authorization" in wire.seen[0].headers
    assert "authorization" not in wire.seen[1].headers
    assert wire.seen[1].headers["range"] == "bytes=0-"


@pytest.mark.parametrize(
    "location",
    [
        "https://10.0.0.1/a",
        "https://169.254.169.254/meta",
        "http://example.com/a",
        "file:///etc/passwd",
        "https://a@b.c/",
    ],
)
async def test_a_redirect_to_where_nobody_may_go_is_refused(
    location: str, wire: "WireServer", http: Http, reply: "type[Reply]"
) -> None:
    url = wire.on("/a", reply(status=302, headers={"location": location}))
    with pytest.raises(AddressRefused):
        await body(http, url)


async def test_a_redirect_in_a_circle_ends(wire: "WireServer", http: Http, reply: "type[Reply]") -> None:
    url = wire.on("/a", reply(status=302, headers={"location": "/a"}))
    with pytest.raises(AddressRefused):
        await body(http, url)
    assert len(wire.seen) == 6


async def test_a_redirect_to_nowhere_is_an_answer(wire: "WireServer", http: Http, reply: "type[Reply]") -> None:
    url = wire.on("/a", reply(status=302, body=b"x"))
    assert await body(http, url) == b"x"


async def test_a_proxy_of_the_environment_is_used_for_strangers_only(
    wire: "WireServer", http: Http, reply: "type[Reply]", monkeypatch: pytest.MonkeyPatch
) -> None:
    for scheme in ("http", "https"):
        monkeypatch.setenv(f"{scheme}_proxy", wire.url)
    monkeypatch.setenv("no_proxy", "")
    assert await body(http, wire.on("/a", reply(body=b"here"))) == b"here"
    with pytest.raises(NotSent):
        await body(http, "https://cdn.example.test/a")
    assert [(seen.method, seen.path) for seen in wire.seen] == [("GET", "/a"), ("CONNECT", "cdn.example.test:443")]


async def test_calls_to_this_machine_go_past_the_proxy(
    wire: "WireServer", http: Http, reply: "type[Reply]", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("all_proxy", "http://127.0.0.1:9")
    for host in ("127.0.0.1", "localhost"):
        url = wire.on("/a", reply(body=b"here")).replace("127.0.0.1", host)
        assert (await http.request_idempotent(Call(method="GET", url=url))).text == "here"


async def test_calls_to_a_provider_go_by_the_proxy(
    wire: "WireServer", http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", wire.url)
    monkeypatch.setenv("no_proxy", "")
    call = Call(method="GET", url="https://api.example.test/a", tries=1)
    for ask in (http.request_idempotent, http.once):
        with pytest.raises(NotSent):
            await ask(call)
    assert [(seen.method, seen.path) for seen in wire.seen] == [("CONNECT", "api.example.test:443")] * 2
