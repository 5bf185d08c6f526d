"""The HTTP library's part of the work, and the only module that imports it. It is loaded at the first call: that takes long.

Everything goes through its own transport for each way out (direct, or one for each proxy), so that what records or
replays that transport (vcrpy) sees every call.
"""

import ssl
from collections.abc import Callable
from contextlib import AsyncExitStack
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx2
from httpx2 import AsyncBaseTransport as AsyncBaseTransport
from httpx2 import AsyncClient as AsyncClient
from httpx2 import LocalProtocolError as LocalProtocolError
from httpx2 import Request as Request
from httpx2 import Response as Response
from httpx2 import Timeout as Timeout

from mediawright import __version__
from mediawright.http.address_policy import Guard
from mediawright.http.proxies import Proxy
from mediawright.http.trust import trusted
from mediawright.types.errors import MediawrightError

#: seconds that a connection without a call is kept
KEPT_S = 15.0
USER_AGENT = f"mediawright/{__version__}"

#: the connection was never made
NEVER_CONNECTED = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError)
#: the address is none
NO_ADDRESS = (httpx2.InvalidURL, httpx2.UnsupportedProtocol)
#: everything else that can go wrong on the way
BROKEN = (httpx2.TransportError, httpx2.DecodingError, httpx2.StreamError)
UNREADABLE = httpx2.DecodingError

#: the proxy for a scheme, host and port; None: straight there
Route = Callable[[str, str, int], Proxy | None]


def straight(scheme: str, host: str, port: int) -> None:
    """The route that uses no proxy."""


def port_of(url: httpx2.URL) -> int:
    """The port of a link, its scheme's own where it names none."""
    return url.port or (443 if url.scheme == "https" else 80)


class RoutedTransport(AsyncBaseTransport):
    """The library's transport for each way out, made when it is first needed. `keep`: idle connections of each.

    The trusted certificates are read when the first encrypted connection is opened: that takes longer than all else.
    Raises ProxyFailed and CertificateRefused before anything is sent, where a setting cannot be used.
    """

    def __init__(self, route: Route, *, most: int, keep: int) -> None:
        self._route = route
        self._limits = httpx2.Limits(max_connections=most, max_keepalive_connections=keep, keepalive_expiry=KEPT_S)
        self._routes: dict[tuple[str, str, int], Proxy | None] = {}
        self._made: dict[tuple[bool, Proxy | None], httpx2.AsyncHTTPTransport] = {}

    async def handle_async_request(self, request: Request) -> Response:
        proxy = self._proxy(request.url)
        encrypted = request.url.scheme == "https" or (proxy is not None and proxy.encrypted)
        transport = self._made.get((encrypted, proxy)) or self._make(encrypted, proxy)
        try:
            return await transport.handle_async_request(request)
        except (httpx2.TransportError, MediawrightError):
            raise
        except Exception as error:
            if proxy is None or not proxy.socks:
                raise
            # what does not speak SOCKS ends in assertions of the library
            raise httpx2.ProxyError(type(error).__name__, request=request) from error

    def _proxy(self, url: httpx2.URL) -> Proxy | None:
        place = (url.scheme, url.host, port_of(url))
        if place not in self._routes:
            self._routes[place] = self._route(*place)
        return self._routes[place]

    def _make(self, encrypted: bool, proxy: Proxy | None) -> httpx2.AsyncHTTPTransport:
        # without certificates of its own a context trusts nothing
        context = trusted(httpx2.create_ssl_context) if encrypted else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        made = httpx2.AsyncHTTPTransport(
            verify=context, limits=self._limits, proxy=None if proxy is None else _library_proxy(proxy, context)
        )
        self._made[encrypted, proxy] = made
        return made

    async def aclose(self) -> None:
        """Close every connection, also when this very closing is cancelled."""
        transports = list(self._made.values())
        self._made.clear()
        async with AsyncExitStack() as closing:
            for transport in transports:
                closing.push_async_callback(transport.aclose)


def _library_proxy(proxy: Proxy, context: ssl.SSLContext) -> httpx2.Proxy:
    """Raises ProxyFailed."""
    try:
        return httpx2.Proxy(proxy.url, ssl_context=context if proxy.encrypted else None)
    except (httpx2.InvalidURL, ValueError):
        raise proxy.unusable() from None


class PinnedTransport(AsyncBaseTransport):
    """Resolves, checks, then connects to the very address that was checked; the certificate is still that of the name.

    Connections are not kept: one that was opened for one name must not serve another name at the same address.
    """

    def __init__(self, inner: AsyncBaseTransport, guard: Guard) -> None:
        self._inner = inner
        self._guard = guard

    async def handle_async_request(self, request: Request) -> Response:
        host = request.url.host
        try:
            addresses = await self._guard.addresses(host, port_of(request.url))
        except OSError as error:
            raise httpx2.ConnectError("the name could not be resolved", request=request) from error
        failure: httpx2.TransportError | None = None
        for address in addresses:
            try:
                return await self._inner.handle_async_request(_pinned(request, host, address))
            except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
                failure = error
        raise failure or httpx2.ConnectError("no address", request=request)

    async def aclose(self) -> None:
        await self._inner.aclose()


def _pinned(request: Request, host: str, address: str) -> Request:
    extensions = dict(request.extensions)
    if address != host:
        extensions["sni_hostname"] = host
    return Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,  # with the Host header of the name
        stream=request.stream,
        extensions=extensions,
    )


def new_client(transport: AsyncBaseTransport, timeout: Timeout) -> AsyncClient:
    """A client without cookies and redirects. The environment's proxies are the transport's business."""
    return AsyncClient(
        transport=transport,
        headers={"user-agent": USER_AGENT, "accept-encoding": "gzip, deflate"},
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        follow_redirects=False,
        timeout=timeout,
    )
