"""Submits and polls: tasks are checked, priced, paid and, after a while, done."""

from collections.abc import Mapping
from typing import Any

from mediawright_chatart.models import Kind
from mediawright_chatart.simulator import validation
from mediawright_chatart.simulator.faults import BY_NAME, GROUPS, FaultBox
from mediawright_chatart.simulator.sample_media import size_of
from mediawright_chatart.simulator.state import Account, ServiceState, Work
from mediawright_chatart.simulator.validation import Wrong

Envelope = dict[str, Any]


def success(data: Any) -> Envelope:
    return {"code": 200, "message": "success", "data": data}


def refused(code: int, text: str) -> Envelope:
    return {"code": code, "message": text, "data": {}}


def submit(
    service_state: ServiceState, faults: FaultBox, account: Account, kind: str, body: Mapping[str, Any], own: str
) -> Envelope:
    """Accept a task or refuse it, charging the account at once. `own`: the address that inputs must start with."""
    options = service_state.options
    if options.single_flight and service_state.unfinished(account):
        return refused(4007, "a task is running")
    try:
        work = _work(service_state, account, kind, body, own)
    except Wrong as wrong:
        return refused(wrong.code, f"bad field: {wrong.field}")
    if account.balance < work.price:
        return refused(options.low_credit_code, "balance too low")
    style = faults.has(*GROUPS["F14"])
    service_state.id_style = {"id-text": "text", "id-huge": "huge"}.get(style or "", "int")
    work.id = service_state.new_task_id()
    failing = faults.has(*GROUPS["F18"])
    if failing:
        work.failure, work.ended = dict(BY_NAME[failing].body), 2
    account.balance -= 0 if failing else work.price
    service_state.tasks[str(work.id)] = work
    return success({"question_id": work.id})


def _work(service_state: ServiceState, account: Account, kind: str, body: Mapping[str, Any], own: str) -> Work:
    strict = service_state.options.strict
    given = {name: value for name, value in body.items() if strict or value is not None}
    links = list(given.get("image_url") or given.get("reference_image") or [])
    if strict and any(not str(link).startswith(own) for link in links):
        raise Wrong(4000, "image_url" if kind == "video" else "reference_image")
    if kind == "image":
        _, shape, price = validation.image(given, strict=strict)
        return Work(0, kind, account.identity_id, body, price, service_state.now, size_of(shape))
    what, _, price = validation.video(given, strict=strict)
    seconds = int(given.get("duration", 5))
    ratio = given.get("ratio") if what is not Kind.REPLACE else None
    return Work(0, kind, account.identity_id, body, price, service_state.now, size_of(ratio), seconds)


def finished(service_state: ServiceState, faults: FaultBox, work: Work) -> None:
    """One more poll: the task ends when it has been looked at and has worked long enough."""
    if work.ended is not None or faults.has("never-done"):
        return
    late = (service_state.now - work.created).total_seconds() >= service_state.options.work_s
    if late and work.polls >= service_state.options.polls:
        work.ended = 1
    work.polls += 1


def poll(
    service_state: ServiceState, faults: FaultBox, account: Account, kind: str, task: str | None, cdn: str
) -> Envelope:
    """One poll's answer: 0 working, 1 done with a file, 2 failed and paid back."""
    if not task:
        return refused(4003, "question_id missing")
    work = service_state.tasks.get(task)
    if work is None or work.kind != kind or work.account != account.identity_id:
        return refused(4004, "no such task")
    finished(service_state, faults, work)
    if work.ended is None:
        return success({"status": 0})
    if work.ended == 2:
        return success({"status": 2, "cost_credit": 0, "message": {} if kind == "video" else [], **work.failure})
    link = {"url": cdn + file_name(work)}
    return success({"status": 1, "cost_credit": work.price, "message": link if kind == "video" else [link]})


def file_name(work: Work) -> str:
    day = f"{work.created:%Y%m%d}"
    return f"chat-video/{day}/{work.id}.mp4" if work.kind == "video" else f"chat-image/{day}/{work.id}_1.png"


def history(
    service_state: ServiceState, account: Account, kind: str, arguments: Mapping[str, str], cdn: str
) -> Envelope:
    """One page, newest first; the arguments are all text."""
    page, size = (int(arguments.get(name, default)) for name, default in (("page", "1"), ("per_page", "20")))
    start, end = arguments.get("start_time", ""), arguments.get("end_time", "9999-99-99")
    mine = [
        work for work in service_state.tasks.values()
        if work.account == account.identity_id and work.kind == kind and start <= f"{work.created:%Y-%m-%d}" <= end
    ]  # fmt: skip
    mine.sort(key=lambda work: work.created, reverse=True)
    rows = [_row(work, cdn) for work in mine[(page - 1) * size : page * size]]
    return success({"current_page": page, "total": len(mine), "data": rows})


def _row(work: Work, cdn: str) -> dict[str, Any]:
    done = {None: 0, 1: 1, 2: 0}[work.ended]
    files = [{"status": done, "url": cdn + file_name(work) if done else ""}] if work.ended != 2 else []
    outer = 2 if work.ended == 2 else 1
    error = next(iter(work.failure.values()), "")
    row: dict[str, Any] = {"id": work.id, "create_at": int(work.created.timestamp()), "comment": ""}
    if work.kind == "image":
        return row | {"is_drawing": outer, "pic_url": files, "comment": error}
    return row | {"status": outer, "file": files, "error_message": error}
