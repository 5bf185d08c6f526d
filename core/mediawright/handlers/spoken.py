"""A message as a turn of its conversation: what the router makes of it in the light of what was said before."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from mediawright.handlers.route_action import Sources
from mediawright.ledger.threads import Thread
from mediawright.router import dialogue
from mediawright.router.dialogue import Context, Turn, context_of
from mediawright.router.language.file_names import Exists
from mediawright.router.language.lazy_pattern import LazyPattern
from mediawright.router.routing import Router
from mediawright.router.subject_names import Known, named_in
from mediawright.types.dataclass import dataclass
from mediawright.types.provider import Provider
from mediawright.types.route import Route

#: providers are held against each other
_COMPARES = LazyPattern(r"对比|比较|哪个更?(?:便宜|划算|好)|还是|(?i:\b(?:vs|versus|compared?|or|cheaper)\b)")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A turn with all that came along: the conversation, what the router made of the message, its inputs in order."""

    thread: Thread | None
    turn: Turn
    sources: Sources = ()
    #: every provider that the message names
    named: tuple[str, ...] = ()
    text: str = ""

    @property
    def context(self) -> Context:
        return context_in(self.thread)

    @property
    def said(self) -> Mapping[str, Any]:
        """What the conversation keeps."""
        return self.thread.said if self.thread is not None else {}


def heard(
    providers: Sequence[Provider],
    thread: Thread | None,
    text: str,
    found: Route,
    sources: Sources,
    exists: Exists,
    known: Sequence[Known] = (),
) -> Spoken:
    """A message as a turn of its conversation. `found`: the same message as the first one of a conversation; `known`: the
    saved subjects, one of which begins something new after it was saved."""
    router, text = Router(providers, exists), answer_by_name(thread, text)
    about, turn = settled_first(thread, lambda context: dialogue.turn(router, text, found.attachments, context))
    names = router.message(text, found.attachments).names
    named = dict.fromkeys(provider for name in names if (provider := name.provider_named) is not None)
    if len(named) > 1 and turn.act in ("out_of_scope", "ask") and _COMPARES.search(text):
        length = router.message(text, found.attachments).said.values.get("duration")
        params = {} if length is None else {"duration": length}
        turn = replace(turn, act="price", ask=None, route=None, params=params, rule="providers side by side")
    saved = context_in(about).stage == "done" and context_in(about).operation == "create_element"
    if saved and turn.act in ("revise", "use_result", "ask") and named_in(text, known):
        turn = Turn(act="new", lang=turn.lang, rule="a saved subject is named")
    return Spoken(about, turn, sources, tuple(named), text)


def answer_by_name(thread: Thread | None, text: str) -> str:
    """The message; where it is one of the names that were offered for an unknown one, the number of that answer."""
    context = (thread.said.get("context") or {}) if thread is not None else {}
    if context.get("question") != "cast_name" or context.get("stage") != "question":
        return text
    from mediawright.types.mentions import mentioned  # only such an answer needs it

    keys = [str(choice) for choice in context.get("choices") or ()]
    said = mentioned(text if "@" in text or "＠" in text else f"@{text.strip()}", keys)
    return str(keys.index(said[0]) + 1) if len(said) == 1 else text


def settled_first(thread: Thread | None, read: Callable[[Context], Turn]) -> tuple[Thread | None, Turn]:
    """The turn, and the conversation that it is about.

    A permission that was proposed is answered with a yes or a no. Anything else is about what was said before it.
    """
    turn = read(context_in(thread))
    if thread is None or "proposal" not in thread.said or turn.act == "confirm":
        return thread, turn
    earlier = replace(thread, said=thread.said.get("before") or {})
    return (thread, turn) if turn.act == "decline" else (earlier, read(context_in(earlier)))


def context_in(thread: Thread | None) -> Context:
    """What the router is told of a conversation."""
    if thread is None:
        return Context()
    return context_of({**(thread.said.get("context") or {}), "language": thread.lang})
