"""The scores that the router is held to, printed and asserted."""

import sys
from pathlib import Path
from typing import Any

import pytest
from tests.core.router.corpus import DEV, INTENTS, ROUNDS
from tests.core.router.score import Line, Score, load, score

from mediawright.router import Router, record

SHARED = INTENTS.parents[3] / "shared" / "intents"


def scored(router: Router, path: Path) -> Score:
    def route(line: Line) -> dict[str, Any]:
        return record(router.route(line["text"], line["attachments"]))

    return score(load(path), route)


def test_the_published_set_meets_its_targets(router: Router, capsys: pytest.CaptureFixture[str]) -> None:
    total = scored(router, DEV)
    with capsys.disabled():
        sys.stdout.write(f"\n{total.table()}\n")
    assert total.accuracy >= 0.97, total.misses
    assert total.ask_recall >= 0.95, total.misses
    assert total.wrong_billable == []
    assert total.f1 >= 0.95, total.misses
    assert total.language == total.lines
    assert total.provider / total.providers >= 0.97


#: still read as another operation than the label's, after learning; a longer list is a step back
KNOWN = {"blind-d-187", "blind-g-078"}


@pytest.mark.parametrize("path", ROUNDS, ids=lambda path: path.stem)
def test_a_round_of_our_own_stays_learned(router: Router, path: Path) -> None:
    total = scored(router, path)
    assert set(total.wrong_billable) <= KNOWN
    assert total.accuracy >= 0.97, total.misses
    assert total.f1 >= 0.94, total.misses


@pytest.mark.parametrize("name", ["dev.jsonl", "README.md"])
def test_the_copy_is_fresh(name: str) -> None:
    if not SHARED.exists():
        pytest.skip("the published set is not beside the repository")
    assert (INTENTS / name).read_bytes() == (SHARED / name).read_bytes(), "copy the published set again"
