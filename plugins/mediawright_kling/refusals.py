"""The provider's codes → our errors: exit code, retry verdict, sentence (docs/contracts/kling.md §3.2, §3.3)."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from mediawright.plugin import (
    Busy,
    MediawrightError,
    Message,
    NotFound,
    OutOfCredits,
    Problem,
    Rejected,
    SignInNeeded,
    Uncertain,
    Unreachable,
    dataclass,
)
from mediawright_kling.envelope import Envelope

NAME = "kling"


class Kind(StrEnum):
    """What a code means for the caller."""

    SIGN_IN = "sign_in"
    RESIGN = "resign"  # sign once more, then it is a sign-in matter
    CREDITS = "credits"
    REJECTED = "rejected"
    MISSING = "missing"
    BUSY = "busy"
    SERVER = "server"  # a look is repeated, a submit may have been accepted


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the code table: the documented HTTP status, what it means, and the catalogue key of its sentence."""

    http: int
    kind: Kind
    key: str


CODES = {
    1000: Row(401, Kind.SIGN_IN, "kling.code.1000"),
    1001: Row(401, Kind.SIGN_IN, "kling.code.1001"),
    1002: Row(401, Kind.SIGN_IN, "kling.code.1002"),
    1003: Row(401, Kind.RESIGN, "kling.code.1003"),
    1004: Row(401, Kind.RESIGN, "kling.code.1004"),
    1100: Row(429, Kind.REJECTED, "kling.code.1100"),
    1101: Row(429, Kind.CREDITS, "kling.code.1101"),
    1102: Row(429, Kind.CREDITS, "kling.code.1102"),
    1103: Row(403, Kind.CREDITS, "kling.code.1103"),
    1200: Row(400, Kind.REJECTED, "kling.code.1200"),
    1201: Row(400, Kind.REJECTED, "kling.code.1201"),
    1202: Row(404, Kind.REJECTED, "kling.code.1202"),
    1203: Row(404, Kind.MISSING, "kling.code.1203"),
    1300: Row(400, Kind.REJECTED, "kling.code.1300"),
    1301: Row(400, Kind.REJECTED, "kling.code.1301"),
    1302: Row(429, Kind.BUSY, "kling.code.1302"),
    1303: Row(429, Kind.BUSY, "kling.code.1303"),
    1304: Row(429, Kind.REJECTED, "kling.code.1304"),
    5000: Row(500, Kind.SERVER, "kling.code.5000"),
    5001: Row(503, Kind.SERVER, "kling.code.5001"),
    5002: Row(504, Kind.SERVER, "kling.code.5002"),
}
#: seconds before the next try where the server names none (§3.3: at least 1 s for 1303)
BUSY_WAIT_S = 2.0

Maker = Callable[..., MediawrightError]
MAKERS: dict[Kind, Maker] = {
    Kind.CREDITS: OutOfCredits,
    Kind.REJECTED: Rejected,
    Kind.MISSING: Rejected,
}


def kind_of(envelope: Envelope) -> Kind:
    """The verdict on an answer that is no success: its code first, its HTTP status where the code says nothing."""
    if envelope.code in CODES:
        return CODES[envelope.code].kind
    if envelope.status == 401:
        return Kind.SIGN_IN
    if envelope.status == 429:
        return Kind.BUSY
    # a code of this family is a plain refusal, whatever the HTTP status (§3.1)
    if envelope.code is not None and 1000 <= envelope.code < 2000:
        return Kind.REJECTED
    return Kind.REJECTED if 400 <= envelope.status < 500 and envelope.status != 408 else Kind.SERVER


def refusal(envelope: Envelope, *, spending: bool) -> MediawrightError:
    """The error for an answer that is no success. `spending`: it answered a submit, so that a server fault means that
    nobody knows whether a task exists."""
    kind = kind_of(envelope)
    more = _facts(envelope)
    message = sentence(envelope)
    if kind is Kind.BUSY:
        return Busy(message, retry_after=envelope.retry_after or BUSY_WAIT_S, **more)
    if kind is Kind.SERVER:
        return Uncertain(message, **more) if spending else Unreachable(message, **more)
    if kind in {Kind.SIGN_IN, Kind.RESIGN}:
        return SignInNeeded(message, next=("mediawright auth login kling --force",), **more)
    if kind is Kind.MISSING and not spending:
        return NotFound(Problem("task_id", message), **more)
    return MAKERS[kind](message, **more)


def sentence(envelope: Envelope) -> Message:
    """The sentence for people. The server's own words are filled in where the table says so (1201)."""
    values = {"message": envelope.message, "request_id": envelope.request_id, "code": str(envelope.code)}
    if envelope.code in CODES:
        return Message(CODES[envelope.code].key, values, NAME)
    if envelope.code is None:
        return Message("kling.answer.not_the_api", values, NAME)
    return Message("kling.code.other", values, NAME)


def _facts(envelope: Envelope) -> dict[str, Any]:
    code = str(envelope.code) if envelope.code is not None else f"HTTP {envelope.status}"
    data = {"request_id": envelope.request_id} if envelope.request_id else {}
    return {"provider": NAME, "provider_code": code, "provider_message": envelope.message, "data": data}
