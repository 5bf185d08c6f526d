"""What an answer leaves behind in its conversation, written at this one place for every front end."""

from collections.abc import Mapping
from typing import Any

from mediawright.commands.action import Action
from mediawright.handlers.hints import TALK
from mediawright.handlers.response import Response
from mediawright.handlers.thread_kept import idle, remembered, speak
from mediawright.ledger.threads import Thread
from mediawright.services.approval import ApprovalNeeded
from mediawright.services.studio import Studio
from mediawright.types.codec import plain
from mediawright.types.errors import (
    Busy,
    InvalidRequest,
    MediawrightError,
    NotFound,
    OutOfCredits,
    Rejected,
    SignInNeeded,
    TaskFailed,
    Unreachable,
)
from mediawright.types.job import Job
from mediawright.types.message import Lang
from mediawright.types.request import Request
from mediawright.types.route import Ask
from mediawright.types.states import State

#: fields of a request that a person may have said something about
PARAMS = (
    "duration",
    "aspect_ratio",
    "resolution",
    "mode",
    "quality",
    "style",
    "scope",
    "sound",
    "keep_original_sound",
    "count",
    "series_amount",
    "multi_shot",
    "watermark",
    "negative_prompt",
    "seed",
)
#: what a failure is called in a conversation
FAILURES: tuple[tuple[type[MediawrightError], str], ...] = (
    (OutOfCredits, "no_credits"),
    (Rejected, "moderation"),
    (TaskFailed, "provider_error"),
    (InvalidRequest, "bad_input"),
    (Busy, "provider_error"),
    (Unreachable, "timeout"),
)
#: pages that answer what was open, a permission or a question
ANSWERED = frozenset({"policy", "declined"})
#: pages that do not change what a conversation is about, even where they name a job
ASIDE = frozenset({"jobs", "threads"})


__all__ = ("context_of", "idle", "remember", "remembered", "said_by", "stage_in", "stage_of")


def remember(studio: Studio, thread: str, response: Response, lang: Lang) -> None:
    """Keep what was said, where it changes what the next message is about. Never raises: an answer stands without it."""
    try:
        if not studio.config.thread_hours > 0:
            return
        for job in response.several:
            studio.ledger.results.belongs(job, thread)
        said = said_by(studio, response)
        kept = studio.has_ledger
        if said is None and response.page.name in TALK:
            speak(studio, thread, lang)
        if (said is None and response.page.name not in ANSWERED) or (stage_in(said) in (None, "failed") and not kept):
            return  # what is refused before anything happened leaves no trace
        before = studio.ledger.threads.get(thread, idle(studio))
        left = _left(before) if said is None else _carried(before, said)
        if left is not None:
            studio.ledger.threads.put(thread, left, lang, idle(studio))
        for job in (said or {}).get("jobs", ()):
            studio.ledger.results.belongs(str(job), thread)
    except MediawrightError:
        return


def said_by(studio: Studio, response: Response) -> dict[str, Any] | None:
    """What an answer leaves to talk about; None where the conversation goes on as it was."""
    failure = response.failure
    if isinstance(failure, ApprovalNeeded):
        return _quoted(studio, failure)
    data = response.page.data
    if response.page.name == "comparison" and failure is not None:
        return _compared(data)
    if response.status == "proposed":
        return _proposed(data)
    asked = data.get("ask")
    if response.status == "question" and isinstance(asked, (Ask, Mapping)):
        return _question(response, asked)
    if "batch" in data and failure is not None:
        return _batch(data, failure)
    if response.page.name == "batch_done" and failure is None and response.several:
        from mediawright.handlers.thread_together import said_of

        return said_of([studio.ledger.get(job) for job in response.several], context_of)
    job = _job_of(studio, response)
    if job is not None:
        return _of_job(job, failure)
    if failure is None or studio.asked is None or isinstance(failure, NotFound) or response.page.name == "gap":
        return None
    stage = {"stage": "sign_in"} if isinstance(failure, SignInNeeded) else {"stage": "failed", "error": kind(failure)}
    return {"context": context_of(studio.asked) | stage, "request": plain(studio.asked)}


def context_of(request: Request) -> dict[str, Any]:
    """A request in the words of a conversation's context."""
    values = {name: value for name in PARAMS if (value := getattr(request, name)) not in (None, False, "")}
    if request.sound is False:
        values["sound"] = False
    return {
        "operation": request.operation.value,
        "provider": request.provider,
        "model": request.model,
        "params": values,
        "prompt": request.prompt or None,
        "inputs": {name: len(found) for name, found in _inputs(request).items() if found},
    }


def kind(failure: MediawrightError) -> str:
    """What a failure is called in a conversation's context."""
    return next((name for cls, name in FAILURES if isinstance(failure, cls)), "unknown")


def stage_of(thread: Thread) -> str:
    """The stage that a conversation is in."""
    return str((thread.said.get("context") or {}).get("stage") or "none")


def stage_in(said: Mapping[str, Any] | None) -> str | None:
    """The stage that an answer leads to."""
    return None if said is None else str(said["context"]["stage"])


def _quoted(studio: Studio, missing: ApprovalNeeded) -> dict[str, Any]:
    plan = missing.plan
    asked = studio.asked if studio.asked is not None and studio.asked.operation is plan.request.operation else None
    pinned = (asked or plan.request).with_(provider=plan.provider.name, model=plan.model.name)
    price = plan.quote.price.amount
    offers = [
        {"model": model.name, "price": None if other.amount is None else str(other.amount.value)}
        for model, other in plan.others
    ]
    context = context_of(plan.request) | {
        "stage": "quoted",
        "model": plan.model.name,
        "models": offers,
        "price": None if price is None else {"value": str(price.value), "unit": price.unit},
    }
    more = {"again": True} if missing.again else {}
    return {"context": context, "request": plain(pinned), "quote": plan.quote.id} | more


def _compared(data: Mapping[str, Any]) -> dict[str, Any]:
    """Several requests that wait for one approval; their price where it is one sum."""
    context: dict[str, Any] = {"stage": "quoted", "operation": str(data["items"][0]["operation"].value)}
    if len(data["totals"]) == 1 and not data["without_price"]:
        context["price"] = {"value": str(data["totals"][0].value), "unit": data["totals"][0].unit}
    return {"context": context, "quote": data["comparison"]}


def _batch(data: Mapping[str, Any], failure: MediawrightError) -> dict[str, Any]:
    """Many requests that wait together for a yes or for a sign-in: the command that shows them again."""
    values = data["batch"]["values"]
    made = {"video": "text_to_video", "image": "text_to_image"}.get(str(values.get("kind")))
    context = {
        "stage": "sign_in" if isinstance(failure, SignInNeeded) else "quoted",
        "operation": made,
        "provider": failure.provider or values.get("provider"),
        "params": {name: values[name] for name in PARAMS if name in values},
        "prompt": "…" if made else None,
    }
    return {"context": context, "batch": data["batch"]}


def _proposed(data: Mapping[str, Any]) -> dict[str, Any]:
    """A standing permission that waits for an approval; what was said before goes on after it."""
    amount = data["amount"]
    context = {"stage": "quoted", "price": {"value": str(amount.value), "unit": amount.unit}}
    return {"context": context, "proposal": data["proposal"]}


def _question(response: Response, asked: Any) -> dict[str, Any]:
    """A question with the commands of its answers, in their order. `sources`: the inputs of a request that is not complete
    yet; without them the question is about what the conversation has."""
    ask = plain(asked)
    names = ask["reason"] == "cast_name"  # all of one operation, told apart by who is meant
    choices = [str(choice.get("key")) if names else _answer(choice) for choice in ask.get("choices") or ()]
    data = response.page.data
    context = {
        "stage": "question",
        "operation": data.get("operation"),
        "provider": data.get("provider"),
        "params": data.get("params") or {},
        "prompt": data.get("prompt") or None,
        "inputs": {name: number for name, number in (data.get("attachments") or {}).items() if number},
        "question": ask["reason"],
        "choices": choices,
    }
    steps = [step.to_data() for step in response.page.next if isinstance(step, Action)]
    said: dict[str, Any] = {"context": context, "actions": steps if len(steps) == len(choices) else []}
    if "request" in data:  # a whole request that waits for who shall make it
        return said | {"request": data["request"]}
    return said | ({"sources": [list(map(str, item)) for item in data["inputs"]]} if "inputs" in data else {})


def _answer(choice: Mapping[str, Any]) -> str:
    """A choice as the router reads it: the operation it leads to, or its own key."""
    return str(choice.get("operation") or choice.get("key"))


#: what a conversation goes on having while something is asked about it
STAYING = ("request", "jobs", "quote", "again")


def _job_of(studio: Studio, response: Response) -> Job | None:
    named = response.page.data.get("job")
    if named is None or response.page.name in ASIDE:
        return None
    return named if isinstance(named, Job) else studio.ledger.get(str(named))


def _of_job(job: Job, failure: MediawrightError | None) -> dict[str, Any]:
    context = context_of(job.request)
    quoted = job.quote.price.amount if job.quote else None
    amount = job.charged or quoted
    context["price"] = None if amount is None else {"value": str(amount.value), "unit": amount.unit}
    if job.state is State.DONE:
        kinds = [asset.kind.value for asset in job.assets]
        made = [{"kind": name, "count": kinds.count(name)} for name in dict.fromkeys(kinds)]
        context |= {"stage": "done", "results": made}
    elif job.state in (State.FAILED, State.EXPIRED):
        context |= {"stage": "failed", "error": "provider_error" if failure is None else kind(failure)}
    else:
        context["stage"] = "none" if job.state is State.CANCELLED else "running"
    said: dict[str, Any] = {"context": context, "jobs": [job.id]}
    if not any(item.is_url for item in job.request.media):  # a link's credentials are gone once it was sent
        said["request"] = plain(job.request)
    return said | ({"quote": job.quote.id} if job.quote else {})


def _left(before: Thread | None) -> dict[str, Any] | None:
    """What is left of a conversation where what was open is answered: a permission, a question, a sign-in.

    A price page that was declined stays to be changed; it can be agreed to no more. None: as it was.
    """
    if before is None:
        return None
    if "proposal" in before.said:
        return dict(before.said.get("before") or {"context": {"stage": "none"}})
    if stage_of(before) in ("question", "sign_in") or "batch" in before.said:
        return {"context": {"stage": "none"}}
    return None


def _carried(before: Thread | None, said: dict[str, Any]) -> dict[str, Any]:
    """What is said now, with what goes on.

    Of the same quote the request stays as it was asked for, without what was filled in. A question in the middle of a
    conversation is about what the conversation has. A proposal is answered before anything else.
    """
    if before is None:
        return said
    stage = said["context"]["stage"]
    if "proposal" in said:
        return said | {"before": before.said.get("before") if "proposal" in before.said else dict(before.said)}
    if stage == "question" and not {"sources", "request"} & said.keys():
        kept = {key: value for key, value in before.said.items() if key in STAYING}
        told = {key: value for key, value in said["context"].items() if value not in (None, "", {}, [])}
        return kept | said | {"context": {**(before.said.get("context") or {}), **told}}
    step = (before.said.get("then") or [{}])[0]
    if step and ("of" in step or step["operation"] != said["context"].get("operation")):
        said = said | {"then": before.said["then"]}  # until it is begun, or another wish is
    if not said.get("jobs") or said.get("quote") != before.said.get("quote"):
        return said
    return said | ({"request": before.said["request"]} if "request" in before.said and "request" in said else {})


def _inputs(request: Request) -> dict[str, tuple[Any, ...]]:
    return {"image": request.images, "video": request.videos, "audio": request.audios}
