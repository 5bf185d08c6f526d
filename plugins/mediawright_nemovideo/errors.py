"""A refusal as one of the core's errors, with the sentence of docs/contracts/nemovideo.md §10. Pure."""

from typing import Any
from urllib.parse import quote

from mediawright.plugin import (
    Busy,
    InvalidRequest,
    MediawrightError,
    Message,
    NotFound,
    OutOfCredits,
    Problem,
    Rejected,
    SignInNeeded,
    Unreachable,
    dataclass,
)
from mediawright_nemovideo.messages import say
from mediawright_nemovideo.responses import Fault, Refusal
from mediawright_nemovideo.settings import PROVIDER, UPLOAD_TYPES, Config


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Whose words depend on: a free anonymous user, or somebody's own token."""

    anonymous: bool = True
    user_id: str = ""


def registration_link(config: Config, user_id: str) -> str:
    """Where an anonymous user signs up and keeps the projects; never with an empty `bind`."""
    return f"{config.web_url}/register?bind={quote(user_id, safe='')}" if user_id else config.web_url


def error_of(refusal: Refusal, config: Config, who: Who, place: str = "") -> MediawrightError:
    """The error to raise. `place` is "token", "render" or "" and decides what 400 and 403 mean."""
    kind, message, data = _meaning(refusal, config, who, place)
    more: dict[str, Any] = {"provider": PROVIDER, "provider_code": refusal.code, "data": data}
    more["provider_message"] = refusal.words or None
    if kind is InvalidRequest:
        return InvalidRequest(Problem("media", message, "N-R25", UPLOAD_TYPES), **more)
    if kind is NotFound:
        return NotFound(Problem("project", message, "N-R8"), **more)
    if kind is Busy:
        return Busy(message, retry_after=rate_wait(refusal, config), **more)
    return kind(message, **more)


def rate_wait(refusal: Refusal, config: Config) -> float:
    """Seconds to wait after a 429: 30, or what the service names, up to 120."""
    clocks = config.clocks
    named = refusal.retry_after or 0.0
    scale = clocks.rate_wait / 30.0
    return min(max(clocks.rate_wait, named * scale), clocks.rate_wait_most)


def sentence(refusal: Refusal, config: Config, who: Who, place: str = "") -> Message:
    """Only the words, for a verdict that is a value."""
    return _meaning(refusal, config, who, place)[1]


def _meaning(
    refusal: Refusal, config: Config, who: Who, place: str
) -> tuple[type[MediawrightError], Message, dict[str, str]]:
    fault = refusal.fault
    if fault is Fault.CREDITS:
        if not who.anonymous:
            return OutOfCredits, say("error.credits_paid"), {}
        link = registration_link(config, who.user_id)
        return OutOfCredits, say("error.credits_free", link=link), {"link": link}
    if fault is Fault.PLAN or (fault is Fault.FORBIDDEN and place == "render"):
        return OutOfCredits, say("error.plan"), {}
    if fault is Fault.FILE_TYPE:
        return InvalidRequest, say("error.file_type", types=UPLOAD_TYPES), {}
    if place == "token" and fault in (Fault.BAD, Fault.RATE):
        return SignInNeeded, say("error.service_start" if fault is Fault.BAD else "error.token_window"), {}
    if fault in (Fault.BAD, Fault.OTHER, Fault.MISSING):
        return Rejected, say("error.bad_request", reason=refusal.words or refusal.code), {}
    kinds: dict[Fault, tuple[type[MediawrightError], str]] = {
        Fault.TOKEN: (SignInNeeded, "error.token_own" if not who.anonymous else "error.token_again"),
        Fault.SESSION: (NotFound, "error.session"),
        Fault.FILE_SIZE: (InvalidRequest, "error.file_size"),
        Fault.FORBIDDEN: (Rejected, "error.forbidden"),
        Fault.RATE: (Busy, "error.rate"),
        Fault.SERVER: (Unreachable, "error.server"),
        Fault.DUPLICATE: (Rejected, "error.server"),
    }
    kind, key = kinds[fault]
    return kind, say(key), {}
