"""How far one request came, and the last check of a spending one: at the moment its bytes leave, and not before.

Both are known from what the HTTP library reports to the `trace` extension of a request
(https://www.encode.io/httpcore/extensions/#trace).
"""

from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Any, TypeVar

from mediawright.types.dataclass import dataclass
from mediawright.types.errors import InvalidRequest, MediawrightError, NotSent

CONNECT = b"CONNECT"

Sent = TypeVar("Sent")


class Step(StrEnum):
    """What a request is waiting for, in the order of time."""

    DNS = "dns"
    TCP = "tcp"
    PROXY = "proxy"
    TLS = "tls"
    HTTP = "http"


@dataclass(slots=True)
class Fence:
    """Belongs to one request. `check` raises where nothing may leave; `refused`: it did, so no whole request was sent.

    `left`: bytes of the request itself may have left this machine (a proxy's handshake is none of it). `host`: the
    machine that is being connected to, or whose certificate is being checked. `proxy_status`: the HTTP status of a proxy's
    refusal to open the way.
    """

    check: Callable[[], None] | None = None
    refused: bool = False
    left: bool = False
    step: Step = Step.DNS
    host: str = ""
    proxy_status: int | None = None
    stream: Any = None

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

        async def trace(event: str, info: dict[str, Any]) -> None:
            part, _, moment = event.partition(".")[2].partition(".")  # "http11.send_request_headers.started"
            if moment == "started":
                self._starts(part, info, body=body)
            elif moment == "complete":
                self._ended(part, info)

        return {"trace": trace}

    def _starts(self, part: str, info: dict[str, Any], *, body: bool) -> None:
        if part == "connect_tcp":
            self.step, self.host = Step.TCP, str(info["host"])
        elif part == "start_tls":
            self.step, self.host = Step.TLS, str(info["server_hostname"])
        elif part == "setup_socks5_connection":
            self.step = Step.PROXY
        elif part in {"send_request_headers", "send_request_body"}:
            if info["request"].method == CONNECT:
                self.step = Step.PROXY
            elif part == "send_request_headers":
                self()
                self.left = True
            elif body:
                self()

    def _ended(self, part: str, info: dict[str, Any]) -> None:
        if part == "connect_tcp":
            self.stream = info["return_value"]
        elif part == "receive_response_headers" and self.step is Step.PROXY:
            self.proxy_status = int(info["return_value"][1])
        elif part == "send_request_headers" and self.left:
            self.step = Step.HTTP

    async def follow(self, sending: Awaitable[Sent]) -> Sent:
        """Wait for what is sent; on failure close the connection: the library forgets one on which a proxy refused."""
        try:
            return await sending
        except BaseException:
            if self.stream is not None and not self.left:
                await self.stream.aclose()
            raise

    def surely_unsent(self, error: BaseException) -> bool:
        """Did no whole request leave? True also for one that was cancelled (Ctrl-C) while it was still connecting."""
        if isinstance(error, MediawrightError):
            return self.refused or isinstance(error, (NotSent, InvalidRequest))
        return self.refused or not self.left
