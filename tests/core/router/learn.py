"""Learns the router's evidence from labelled messages: `python -m tests.core.router.learn [SET …]` writes evidence.txt.

An averaged perceptron with a margin, always in the same order: the same messages give the same weights.
"""

import random
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from tests.core.router.corpus import INTENTS
from tests.core.router.providers import ALL
from tests.core.router.score import Line, load

from mediawright.router import Router
from mediawright.router.decision import classifier
from mediawright.router.decision.about import about

EPOCHS = 16
MARGIN = 15
Example = tuple[list[str], str]
Weights = dict[str, dict[str, float]]


def intent_of(line: Line) -> str | None:
    """What is to be learnt of a line; None for what the words of a message cannot teach."""
    want = line["expect"]
    operation: str | None = want["operation"]
    if want["ask"] in (None, "missing_input"):
        return operation
    return None if want["ask"] == "model_version" else f"?{want['ask']}/{want['command'] or ''}"


def examples(lines: Iterable[Line]) -> list[Example]:
    """What is to be learnt of each line; talk that the rules tell from a wish teaches nothing about the words in it."""
    router = Router(ALL)
    found = ((line, intent_of(line)) for line in lines)
    read = ((router.message(line["text"], line["attachments"]), intent) for line, intent in found if intent)
    return [
        (classifier.names_of(classifier.features(message)), intent)
        for message, intent in read
        if intent != "out_of_scope" or about(message) is None
    ]


def learn(data: list[Example]) -> Weights:
    """Averaged weights by feature and intent."""
    now: Weights = defaultdict(lambda: defaultdict(float))
    sums: Weights = defaultdict(lambda: defaultdict(float))
    intents = sorted({intent for _, intent in data})
    step = 1
    for epoch in range(EPOCHS):
        order = data[:]
        random.Random(epoch).shuffle(order)
        for names, right in order:
            scores = dict.fromkeys(intents, 0.0)
            for name in names:
                for intent, weight in now[name].items():
                    scores[intent] += weight
            rival = max((i for i in intents if i != right), key=lambda i: scores[i])
            if scores[right] - scores[rival] < MARGIN:
                for name in names:
                    for intent, change in ((right, 1), (rival, -1)):
                        now[name][intent] += change
                        sums[name][intent] += change * step
            step += 1
    return {n: {i: w - sums[n][i] / step for i, w in row.items()} for n, row in now.items()}


def write(weights: Weights, path: Path) -> None:
    intents = sorted({intent for row in weights.values() for intent in row})
    lines = [" ".join(intents)]
    for name in sorted(weights):
        kept = {intents.index(i): round(w * classifier.SCALE) for i, w in weights[name].items()}
        pairs = [f"{at}:{weight}" for at, weight in sorted(kept.items()) if abs(weight) >= classifier.SCALE // 20]
        if pairs:
            lines.append("\t".join([name, *pairs]))
    path.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    sets = sys.argv[1:] or sorted(path.stem for path in INTENTS.glob("*.jsonl"))
    labelled = [line for name in sets for line in load(INTENTS / f"{name}.jsonl")]
    write(learn(examples(labelled)), Path(classifier.__file__).with_name("evidence.txt"))
