"""Everyday tasks from what is said to what is handed over: few commands, no spending unasked, no jargon.

Four in the suite; all forty with MEDIAWRIGHT_TASKS=all.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.skill.tasks import PRINTED, Services, Task, faults, play, services, tasks

FEW = ("not_signed_in", "each_line_a_picture", "the_price_first", "a_character")
ALL = tasks()
PLAYED = ALL if os.environ.get("MEDIAWRIGHT_TASKS") == "all" else [task for task in ALL if task.name in FEW]


@pytest.fixture(scope="module")
def running() -> Iterator[Services]:
    with services() as found:
        yield found


@pytest.mark.parametrize("task", PLAYED, ids=lambda task: task.name)
def test_a_task_is_done_in_few_commands(task: Task, running: Services, tmp_path: Path) -> None:
    before = running.charges
    player = play(task, running, tmp_path)
    assert faults(task, player, running.charges - before) == [], "\n".join(player.lines)


def test_all_forty_stand_in_the_transcripts_without_a_fault() -> None:
    text = PRINTED.read_text("utf-8")
    heads = [line.split()[1] for line in text.splitlines() if line.startswith("== ")]
    assert heads == [task.name for task in ALL]
    assert len(ALL) == 40
    assert "!!" not in text
