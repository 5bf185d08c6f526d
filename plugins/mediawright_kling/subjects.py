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
    dataclass,
)
from mediawright_kling import client
from mediawright_kling.options import REF_TYPES, TAGS
from mediawright_kling.provider import NAME
from mediawright_kling.routes import Path

GONE = "already be deleted"
PAGES = range(1, 1001)
PAGE_SIZES = range(1, 501)
VOICE_PAGE_SIZES = range(1, 1001)  # docs/contracts/kling-more.md K-S35
BUILT_IN = "kling"  # the owner of what nobody can delete (K-S28)


@dataclass(frozen=True, slots=True)
class Library:
    """What can be kept at the provider, with its paths and the name that its id has there."""

    own: str
    presets: str
    delete: str
    key: str


LIBRARIES = {
    "element": Library(
        Path.ELEMENTS.value, "/v1/general/advanced-presets-elements", "/v1/general/delete-elements", "element_id"
    ),
    "voice": Library(
        "/v1/general/custom-voices", "/v1/general/presets-voices", "/v1/general/delete-voices", "voice_id"
    ),
}
TYPE_KEYS = ("reference_type", "element_type", "ref_type")


async def subjects_of(ctx: Context, action: SubjectAction) -> Subjects:
    """Raises InvalidRequest (K-R67, K-R69), SignInNeeded, NotFound, Unreachable."""
    problems = _faults(action)
    if problems:
        raise InvalidRequest(*problems, provider=NAME)
    library = LIBRARIES[action.kind]
    if action.verb is SubjectVerb.DELETE:
        await _refuse_built_in(ctx, library, str(action.id))
        try:
            envelope = await client.post(ctx, library.delete, {library.key: action.id})
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
    path = library.presets if action.verb is SubjectVerb.LIST_PRESETS else library.own
    return await _listed(ctx, library, path, action.page, action.per_page)


async def _refuse_built_in(ctx: Context, library: Library, name: str) -> None:
    """K-S28: what the provider ships cannot be deleted. Raises InvalidRequest where the id was listed as such; the few
    ready voices are asked for, an element goes out as the vendor's own tool sends it, in one call."""
    if library is LIBRARIES["voice"]:
        await _listed(ctx, library, library.presets, 1, PAGE_SIZES[-1])
    if name in (ctx.recall(_built_in(library)) or ()):
        raise InvalidRequest(_problem("element_id", "built_in", "K-S28", id=name), provider=NAME)


async def _listed(ctx: Context, library: Library, path: str, number: int, size: int) -> Subjects:
    """One page of a list; which of its ids are the provider's own is remembered."""
    envelope = await client.page(ctx, path, number, size)
    items = tuple(item for task in client.listed(envelope) for item in _items(task))
    built_in = {item.id for item in items if item.owner == BUILT_IN}
    known = set(ctx.recall(_built_in(library)) or ())
    if not built_in <= known:
        ctx.keep(_built_in(library), sorted(known | built_in))
    return Subjects(items=items, raw=envelope.data)


def _built_in(library: Library) -> str:
    return f"built_in.{library.key}"


def _faults(action: SubjectAction) -> tuple[Problem, ...]:
    found = []
    if action.verb is SubjectVerb.DELETE and not (action.id or "").strip():
        found.append(_problem("element_id", "element_id", "K-R69"))
    if action.verb is SubjectVerb.QUERY and not (action.task_id or "").strip():
        found.append(_problem("task_id", "task_id", "K-R69"))
    if action.verb in {SubjectVerb.LIST, SubjectVerb.LIST_PRESETS}:
        if action.page not in PAGES:
            found.append(_problem("page_num", "page", "K-R67", low=PAGES[0], high=PAGES[-1]))
        sizes, rule = (VOICE_PAGE_SIZES, "K-S35") if action.kind == "voice" else (PAGE_SIZES, "K-R67")
        if action.per_page not in sizes:
            found.append(_problem("page_size", "page", rule, low=sizes[0], high=sizes[-1]))
    return tuple(found)


def _problem(field: str, key: str, rule: str, **values: object) -> Problem:
    return Problem(field, Message(f"kling.rule.{key}", values, NAME), rule)


def _items(task: Any) -> tuple[Subject, ...]:
    """The elements of a task; one that made none (yet) is shown by its id and status."""
    if not isinstance(task, Mapping):
        return ()
    result = task.get("task_result")
    elements = result.get("elements") or result.get("voices") if isinstance(result, Mapping) else None
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
        id=str(item.get("element_id") or item.get("voice_id") or ""),
        name=str(item.get("element_name") or item.get("voice_name") or ""),
        kind=kind,
        status=str(item.get("status") or ""),
        description=str(item.get("element_description") or ""),
        owner=str(item.get("owned_by") or ""),
        tags=tags,
        labels=tuple(TAGS.get(tag) or Text(tag, tag) for tag in tags)
        or ((REF_TYPES[kind],) if kind in REF_TYPES else ()),
    )
