"""The server on its two ways in: standard input and output, or this machine's own network address behind a token.

Facts: docs/contracts/agent-skill.md §6.2 (nothing but protocol on stdout).
"""

import asyncio
import hmac
import secrets
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from mcp.server.transport_security import TransportSecuritySettings

from mediawright.cli.announce import announcing
from mediawright.files.atomic import write_private
from mediawright.http.local_names import LocalNames
from mediawright.mcp.standard_input import mended, when_told
from mediawright.mcp.tool_executor import ToolExecutor
from mediawright.mcp.tools import build
from mediawright.present.catalog import render
from mediawright.services.studio import Studio
from mediawright.types.message import Message

#: the token that HTTP clients must show, where the user chose one
TOKEN = "MEDIAWRIGHT_MCP_TOKEN"
HOST = "127.0.0.1"
PATH = "/mcp"
Scope = dict[str, Any]


def serve_stdio(executor: ToolExecutor, say: Callable[[str], None]) -> None:
    """Until standard input closes, it is told to end, or the process that started it is gone."""

    async def serve() -> None:
        watching = when_told(mended())
        say(render(Message("mcp.cli.serving"), executor.lang(None)))
        try:
            await build(executor).run_stdio_async()
        finally:
            watching.cancel()
            await executor.finish()

    with suppress(KeyboardInterrupt):  # before it serves, or a second time
        asyncio.run(serve())


def serve_http(executor: ToolExecutor, port: int, say: Callable[[str], None]) -> None:
    """Until it is told to end. `port` 0: any free one; the address is said once it listens."""
    import uvicorn

    lang = executor.lang(None)
    token = token_of(executor)
    if not executor.environ.get(TOKEN):
        say(render(Message("mcp.cli.token_file", {"file": str(_keep(executor.studio(), token))}), lang))

    def listens(url: str) -> None:
        say(render(Message("mcp.cli.listening", {"url": url + PATH}), lang))

    async def serve() -> None:
        config = uvicorn.Config(http_app(executor, token), host=HOST, port=port, log_level="error", access_log=False)
        try:
            await announcing(config, listens).serve()
        finally:
            await executor.finish()

    with suppress(KeyboardInterrupt):  # the server ends well at the first Ctrl-C, and passes it on
        asyncio.run(serve())


def token_of(executor: ToolExecutor) -> str:
    """The user's token, or a new one."""
    return executor.environ.get(TOKEN, "").strip() or secrets.token_urlsafe(32)


def _keep(studio: Studio, token: str) -> Any:
    """The made-up token in a private file, for the client on this machine."""
    path = studio.home.state / "mcp-token"
    studio.home.ensure(path.parent)
    write_private(path, token.encode())
    return path


def http_app(executor: ToolExecutor, token: str) -> Any:
    """The ASGI app: loopback names only, no foreign web page, and nobody without the token."""
    names = [f"{name}:*" for name in ("127.0.0.1", "localhost", "[::1]")]
    security = TransportSecuritySettings(
        enable_dns_rebinding_protection=True, allowed_hosts=names, allowed_origins=[f"http://{name}" for name in names]
    )
    app = build(executor).streamable_http_app(streamable_http_path=PATH, transport_security=security, host=HOST)
    return LocalNames(TokenGuard(app, token))


class TokenGuard:
    """Lets nobody through who does not show the token; everything else is the app's."""

    def __init__(self, app: Any, token: str) -> None:
        self._app = app
        self._wanted = f"Bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and not self._shown(scope):
            await send({"type": "http.response.start", "status": 401, "headers": [(b"www-authenticate", b"Bearer")]})
            await send({"type": "http.response.body", "body": b""})
            return
        await self._app(scope, receive, send)

    def _shown(self, scope: Scope) -> bool:
        shown = [value for name, value in scope["headers"] if name.lower() == b"authorization"]
        return len(shown) == 1 and hmac.compare_digest(shown[0], self._wanted)
