"""Bodies read piece by piece and unpacked within a limit: a small answer that unpacks to gigabytes stops early."""

import zlib
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING

from mediawright.http.errors import TooLarge
from mediawright.types.errors import Unreachable
from mediawright.types.message import Message

if TYPE_CHECKING:
    import httpx

PIECE = 65_536
AUTO = 32 + zlib.MAX_WBITS  # gzip or zlib, told from the first bytes
GZIP = b"\x1f\x8b"
RAW = -zlib.MAX_WBITS  # what some servers mean by "deflate"


class Unpacker:
    """Undoes a content encoding incrementally, at most `PIECE` bytes at a time. Raises Unreachable on garbage."""

    def __init__(self, encoding: str) -> None:
        self._plain = encoding in {"", "identity"}
        if not self._plain and encoding not in {"gzip", "x-gzip", "deflate"}:
            raise Unreachable(Message("http.unreadable"))
        self._zlib = zlib.decompressobj(AUTO)
        self._fresh = True

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._plain:
            yield data
            return
        while data:
            if self._zlib.eof:
                if not data.startswith(GZIP):  # padding after the end
                    return
                self._zlib = zlib.decompressobj(AUTO)  # gzip members may be strung together
            yield self._unpack(data)
            self._fresh = False
            data = self._zlib.unconsumed_tail or self._zlib.unused_data

    def finish(self) -> bytes:
        """What was held back. Raises Unreachable where the packed data stops in the middle."""
        if self._plain or self._fresh:
            return b""
        rest = self._zlib.flush()
        if not self._zlib.eof:
            raise Unreachable(Message("http.unreadable"))
        return rest

    def _unpack(self, data: bytes) -> bytes:
        try:
            return self._zlib.decompress(data, PIECE)
        except zlib.error:
            if not self._fresh:
                raise Unreachable(Message("http.unreadable")) from None
        self._zlib = zlib.decompressobj(RAW)
        try:
            return self._zlib.decompress(data, PIECE)
        except zlib.error as error:
            raise Unreachable(Message("http.unreadable")) from error


async def pieces(response: "httpx.Response") -> AsyncIterator[bytes]:
    """The unpacked body of an open response. Network failures come as the client library's own exceptions."""
    if response.is_stream_consumed:  # a recorded answer: already read and unpacked
        async for data in response.aiter_bytes():
            yield data
        return
    unpacker = Unpacker(response.headers.get("content-encoding", "").strip().lower())
    async for data in response.aiter_raw():
        for piece in unpacker.feed(data):
            yield piece
    yield unpacker.finish()


async def read_all(response: "httpx.Response", limit: int) -> bytes:
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
