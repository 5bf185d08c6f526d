"""An answer that breaks off: the length is promised, the line is cut."""

from starlette.responses import Response
from starlette.types import Receive, Scope, Send


class Cut(Response):
    """Sends the head and half of the body, then nothing: the server closes the connection."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        half = self.body[: len(self.body) // 2]
        await send({"type": "http.response.body", "body": bytes(half), "more_body": True})
