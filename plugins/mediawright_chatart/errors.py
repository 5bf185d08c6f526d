"""ChatArt's codes as our errors (§4.2), each with a sentence for a person (§4.3). Server text is never shown (C-R26)."""

from mediawright.plugin import (
    Amount,
    Busy,
    MediawrightError,
    Message,
    OutOfCredits,
    Rejected,
    SignInNeeded,
    Uncertain,
    Unreachable,
)
from mediawright_chatart.client import Reply, sign_in_ended
from mediawright_chatart.provider import CREDITS_PAGE, NAME

NO_CREDITS = frozenset({"10058", "4100"})
#: plain refusals of a submit: the sentence of each
REFUSED = {
    "4000": "chatart.error.setting",
    "4001": "chatart.error.setting",
    "4002": "chatart.error.setting",
    "4003": "chatart.error.setting",
    "4004": "chatart.error.not_found",
    "4005": "chatart.error.setting",
    "4006": "chatart.error.refused",
    "6001": "chatart.error.safety",
}
QUEUED, BUSY = "4007", "5003"
#: waits before a submit that was plainly refused for now is sent again, in seconds (§4.2)
WAITS = {QUEUED: (30.0, 30.0, 30.0), BUSY: (10.0, 20.0, 30.0)}
SENTENCES = {QUEUED: "chatart.error.queued", BUSY: "chatart.error.busy"}
ENOUGH = {QUEUED: "chatart.error.queued_long", BUSY: "chatart.error.busy"}
#: the codes that, in ChatArt's own envelope and without a task id, surely say that no task was made (§4.2). Its own faults
#: (5000, 5001, 5004, 5005), unknown codes and whatever has no envelope prove nothing.
REFUSALS = frozenset({"401", "30027", *NO_CREDITS, *REFUSED, *WAITS})


def say(key: str, **values: object) -> Message:
    return Message(key, values, NAME)


def _made(kind: type[MediawrightError], message: Message, reply: Reply, **more: object) -> MediawrightError:
    return kind(message, provider=NAME, provider_code=code_of(reply), provider_message=reply.text or None, **more)  # type: ignore[arg-type]


def code_of(reply: Reply) -> str:
    return reply.code or f"http {reply.http}"


def waits_for(reply: Reply) -> str | None:
    """Which of the two "not now" this is, None for neither; a poll that is throttled waits like for a running task (§4.2).
    (After a submit a 429 without one of the two codes proves nothing.)"""
    if reply.code in WAITS:
        return reply.code
    return QUEUED if reply.http == 429 else None


def not_now(reply: Reply, kind: str, refusals: int) -> MediawrightError:
    """Busy while the contract still allows a wait (`refusals` were met before), else a refusal that asks the person."""
    waits = WAITS[kind]
    if refusals < len(waits):
        return _made(Busy, say(SENTENCES[kind]), reply, retry_after=waits[refusals])
    return _made(Rejected, say(ENOUGH[kind]), reply)


def of_submit(reply: Reply, balance: Amount | None = None) -> MediawrightError:
    """What a documented refusal of a submit means (one of `REFUSALS`, but for those that `waits_for` knows)."""
    if reply.code == "401":
        return _made(SignInNeeded, say("chatart.error.signed_out"), reply)
    if reply.code in NO_CREDITS:
        return _made(OutOfCredits, credits_sentence(balance), reply)
    if reply.code == "30027":
        return _made(OutOfCredits, say("chatart.error.plan", page=CREDITS_PAGE), reply)
    return _made(Rejected, say(REFUSED.get(reply.code or "", "chatart.error.refused")), reply)


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
