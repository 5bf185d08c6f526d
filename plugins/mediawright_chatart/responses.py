"""Answers as neutral values: task ids, what a poll says of a task, past work. Pure; unknown shapes never crash (C-R20)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from mediawright.plugin import Amount, HistoryItem, MediaKind, Message, Output, Progress, State, Task, is_task_id
from mediawright_chatart.client import Reply
from mediawright_chatart.errors import say
from mediawright_chatart.provider import NAME, UNIT

#: poll status (§7.2). In the history 1 means accepted, not done (C-R16): see `HISTORY`.
STATES = {"0": State.RUNNING, "1": State.SUCCEEDED, "2": State.FAILED}
#: history: (outer, inner) → state (§11)
HISTORY = {("1", "1"): State.SUCCEEDED, ("1", "0"): State.RUNNING}
#: words in a failure's text whose cause can be told plainly; everything else stays in the log
CAUSES = {
    "chatart.reason.safety": ("policy", "safety", "sensitive", "moderation", "nsfw", "violat", "违规", "敏感", "审核"),
    "chatart.reason.service": ("unavailable", "overload", "timeout", "timed out", "busy", "upstream error", "繁忙"),
}
LONGEST_ERROR, CUT_ERROR = 25, 22


def task_id(reply: Reply) -> int | str | None:
    """The question_id as it was received, in `data` or beside it; text and numbers of any size are both ids (§6.6).

    Looked for whatever status and code came with it: an answer that names a task proves that there is one.
    """
    places = reply.data if isinstance(reply.data, list) else [reply.data]
    values = [place.get("question_id") for place in (*places, reply.whole) if isinstance(place, Mapping)]
    ids = [value for value in values if isinstance(value, (int, str)) and not isinstance(value, bool)]
    named = [value for value in ids if str(value).strip() not in ("", "0")]
    return next(filter(is_task_id, named), next(iter(named), None))


def number(value: Any) -> Decimal | None:
    """A number or its digits; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        found = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def charged(data: Mapping[str, Any]) -> Amount | None:
    """What the task cost in the end."""
    cost = number(data.get("cost_credit"))
    return None if cost is None else Amount(cost, UNIT)


def state_word(value: Any) -> str:
    """A status as text, whatever its type: 1, "1" and 1.0 are one word."""
    digits = number(value)
    return str(value) if digits is None else f"{digits.normalize():f}"


def links(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The result's addresses, wherever this answer puts them (§7.3, §8.2)."""
    message = data.get("message")
    entries = message if isinstance(message, list) else [message]
    found = [entry.get("url") for entry in entries if isinstance(entry, dict)]
    found += [data.get("video_url")] if not any(found) else []
    return tuple(url for url in found if isinstance(url, str) and url.startswith(("http://", "https://")))


def failure_text(data: Mapping[str, Any]) -> str:
    texts = (data.get(name) for name in ("error", "real_error", "output_message"))
    return next((text for text in texts if isinstance(text, str) and text.strip()), "")


def failure(data: Mapping[str, Any]) -> Message:
    """One sentence, with the cause where it is a known one (§4.3)."""
    heard = " ".join(str(data.get(name) or "") for name in ("error", "real_error", "output_message")).casefold()
    for key, words in CAUSES.items():
        if any(word in heard for word in words):
            return say("chatart.error.failed_because", reason=say(key))
    return say("chatart.error.failed")


def poll(data: Mapping[str, Any], kind: MediaKind, name: str) -> Progress:
    """One answer of a poll. A status nobody documented is UNKNOWN with its word: it moves nothing."""
    word = state_word(data.get("status"))
    state = STATES.get(word, State.UNKNOWN)
    if state is State.FAILED:
        reason = failure(data)
        return Progress(
            state=state,
            reason=reason,
            provider_code="TASK_FAILED",
            provider_message=failure_text(data) or None,
            charged=charged(data),
        )
    if state is not State.SUCCEEDED:
        return Progress(state=state, provider_code=None if state is State.RUNNING else word)
    found = links(data)
    outputs = tuple(
        Output(kind=kind, name=name if len(found) == 1 else f"{name}_{index}", url=url, index=index - 1)
        for index, url in enumerate(found, 1)
    )
    return Progress(state=state, outputs=outputs, charged=charged(data))


# --- past work -----------------------------------------------------------------------------------------------------------


def rows(data: Any) -> list[Mapping[str, Any]]:
    """The rows of a page object or of a bare list (§11)."""
    listed = data.get("data") if isinstance(data, dict) else data
    return [row for row in listed if isinstance(row, dict)] if isinstance(listed, list) else []


def made_at(row: Mapping[str, Any]) -> datetime | None:
    seconds = number(row.get("create_at"))
    try:
        return None if seconds is None else datetime.fromtimestamp(float(seconds), UTC)
    except (OverflowError, OSError, ValueError):
        return None


def past(row: Mapping[str, Any], kind: MediaKind) -> HistoryItem:
    """One row of the history. Outer 1 means accepted; only the file inside says done (C-R16)."""
    picture = kind is MediaKind.IMAGE
    files = row.get("pic_url" if picture else "file")
    first = next((item for item in files if isinstance(item, dict)), {}) if isinstance(files, list) else {}
    outer, inner = state_word(row.get("is_drawing" if picture else "status")), state_word(first.get("status", 0))
    state = _past_state(outer, inner)
    url = first.get("url") if picture or outer == "1" else None
    given = row.get("id")
    name = "" if given is None else str(given)
    return HistoryItem(
        id=name,
        kind=kind.value,
        state=state.value,
        created_at=made_at(row),
        url=url if isinstance(url, str) and url else None,
        error=_past_error(row, picture) if state is State.FAILED else None,
        task=Task(provider=NAME, id=name, handle={"kind": kind.value, "ids": [name]}) if name else None,
    )


def _past_state(outer: str, inner: str) -> State:
    if outer == "2":
        return State.FAILED
    if outer == "0":
        return State.SUBMITTED
    return HISTORY.get((outer, inner), State.UNKNOWN)


def _past_error(row: Mapping[str, Any], picture: bool) -> str:
    text = row.get("comment") if picture else row.get("error_message") or row.get("comment")
    if not isinstance(text, str) or not text.strip():
        return "Failed"
    return text if len(text) <= LONGEST_ERROR else text[:CUT_ERROR] + "..."
