"""The score of tests/data/intents/README.md."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mediawright.types.route import BILLABLE

Line = Mapping[str, Any]


def load(path: Path) -> list[Line]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


@dataclass
class Score:
    """Counts, and the lines that missed, for people."""

    routed: int = 0
    right: int = 0
    asked: float = 0.0
    to_ask: int = 0
    wrong_billable: list[str] = field(default_factory=list)
    hit: int = 0
    extra: int = 0
    lacking: int = 0
    language: int = 0
    provider: int = 0
    providers: int = 0
    lines: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def accuracy(self) -> float:
        return self.right / max(1, self.routed)

    @property
    def ask_recall(self) -> float:
        return self.asked / max(1, self.to_ask)

    @property
    def f1(self) -> float:
        return 2 * self.hit / max(1, 2 * self.hit + self.extra + self.lacking)

    def table(self) -> str:
        rows = {
            "command+operation": f"{self.accuracy:.4f} ({self.right}/{self.routed})",
            "ask recall": f"{self.ask_recall:.4f} ({self.asked:g}/{self.to_ask})",
            "wrong billable": str(len(self.wrong_billable)),
            "params F1": f"{self.f1:.4f}",
            "language": f"{self.language / max(1, self.lines):.4f}",
            "provider": f"{self.provider / max(1, self.providers):.4f} ({self.provider}/{self.providers})",
        }
        return "\n".join(f"{name:<18} {value}" for name, value in rows.items())


def score(lines: Iterable[Line], route: Callable[[Line], Mapping[str, Any]]) -> Score:
    """Run every line and count."""
    total = Score()
    for line in lines:
        _count(total, line, line["expect"], route(line))
    return total


def _count(total: Score, line: Line, want: Mapping[str, Any], got: Mapping[str, Any]) -> None:
    total.lines += 1
    total.language += got["lang"] == line["lang"]
    total.providers += 1
    total.provider += got["provider"] == want["provider"]
    same = (got["command"], got["operation"]) == (want["command"], want["operation"])
    if want["ask"] is None:
        total.routed += 1
        total.right += same and got["ask"] is None
    else:
        total.to_ask += 1
        total.asked += 1.0 if got["ask"] == want["ask"] else 0.5 if got["ask"] else 0.0
    if got["ask"] is None and got["operation"] in BILLABLE and (not same or want["ask"]):
        total.wrong_billable.append(line["id"])
    _params(total, want["params"], got["params"])
    if not same or got["ask"] != want["ask"] or got["params"] != want["params"] or got["provider"] != want["provider"]:
        total.misses.append(f"{line['id']} {line['text']}\n   want {dict(want)}\n   got  {dict(got)}")


def _params(total: Score, want: Mapping[str, Any], got: Mapping[str, Any]) -> None:
    hit = sum(1 for key, value in want.items() if key in got and _alike(got[key], value))
    total.hit += hit
    total.lacking += len(want) - hit
    total.extra += len(got) - hit


def _alike(one: Any, other: Any) -> bool:
    return str(one).lower() == str(other).lower()
