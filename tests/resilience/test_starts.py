"""The same thing started twice at the same moment: charged once, and both processes end well (long form: `starts.py`)."""

from pathlib import Path

import pytest
from tests.resilience.chaos import ChaosHarness
from tests.resilience.starts import WAYS, starts


@pytest.mark.parametrize("way", list(WAYS))
def test_two_starts_are_one_charge(kling: ChaosHarness, way: str, double_starts: int, tmp_path: Path) -> None:
    found = starts(kling, way, double_starts // len(WAYS), tmp_path)
    assert [start for start in found if not start.right] == []
    assert {start.fresh for start in found} == {True, False}


def test_a_batch_that_starts_one_batch_pays_for_every_line_once(kling: ChaosHarness, tmp_path: Path) -> None:
    (start,) = starts(kling, "batch", 1, tmp_path, copies=6)
    assert start.right, start
