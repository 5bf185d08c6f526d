"""Callbacks: the address that Kling is told, and what an endpoint of one's own makes of a message from there
(docs/contracts/kling-more.md C, docs/contracts/kling.md §4.7). Pure.

This client asks and never listens: it opens no port, and everything it knows of a task comes from a poll. Who runs a server
of their own passes its address (`--option callback_url=`) and asks `answer` about each message that arrives there.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit

from mediawright.plugin import Problem, Request, dataclass
from mediawright_kling.options import address_of
from mediawright_kling.refusals import problem

OPTION = "callback_url"
#: seconds by which a signed message may be older or newer than now
TOLERANCE_S = 300
OK, REFUSED = 200, 401


@dataclass(frozen=True, slots=True)
class Heard:
    """What to answer, and the task to look at now; no task: nothing is to be done. `why` is for the log."""

    status: int
    task_id: str | None
    why: str


def problems_of(request: Request, *, taken: bool = True) -> Iterator[Problem]:
    """The address must be HTTPS, or this machine's own for a simulator; what is answered at once reports nothing."""
    address = address_of(request)
    if address and not taken:
        yield problem(None, OPTION, "not_taken", option="callback-url")
    elif address and not _reachable(address):
        yield problem(None, OPTION, "callback_address")


def _reachable(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and not parts.username and (parts.scheme == "https" or (parts.scheme == "http" and _own(host)))


def _own(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def answer(
    headers: Mapping[str, str],
    raw: bytes,
    *,
    secrets: Sequence[str] = (),
    now: float,
    seen: Collection[str] = (),
    known: Mapping[str, int] | None = None,
) -> Heard:
    """What a message asks for. `secrets`: the account's webhook secrets, the old one beside the new while they rotate.

    `now` is seconds since 1970, `seen` the webhook ids that came before, `known` each task of ours with the newest
    `update_time` (milliseconds) that is known of it. A message is only a reason to poll (K-N39): nothing in it is a fact.
    """
    lowered = {name.lower(): value for name, value in headers.items()}
    if secrets and not is_signed(lowered, raw, secrets, now):
        return Heard(REFUSED, None, "unsigned, stale or signed by somebody else")  # K-N38: polling goes on
    if lowered.get("webhook-id", "") in seen:
        return Heard(OK, None, "came before")
    task_id, updated = _told(raw)
    newest = (known or {}).get(task_id)
    if newest is None:
        return Heard(OK, None, "a task of somebody else")  # K-N40
    if updated is not None and updated < newest:
        return Heard(OK, None, "older than what is known")
    return Heard(OK, task_id, "changed")


def is_signed(headers: Mapping[str, str], raw: bytes, secrets: Sequence[str], now: float) -> bool:
    """K-N38: any `v1` signature by any of the secrets, over the raw bytes, of these five minutes. Names in small letters."""
    name, time = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not name or not time.isascii() or not time.isdecimal() or abs(now - int(time)) > TOLERANCE_S:
        return False
    given = [item[3:] for item in headers.get("webhook-signature", "").split() if item.startswith("v1,")]
    own = [signature(secret, name, time, raw) for secret in secrets]
    pairs = [(theirs.encode(), ours.encode()) for theirs in given for ours in own if ours]
    return sum(hmac.compare_digest(*pair) for pair in pairs) > 0  # every pair is compared, whichever fits


def signature(secret: str, name: str, time: str, raw: bytes) -> str:
    """base64(HMAC-SHA256(key, "id.timestamp.body")); empty for a secret that is none."""
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except (ValueError, binascii.Error):
        return ""
    return base64.b64encode(hmac.new(key, f"{name}.{time}.".encode() + raw, hashlib.sha256).digest()).decode()


def _told(raw: bytes) -> tuple[str, int | None]:
    """The task and its time: `id` of the new standard, `task_id` of the older one. Empty where it says neither."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return "", None
    body = body if isinstance(body, Mapping) else {}
    new = "id" in body
    updated = body.get("update_time" if new else "updated_at")
    exact = updated if isinstance(updated, int) and not isinstance(updated, bool) else None
    return str(body.get("id" if new else "task_id") or ""), exact
