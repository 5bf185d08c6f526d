"""Connects to the very address that was checked, so that a name cannot change its meaning in between."""

import httpx

from mediawright.http.address_policy import Guard


class PinnedTransport(httpx.AsyncBaseTransport):
    """Resolves, checks, then connects by address; the certificate is still that of the name.

    Connections are not kept: one that was opened for one name must not serve another name at the same address.
    """

    def __init__(self, inner: httpx.AsyncBaseTransport, guard: Guard) -> None:
        self._inner = inner
        self._guard = guard

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        try:
            addresses = await self._guard.addresses(host, port)
        except OSError as error:
            raise httpx.ConnectError("the name could not be resolved", request=request) from error
        failure: httpx.TransportError | None = None
        for address in addresses:
            try:
                return await self._inner.handle_async_request(_pinned(request, host, address))
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failure = error
        raise failure or httpx.ConnectError("no address", request=request)

    async def aclose(self) -> None:
        await self._inner.aclose()


def _pinned(request: httpx.Request, host: str, address: str) -> httpx.Request:
    extensions = dict(request.extensions)
    if address != host:
        extensions["sni_hostname"] = host
    return httpx.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,  # with the Host header of the name
        stream=request.stream,
        extensions=extensions,
    )
