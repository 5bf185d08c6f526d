"""From a service's answers to our words: the task that a create made, and what a poll says. Pure."""

import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from mediawright.sdk import json_paths
from mediawright.sdk.endpoint import Endpoint, Outputs
from mediawright.sdk.error_table import WORDS, sentence
from mediawright.types.job import Output, Progress, Task
from mediawright.types.money import Amount
from mediawright.types.operations import MediaKind
from mediawright.types.provider import Provider
from mediawright.types.states import State

#: characters of an id that are kept
LONGEST_ID = 500

#: names in a handle that are ours
ENDPOINT, REGION, KIND, COUNT = "endpoint", "region", "kind", "count"
#: a result in hex, and what is left of one in a kept answer: the name of its file
HEX, KEPT = re.compile(r"[0-9a-fA-F]+"), re.compile(r"\d+\.bin")


def task_id(endpoint: Endpoint, data: Any) -> str:
    """Return the id that the answer of a create names, "" where it names none or what stands there can be none."""
    value = json_paths.first(data, endpoint.task_id)
    return str(value).strip()[:LONGEST_ID] if isinstance(value, str | int) and not isinstance(value, bool) else ""


def kept_fields(endpoint: Endpoint, data: Any) -> dict[str, str]:
    """Return the fields of the create's answer that later calls need."""
    return {name: value for name, path in endpoint.keep.items() if (value := json_paths.text(data, path, 2000))}


def state(endpoint: Endpoint, data: Any) -> tuple[State, str] | None:
    """Return the state and the service's own word; None where the answer holds no word at all."""
    word = json_paths.text(data, endpoint.status, 60)
    return (endpoint.states.get(word.casefold(), State.UNKNOWN), word) if word else None


def progress(provider: Provider, endpoint: Endpoint, data: Any, now: State, word: str) -> Progress:
    """Return what a poll says of a task that has not succeeded, or whose results are a second call."""
    if now is State.FAILED:
        return failure(provider, endpoint, data, word)
    return Progress(
        state=now,
        percent=_percent(endpoint, data),
        provider_code=word,
        look_again_s=endpoint.poll_after_s,
        data=facts(endpoint, data),
        charged=charged_in(endpoint, data) if now is State.CANCELLED else None,
    )


def facts(endpoint: Endpoint, data: Any) -> dict[str, Any]:
    """Return what else an answer tells, by the endpoint's names."""
    found = {name: json_paths.first(data, path) for name, path in endpoint.facts.items()}
    return {name: value for name, value in found.items() if value is not None}


def finished(
    provider: Provider, endpoint: Endpoint, task: Task, data: Any, outputs: tuple[Output, ...], charged: Amount | None
) -> Progress:
    """Return the end of a task that the service calls successful: its outputs, or FAILED where there are none."""
    asked = task.handle.get(COUNT, 1)
    if not outputs:
        said = failure(provider, endpoint, data, "")
        reason = said.reason if said.provider_message else sentence(provider, "no_outputs")
        return Progress(
            state=State.FAILED,
            reason=reason,
            provider_code=said.provider_code or None,
            provider_message=said.provider_message,
            charged=charged,
        )
    fewer = len(outputs) < asked
    note = sentence(provider, "fewer_outputs", {"got": len(outputs), "asked": asked}) if fewer else None
    return Progress(state=State.SUCCEEDED, outputs=outputs, charged=charged, note=note)


def failure(provider: Provider, endpoint: Endpoint, data: Any, word: str) -> Progress:
    """Return the end of a task that failed, with the service's own code and words."""
    code, text = json_paths.text(data, endpoint.failure_code), json_paths.text(data, endpoint.failure_text, WORDS)
    return Progress(
        state=State.FAILED,
        reason=sentence(provider, "failed"),
        provider_code=code or word,
        provider_message=text or None,
        charged=charged_in(endpoint, data),
    )


def found_outputs(endpoint: Endpoint, task: Task, data: Any) -> Iterator[Output]:
    """Yield every result that an answer names, in its order, each address once."""
    seen: set[str] = set()
    made = MediaKind(task.handle.get(KIND, MediaKind.VIDEO))
    for place in endpoint.outputs:
        if (made is MediaKind.DOCUMENT) is not bool(place.text) and (place.text or place.anywhere):
            continue
        for value in _values(place, data):
            if not isinstance(value, str) or not value or value in seen or (place.hex and not _is_inside(value)):
                continue
            seen.add(value)
            name = task.id.replace("/", "-")
            link = place.url or place.anywhere
            extra = {} if link else {"text" if place.text else "file": value}
            yield Output(
                kind=place.kind or made, name=name, url=value if link else "", index=len(seen) - 1, extra=extra
            )


def _values(place: Outputs, data: Any) -> list[Any]:
    if place.anywhere:
        return list(json_paths.links(data, place.beside))
    return json_paths.every(data, place.url or place.base64 or place.hex or place.text)


def _is_inside(value: str) -> bool:
    """Tell whether a text is bytes in hex, or names the file that they became."""
    return KEPT.fullmatch(value) is not None or (len(value) % 2 == 0 and HEX.fullmatch(value) is not None)


def inside(endpoint: Endpoint, data: Any) -> dict[str, Callable[[str], bytes]]:
    """Return the results that stand in the answer of a synchronous create as text, with what makes bytes of each."""
    found: dict[str, Callable[[str], bytes]] = {}
    for place in endpoint.outputs:
        for value in json_paths.every(data, place.base64 or place.hex) if place.base64 or place.hex else ():
            if isinstance(value, str) and value and (place.base64 or _is_inside(value)):
                found.setdefault(value, bytes.fromhex if place.hex else _from_base64)
    return found


def _from_base64(text: str) -> bytes:
    """Return the bytes of base64, with or without `data:<type>;base64,` before it. Raises ValueError."""
    return b64decode(text.rpartition(",")[2])


def _percent(endpoint: Endpoint, data: Any) -> float | None:
    value = json_paths.first(data, endpoint.percent) if endpoint.percent else None
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return None
    return min(max(100.0 * value / endpoint.percent_of, 0.0), 100.0)


def charged_in(endpoint: Endpoint, data: Any) -> Amount | None:
    """Return what an answer says that the task cost, None where it says nothing."""
    value = json_paths.text(data, endpoint.charged) if endpoint.charged else ""
    try:
        amount = Decimal(value)
    except InvalidOperation:
        return None
    return Amount(amount, endpoint.charged_unit) if amount.is_finite() else None
