"""A request that may have been accepted is never sent again by the same words, however long ago that was."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.resilience.chaos import TARGETS, ChaosHarness, Shell

from mediawright.services.approval import Consent
from mediawright.services.studio import Studio
from mediawright.types.errors import Uncertain

KILLED, UNCLEAR = -9, 8
PROMPT = "a fox nobody is sure about"
#: further back than any quote lives
LONG_AGO = "2020-01-01T00:00:00.000000+00:00"


@pytest.fixture
def shell(chatart_alone: ChaosHarness, tmp_path: Path) -> Shell:
    """A home with one job that was killed while it was being sent, years ago."""
    made = chatart_alone.shell(tmp_path)
    assert made.video(PROMPT, MEDIAWRIGHT_CRASH_AT="before-submit").code == KILLED
    age(made)
    return made


@pytest.fixture
def chatart_alone() -> Iterator[ChaosHarness]:
    with TARGETS["chatart"].running() as running:
        yield running


def age(shell: Shell) -> None:
    with sqlite3.connect(shell.home / "mw" / "state" / "ledger.db") as db:
        db.execute("UPDATE jobs SET created_at = ?, updated_at = ?", (LONG_AGO, LONG_AGO))


def stands(shell: Shell, code: int, said: dict[str, object]) -> None:
    """Exit 8, nothing sent, the old job named, and the ways on from it: look it up, or pay again knowingly."""
    (job,) = shell.jobs()
    data, commands = said["data"], said["next"]
    assert isinstance(data, dict)
    assert isinstance(commands, list)
    assert (code, said["status"], data["job"]) == (UNCLEAR, "uncertain", job.id)
    assert any(f"jobs resume {job.id}" in command for command in commands)
    assert any("--again" in command and "--approve-cost" in command for command in commands)
    assert shell.chaos.charges(PROMPT) == 0


@pytest.mark.parametrize("waiting", ["--wait", "--no-wait"])
@pytest.mark.parametrize("words", [(), ("--approve-cost", "1000"), ("--again",)], ids=["asked", "named", "again"])
def test_the_same_command_is_stopped_at_any_age(shell: Shell, words: tuple[str, ...], waiting: str) -> None:
    plain = ("video", "--provider", "chatart", "--prompt", PROMPT, "--duration", "5", "--json")
    ran = shell(*plain, *words, waiting)
    stands(shell, ran.code, ran.json)
    assert "again" in ran.json["message"]


def test_it_is_said_in_chinese(shell: Shell) -> None:
    ran = shell.video(PROMPT, "--wait", "--lang", "zh")
    stands(shell, ran.code, ran.json)
    assert "再来一次" in ran.json["message"]


def test_again_with_the_amount_pays_knowingly(shell: Shell) -> None:
    assert shell.video(PROMPT, "--wait", "--again").code == 0
    assert shell.chaos.charges(PROMPT) == 1


def test_a_job_that_was_settled_by_a_person_stops_nothing(shell: Shell) -> None:
    (job,) = shell.jobs()
    assert shell("jobs", "resume", job.id, "--json", "--timeout", "100").code == UNCLEAR
    assert shell("jobs", "cancel", job.id, "--json").code == 0
    assert shell.video(PROMPT).code == 0
    assert shell.chaos.charges(PROMPT) == 1


def test_a_batch_stops_the_line_and_goes_on_with_the_others(shell: Shell) -> None:
    lines = [
        {"command": "video", "prompt": prompt, "provider": "chatart", "duration": 5}
        for prompt in (PROMPT, "another fox")
    ]
    (shell.cwd / "lines.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    plain = ("batch", "lines.jsonl", "--json", "--timeout", "1000")
    ran = shell(*plain, "--approve-cost", "1000 credits")
    assert (ran.code, ran.json["status"]) == (UNCLEAR, "uncertain")
    assert any("--again" in command and "--approve-cost" in command for command in ran.json["next"])
    assert (shell.chaos.charges(PROMPT), shell.chaos.charges("another fox")) == (0, 1)
    assert shell(*plain, "--again").code == UNCLEAR
    assert shell.chaos.charges(PROMPT) == 0
    assert shell(*plain, "--again", "--approve-cost", "1000 credits").code == 0
    assert (shell.chaos.charges(PROMPT), shell.chaos.charges("another fox")) == (1, 1)


async def test_a_program_is_stopped_too(shell: Shell) -> None:
    async with Studio.open(shell.env, shell.cwd) as studio:
        media_request = studio.read("video", {"provider": "chatart", "prompt": PROMPT, "duration": 5})
        for consent in (Consent(approve_cost="1000"), Consent(again=True), None):
            with pytest.raises(Uncertain) as stopped:
                await studio.run(media_request, consent, wait=False)
            assert stopped.value.data["job"] == shell.jobs()[0].id
    assert shell.chaos.charges(PROMPT) == 0
