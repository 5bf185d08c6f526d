"""Labelled messages: the published set and the rounds of our own."""

from pathlib import Path

from tests.core.router.score import Line, load

INTENTS = Path(__file__).resolve().parents[2] / "data" / "intents"
DEV = INTENTS / "dev.jsonl"
ROUNDS = sorted((*INTENTS.glob("round-*.jsonl"), *INTENTS.glob("blind-*.jsonl")))


def everything() -> list[Line]:
    """All labelled messages."""
    return [line for path in (DEV, *ROUNDS) for line in load(path)]
