"""The table of rules.toml: which clause says which service, and by which words."""

from functools import lru_cache

from mediawright.tables import table
from mediawright.types.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table. `needs`: each group must be met; `bars`: nothing of it may hold."""

    intent: str
    weight: int
    needs: tuple[frozenset[str], ...]
    bars: frozenset[str]
    line: str
    rank: int = 0

    def holds(self, says: set[str]) -> bool:
        return self.bars.isdisjoint(says) and not any(group.isdisjoint(says) for group in self.needs)

    @property
    def concepts(self) -> frozenset[str]:
        """What must be found in the message for it to hold."""
        return frozenset(term.removeprefix("~") for group in self.needs for term in group)


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """All rules, the heaviest first."""
    tables = table(__file__, "rules.toml")
    lines = [(intent, line.split()) for intent, text in tables.items() for line in text.splitlines() if line.strip()]
    ordered = sorted(lines, key=lambda pair: -int(pair[1][0]))
    return tuple(_rule(intent, words, rank) for rank, (intent, words) in enumerate(ordered))


def _rule(intent: str, words: list[str], rank: int) -> Rule:
    weight, *terms = words
    needs = tuple(frozenset(term.split("|")) for term in terms if term[0] != "!")
    bars = frozenset(word for term in terms if term[0] == "!" for word in term[1:].split("|"))
    return Rule(intent, int(weight), needs, bars, f"{intent}: {' '.join(words)}", rank)


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
    candidates = {rule.rank: rule for word in says if word in index for rule in index[word]}
    return [rule for _, rule in sorted(candidates.items()) if rule.holds(says)]
