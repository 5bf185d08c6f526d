"""The provider's codes → our errors: exit code, retry verdict, sentence (docs/contracts/kling.md §3.2, §3.3)."""

import re
from typing import Any

from mediawright import sdk
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
)
from mediawright_kling.envelope import Envelope

NAME = "kling"


class AlreadyThere(Uncertain):
    """A create was refused because a task carries its id: the first one got through and is to be looked up (K-C2)."""


def _refusals(raises: type[MediawrightError], *codes: int, no_task: bool = True) -> tuple[sdk.ErrorRule, ...]:
    """Rows for codes of one meaning, each with its own sentence."""
    return tuple(
        sdk.ErrorRule(raises=raises, codes=(str(code),), message=f"kling.code.{code}", no_task=no_task)
        for code in codes
    )


#: the documented codes, whatever the HTTP status: the code decides (§3.1). A server's own fault says nothing of the task
CODES = (
    *_refusals(SignInNeeded, 1000, 1001, 1002, 1003, 1004),
    *_refusals(OutOfCredits, 1101, 1102, 1103),
    *_refusals(Rejected, 1100, 1200, 1201, 1202, 1203, 1300, 1301, 1304),
    *_refusals(Busy, 1302, 1303),
    *_refusals(Unreachable, 5000, 5001, 5002, no_task=False),
)
#: what the table does not list, by its HTTP status; a code of the refusals' family is one whatever the status (§3.1). None
#: of them proves that no task was made
OTHERS = (
    sdk.ErrorRule(raises=SignInNeeded, status=(401,), no_task=False),
    sdk.ErrorRule(raises=Busy, status=(429,), no_task=False),
    sdk.ErrorRule(raises=Rejected, codes=("1???",), no_task=False),
    sdk.ErrorRule(raises=Rejected, status=tuple({*range(400, 500)} - {408}), no_task=False),
    sdk.ErrorRule(raises=Unreachable, no_task=False),
)
#: refused for the times in the signature: sign once more, then it is a sign-in matter
RESIGNED = frozenset({1003, 1004})
#: how the real service says that it knows no such task: not 1203 (docs/contracts/kling-more.md K-C1)
UNKNOWN_TASK = "task not found by"
#: a create whose id is taken: the first one got through (docs/contracts/kling-more.md K-C2); the second word is K-R18's
DUPLICATE = re.compile(r"external_task_id\b.*\b(already exists|duplicated)", re.I | re.S)
#: seconds before the next try where the server names none (§3.3: at least 1 s for 1303)
BUSY_WAIT_S = 2.0


def proof_of(envelope: Envelope) -> Proof:
    """What the answer to a submit proves. A second create under an id of ours proves the first (K-C2)."""
    if is_duplicate(envelope):
        return Proof.UNCERTAIN
    return sdk.proof_of(envelope.status, envelope.task_id, rule_of(envelope))


def is_duplicate(envelope: Envelope) -> bool:
    """Whether a create was refused because its id is known: nothing was made or charged by this one, K-C2."""
    return envelope.code == 1201 and DUPLICATE.search(envelope.message) is not None


def is_missing(envelope: Envelope) -> bool:
    """Whether a poll was answered with the service's own "no such task": 1201 with its words (K-C1), or 1203."""
    told = envelope.code == 1201 and envelope.message.strip().lower().startswith(UNKNOWN_TASK)
    return (told or envelope.code == 1203) and can_refuse(envelope.status)


def rule_of(envelope: Envelope) -> sdk.ErrorRule:
    """The row that explains an answer that is no success: by its code, by its HTTP status where the code says nothing."""
    said = sdk.ServiceError("" if envelope.code is None else str(envelope.code), envelope.message)
    found = sdk.rule_for((*CODES, *OTHERS), envelope.status, said)
    assert found is not None  # the last row fits everything
    return found


def refusal(envelope: Envelope, *, spending: bool) -> MediawrightError:
    """The error for an answer that is no success. `spending`: it answered a submit, so that whatever is not surely a
    refusal means that nobody knows whether a task exists."""
    rule, more = rule_of(envelope), _facts(envelope)
    if spending and proof_of(envelope) is not Proof.REFUSED:
        return (AlreadyThere if is_duplicate(envelope) else Uncertain)(unsure(envelope), **more)
    if not spending and is_missing(envelope):
        return NotFound(Problem("task_id", Message("kling.code.1203", domain=NAME)), **more)
    message = sentence(envelope)
    if rule.raises is Busy:
        return Busy(message, retry_after=envelope.retry_after or BUSY_WAIT_S, **more)
    if rule.raises is SignInNeeded:
        more["next"] = (Action.of("auth", "login", provider=NAME, force=True),)
    return rule.raises(message, **more)


def unsure(envelope: Envelope) -> Message:
    """The sentence for a submit's answer that proves nothing: only a server's own fault is told by its code, since the
    sentences of refusals say that nothing was made."""
    rule = rule_of(envelope)
    return sentence(envelope) if rule.message and not rule.no_task else Message("kling.task.unsure", domain=NAME)


def sentence(envelope: Envelope) -> Message:
    """The sentence for people. The server's own words are filled in where the table says so (1201)."""
    values = {"message": envelope.message, "request_id": envelope.request_id, "code": str(envelope.code)}
    unlisted = "kling.answer.not_the_api" if envelope.code is None else "kling.code.other"
    return Message(rule_of(envelope).message or unlisted, values, NAME)


def _facts(envelope: Envelope) -> dict[str, Any]:
    code = str(envelope.code) if envelope.code is not None else f"HTTP {envelope.status}"
    data = {"request_id": envelope.request_id} if envelope.request_id else {}
    return {"provider": NAME, "provider_code": code, "provider_message": envelope.message, "data": data}
