"""Every numbered rule of the contract has a test that is called by its number, and every fault one that uses it."""

import re
from pathlib import Path

from mediawright_nemovideo.simulator.faults import NAMES

HERE = Path(__file__).parent
RULES = range(1, 33)


def sources() -> str:
    return "".join(path.read_text("utf-8") for path in HERE.glob("test_*.py"))


def test_every_rule_is_named_by_a_test() -> None:
    named = {int(number) for number in re.findall(r"n_r(\d\d)", " ".join(re.findall(r"def (test_\w+)", sources())))}
    assert sorted(set(RULES) - named) == []
    assert sorted(named - set(RULES)) == []


def test_every_rule_of_the_document_is_counted() -> None:
    document = (HERE.parents[2] / "docs" / "contracts" / "nemovideo.md").read_text("utf-8")
    assert {int(number) for number in re.findall(r"\*\*N-R(\d+)\*\*", document)} == set(RULES)


def test_every_fault_is_used_by_a_test() -> None:
    text = sources()
    assert sorted(name for name in NAMES if f'"{name}"' not in text) == []
