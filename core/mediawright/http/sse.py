"""Server-sent events, incrementally: bytes in any pieces become events by the WHATWG rules.

Own code because providers say "still alive" with comments, and the HTTP library's decoder drops those.
"""

import codecs
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import TYPE_CHECKING

from mediawright.context.protocol import ServerSentEvent
from mediawright.http.body import pieces
from mediawright.http.errors import TooLarge
from mediawright.http.httpx_errors import understood

if TYPE_CHECKING:
    from mediawright.http.transport import Response

COMMENT = "comment"
#: characters one event may have before the stream counts as hostile
EVENT_LIMIT = 10_000_000


class SseDecoder:
    """UTF-8, LF, CRLF and CR split anywhere. Comments come at once, as events named "comment"; an event whose block
    has no `data` line is no event. An unfinished block at the end is dropped, as the standard says."""

    def __init__(self, limit: int = EVENT_LIMIT) -> None:
        self._text = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._limit = limit
        self._line: list[str] = []
        self._after_cr = False
        self._event = ""
        self._data: list[str] = []
        self._id = ""
        self._held = 0

    def feed(self, data: bytes) -> Iterator[ServerSentEvent]:
        """The events that these bytes complete. Raises TooLarge."""
        for line in self._lines(self._text.decode(data)):
            event = self._take(line)
            if event:
                yield event

    def _lines(self, text: str) -> Iterator[str]:
        if self._after_cr and text:
            text = text.removeprefix("\n")
            self._after_cr = False
        self._after_cr = self._after_cr or text.endswith("\r")
        *whole, rest = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for line in whole:
            yield "".join((*self._line, line))
            self._line.clear()
        if rest:
            self._line.append(rest)
            self._hold(len(rest))

    def _hold(self, characters: int) -> None:
        self._held += characters
        if self._held > self._limit:
            raise TooLarge(data={"limit_characters": self._limit})

    def _take(self, line: str) -> ServerSentEvent | None:
        if not line:
            return self._dispatch()
        if line.startswith(":"):
            return ServerSentEvent(COMMENT, line[1:].removeprefix(" "), self._id)
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            self._data.append(value)
            self._hold(len(value))
        elif name == "event":
            self._event = value
        elif name == "id" and "\0" not in value:
            self._id = value
        return None

    def _dispatch(self) -> ServerSentEvent | None:
        data, event = self._data, self._event
        self._data, self._event, self._held = [], "", 0
        return ServerSentEvent(event or "message", "\n".join(data), self._id) if data else None


class OpenAnswer:
    """An answer that is read piece by piece; the `EventStream` of `context/protocol.py`."""

    def __init__(self, response: "Response") -> None:
        self._response = response
        self.status = response.status_code
        self.headers: Mapping[str, str] = {name.lower(): value for name, value in response.headers.items()}

    async def events(self) -> AsyncIterator[ServerSentEvent]:
        """Events until the stream closes. Raises Unreachable when it is cut or silent for too long."""
        decoder = SseDecoder()
        with understood(repeatable=True):
            async for piece in pieces(self._response):
                for event in decoder.feed(piece):
                    yield event

    async def read(self, limit: int = 1_000_000) -> bytes:
        """The rest of the body, at most `limit` bytes of it. Raises Unreachable."""
        body = bytearray()
        with understood(repeatable=True):
            async for piece in pieces(self._response):
                body += piece
                if len(body) >= limit:
                    break
        return bytes(body[:limit])
