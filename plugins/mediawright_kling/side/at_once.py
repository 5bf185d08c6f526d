"""Answers that are the result: speech, cut-outs. No task is made, so nothing can be looked up
(docs/contracts/kling-more.md K-S1, K-S24). Pure."""

from collections.abc import Mapping
from typing import Any

from mediawright.plugin import MediaKind, Message, Output, Progress, Rejected, State, Task, is_task_id
from mediawright_kling.envelope import Envelope

NAME = "kling"
#: what is cut out unless another part is named
PART = "object"


def task_of(envelope: Envelope, path: str, base: str, part: str | None) -> Task:
    """The answer as a task that is over. Raises Rejected where it holds no file (K-S24)."""
    data = envelope.data if isinstance(envelope.data, Mapping) else {}
    result = data.get("task_result")
    files = _files(result if isinstance(result, Mapping) else {}, part or PART)
    if not files:
        raise Rejected(Message("kling.side.empty", domain=NAME), provider=NAME)
    names = (envelope.task_id, str(files[0].get("name")), envelope.request_id)
    name = next(filter(is_task_id, names), path.rpartition("/")[2])  # no id of a task is promised (K-S1)
    return Task(provider=NAME, id=name, handle={"path": path, "base": base, "files": files})


def _files(result: Mapping[str, Any], part: str) -> list[dict[str, Any]]:
    audios = [one for one in result.get("audios") or () if isinstance(one, Mapping) and one.get("url")]
    if audios:
        return [_file("audio", one) for one in audios]
    pictures = [one for one in result.get("images") or () if isinstance(one, Mapping) and one.get("url")]
    wanted = [one for one in pictures if one.get("type") == f"{part}_seg" and one.get("is_contain") is not False]
    return [_file("image", one) for one in wanted]


def _file(kind: str, one: Mapping[str, Any]) -> dict[str, Any]:
    return {"kind": kind, "url": str(one["url"]), "name": str(one.get("id") or ""), "seconds": one.get("duration")}


def progress_of(task: Task) -> Progress:
    """A success with its files, without asking anybody."""
    return Progress(
        state=State.SUCCEEDED,
        outputs=tuple(
            Output(
                kind=MediaKind(one["kind"]),
                name=task.id if not index else f"{task.id}_{index}",
                url=one["url"],
                index=index,
                duration=_seconds(one.get("seconds")),
                extra={"audio_id": one["name"]} if one["name"] else {},
            )
            for index, one in enumerate(task.handle["files"])
        ),
        data={"audio_id": task.handle["files"][0]["name"]} if task.handle["files"][0]["name"] else {},
    )


def _seconds(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
