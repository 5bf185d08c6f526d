"""Tell by an HTTP request: a signed webhook, or OpenClaw's hook with its token. Sent once, redirects not followed."""

from collections.abc import Mapping

from mediawright.context.protocol import Clock
from mediawright.http.address_policy import Guard
from mediawright.http.bare_post import post_bytes
from mediawright.http.client import Http
from mediawright.http.connections import HttpLimits
from mediawright.http.redact import SafeLog
from mediawright.http.retry import read_retry_after
from mediawright.services.notify.outcome import SENT, Outcome, failed
from mediawright.types.errors import MediawrightError

#: seconds for a connection, and for the whole attempt until the answer's head is there
CONNECT_S, WHOLE_S = 5.0, 15.0
GONE = 410


def http_for(clock: Clock, log: SafeLog, *, plain: bool) -> Http:
    """A client of its own for these calls. `plain`: the user allowed plain http beyond this machine."""
    guard = Guard(allow_loopback=True, allow_plain=plain)
    limits = HttpLimits(connect_s=CONNECT_S, read_s=WHOLE_S, answer_s=WHOLE_S)
    return Http(clock, lambda: 0.0, guard=guard, log=log, limits=limits)


async def post(http: Http, url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
    """Send the bytes once. Every answer of 200 to 299 means that they arrived; what its body says is not read."""
    sent = {"content-type": "application/json", **headers}
    try:
        head = await post_bytes(http, url, sent, body, WHOLE_S)
    except MediawrightError as error:
        return failed("unreachable", why=error.message)
    if 200 <= head.status < 300:
        return SENT
    if 300 <= head.status < 400:
        return failed("redirect", status=head.status)
    if head.status == GONE:
        return failed("gone", retry=False)
    asked = read_retry_after(head.headers.get("retry-after"), http.clock.now())
    return failed("status", status=head.status, retry_after=asked)
