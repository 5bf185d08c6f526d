"""The provider's codes → our errors: exit code, retry verdict, sentence (docs/contracts/kling.md §3.2, §3.3)."""

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from mediawright.plugin import (
    Action,
    Busy,
    MediawrightError,
    Message,
    NotFound,
    OutOfCredits,
    Problem,
    Proof,
    Rejected,
    SignInNeeded,
    Uncertain,
    Unreachable,
    can_refuse,
    dataclass,
    judge_submit,
)
from mediawright_kling.envelope import Envelope

NAME = "kling"


class AlreadyThere(Uncertain):
    """A create was refused because a task carries its id: the first one got through and is to be looked up (K-C2)."""


class Kind(StrEnum):
    """What a code means for the caller."""

    SIGN_IN = "sign_in"
    RESIGN = "resign"  # sign once more, then it is a sign-in matter
    CREDITS = "credits"
    REJECTED = "rejected"
    MISSING = "missing"
    BUSY = "busy"
    SERVER = "server"  # a poll is repeated, a submit may have been accepted


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
#: what a plain no of a submit is said with; a server's own fault says nothing of the task
REFUSALS = frozenset(str(code) for code, row in CODES.items() if row.kind is not Kind.SERVER)
#: how the real service says that it knows no such task: not 1203 (docs/contracts/kling-more.md K-C1)
UNKNOWN_TASK = "task not found by"
#: a create whose id is taken: the first one got through (docs/contracts/kling-more.md K-C2); the second word is K-R18's
DUPLICATE = re.compile(r"external_task_id\b.*\b(already exists|duplicated)", re.I | re.S)
#: seconds before the next try where the server names none (§3.3: at least 1 s for 1303)
BUSY_WAIT_S = 2.0

Maker = Callable[..., MediawrightError]
MAKERS: dict[Kind, Maker] = {
    Kind.CREDITS: OutOfCredits,
    Kind.REJECTED: Rejected,
    Kind.MISSING: Rejected,
}


def proof_of(envelope: Envelope) -> Proof:
    """What the answer to a submit proves. A second create under an id of ours proves the first (K-C2)."""
    if is_duplicate(envelope):
        return Proof.UNCERTAIN
    return judge_submit(envelope.status, task_id=envelope.task_id, code=envelope.code, refusals=REFUSALS)


def is_duplicate(envelope: Envelope) -> bool:
    """Whether a create was refused because its id is known: nothing was made or charged by this one, K-C2."""
    return envelope.code == 1201 and DUPLICATE.search(envelope.message) is not None


def is_missing(envelope: Envelope) -> bool:
    """Whether a poll was answered with the service's own "no such task": 1201 with its words (K-C1), or 1203."""
    told = envelope.code == 1201 and envelope.message.strip().lower().startswith(UNKNOWN_TASK)
    return (told or envelope.code == 1203) and can_refuse(envelope.status)


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
    """The error for an answer that is no success. `spending`: it answered a submit, so that whatever is not surely a
    refusal means that nobody knows whether a task exists."""
    kind = kind_of(envelope)
    more = _facts(envelope)
    if spending and proof_of(envelope) is not Proof.REFUSED:
        return (AlreadyThere if is_duplicate(envelope) else Uncertain)(unsure(envelope), **more)
    if not spending and is_missing(envelope):
        return NotFound(Problem("task_id", Message(CODES[1203].key, domain=NAME)), **more)
    message = sentence(envelope)
    if kind is Kind.BUSY:
        return Busy(message, retry_after=envelope.retry_after or BUSY_WAIT_S, **more)
    if kind is Kind.SERVER:
        return Unreachable(message, **more)
    if kind in {Kind.SIGN_IN, Kind.RESIGN}:
        return SignInNeeded(message, next=(Action.of("auth", "login", provider=NAME, force=True),), **more)
    return MAKERS[kind](message, **more)


def unsure(envelope: Envelope) -> Message:
    """The sentence for a submit's answer that proves nothing: only a server's own fault is told by its code, since the
    sentences of refusals say that nothing was made."""
    if envelope.code in CODES and CODES[envelope.code].kind is Kind.SERVER:
        return sentence(envelope)
    return Message("kling.task.unsure", domain=NAME)


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
