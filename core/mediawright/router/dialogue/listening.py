"""One turn with all that is read off it, each thing once and only when it is asked for."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from mediawright.router.dialogue.change import Change
from mediawright.router.dialogue.context import Context
from mediawright.router.dialogue.cues import cue
from mediawright.router.dialogue.results import pointed
from mediawright.router.dialogue.revision import revised
from mediawright.router.dialogue.settings import settings
from mediawright.router.dialogue.telling import spoken_of
from mediawright.router.dialogue.turn import Index, Turn
from mediawright.router.dialogue.utterance import Clause, Utterance
from mediawright.router.routing import Router
from mediawright.types.route import Route

#: operations whose prompt says what is to be done to a picture or clip
_EDITS = frozenset(("edit_image", "edit_video", "chat_edit"))


_MEASURED = re.compile(r"(?:\d+|[一二两三四五六七八九十半几]+) ?(?:秒|s\b|secs?\b|seconds?\b)")


class Turned:
    """A message in its context."""

    def __init__(self, router: Router, said: Utterance, context: Context, attachments: Mapping[str, int]) -> None:
        self.router = router
        self.said = said
        self.context = context
        self.attachments = attachments

    @cached_property
    def change(self) -> Change:
        """The settings it changes."""
        return settings(self.said, self.context, self._called)

    def _called(self, rest: str) -> str | None:
        """A model of the request's provider by what follows the provider's name in its own."""
        kind = "video" if self.context.clip else "image" if self.context.picture else None
        return self.router.model_called(f"{self.context.provider}{rest}", self.context.provider, kind)

    @cached_property
    def scene(self) -> list[Clause]:
        """The clauses about what is to be seen."""
        telling = spoken_of(self.said, self.change, self.context.prompt)
        if self.context.operation != "chat_edit":
            return telling
        # on a time line a length is part of what is to be done: 改成5秒
        return [
            c for c in self.said.clauses if c in telling or (_MEASURED.search(c.flat) and cue("wish").within(c.flat))
        ]

    @cached_property
    def result(self) -> Index | None:
        """The result it points at by number."""
        return pointed(self.said, self.context) if self.context.count else None

    @cached_property
    def route(self) -> Route:
        """The message as the single-message router reads it."""
        return self.routed(self.said.text)

    def routed(self, text: str) -> Route:
        """A part of the message as the single-message router reads it."""
        return self.router.route(text, self.attachments)

    @property
    def files(self) -> tuple[str, ...]:
        """Files and links that the text names."""
        links = self.said.message.reading.links
        return tuple(self.said.text[link.start : link.end] for link in links if link.kind)

    @property
    def given(self) -> bool:
        """Whether a file comes with the message."""
        return self.said.message.counts_any

    @cached_property
    def novel(self) -> dict[str, Any]:
        """The settings that differ from those the request has."""
        had = dict(self.context.params) | {"model": self.context.model}
        return {key: value for key, value in self.change.params.items() if not _same(had.get(key), value)}

    @property
    def absolute(self) -> bool:
        """Whether a setting is given a value, be it the one it has."""
        return any(value is not True or key in ("sound", "multi_shot") for key, value in self.change.params.items())

    @cached_property
    def wanted_things(self) -> list[Clause]:
        """The clauses about what is to be seen that plainly ask for something."""
        return [c for c in self.scene if cue("wish").within(c.flat) or "\ue000" in c.flat]

    @cached_property
    def prompt(self) -> str | None:
        """The old prompt with the changes, None where it stays."""
        return self.reworded(self.scene)

    def reworded(self, clauses: list[Clause]) -> str | None:
        """The old prompt with what these clauses say, None where it stays."""
        if not clauses:
            return None
        return revised(self.said, self.change, self.context.prompt, clauses, edits=self.context.operation in _EDITS)

    def revise(self, rule: str, **more: Any) -> Turn:
        """The pending or last request with the changes of this turn."""
        change = self.change
        named = change.provider != self.context.provider or change.params.get("model")
        alone = not (change.params or change.drop or self.prompt)  # a name and nothing else: the page, once more
        found = Turn(
            act="revise",
            operation=self.context.operation,
            provider=change.provider if named or alone else None,
            params=change.params,
            drop=tuple(change.drop),
            prompt=self.prompt,
            files=self.files,
            rule=rule,
        )
        return replace(found, **more) if more else found


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, str) and isinstance(new, str):
        return re.sub(r"[\s._-]", "", old.lower()) == re.sub(r"[\s._-]", "", new.lower())
    return bool(old == new)
