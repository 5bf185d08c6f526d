"""Tasks and results as Kling tells them → `Task` and `Progress` (docs/contracts/kling.md §4). Pure."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from mediawright.plugin import Amount, MediaKind, Message, Output, Progress, State, Task, Uncertain
from mediawright_kling.envelope import Envelope
from mediawright_kling.provider import IMAGE_UNITS, NAME, UNITS
from mediawright_kling.routes import kind_of

STATES = {
    "submitted": State.SUBMITTED,
    "processing": State.RUNNING,
    "succeed": State.SUCCEEDED,
    "failed": State.FAILED,
}
#: server strings of a failed task (§3.4) → the sentence for people
REASONS = {
    "Failure to pass the risk control system": "kling.code.1301",
    "Image pixel is invalid": "kling.task.picture",
    "The resolution or aspect ratio of the input image is invalid.": "kling.task.picture",
}
UNIT_OF = {"video": UNITS, "image": IMAGE_UNITS, "element": UNITS}


def accepted(envelope: Envelope, path: str, base: str, *, watermark: bool = False) -> Task:
    """The task of a create answer. Raises Uncertain where a success names no task."""
    if not envelope.task_id:
        raise Uncertain(Message("kling.task.no_id", domain=NAME), provider=NAME, provider_message=envelope.message)
    return task_at(envelope.task_id, path, base, watermark=watermark)


def task_at(task_id: str, path: str, base: str, *, watermark: bool = False) -> Task:
    """Our handle: the path that made the task, since it is visible only there (§4.1), and the region's base."""
    handle: dict[str, Any] = {"path": path, "base": base}
    if watermark:
        handle["watermark"] = True
    return Task(provider=NAME, id=task_id, handle=handle)


def progress_of(data: Any, task: Task) -> Progress:
    """One poll of a task. A word nobody documented is UNKNOWN; a success may come before its file or its element, which
    the core then looks for again."""
    data = data if isinstance(data, Mapping) else {}
    word = str(data.get("task_status") or data.get("status") or "")  # K-S37
    state = STATES.get(word, State.UNKNOWN)
    if state is State.FAILED:
        return _failed(data, task)
    if state is not State.SUCCEEDED:
        return Progress(state=state, stage=word or None, data={"status": word} if state is State.UNKNOWN else {})
    return _succeeded(data, task)


def _failed(data: Mapping[str, Any], task: Task) -> Progress:
    words = str(data.get("task_status_msg") or "")
    key = next((key for start, key in REASONS.items() if words.startswith(start)), None)
    reason = Message(key or ("kling.task.failed" if words else "kling.task.failed_silently"), {"message": words}, NAME)
    return Progress(
        state=State.FAILED,
        reason=reason,
        provider_message=words or None,
        charged=charged_of(data, task),
        stage="failed",
    )


def _succeeded(data: Mapping[str, Any], task: Task) -> Progress:
    result = data.get("task_result")
    result = result if isinstance(result, Mapping) else {}
    charged = charged_of(data, task)
    if kind_of(str(task.handle.get("path", ""))) == "element":
        return _element_made(result, charged)
    if result.get("voices"):
        return _voice_made(result, charged, task)
    return Progress(state=State.SUCCEEDED, outputs=outputs_of(result, task), charged=charged)


def _element_made(result: Mapping[str, Any], charged: Amount | None) -> Progress:
    elements = [item for item in result.get("elements") or () if isinstance(item, Mapping)]
    ids = [str(item["element_id"]) for item in elements if item.get("element_id")]
    if not ids:
        return Progress(state=State.SUCCEEDED, charged=charged)
    return Progress(state=State.SUCCEEDED, subject_id=ids[0], charged=charged, data={"element_ids": ids})


def _voice_made(result: Mapping[str, Any], charged: Amount | None, task: Task) -> Progress:
    """A saved voice: its id, and a sample to hear where one is given (docs/contracts/kling-more.md §6.9)."""
    voice = next((item for item in result["voices"] if isinstance(item, Mapping) and item.get("voice_id")), {})
    url, name = str(voice.get("trial_url") or ""), str(voice.get("voice_id") or "")
    heard = (Output(kind=MediaKind.AUDIO, name=task.id, url=url),) if url else ()
    return Progress(state=State.SUCCEEDED, subject_id=name or None, outputs=heard, charged=charged)


def charged_of(data: Mapping[str, Any], task: Task) -> Amount | None:
    """`final_unit_deduction`, the truth about the price; None where the provider does not say it."""
    text = data.get("final_unit_deduction")
    if text in (None, ""):
        return None
    try:
        value = Decimal(str(text))
    except InvalidOperation:
        return None
    return Amount(value, UNIT_OF[kind_of(str(task.handle.get("path", "")))]) if value.is_finite() else None


def outputs_of(result: Mapping[str, Any], task: Task) -> tuple[Output, ...]:
    """The files of a result, named as the vendor's tool names them (§13.6): the task id, or id_0, id_1 …"""
    videos = [item for item in result.get("videos") or () if isinstance(item, Mapping)]
    sounds = sounds_of(result, task)
    if videos:
        clips = _video_outputs(videos[0], task)
        return (*clips, *(replace(one, index=len(clips) + number) for number, one in enumerate(sounds)))
    if sounds:
        return sounds
    pictures = _picture_urls(result)
    single = len(pictures) == 1
    return tuple(
        Output(kind=MediaKind.IMAGE, name=task.id if single else f"{task.id}_{index}", url=url, index=index)
        for index, url in enumerate(pictures)
    )


def _video_outputs(video: Mapping[str, Any], task: Task) -> tuple[Output, ...]:
    url = str(video.get("url") or "")
    marked = str(video.get("watermark_url") or "") if task.handle.get("watermark") else ""
    seconds = _seconds(video.get("duration"))
    outputs = []
    if url:
        made_id = str(video.get("id") or "")  # a later side task takes it by this (docs/contracts/kling-more.md K-S6)
        outputs.append(Output(kind=MediaKind.VIDEO, name=task.id, url=url, duration=seconds, made_id=made_id))
    if marked and marked != url:
        name = f"{task.id}_watermark"
        outputs.append(Output(kind=MediaKind.VIDEO, name=name, url=marked, index=1, duration=seconds, watermarked=True))
    return tuple(outputs)


def sounds_of(result: Mapping[str, Any], task: Task) -> tuple[Output, ...]:
    """The sounds of a result: an mp3 by whichever spelling (docs/contracts/kling-more.md §3, §6.7, §6.8), else the wav."""
    found: list[Output] = []
    for item in result.get("audios") or ():
        if not isinstance(item, Mapping):
            continue
        kinds = (("mp3", ("url_mp3", "mp3_url", "url", "audio_url")), ("wav", ("url_wav", "wav_url")))
        url, kind = next(((str(item[key]), kind) for kind, keys in kinds for key in keys if item.get(key)), ("", ""))
        seconds = next(
            (item[key] for key in (f"duration_{kind}", f"{kind}_duration", "duration") if item.get(key)), None
        )
        if url:
            name = task.id if not found else f"{task.id}_{len(found)}"
            found.append(Output(kind=MediaKind.AUDIO, name=name, url=url, index=len(found), duration=_seconds(seconds)))
    return tuple(found)


def _picture_urls(result: Mapping[str, Any]) -> list[str]:
    items = [*(result.get("images") or ()), *(result.get("series_images") or ())]
    found = [
        str(item.get(key) or "")
        for item in items
        if isinstance(item, Mapping)
        for key in ("url", "url_1", "url_2", "url_3")
    ]
    urls = [url for url in found if url]
    return urls or ([str(result["url"])] if result.get("url") else [])


def _seconds(text: Any) -> float | None:
    try:
        return float(text)
    except (TypeError, ValueError):
        return None
