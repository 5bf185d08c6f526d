"""The last check of a spending call: at the moment its bytes leave, not before the name was resolved and the line opened."""

from collections.abc import AsyncIterator, Callable
from typing import Any

from mediawright.types.dataclass import dataclass

#: what httpcore tells the `trace` of a request, whatever the protocol ("http11.", "http2.") in front of it
HEADERS, BODY = ".send_request_headers.started", ".send_request_body.started"


@dataclass(slots=True)
class Fence:
    """Belongs to one call. `check` raises where nothing may leave; `refused`: it did, so no whole request was sent."""

    check: Callable[[], None] | None
    refused: bool = False

    def __call__(self) -> None:
        """Let the next bytes leave, or raise what `check` raises."""
        if self.check is None:
            return
        try:
            self.check()
        except BaseException:
            self.refused = True
            raise

    def extensions(self, *, body: bool) -> dict[str, Any]:
        """Return the request extensions that have this fence asked before the headers and, with `body`, before the body.

        A request without a body is whole once its headers left, so nothing is asked after them.
        """
        events = (HEADERS, BODY) if body else (HEADERS,)

        async def trace(event: str, info: dict[str, Any]) -> None:
            if event.endswith(events):
                self()

        return {"trace": trace}

    async def pieces(self, body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """Pass a long body on, asking before each piece: until the last one has left, the request is not whole."""
        async for piece in body:
            self()
            yield piece
