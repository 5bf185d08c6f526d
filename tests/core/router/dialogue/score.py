"""The score of tests/data/dialogues/README.md, as far as a test asserts it."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mediawright.types.route import BILLABLE

Line = Mapping[str, Any]
MAKING = frozenset(("new", "revise", "again", "use_result", "choose", "confirm"))
WITH_OPERATION = MAKING - {"confirm"} | {"service"}
_SMALL = frozenset(
    ["a", "an", "the", "of", "in", "on", "at", "to", "and", "or", "with", "for", "by", "from", "is", "are", "it", "its"]
)


def load(path: Path) -> list[Line]:
    """The lines of a set."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


@dataclass
class Score:
    """Counts per field, and the lines that missed."""

    lines: int = 0
    act: int = 0
    act_operation: int = 0
    params: Counter[str] = field(default_factory=Counter)
    prompt: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    wrong_spend: list[str] = field(default_factory=list)
    needless_ask: list[str] = field(default_factory=list)
    missed_stop: list[str] = field(default_factory=list)
    stages: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    misses: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """F1 over single parameter values."""
        return 2 * self.params["hit"] / max(1, 2 * self.params["hit"] + self.params["wrong"] + self.params["missing"])

    def share(self, name: str) -> float:
        """The share of prompts that are right in one respect."""
        found = self.prompt[name]
        return sum(found) / len(found) if found else 1.0


def score(lines: Iterable[Line], answer: Callable[[Line], Mapping[str, Any]]) -> Score:
    """Answer every line and count."""
    total = Score()
    for line in lines:
        _count(total, line, answer(line))
    return total


def _count(total: Score, line: Line, got: Mapping[str, Any]) -> None:
    labels = [line["want"], *line.get("want_also", [])]
    want = max(labels, key=lambda label: _worth(line, label, got))
    acts = {label["act"] for label in labels}
    right = want["act"] == got["act"]
    whole = right and _operation_right(line, want, got)
    total.lines += 1
    total.act += right
    total.act_operation += whole
    total.stages[line["context"]["stage"]].append(whole)
    total.params.update(_params(line, want, got))
    if right:
        _prompt(total, line, want, got)
    if _spends(labels, acts, got):
        total.wrong_spend.append(line["id"])
    if got["act"] == "ask" and "ask" not in acts:
        total.needless_ask.append(line["id"])
    if line["want"]["act"] in ("cancel", "decline") and not right:
        total.missed_stop.append(line["id"])
    if not whole:
        total.misses.append(f"{line['id']} {line['text']}\n   want {want}\n   got  {dict(got)}")


def _worth(line: Line, want: Mapping[str, Any], got: Mapping[str, Any]) -> tuple[bool, bool, bool, int]:
    right = want["act"] == got["act"]
    counts = _params(line, want, got)
    same = want["result"] in (None, got["result"])
    return right, right and _operation_right(line, want, got), same, counts["hit"] - counts["wrong"] - counts["missing"]


def _operation_right(line: Line, want: Mapping[str, Any], got: Mapping[str, Any]) -> bool:
    if want["act"] not in WITH_OPERATION:
        return True
    if want["act"] == "choose":
        return bool(want["choice"] in ("any", got["choice"]))
    operation: str | None = got["operation"] or line["context"]["operation"]
    return bool(want["operation"] in (None, operation))


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    try:
        return float(one) == float(other)
    except (TypeError, ValueError):
        return re.sub(r"[\s_.-]", "", str(one).lower()) == re.sub(r"[\s_.-]", "", str(other).lower())


def _params(line: Line, want: Mapping[str, Any], got: Mapping[str, Any]) -> Counter[str]:
    spared = set(want.get("params_may") or ())
    context = dict(line["context"]["params"]) | {"model": line["context"]["model"]}
    wanted = {key: value for key, value in want["params"].items() if key not in spared}
    found = {
        key: value
        for key, value in got["params"].items()
        if key not in spared and (key in wanted or not _same(context.get(key), value))
    }
    hit = sum(1 for key in wanted if key in found and _same(wanted[key], found[key]))
    return Counter(hit=hit, wrong=len(found) - hit, missing=len(wanted) - hit)


def _prompt(total: Score, line: Line, want: Mapping[str, Any], got: Mapping[str, Any]) -> None:
    old = line["context"]["prompt"] or ""
    new = got["prompt"] if got["prompt"] is not None else old if got["act"] in ("revise", "again", "choose") else ""
    low = new.lower()
    if want["prompt_has"]:
        has = [any(word.lower() in low for word in words.split("|")) for words in want["prompt_has"]]
        total.prompt["has"].append(all(has))
    if want["prompt_lacks"]:
        total.prompt["lacks"].append(not any(_said(low, word.lower()) for word in want["prompt_lacks"]))
    words = [word for word in _words(old) if not any(gone.lower()[:3] in word for gone in want["prompt_lacks"])]
    if words and want["prompt_keeps"] is True:
        total.prompt["keeps"].append(sum(word in low for word in words) / len(words) >= 0.6)


def _said(text: str, word: str) -> bool:
    return any(
        not re.search(r"(?:\bno|not|without|不|没|没有|无|别)[^,.;，。；]{0,8}$", text[: found.start()])
        for found in re.finditer(re.escape(word), text)
    )


def _words(text: str) -> list[str]:
    pairs = (
        [part[at : at + 2] for at in range(max(1, len(part) - 1))] for part in re.findall(r"[\u3400-\u9fff]+", text)
    )
    return [w for w in re.findall(r"[a-z0-9']+", text.lower()) if w not in _SMALL] + [w for pair in pairs for w in pair]


def _spends(labels: list[Mapping[str, Any]], acts: set[str], got: Mapping[str, Any]) -> bool:
    """Whether money could go that nobody agreed to spend."""
    if got["act"] == "confirm":
        return "confirm" not in acts
    if got["act"] in ("new", "again"):
        return not acts & MAKING and got["operation"] in BILLABLE
    if got["act"] != "policy" or got["params"].get("kind") != "allow":
        return False
    allowed = [
        label["params"] for label in labels if label["act"] == "policy" and label["params"].get("kind") == "allow"
    ]
    limits = [float(params["amount"]) for params in allowed if "amount" in params]
    said = got["params"].get("amount")
    return (
        not allowed
        or (bool(limits) and (said is None or float(said) > max(limits)))
        or (not limits and said is not None)
    )
