"""Bodies read piece by piece within a limit: a small answer that unpacks to gigabytes stops early."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from mediawright.http.errors import TooLarge
from mediawright.types.errors import Unreachable
from mediawright.types.message import Message

if TYPE_CHECKING:
    from mediawright.http.transport import Response

#: content encodings that were asked for; the HTTP library undoes them in pieces of at most 1 MiB
ENCODINGS = frozenset({"", "identity", "gzip", "deflate"})


async def pieces(response: "Response") -> AsyncIterator[bytes]:
    """The unpacked body of an open response. Network failures come as the HTTP library's own exceptions.

    Raises Unreachable for an encoding that was not asked for: nothing here could undo it.
    """
    if response.headers.get("content-encoding", "").strip().lower() not in ENCODINGS:
        raise Unreachable(Message("http.unreadable"))
    async for data in response.aiter_bytes():
        yield data


async def read_all(response: "Response", limit: int) -> bytes:
    """The whole body. Raises TooLarge when it is, or says that it is, more than `limit` bytes once unpacked."""
    announced = response.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > limit:
        raise TooLarge(data={"limit_bytes": limit})
    body = bytearray()
    async for piece in pieces(response):
        body += piece
        if len(body) > limit:
            raise TooLarge(data={"limit_bytes": limit})
    return bytes(body)
