"""Quill's wire: a request to its body, its answers to our words. Pure: nothing here sends anything."""

from typing import Any
from urllib.parse import urlsplit

from mediawright import plugin as mw

from mediawright_quill.about import SIZES

STATES = {"IN_QUEUE": mw.State.SUBMITTED, "IN_PROGRESS": mw.State.RUNNING, "COMPLETED": mw.State.SUCCEEDED}


def say(key: str) -> mw.Message:
    return mw.Message(f"quill.{key}", domain="quill")


def body(request: mw.Request) -> dict[str, Any]:
    size = SIZES[request.aspect_ratio or "16:9"]
    said = {"prompt": request.prompt, "image_size": size, "num_images": request.count, "seed": request.seed}
    return {name: value for name, value in said.items() if value is not None}


def task(answer: mw.Answer) -> mw.Task:
    """The task that an answer names, whatever its status: it exists. Of Quill's addresses only the paths are kept: the
    key goes to one host alone. Without a name only Quill's own words are a refusal; a gateway's page says nothing."""
    try:
        said = answer.json()
        handle = {name: urlsplit(said[f"{name}_url"]).path for name in ("status", "response", "cancel")}
        return mw.Task(provider="quill", id=said["request_id"], handle=handle)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        if reason(answer)["provider_message"]:
            refuse(answer)
        raise mw.Uncertain(provider_code=str(answer.status)) from error


def refuse(answer: mw.Answer) -> None:
    """Raise what a refusal means. A 403 that speaks of the balance is not about the key."""
    if answer.status < 400:
        return
    more = reason(answer)
    if answer.status == 429:
        raise mw.Busy(**more)
    if answer.status >= 500:
        raise mw.Unreachable(**more)
    if answer.status == 403 and "balance" in more["provider_message"].lower():
        raise mw.OutOfCredits(say("no_balance"), **more)
    if answer.status in (401, 403):
        raise mw.SignInNeeded(say("key_refused"), **more)
    raise mw.Rejected(say("refused"), **more)


def read(answer: mw.Answer, name: str) -> Any:
    """One field of an answer. Raises Unreachable where it cannot be read: the next poll may be better."""
    try:
        return answer.json()[name]
    except (ValueError, KeyError, TypeError) as error:
        raise mw.Unreachable(provider_code=str(answer.status)) from error


def reason(answer: mw.Answer) -> dict[str, Any]:
    """Quill's own words for a refusal."""
    try:
        return {"provider_code": str(answer.status), "provider_message": str(read(answer, "detail"))[:500]}
    except mw.Unreachable:
        return {"provider_code": str(answer.status), "provider_message": ""}


def result(task: mw.Task, answer: mw.Answer) -> mw.Progress:
    """What a finished request left: pictures, or the reason why there are none."""
    if 400 <= answer.status < 500:
        return mw.Progress(state=mw.State.FAILED, reason=say("failed"), **reason(answer))
    urls = [picture["url"] for picture in read(answer, "images")]
    outputs = [mw.Output(kind=mw.MediaKind.IMAGE, name=task.id, url=url, index=n) for n, url in enumerate(urls)]
    return mw.Progress(state=mw.State.SUCCEEDED, outputs=tuple(outputs))
