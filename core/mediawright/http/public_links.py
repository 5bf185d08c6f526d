"""A look at a link that a third party gave: public addresses only, each redirect checked again, no header goes astray."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from mediawright.http.connections import is_proxied
from mediawright.http.errors import AddressRefused
from mediawright.http.httpx_errors import understood
from mediawright.http.redact import strip_query
from mediawright.types.message import Message

if TYPE_CHECKING:
    import httpx

    from mediawright.http.client import Http

REDIRECTS = 5
_MOVED = frozenset({301, 302, 303, 307, 308})


@asynccontextmanager
async def open_public(
    http: "Http", url: str, *, headers: Mapping[str, str] | None = None, private: Mapping[str, str] | None = None
) -> "AsyncIterator[httpx.Response]":
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


async def _send(http: "Http", url: str, headers: Mapping[str, str]) -> "httpx.Response":
    client = (await public_client(http, url))()
    with understood(repeatable=True):
        response = await client.send(client.build_request("GET", url, headers=dict(headers)), stream=True)
    http.log.line("GET", url=strip_query(url), status=response.status_code)
    return response


async def public_client(http: "Http", url: str) -> "Callable[[], httpx.AsyncClient]":
    """What makes the client for a third party's address: it connects to checked addresses only. Raises AddressRefused."""
    parts = http.guard.check_url(url)
    host = parts.hostname or ""
    if not is_proxied(parts.scheme, host):
        return http.connections.public
    await http.guard.check_behind_proxy(host, parts.port or (443 if parts.scheme == "https" else 80))
    return http.connections.public_by_proxy
