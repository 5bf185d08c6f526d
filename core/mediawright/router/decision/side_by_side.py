"""One wish at several models: "A 和 B 各来一个：…", "compare A and B for a fox clip". Pure.

The names and the words that ask for one from each are taken out of the message; what is left is a message about one model,
and goes the usual way.
"""

import re
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from mediawright.router.language.names import Name
from mediawright.router.message.features import MessageFeatures
from mediawright.tables import table
from mediawright.types.dataclass import dataclass
from mediawright.types.route import BILLABLE, Route, Word


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The models by the names that were said, the message without all but the first, and where they stand.

    `each`: one from each of them is asked for in so many words.
    """

    models: tuple[str, ...]
    rest: str
    start: int
    end: int
    each: bool


@dataclass(frozen=True, slots=True)
class Cues:
    """The table of words, compiled."""

    joins: frozenset[str]
    each: re.Pattern[str]
    compare: re.Pattern[str]
    asks: re.Pattern[str]
    results: re.Pattern[str]
    judges: re.Pattern[str]
    makes: re.Pattern[str]
    leads: re.Pattern[str]


@lru_cache(maxsize=1)
def cues() -> Cues:
    """The words, read when a message names two models for the first time."""
    words = table(__file__, "side_by_side.toml")["words"]
    lines = {name: "".join(text.splitlines()) for name, text in words.items()}
    return Cues(
        frozenset(words["joins"].split()),
        re.compile(lines["each"]),
        re.compile(lines["compare"]),
        re.compile(lines["asks"]),
        re.compile(lines["results"]),
        re.compile(lines["judges"], re.IGNORECASE),
        re.compile(lines["makes"], re.IGNORECASE),
        re.compile(rf"(?:{lines['leads']})$"),
    )


def side_by_side(message: MessageFeatures, names: list[Name]) -> SideBySide | None:
    """The wish at several models, where the message is one; None for any other message.

    `names`: those in the message, by whatever name any provider's model has. One of the row is `message.names`' own: only
    that much is said of what else is a word like any other.
    """
    if len(names) < 2:
        return None
    run = _run(message, names)
    if len({name.meanings for name in run}) < 2:
        return None
    reading, words = message.reading, cues()
    start, end = _start(message, run[0]), message.reading.end(run[-1].last - 1)
    before, after = reading.plain[:start], reading.plain[end:]
    against = any("vs" in token or token == "versus" for token in _between(message, run))
    each = _nearest(words.each, before, after)
    compare = _nearest(words.compare, before, after)
    if not (each or compare or against):
        return None
    talk = [words.asks] if each else [words.asks, words.results]
    if any(pattern.search(side) for pattern in talk for side in (before, after)):
        return None
    text = reading.text
    head, tail = text[:start], text[end:]
    for span in sorted(filter(None, (each, compare)), reverse=True):
        head, tail = _without(head, tail, span)
    tail = words.makes.sub(" to make ", words.judges.sub("", tail))
    head = head.rstrip("：:, ，") if not tail.strip() else head
    lead = "" if words.leads.search(head.lower().rstrip()) else "用" if reading.lang == "zh" else "use "
    said = tuple(text[_start(message, name) : message.reading.end(name.last - 1)] for name in run)
    own = {(name.first, name.last) for name in message.names}
    kept = next((word for word, name in zip(said, run, strict=True) if (name.first, name.last) in own), None)
    if kept is None:
        return None
    gap = " " if reading.lang == "en" and head and not head.endswith(" ") else ""
    return SideBySide(said, f"{head}{gap}{lead}{kept}{tail}", start, end, each is not None)


def _run(message: MessageFeatures, names: list[Name]) -> list[Name]:
    """The longest row of names with nothing but joining words between them."""
    joins, best, row = cues().joins, [names[0]], [names[0]]
    for before, name in pairwise(names):
        joined = all(token in joins for token in message.tokens[before.last : name.first])
        row = [*row, name] if joined else [name]
        best = row if len(row) > len(best) else best
    return best


def _between(message: MessageFeatures, run: list[Name]) -> list[str]:
    return [token for a, b in pairwise(run) for token in message.tokens[a.last : b.first]]


def _start(message: MessageFeatures, name: Name) -> int:
    return message.reading.starts[name.first]


def _nearest(pattern: re.Pattern[str], before: str, after: str) -> tuple[bool, int, int] | None:
    """Where the words stand: (behind the names?, start, end); those right behind the names first."""
    found = pattern.search(after)
    if found is not None:
        return (True, *found.span())
    ahead = list(pattern.finditer(before))
    return (False, *ahead[-1].span()) if ahead else None


def _without(head: str, tail: str, span: tuple[bool, int, int]) -> tuple[str, str]:
    behind, start, end = span
    return (head, tail[:start] + tail[end:]) if behind else (head[:start] + head[end:], tail)


#: what can be seen, beside a length: "NAME vs OTHER for 10 s?" asks for prices
_SHOWN, _LENGTH = re.compile(r"[a-z]{3,}|[\u3400-\u9fff]{2}"), re.compile(r"seconds?|secs?|秒钟?")
#: questions that the models answer by the kind of result they make
OPEN = ("output_type", "operation", "model_version")


def compared(rest: Route, found: SideBySide, text: str) -> Route | None:
    """The route of what is left as a comparison; None where that makes nothing."""
    alone = found.each and rest.operation == "out_of_scope" and not rest.prompt
    if (rest.gap is not None and not alone) or rest.command not in (None, "video", "image", "audio", "none"):
        return None
    shown = _SHOWN.search(_LENGTH.sub("", rest.prompt.lower())) is not None
    open_kind = rest.ask is not None and rest.ask.reason in OPEN and (shown or found.each)
    makes = rest.ask is None and rest.operation in BILLABLE
    if not (open_kind or makes or alone):
        return None
    params = {name: value for name, value in rest.params.items() if name != "model"}
    return replace(
        rest,
        command="compare",
        operation=rest.operation if makes else None,
        provider=None,
        params=params | {"models": list(found.models)},
        words=(Word(text[found.start : found.end], found.start, found.end, "several models"),),
        rule="one wish at several models",
        confidence=max(rest.confidence, 0.8),
        ask=None,
        gap=None,
    )
