"""Exact bytes posted once to an address that the user named: no redirect, no cookie, and of the answer only its head."""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mediawright.http.fence import Fence
from mediawright.http.httpx_errors import understood
from mediawright.types.dataclass import dataclass

if TYPE_CHECKING:
    from mediawright.http.client import Http


@dataclass(frozen=True, slots=True)
class Head:
    """The head of an answer; names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]


async def post_bytes(http: "Http", url: str, headers: Mapping[str, str], body: bytes, seconds: float) -> Head:
    """Post them, and give the answer's head within so many seconds; its body is left unread, however long it is.

    Raises AddressRefused, NotSent, Unreachable (it may have arrived).
    """
    http.guard.check_url(url)
    client, fence = http.connections.once(), Fence()
    with understood(url, fence, repeatable=True):
        async with asyncio.timeout(seconds):
            extensions = fence.extensions(body=True)
            request = client.build_request("POST", url, headers=dict(headers), content=body, extensions=extensions)
            response = await fence.follow(client.send(request, stream=True))
            await response.aclose()
    # the path of such an address may be a secret of its own
    http.log.line("POST", host=urlsplit(url).hostname, status=response.status_code)
    return Head(response.status_code, {name.lower(): value for name, value in response.headers.items()})
