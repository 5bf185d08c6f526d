"""Elements (subjects): query, list, presets, delete (docs/contracts/kling.md §10). Creating one is a job."""

from collections.abc import Mapping
from typing import Any

from mediawright.plugin import (
    Context,
    InvalidRequest,
    Message,
    Problem,
    Rejected,
    Subject,
    SubjectAction,
    Subjects,
    SubjectVerb,
    Text,
)
from mediawright_kling import client
from mediawright_kling.options import REF_TYPES, TAGS
from mediawright_kling.provider import NAME
from mediawright_kling.routes import Path

PRESETS = "/v1/general/advanced-presets-elements"
DELETE = "/v1/general/delete-elements"
GONE = "already be deleted"
PAGES = range(1, 1001)
PAGE_SIZES = range(1, 501)
TYPE_KEYS = ("reference_type", "element_type", "ref_type")


async def subjects_of(ctx: Context, action: SubjectAction) -> Subjects:
    """Raises InvalidRequest (K-R67, K-R69), SignInNeeded, NotFound, Unreachable."""
    problems = _faults(action)
    if problems:
        raise InvalidRequest(*problems, provider=NAME)
    if action.verb is SubjectVerb.DELETE:
        try:
            envelope = await client.post(ctx, DELETE, {"element_id": action.id})
        except Rejected as error:
            if GONE not in (error.provider_message or "").lower():
                raise
            # a second delete asks for what is so already (docs/contracts/kling-more.md K-C7, K-S29)
            return Subjects(items=(Subject(id=str(action.id), name="", status="deleted"),))
        status = envelope.data.get("task_status", "") if isinstance(envelope.data, Mapping) else ""
        gone = Subject(id=str(action.id), name="", status="deleted" if status in {"", "succeed"} else str(status))
        return Subjects(items=(gone,), raw=envelope.data)
    if action.verb is SubjectVerb.QUERY:
        envelope = await client.request_idempotent(ctx, f"{Path.ELEMENTS}/{action.task_id}")
        return Subjects(items=_items(envelope.data), raw=envelope.data)
    path = PRESETS if action.verb is SubjectVerb.LIST_PRESETS else Path.ELEMENTS.value
    envelope = await client.page(ctx, path, action.page, action.per_page)
    return Subjects(items=tuple(item for task in client.listed(envelope) for item in _items(task)), raw=envelope.data)


def _faults(action: SubjectAction) -> tuple[Problem, ...]:
    found = []
    if action.verb is SubjectVerb.DELETE and not (action.id or "").strip():
        found.append(_problem("element_id", "element_id", "K-R69"))
    if action.verb is SubjectVerb.QUERY and not (action.task_id or "").strip():
        found.append(_problem("task_id", "task_id", "K-R69"))
    if action.verb in {SubjectVerb.LIST, SubjectVerb.LIST_PRESETS}:
        if action.page not in PAGES:
            found.append(_problem("page_num", "page", "K-R67", low=PAGES[0], high=PAGES[-1]))
        if action.per_page not in PAGE_SIZES:
            found.append(_problem("page_size", "page", "K-R67", low=PAGE_SIZES[0], high=PAGE_SIZES[-1]))
    return tuple(found)


def _problem(field: str, key: str, rule: str, **values: object) -> Problem:
    return Problem(field, Message(f"kling.rule.{key}", values, NAME), rule)


def _items(task: Any) -> tuple[Subject, ...]:
    """The elements of a task; one that made none (yet) is shown by its id and status."""
    if not isinstance(task, Mapping):
        return ()
    result = task.get("task_result")
    elements = result.get("elements") if isinstance(result, Mapping) else None
    if not elements:
        task_id = str(task.get("task_id") or "")
        why = str(task.get("task_status_msg") or "")
        return (Subject(id="", name=task_id, status=str(task.get("task_status") or ""), description=why),)
    return tuple(_subject(item) for item in elements if isinstance(item, Mapping))


def _subject(item: Mapping[str, Any]) -> Subject:
    listed = item.get("tag_list") or ()
    tags = tuple(str(tag.get("tag_id") or "") for tag in listed if isinstance(tag, Mapping))
    kind = next((str(item[key]) for key in TYPE_KEYS if item.get(key)), "")
    return Subject(
        id=str(item.get("element_id") or ""),
        name=str(item.get("element_name") or ""),
        kind=kind,
        status=str(item.get("status") or ""),
        description=str(item.get("element_description") or ""),
        owner=str(item.get("owned_by") or ""),
        tags=tags,
        labels=tuple(TAGS.get(tag) or Text(tag, tag) for tag in tags)
        or ((REF_TYPES[kind],) if kind in REF_TYPES else ()),
    )
