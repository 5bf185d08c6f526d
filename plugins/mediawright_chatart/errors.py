"""ChatArt's codes as our errors (§4.2), each with a sentence for a person (§4.3). Server text is never shown (C-R26)."""

from mediawright import sdk
from mediawright.plugin import (
    Amount,
    Busy,
    MediawrightError,
    Message,
    OutOfCredits,
    Proof,
    Rejected,
    SignInNeeded,
    Uncertain,
    Unreachable,
)
from mediawright_chatart.client import Reply, sign_in_ended
from mediawright_chatart.provider import CREDITS_PAGE, NAME

QUEUED, BUSY = "4007", "5003"
#: what a submit is refused with (§4.2). Each surely says, in ChatArt's own envelope and without a task id, that no task was
#: made. Its own faults (5000, 5001, 5004, 5005), unknown codes and whatever has no envelope prove nothing.
ERRORS = (
    sdk.ErrorRule(raises=SignInNeeded, codes=("401",), message="chatart.error.signed_out"),
    sdk.ErrorRule(raises=OutOfCredits, codes=("10058", "4100"), message="chatart.error.credits"),
    sdk.ErrorRule(raises=OutOfCredits, codes=("30027",), message="chatart.error.plan"),
    sdk.ErrorRule(raises=Busy, codes=(QUEUED,), message="chatart.error.queued"),
    sdk.ErrorRule(raises=Busy, codes=(BUSY,), message="chatart.error.busy"),
    sdk.ErrorRule(raises=Rejected, codes=("4004",), message="chatart.error.not_found"),
    sdk.ErrorRule(raises=Rejected, codes=("4006",), message="chatart.error.refused"),
    sdk.ErrorRule(raises=Rejected, codes=("6001",), message="chatart.error.safety"),
    sdk.ErrorRule(raises=Rejected, codes=("4000", "4001", "4002", "4003", "4005"), message="chatart.error.setting"),
)
#: waits before a submit that was plainly refused for now is sent again, in seconds (§4.2)
WAITS = {QUEUED: (30.0, 30.0, 30.0), BUSY: (10.0, 20.0, 30.0)}
#: what is said when all of them are over
ENOUGH = {QUEUED: "chatart.error.queued_long", BUSY: "chatart.error.busy"}


def say(key: str, **values: object) -> Message:
    return Message(key, values, NAME)


def _made(kind: type[MediawrightError], message: Message, reply: Reply, **more: object) -> MediawrightError:
    return kind(message, provider=NAME, provider_code=code_of(reply), provider_message=reply.text or None, **more)  # type: ignore[arg-type]


def code_of(reply: Reply) -> str:
    return reply.code or f"http {reply.http}"


def rule_of(reply: Reply) -> sdk.ErrorRule | None:
    """The row of a documented refusal; None for whatever is none."""
    return sdk.rule_for(ERRORS, reply.http, None if reply.code is None else sdk.ServiceError(reply.code, reply.text))


def proof_of(reply: Reply, task_id: object) -> Proof:
    """What the answer to a submit proves."""
    return sdk.proof_of(reply.http, task_id, rule_of(reply))


def waits_for(reply: Reply) -> str | None:
    """Which of the two "not now" this is, None for neither; a poll that is throttled waits like for a running task (§4.2).
    (After a submit a 429 without one of the two codes proves nothing.)"""
    if reply.code in WAITS:
        return reply.code
    return QUEUED if reply.http == 429 else None


def not_now(reply: Reply, kind: str, refusals: int) -> MediawrightError:
    """Busy while the contract still allows a wait (`refusals` were met before), else a refusal that asks the person."""
    waits, rule = WAITS[kind], sdk.rule_for(ERRORS, reply.http, sdk.ServiceError(kind))
    if refusals < len(waits) and rule is not None:
        return _made(rule.raises, say(rule.message), reply, retry_after=waits[refusals])
    return _made(Rejected, say(ENOUGH[kind]), reply)


def of_submit(reply: Reply, balance: Amount | None = None) -> MediawrightError:
    """What a documented refusal of a submit means (a row of `ERRORS`, but for those that `waits_for` knows)."""
    rule = rule_of(reply)
    if rule is None:
        return _made(Rejected, say("chatart.error.refused"), reply)
    if is_out_of_credits(reply):
        return _made(rule.raises, credits_sentence(balance), reply)
    values = {"page": CREDITS_PAGE} if rule.raises is OutOfCredits else {}
    return _made(rule.raises, say(rule.message, **values), reply)


def is_out_of_credits(reply: Reply) -> bool:
    """Whether a refusal is for want of credits: its sentence tells what is left."""
    rule = rule_of(reply)
    return rule is not None and rule.message == "chatart.error.credits"


def unproven(reply: Reply) -> MediawrightError:
    """An answer to a submit that neither names a task nor surely refuses one: it is looked up, never sent again."""
    return _made(Uncertain, say("chatart.error.uncertain"), reply)


def credits_sentence(balance: Amount | None) -> Message:
    if balance is None:
        return say("chatart.error.credits", page=CREDITS_PAGE)
    return say("chatart.error.credits_of", page=CREDITS_PAGE, balance=f"{balance.value.normalize():f}")


def of_poll(reply: Reply) -> MediawrightError:
    """What a poll's answer without success means: polled again later, whatever it was, unless the sign-in ended."""
    if sign_in_ended(reply):
        return _made(SignInNeeded, say("chatart.error.signed_out"), reply)
    kind = waits_for(reply)
    if kind:
        return _made(Busy, say("chatart.error.busy"), reply, retry_after=WAITS[kind][0])
    return _made(Unreachable, say("chatart.error.trouble"), reply)


def not_there(reply: Reply) -> bool:
    return reply.code == "4004" or (reply.code is None and reply.http == 404)
