"""Task records of the new standard → `Progress`: outputs, and what was billed (docs/contracts/kling-more.md §3). Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from mediawright.plugin import Amount, MediaKind, Message, Output, Progress, State, Task
from mediawright_kling.provider import IMAGE_UNITS, NAME, RESULT_LIFE_S, UNITS

STATES = {
    "submitted": State.SUBMITTED,
    "processing": State.RUNNING,
    "succeeded": State.SUCCEEDED,
    "failed": State.FAILED,
}
PACKS = {"video": UNITS, "image": IMAGE_UNITS, "audio": "audio_units"}
LINKS = {"video": ("url",), "image": ("url",), "audio": ("mp3_url", "wav_url")}


def progress_of(record: Mapping[str, Any], task: Task, now_ms: float) -> Progress:
    """One poll. A word nobody documented is UNKNOWN, so that polling goes on (K-N28)."""
    word = str(record.get("status") or "")
    state = STATES.get(word, State.UNKNOWN)
    charged = charged_of(record.get("billing"))
    if state is State.FAILED:
        words = str(record.get("message") or "")
        key = "kling.task.failed" if words else "kling.task.failed_silently"
        return _failed(Message(key, {"message": words}, NAME), charged, words)
    if state is not State.SUCCEEDED:
        return Progress(state=state, stage=word or None)
    outputs = outputs_of(record.get("outputs"), task)
    if not outputs:
        return _failed(Message("kling.task.no_result", domain=NAME), charged)
    updated = record.get("update_time")
    if isinstance(updated, (int, float)) and now_ms > updated + RESULT_LIFE_S * 1000:
        return _failed(Message("kling.task.expired", domain=NAME), charged)
    return Progress(state=State.SUCCEEDED, outputs=outputs, charged=charged)


def _failed(reason: Message, charged: Amount | None, words: str = "") -> Progress:
    return Progress(state=State.FAILED, reason=reason, provider_message=words or None, charged=charged, stage="failed")


def outputs_of(found: Any, task: Task) -> tuple[Output, ...]:
    """The files in their order; a marked copy only where it was asked for."""
    outputs: list[Output] = []
    for item in found if isinstance(found, Sequence) and not isinstance(found, str) else ():
        kind = str(item.get("type")) if isinstance(item, Mapping) else ""
        url = next((str(item[name]) for name in LINKS.get(kind, ()) if item.get(name)), "")
        if not url:
            continue
        seconds = _seconds(item.get("duration") or item.get("mp3_duration"))
        name = task.id if not outputs else f"{task.id}_{len(outputs)}"
        made_id = str(item.get("id") or "") if kind == "video" else ""  # K-S6
        outputs.append(
            Output(kind=MediaKind(kind), name=name, url=url, index=len(outputs), duration=seconds, made_id=made_id)
        )
        marked = str(item.get("watermark_url") or "")
        if task.handle.get("watermark") and marked and marked != url:
            copy = f"{task.id}_watermark"
            outputs.append(Output(kind=MediaKind(kind), name=copy, url=marked, index=len(outputs), watermarked=True))
    return tuple(outputs)


def charged_of(billing: Any) -> Amount | None:
    """What was taken (K-N35): an amount means nothing without its kind; of several kinds units are told before money."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for entry in billing if isinstance(billing, list) else ():
        unit = _unit(entry) if isinstance(entry, Mapping) else None
        try:
            value = Decimal(str(entry["amount"])) if unit else None
        except (KeyError, InvalidOperation):
            value = None
        if unit and value is not None and value.is_finite():
            sums[unit] += value
    first = next((unit for unit in (*PACKS.values(), *sums) if unit in sums), None)
    return None if first is None else Amount(sums[first], first)


def _unit(entry: Mapping[str, Any]) -> str | None:
    if entry.get("charge_type") == "unit":
        return PACKS.get(str(entry.get("package_type")))
    return str(entry.get("currency") or "") or None if entry.get("charge_type") == "cash" else None


def _seconds(text: Any) -> float | None:
    try:
        return float(text)
    except (TypeError, ValueError):
        return None
