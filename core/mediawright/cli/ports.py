"""Ports of this machine to serve on."""

import socket
from typing import TYPE_CHECKING

from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem

if TYPE_CHECKING:
    from mediawright.services.request_reader import Reader

LAST = 65535


def port_of(reader: "Reader") -> int | None:
    """The port as typed, None where none was. Raises InvalidRequest naming the range."""
    port = reader.whole("port")
    if reader.problems and reader.problems[-1].message.key == "problem.too_large":
        port = LAST + 1
    if port is not None and port > LAST:
        raise InvalidRequest(
            Problem("port", Message("problem.port_range", {"last": str(LAST)}), allowed=(f"0-{LAST}",))
        )
    return port


def check_free(host: str, port: int) -> None:
    """Raises InvalidRequest where another program has the port, or this user may not have it. 0 is any free one."""
    try:
        socket.create_server((host, port)).close()
    except OSError:
        raise InvalidRequest(Problem("port", Message("problem.port_taken", {"port": str(port)}))) from None
