"""Mutated answers: what the campaign makes of true ones, and that it finds a job that never ends."""

import importlib
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from mediawright import plugin as mw
from mediawright.testing import mutations
from mediawright.testing.mutations import mutated, mutation_campaign

QUEUE = Path(__file__).resolve().parents[3] / "examples" / "queue_provider" / "src"
ADDRESS = {"QUILL_QUEUE_URL": "{simulator}"}
TRUE = json.dumps({"status": "COMPLETED", "images": [{"url": "http://a/1.png"}], "seed": 7}).encode()


@pytest.fixture
def good() -> Iterator[Any]:
    sys.path.insert(0, str(QUEUE))
    yield importlib.import_module("mediawright_quill.hooks")
    sys.path.remove(str(QUEUE))


def test_the_same_seed_gives_the_same_answers_and_half_characters_are_among_them() -> None:
    made = [mutated(TRUE, random.Random(seed)) for seed in range(500)]
    assert made == [mutated(TRUE, random.Random(seed)) for seed in range(500)]
    assert len(set(made)) > 300
    assert any(b"ud83d" in body for body in made)
    assert any(b"1e+30" in body for body in made)
    assert mutated(b"", random.Random(1)) == b""


def test_a_job_that_stops_at_a_strange_word_is_found(
    good: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def poll(ctx: mw.Context, task: mw.Task) -> Any:
        if ctx.recall("stuck"):
            return mw.Progress(state=mw.State.RUNNING)
        try:
            seen_poll = await good.poll(ctx, task)
        except mw.MediawrightError:
            ctx.keep("stuck", 1)
            raise
        return seen_poll

    module = ModuleType("queue_that_sticks")
    vars(module).update({key: item for key, item in vars(good).items() if not key.startswith("__")})
    vars(module)["poll"] = mw.hookimpl(poll)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(mutations, "PATIENCE", 0.3)
    with pytest.raises(AssertionError, match=r"\(StillRunning\) although answers are true again"):
        mutation_campaign(module.__name__, tmp_path, ADDRESS, answers=25)
