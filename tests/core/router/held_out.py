"""How well messages are routed that the evidence has not learnt from: `python -m tests.core.router.held_out SET …`.

Each set is scored with weights learnt from all the others; without names, the blind sets from c on. Nothing is written.
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.core.router.corpus import INTENTS
from tests.core.router.learn import Example, examples, learn, write
from tests.core.router.providers import ALL
from tests.core.router.score import Line, Score, load, score

from mediawright.router import Router, record
from mediawright.router.decision import classifier


def held_out(name: str, learnt: dict[str, list[Example]], folder: Path) -> Score:
    """The score of one set, with weights from all the others."""
    path = folder / "evidence.txt"
    write(learn([example for other, found in learnt.items() if other != name for example in found]), path)
    table = classifier.read(path.read_text("utf-8"))
    classifier._table = lambda: table  # type: ignore[assignment]
    router = Router(ALL)

    def route(line: Line) -> dict[str, Any]:
        return record(router.route(line["text"], line["attachments"]))

    return score(load(INTENTS / f"{name}.jsonl"), route)


def total(scores: Sequence[Score]) -> Score:
    """All scores as one."""
    found = Score()
    for one in scores:
        for field, value in vars(one).items():
            setattr(found, field, getattr(found, field) + value)
    return found


if __name__ == "__main__":
    sets = sorted(path.stem for path in INTENTS.glob("*.jsonl"))
    wanted = sys.argv[1:] or [name for name in sets if name >= "blind-c" and name.startswith("blind-")]
    learnt = {name: examples(load(INTENTS / f"{name}.jsonl")) for name in sets}
    with tempfile.TemporaryDirectory() as folder:
        scores = [held_out(name, learnt, Path(folder)) for name in wanted]
    sys.stdout.write(total(scores).table() + "\n")
