"""Saved subjects by their names: which of them a message speaks of, and the name that a new one is given. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mediawright.router.language.lazy_pattern import LazyPattern
from mediawright.types.dataclass import dataclass
from mediawright.types.route import COMMAND_OF, Route

#: operations that take saved subjects as they are, and what becomes of a clip or an open question with one
TAKING: Mapping[str | None, str] = {
    None: "reference_to_video",
    "text_to_video": "reference_to_video",
    "reference_to_video": "reference_to_video",
    "text_to_image": "text_to_image",
}
#: questions that are answered where a saved subject takes part
ANSWERED = frozenset(("output_type", "missing_input", "operation"))
#: characters of the longest name
LONGEST = 20

_QUOTED = r"[\"'“‘「『《]([^\"'”’」』》]{1,20})[\"'”’」』》]"
_ZH = r"([\u3400-\u9fffA-Za-z0-9·]{1,20}?)(?=$|[，。,.!！；;：:、\s]|吧|的|谢谢)"
_EN = r"([A-Z][\w'-]*(?: [A-Z][\w'-]*)?)"
_CALLS = (
    rf"(?:名字|名)(?:叫做?|是|为|[：:])?\s*(?:{_QUOTED}|{_ZH})",
    rf"(?:命名|取名|起名|叫)(?:为|做|成)?\s*(?:{_QUOTED}|{_ZH})",
    rf"(?:存|保存|做|建|设|生成|创建)[成为]?(?:一个|个|新)*(?:角色|主体|人物|形象|元素)(?:叫做?|[：:])?\s*(?:{_QUOTED}|{_ZH})",
    rf"(?i:(?:called|named|names?(?: (?:it|him|her|them|is|of))?|by the name of))\s+(?:{_QUOTED}|{_EN})",
    rf"(?i:character|element|subject)\s+(?:(?i:as|for)\s+)?(?:{_QUOTED}|{_EN})",
    rf"(?i:(?:save|keep|store)\b.{{0,40}}\bas)\s+(?:{_QUOTED}|{_EN})",
)
_PATTERNS = tuple(map(LazyPattern, _CALLS))
#: words that follow "named" and are no name
_NONE = LazyPattern(r"(?i)^(?:一个|这个|什么|角色|主体|人物|it|him|her|the|a|an|character|please)$")


@dataclass(frozen=True, slots=True)
class Known:
    """A subject that is kept at a provider."""

    provider: str
    id: str
    name: str


def spoken_name(text: str) -> str | None:
    """The name that a message gives to what is to be saved: 存成角色小米, "a character called Mia"."""
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            name = next((group.strip() for group in found.groups() if group), "")
            if name and not _NONE.match(name):
                return name[:LONGEST]
    return None


def named_in(text: str, known: Sequence[Known]) -> tuple[Known, ...]:
    """The subjects that a message names, the longest names first, each place of the text for one of them."""
    left, found = text, []
    for item in sorted(known, key=lambda item: -len(item.name)):
        hit = _place(left, item.name)
        if hit is not None:
            left = left[: hit.start()] + "\0" * (hit.end() - hit.start()) + left[hit.end() :]
            found.append(item)
    return tuple(found)


def _place(text: str, name: str) -> re.Match[str] | None:
    if len(name.strip()) < 2:
        return None  # one letter or sign is no name that a sentence could be searched for
    escaped = re.escape(name)
    # behind an at-sign stands a member of the cast
    pattern = rf"(?<![A-Za-z0-9@＠]){escaped}(?![A-Za-z0-9])" if name.isascii() else rf"(?<![@＠]){escaped}"
    return re.search(pattern, text, re.IGNORECASE)


def with_subjects(route: Route, text: str, known: Sequence[Known]) -> Route:
    """The route with the saved subjects that the message names, at the provider that has them.

    A clip with a saved subject is made from references; what is deleted by name is that one. A route to another provider,
    a gap and every other operation stay as they are.
    """
    named = named_in(text, known)
    if not named or route.gap is not None:
        return route
    provider = route.provider or named[0].provider
    ids = tuple(item.id for item in named if item.provider == provider)
    if not ids:
        return route
    if route.operation == "delete_element":
        return replace(route, provider=provider, params={**route.params, "element_id": ids[0]})
    operation = TAKING.get(route.operation)
    if operation is None or (route.ask is not None and route.ask.reason not in ANSWERED):
        return route
    if route.operation is None and route.command not in (None, "video", "none"):
        return route
    params: dict[str, Any] = {**route.params, "element_ids": ids}
    return replace(
        route,
        command=COMMAND_OF[operation],
        operation=operation,
        provider=provider,
        params=params,
        prompt=route.prompt or text.strip(),
        ask=None,
    )
