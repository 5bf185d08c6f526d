"""A look at a link that a third party gave: public addresses only, each redirect checked again, no header goes astray."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from mediawright.http.errors import AddressRefused
from mediawright.http.fence import Fence
from mediawright.http.httpx_errors import understood
from mediawright.http.redact import strip_query
from mediawright.types.message import Message

if TYPE_CHECKING:
    from mediawright.http.client import Http
    from mediawright.http.transport import AsyncClient, Response

REDIRECTS = 5
_MOVED = frozenset({301, 302, 303, 307, 308})


@asynccontextmanager
async def open_public(
    http: "Http", url: str, *, headers: Mapping[str, str] | None = None, private: Mapping[str, str] | None = None
) -> "AsyncIterator[Response]":
    """An open GET answer after at most five redirects. `private` headers stay at the first link's origin.

    Raises AddressRefused, NotSent, Unreachable.
    """
    start = http.guard.check_url(url)
    for _ in range(REDIRECTS + 1):
        parts = http.guard.check_url(url)
        at_home = (parts.scheme, parts.hostname, parts.port) == (start.scheme, start.hostname, start.port)
        sent = {"accept-encoding": "identity", **(headers or {}), **((private or {}) if at_home else {})}
        response = await _send(http, url, sent)
        try:
            if response.status_code not in _MOVED or "location" not in response.headers:
                yield response
                return
            with understood(repeatable=True):
                url = str(response.url.join(response.headers["location"]))
        finally:
            await response.aclose()
    raise AddressRefused(Message("http.too_many_redirects"))


async def _send(http: "Http", url: str, headers: Mapping[str, str]) -> "Response":
    client, fence = (await public_client(http, url))(), Fence()
    with understood(url, fence, repeatable=True):
        request = client.build_request("GET", url, headers=dict(headers), extensions=fence.extensions(body=False))
        response = await fence.follow(client.send(request, stream=True))
    http.log.line("GET", url=strip_query(url), status=response.status_code)
    return response


async def public_client(http: "Http", url: str) -> "Callable[[], AsyncClient]":
    """What makes the client for a third party's address: it connects to checked addresses only.

    Raises AddressRefused, ProxyFailed.
    """
    from mediawright.http.proxies import proxy_for

    parts = http.guard.check_url(url)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    if proxy_for(parts.scheme, host, port) is None:
        return http.connections.public
    await http.guard.check_behind_proxy(host, port)
    return http.connections.public_by_proxy
