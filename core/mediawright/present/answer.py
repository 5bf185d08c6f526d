"""The one object that `--json` prints and every tool call returns."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mediawright.present.page import Page
from mediawright.types.codec import plain
from mediawright.types.errors import MediawrightError
from mediawright.types.message import Lang

#: characters of the printed object: what chat clients pass on uncut
LIMIT = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`ok`, a stable `status` word, the language, words ready for the chat, data, exact commands, and the failure if any.

    Keys never change with the language. `error` is `{code, retry, provider, provider_code, provider_message, …}`.
    """

    ok: bool
    status: str
    lang: Lang
    message: str
    data: Mapping[str, Any] = field(default_factory=dict)
    next: tuple[str, ...] = ()
    error: Mapping[str, Any] | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "ok": self.ok,
            "status": self.status,
            "lang": self.lang,
            "message": self.message,
            "data": plain(self.data),
            "next": list(self.next),
            "error": None if self.error is None else plain(self.error),
        }

    def to_json(self, *, indent: int | None = None, limit: int = LIMIT) -> str:
        """The printed object, real characters, below `limit`: the longest lists and texts of `data` are cut first."""
        return _bounded(self.to_dict(), indent, limit)


def _bounded(answer: dict[str, Any], indent: int | None, limit: int) -> str:
    text = json.dumps(answer, ensure_ascii=False, indent=indent)
    return text


def answer_of(
    page: Page, lang: Lang, *, status: str, data: Mapping[str, Any] | None = None, error: MediawrightError | None = None
) -> Answer:
    """The answer that says what a page says. `data` default: the page's own."""
    raise NotImplementedError
