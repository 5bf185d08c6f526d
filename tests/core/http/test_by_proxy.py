"""Calls through real proxies on loopback; whatever keeps a request from leaving is told as not sent, with what to set."""

import asyncio
from typing import TYPE_CHECKING

import pytest

from mediawright.http.client import Call, Http
from mediawright.http.errors import ProxyFailed
from mediawright.http.fence import Fence
from mediawright.types.errors import NotSent

if TYPE_CHECKING:
    from tests.core.http.conftest import ProxyServer, Service

NAME = "api.example.test"
KINDS = ("connect_proxy", "socks_proxy")
SCHEMES = {"connect_proxy": ("http", ""), "socks_proxy": ("socks5", "socks5h", "socks")}


@pytest.fixture(params=[(kind, scheme) for kind in KINDS for scheme in SCHEMES[kind]], ids=str)
def proxy(request: pytest.FixtureRequest, service: "Service", monkeypatch: pytest.MonkeyPatch) -> "ProxyServer":
    """A proxy of each kind, named by ALL_PROXY in each way; the service's authority is trusted."""
    kind, scheme = request.param
    found: ProxyServer = request.getfixturevalue(kind)
    monkeypatch.setenv("ALL_PROXY", f"{scheme}://127.0.0.1:{found.port}" if scheme else f"127.0.0.1:{found.port}")
    monkeypatch.setenv("SSL_CERT_FILE", str(service.authority))
    return found


def post(fence: Fence | None = None) -> Call:
    return Call(method="POST", url=f"https://{NAME}/submit", json={"prompt": "a fox"}, fence=fence)


async def refusal(http: Http) -> NotSent:
    """Of a call that may go out once: it never left."""
    fence = Fence()
    with pytest.raises(NotSent) as caught:
        await http.once(post(fence))
    assert not fence.left
    return caught.value


async def test_it_goes_through(proxy: "ProxyServer", service: "Service", http: Http) -> None:
    for _ in range(2):
        assert (await http.request_idempotent(post())).status == 200
    assert (await http.once(post())).json() == {"prompt": "a fox"}
    assert proxy.asked == [f"{NAME}:443"] * 2  # kept for polls, a fresh one for what goes out once


async def test_the_fence_is_asked_after_the_proxy_opened_the_way(
    proxy: "ProxyServer", service: "Service", http: Http
) -> None:
    at: list[int] = []
    fence = Fence(lambda: at.append(len(proxy.asked)))
    await http.once(post(fence))
    assert set(at) == {1}
    assert fence.left


async def test_an_account_in_the_address_opens_it(
    proxy: "ProxyServer", service: "Service", http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy.account = "me:pass"
    scheme = "http" if type(proxy).__name__ == "ConnectProxy" else "socks5"
    monkeypatch.setenv("ALL_PROXY", f"{scheme}://me:pass@127.0.0.1:{proxy.port}")
    assert (await http.once(post())).status == 200


async def test_a_missing_account_is_told(proxy: "ProxyServer", service: "Service", http: Http) -> None:
    proxy.account = "me:pass"
    error = await refusal(http)
    assert isinstance(error, ProxyFailed)
    plain = "http.proxy_password" if type(proxy).__name__ == "ConnectProxy" else "http.proxy_refused"
    assert error.message.key == plain
    assert error.data["step"] == "proxy"
    assert error.data["setting"] == "ALL_PROXY"
    assert service.seen == []


async def test_a_refusal_is_told(proxy: "ProxyServer", service: "Service", http: Http) -> None:
    proxy.refuses = True
    error = await refusal(http)
    assert (type(error), error.message.key) == (ProxyFailed, "http.proxy_refused")
    assert error.message.values["host"] == NAME


@pytest.mark.parametrize("fault", ["silent", "garbage"])
async def test_what_is_no_proxy_is_told(fault: str, proxy: "ProxyServer", http: Http) -> None:
    setattr(proxy, fault, True)
    error = await refusal(http)
    assert error.message.key == "http.proxy_refused"


async def test_a_proxy_that_is_not_there_is_told(http: Http, monkeypatch: pytest.MonkeyPatch) -> None:
    for scheme in ("http", "https", "socks5"):
        monkeypatch.setenv("ALL_PROXY", f"{scheme}://127.0.0.1:9")
        error = await refusal(http)
        assert (error.message.key, error.data["step"]) == ("http.proxy_silent", "tcp")


async def test_a_proxy_whose_name_nobody_knows_is_told(http: Http, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://proxy.example.invalid:3128")
    error = await refusal(http)
    assert (error.message.key, error.data["step"]) == ("http.proxy_silent", "dns")


@pytest.mark.parametrize("address", ["socks4://127.0.0.1:1080", "http://127.0.0.1:none", "gopher://x"])
async def test_an_address_that_is_none_is_told_before_anything_is_sent(
    address: str, http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", address)
    assert (await refusal(http)).message.key == "http.proxy_bad"


async def test_tls_to_the_proxy_itself_is_no_uncertainty(
    connect_proxy: "ProxyServer", http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It speaks plain HTTP where a TLS handshake was begun."""
    monkeypatch.setenv("ALL_PROXY", f"https://127.0.0.1:{connect_proxy.port}")
    error = await refusal(http)
    assert (error.message.key, error.data["step"]) == ("http.proxy_silent", "tls")


async def test_a_call_cut_in_the_handshake_leaves_no_socket(proxy: "ProxyServer", http: Http) -> None:
    """An unclosed socket is a warning, and a warning fails the test."""
    proxy.silent = True
    fence = Fence()
    calling = asyncio.create_task(http.once(post(fence)))
    await proxy.met.wait()
    calling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await calling
    assert not fence.left
