"""The table of rules.toml: which clause says which service, and by which words."""

import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from mediawright.types.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table. `needs`: each group must be met; `bars`: nothing of it may hold."""

    intent: str
    weight: int
    needs: tuple[frozenset[str], ...]
    bars: frozenset[str]
    line: str

    def holds(self, says: set[str]) -> bool:
        return self.bars.isdisjoint(says) and not any(group.isdisjoint(says) for group in self.needs)

    @property
    def concepts(self) -> frozenset[str]:
        """What must be found in the message for it to hold."""
        return frozenset(term.removeprefix("~") for group in self.needs for term in group)


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """All rules, the heaviest first."""
    tables = tomllib.loads(Path(__file__).with_name("rules.toml").read_text("utf-8"))
    found = [_rule(intent, line) for intent, lines in tables.items() for line in lines.splitlines() if line.strip()]
    return tuple(sorted(found, key=lambda rule: -rule.weight))


def _rule(intent: str, line: str) -> Rule:
    weight, *terms = line.split()
    needs = tuple(frozenset(term.split("|")) for term in terms if term[0] != "!")
    bars = frozenset(word for term in terms if term[0] == "!" for word in term[1:].split("|"))
    return Rule(intent, int(weight), needs, bars, f"{intent}: {line.strip()}")


@lru_cache(maxsize=1)
def _index() -> dict[str, tuple[Rule, ...]]:
    by_word: dict[str, list[Rule]] = {}
    for rule in rules():
        for word in rule.needs[0]:
            by_word.setdefault(word, []).append(rule)
    return {word: tuple(found) for word, found in by_word.items()}


def matching(says: set[str]) -> list[Rule]:
    """The rules that hold for what a clause says, the heaviest first."""
    index = _index()
    candidates: Iterable[Rule] = {rule.line: rule for word in says if word in index for rule in index[word]}.values()
    return sorted((rule for rule in candidates if rule.holds(says)), key=lambda rule: -rule.weight)
