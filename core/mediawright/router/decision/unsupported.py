"""Honest answers for what cannot be done: by anybody here, or by the provider that was named."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from mediawright.router.decision.clarifications import choices
from mediawright.router.message.features import MessageFeatures
from mediawright.tables import table
from mediawright.types.message import Message, Text
from mediawright.types.operations import Operation
from mediawright.types.provider import Provider
from mediawright.types.route import Gap

_OPERATIONS = frozenset(operation.value for operation in Operation)
#: operations that come close to one that nobody offers
_NEAR: Mapping[str, tuple[str, ...]] = {
    "animate_image": ("image_to_video",),
    "lip_sync": ("image_to_video", "chat_edit"),
    "image_series": ("text_to_image",),
    "edit_video": ("reference_to_video", "chat_edit"),
    "extend_video": ("image_to_video",),
    "replace_character": ("reference_to_video",),
    "reference_to_video": ("image_to_video",),
    "create_element": ("text_to_image",),
}


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Any]:
    return table(__file__, "gaps.toml")


def out_of_scope(message: MessageFeatures, kind: str | None = None) -> Gap:
    """Why nothing here does it, and what could be done instead. `kind`: the kind of talk that it is (about.py)."""
    page = any(link.kind is None for link in message.reading.links)
    for key, row in _table().items():
        talked = kind in row.get("kinds", ())
        if talked or message.any(*row["any"]) or (page and row.get("page")) or row.get("last"):
            return Gap(key=key, message=Message(f"router.gap.{key}"), instead=choices(tuple(row["instead"])))
    raise AssertionError("the last row holds for everything")  # pragma: no cover


def unable(operation: str | None, named: str | None, providers: Sequence[Provider]) -> Gap | None:
    """The gap where the named provider, or nobody, offers the operation; None where it can be done."""
    if operation not in _OPERATIONS or not providers:
        return None
    able = [p for p in providers if Operation(operation) in p.operations]
    if not able:
        offered = {op.value for p in providers for op in p.operations}
        instead = tuple(op for op in _NEAR.get(operation, ()) if op in offered)
        values: dict[str, object] = {"operation": Message(f"router.choice.{operation}")}
        return Gap(key="nobody_can", message=Message("router.gap.nobody_can", values), instead=choices(instead))
    said = next((p for p in providers if p.name == named), None)
    if said is None or said in able:
        return None
    who: dict[str, object] = {
        "provider": said.title,
        "operation": Message(f"router.choice.{operation}"),
        "able": _either(able),
    }
    return Gap(key="provider_cannot", message=Message("router.gap.provider_cannot", who), instead=choices((operation,)))


def _either(able: Sequence[Provider]) -> Text | Message:
    if len(able) == 1:
        return able[0].title
    return Message("router.names.two", {"first": able[0].title, "second": able[1].title})
