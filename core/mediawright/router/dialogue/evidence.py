"""What labelled turns teach about the act: a second opinion where the words of no act were found. Pure.

A linear sum with weights learnt once (`python -m tests.core.router.dialogue.learn`) and shipped as evidence.txt: one
line per feature, its weights by the number of the act in the first line.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from mediawright.router.dialogue.cues import cue
from mediawright.router.dialogue.listening import Turned
from mediawright.router.dialogue.results import points
from mediawright.tables import text
from mediawright.types.dataclass import dataclass

#: how finely weights are kept
SCALE = 100
_WORDS = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]+|[?!\ue000\ue001\ue002]")
_NAMES = (
    "consent",
    "go",
    "refuse",
    "wait",
    "status",
    "deliver",
    "again",
    "signed",
    "link_trouble",
    "price",
    "too_dear",
    "quota",
    "complaint",
    "praise",
    "greeting",
    "bye",
    "help",
    "request",
    "wish",
    "talk",
    "polite",
    "edit_verb",
    "animate",
    "upscale",
    "extend",
    "cut_edit",
    "reason",
    "refund",
    "elsewhere",
    "publish_words",
    "longer",
    "shorter",
)
#: the acts, and for each feature its weights as evidence.txt has them: "ACT:WEIGHT", the act by its number
Table = tuple[tuple[str, ...], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The act with the most evidence ("chat:thanks" with its topic), and by how much it leads."""

    act: str
    lead: float


def features(turned: Turned) -> set[str]:
    """Everything in a turn that can speak for an act, by itself and together with the stage."""
    said = turned.said
    found = {"", "asks" if said.asks else "tells", f"long:{min(len(said.clauses), 4)}"}
    found |= {f"c:{name}" for name in _NAMES if cue(name).within(said.flat)}
    if turned.change.any:
        found.add("sets")
    if turned.scene:
        found.add("scene")
    found |= _words(said.flat)
    context = turned.context
    about = f"q:{context.question}" if context.question else f"m:{context.made}" if context.made else ""
    beside = {f"{about}|{name}" for name in found if len(name) > 1 and " " not in name} | {about} if about else set()
    found |= _read(turned)
    return found | beside | {f"{context.stage}|{name}" for name in found}


def _read(turned: Turned) -> set[str]:
    """What the single-message router and the reading of the settings make of a turn."""
    said, route = turned.said, turned.route
    found = {f"k:{concept}" for part in said.message.parts[:10] for concept in part.says}
    if not route.rule.startswith("evidence"):
        found |= {f"r:{route.operation}", f"rc:{route.command}", f"ra:{route.ask.reason if route.ask else None}"}
    found |= {f"s:{name}" for name in turned.novel}
    facts = {
        "given": turned.given,
        "result": turned.result is not None,
        "points": points(said),
        "provider": turned.change.provider is not None,
        "quotes": bool(said.message.reading.quotes),
    }
    return found | {name for name, holds in facts.items() if holds} | {f"size:{min(6, len(said.flat) // 8)}"}


def _words(flat: str) -> set[str]:
    found: set[str] = set()
    before = "^"
    for word in _WORDS.findall(flat)[:60]:
        if word[0] < "\u3400":
            found.update((word, f"{before} {word}"))
        else:
            found.update(word[at : at + 2] for at in range(len(word) - 1))
            found.update(word)
        before = word
    return found


def weigh(found: set[str]) -> Evidence:
    """The evidence of these features."""
    return sum_of(found, _table())


def sum_of(found: set[str], table: Table) -> Evidence:
    """The evidence of these features by the weights of a table."""
    acts, weights = table
    total = [0] * len(acts)
    for name in found:
        for pair in weights.get(name, "").split():
            at, _, weight = pair.partition(":")
            total[int(at)] += int(weight)
    order = sorted(range(len(acts)), key=lambda at: (-total[at], at))
    return Evidence(acts[order[0]], (total[order[0]] - total[order[1]]) / SCALE)


@lru_cache(maxsize=1)
def _table() -> Table:
    return read(text(__file__, "evidence.txt"))


def read(text: str) -> Table:
    """The acts and the weights of a table. A row is taken apart when a turn has its feature."""
    first, *rows = text.splitlines()
    return tuple(first.split(" ")), dict([row.split("\t", 1) for row in rows])
