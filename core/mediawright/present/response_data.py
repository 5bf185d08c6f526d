"""The one object that `--json` prints and every tool call returns."""

import json
import re
from collections.abc import Mapping
from dataclasses import field
from typing import Any

from mediawright.commands.action import Next
from mediawright.present.chat import chat
from mediawright.present.page import Page
from mediawright.types.codec import plain
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import Busy, InvalidRequest, MediawrightError
from mediawright.types.message import Lang

#: controls of the second kind and turns of the reading direction: JSON itself hides only those of the first kind
_OBEYED = re.compile(r"[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
#: characters of the printed object: what chat clients pass on uncut
LIMIT = 10_000
#: a list or text in `data` is not cut below this many items or characters
_FEWEST, _SHORTEST = 3, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`ok`, a stable `status` word, the language, words ready for the chat, data, exact commands, and the failure if any.

    Keys never change with the language. `error` is `{code, exit_code, retry, provider, provider_code, provider_message,
    key, problems, retry_after_s}`.
    """

    ok: bool
    status: str
    lang: Lang
    message: str
    data: Mapping[str, Any] = field(default_factory=dict)
    next: tuple[Next, ...] = ()
    error: Mapping[str, Any] | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "ok": self.ok,
            "status": self.status,
            "lang": self.lang,
            "message": self.message,
            "data": plain(self.data),
            "next": [str(step) for step in self.next],
            "error": None if self.error is None else plain(self.error),
        }

    def to_json(self, *, indent: int | None = None, limit: int = LIMIT) -> str:
        """The printed object with real characters, kept below `limit` by shortening the biggest parts of `data`.

        What was shortened is named under `truncated`, as paths ("data.items": 312).
        """
        return bounded(self.to_dict(), indent=indent, limit=limit)


def answer_of(
    page: Page,
    lang: Lang,
    *,
    status: str | None = None,
    data: Mapping[str, Any] | None = None,
    error: MediawrightError | None = None,
) -> Answer:
    """The answer that says what a page says. `status` default: the page's name; `data` default: the page's own."""
    return Answer(
        ok=error is None,
        status=status or page.name,
        lang=lang,
        message=chat(page, lang),
        data=page.data if data is None else data,
        next=page.next,
        error=None if error is None else error_data(error),
    )


def bounded(answer: dict[str, Any], *, indent: int | None = None, limit: int = LIMIT) -> str:
    """The JSON text of an answer, below `limit` characters where cutting lists and texts of `data` can do that."""
    cut: dict[str, int] = {}
    text = _spelled(answer, indent)
    while len(text) >= limit and (biggest := _biggest(answer.get("data"), "data")) is not None:
        path, whole, holder, key = biggest
        part = whole[: max(_FEWEST if isinstance(whole, list) else _SHORTEST, len(whole) // 2)]
        holder[key] = part + "…" if isinstance(part, str) else part
        cut.setdefault(path, len(whole))
        answer["truncated"] = cut
        text = _spelled(answer, indent)
    return text


def _spelled(answer: dict[str, Any], indent: int | None) -> str:
    """Real characters, but for those that a terminal would obey."""
    text = json.dumps(answer, ensure_ascii=False, indent=indent)
    return _OBEYED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


Found = tuple[str, "list[Any] | str", Any, Any]


def _biggest(value: Any, path: str) -> Found | None:
    """The list or text that takes most room and may still be shortened: its path, itself, and where it hangs."""
    best: tuple[int, Found] | None = None
    stack: list[tuple[Any, str]] = [(value, path)]
    while stack:
        holder, at = stack.pop()
        for key, item in holder.items() if isinstance(holder, dict) else enumerate(holder):
            where = f"{at}.{key}"
            if isinstance(item, (list, dict)):
                stack.append((item, where))
            if _may_shrink(item) and (best is None or _weight(item) > best[0]):
                best = (_weight(item), (where, item, holder, key))
    return best[1] if best else None


def _may_shrink(item: Any) -> bool:
    return (isinstance(item, list) and len(item) > _FEWEST) or (isinstance(item, str) and len(item) > _SHORTEST + 1)


def _weight(item: Any) -> int:
    return len(json.dumps(item, ensure_ascii=False))


def error_data(failure: MediawrightError) -> dict[str, object]:
    """The failure for `--json`: stable code, retry verdict and the provider's own words, never translated."""
    return {
        "code": failure.code,
        "exit_code": int(failure.exit_code),
        "retry": failure.retry.value,
        "provider": failure.provider,
        "provider_code": failure.provider_code,
        "provider_message": failure.provider_message,
        "key": failure.message.key,
        "problems": list(failure.problems) if isinstance(failure, InvalidRequest) else [],
        "retry_after_s": failure.retry_after if isinstance(failure, Busy) else None,
    }
