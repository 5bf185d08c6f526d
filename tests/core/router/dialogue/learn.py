"""Learns the evidence of turns from the labelled sets: `python -m tests.core.router.dialogue.learn` writes evidence.txt.

An averaged perceptron with a margin, always in the same order: the same turns give the same weights.
"""

import os
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from tests.core.router.dialogue.score import Line, load

from mediawright.plugins.discover import Registry
from mediawright.router import Router
from mediawright.router.dialogue import context_of, evidence
from mediawright.router.dialogue.listening import Turned
from mediawright.router.dialogue.utterance import Utterance

SETS = Path(__file__).resolve().parents[3] / "data" / "dialogues"
EPOCHS = 12
MARGIN = 6
Example = tuple[list[str], str]
Weights = dict[str, dict[str, float]]


def everybody() -> Router:
    """The router with every installed provider."""
    own = {name: value for name, value in os.environ.items() if name.startswith("MEDIAWRIGHT_")}
    return Router([plugin.provider for plugin in Registry.installed(own).load_all()])


def examples(lines: Iterable[Line]) -> list[Example]:
    """Features and the first label of each line."""
    router = everybody()
    found = []
    for line in lines:
        message = router.message(line["text"], line["attachments"])
        turned = Turned(router, Utterance(line["text"], message), context_of(line["context"]), line["attachments"])
        want = line["want"]
        label = f"chat:{want['topic']}" if want["act"] == "chat" else want["act"]
        found.append((sorted(evidence.features(turned)), label))
    often = Counter(name for names, _ in found for name in names)
    return [([name for name in names if often[name] > 1], label) for names, label in found]


def learn(data: list[Example]) -> Weights:
    """Averaged weights by feature and act."""
    now: Weights = defaultdict(lambda: defaultdict(float))
    sums: Weights = defaultdict(lambda: defaultdict(float))
    acts = sorted({act for _, act in data})
    step = 1
    for epoch in range(EPOCHS):
        order = data[:]
        random.Random(epoch).shuffle(order)
        for names, right in order:
            scores = dict.fromkeys(acts, 0.0)
            for name in names:
                for act, weight in now[name].items():
                    scores[act] += weight
            rival = max((act for act in acts if act != right), key=lambda act: scores[act])
            if scores[right] - scores[rival] < MARGIN:
                for name in names:
                    for act, change in ((right, 1), (rival, -1)):
                        now[name][act] += change
                        sums[name][act] += change * step
            step += 1
    return {n: {i: w - sums[n][i] / step for i, w in row.items()} for n, row in now.items()}


def spelled(weights: Weights) -> str:
    """The table as text."""
    acts = sorted({act for row in weights.values() for act in row})
    lines = [" ".join(acts)]
    for name in sorted(weights):
        kept = {acts.index(act): round(w * evidence.SCALE) for act, w in weights[name].items()}
        pairs = [f"{at}:{weight}" for at, weight in sorted(kept.items()) if abs(weight) >= evidence.SCALE // 4]
        if pairs and "\t" not in name and "\n" not in name:
            lines.append("\t".join([name, *pairs]))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sets = sys.argv[1:] or sorted(path.stem for path in SETS.glob("*.jsonl"))
    labelled = [line for name in sets for line in load(SETS / f"{name}.jsonl")]
    Path(evidence.__file__).with_name("evidence.txt").write_text(spelled(learn(examples(labelled))), "utf-8")
