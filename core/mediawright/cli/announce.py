"""A server on this machine that says its address once it listens."""

from collections.abc import Callable
from typing import Any


def announcing(config: Any, say: Callable[[str], None]) -> Any:
    """The server of a uvicorn configuration; `say` hears each address ("http://127.0.0.1:49152")."""
    import uvicorn

    class Announcing(uvicorn.Server):
        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets)
            for server in self.servers:
                for socket in server.sockets:
                    host, port = socket.getsockname()[:2]
                    say(f"http://{host}:{port}")

    return Announcing(config)
