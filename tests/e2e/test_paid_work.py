"""Paid work that is not here yet: every later command knows of it, and delivering it costs nothing more."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.resilience.chaos import TARGETS, ChaosHarness, Shell
from tests.resilience.kills import is_whole

from mediawright.clock import BriskClock
from mediawright.services.approval import Consent
from mediawright.services.studio import Studio
from mediawright.types.errors import ConfirmationNeeded
from mediawright.types.states import State


@pytest.fixture(scope="module")
def kling() -> Iterator[ChaosHarness]:
    with TARGETS["kling"].running() as running:
        yield running


def left_behind(chaos: ChaosHarness, folder: Path, prompt: str) -> Shell:
    """Somebody sent a request and went away."""
    shell = chaos.shell(folder)
    assert shell.video(prompt, "--no-wait").code == 0
    return shell


@pytest.mark.parametrize("command", [("models",), ("providers",), ("account", "quota", "--provider", "kling")])
def test_any_later_command_tells_of_it(kling: ChaosHarness, tmp_path: Path, command: tuple[str, ...]) -> None:
    shell = left_behind(kling, tmp_path, f"a fox before {command[0]}")
    ran = shell(*command, "--json")
    assert "paid for and not here yet" in ran.json["message"]
    (job,) = shell.jobs()
    assert ran.json["next"][-1] == f"mediawright jobs resume {job.id} --json"
    assert ran.json["data"]["unfinished"] == [job.id]


def test_at_a_terminal_it_stands_aside(kling: ChaosHarness, tmp_path: Path) -> None:
    shell = left_behind(kling, tmp_path, "a fox at a terminal")
    ran = shell("models")
    assert "paid for" not in ran.out
    assert "paid for and not here yet" in ran.err
    assert "mediawright jobs resume" in ran.err


def test_a_fetched_one_is_told_of_no_more(kling: ChaosHarness, tmp_path: Path) -> None:
    shell = left_behind(kling, tmp_path, "a fox that came home")
    assert shell("jobs", "resume", "--json", "--timeout", "60").code == 0
    ran = shell("models", "--json")
    assert ran.json["next"] == []
    assert "paid" not in ran.json["message"]


def test_what_is_free_is_never_called_paid(kling: ChaosHarness, tmp_path: Path) -> None:
    shell = kling.shell(tmp_path)
    drawn = ("image", "--provider", "previz", "--prompt", "a free fox", "--json")
    assert shell(*drawn, MEDIAWRIGHT_CRASH_AT="after-task").code == -9
    assert shell.jobs()[0].state is State.SUBMITTED
    for command in (("models", "--json"), ("jobs", "list", "--json")):
        assert "paid" not in shell(*command).json["message"]


def test_many_come_home_with_one_command(kling: ChaosHarness, tmp_path: Path) -> None:
    shell = kling.shell(tmp_path)
    for number in range(4):
        assert shell.video(f"a fox in a row {number}", "--no-wait").code == 0
    ran = shell("jobs", "resume", "--json", "--timeout", "100")
    assert ran.code == 0, ran.out
    assert [is_whole(job) for job in shell.jobs()] == [True] * 4
    assert kling.charges("a fox in a row") == 4


def test_a_wait_that_is_interrupted_says_how_to_go_on(kling: ChaosHarness, tmp_path: Path) -> None:
    shell = kling.shell(tmp_path, MEDIAWRIGHT_TEST_PACE="1")
    ran = shell.video("a fox for a minute", "--timeout", "0")
    assert ran.code == 7
    (job,) = shell.jobs()
    assert f"mediawright jobs wait {job.id} --json" in ran.json["next"]


def test_what_nobody_can_tell_may_be_closed_by_a_person(kling: ChaosHarness, tmp_path: Path) -> None:
    shell = kling.shell(tmp_path)
    assert shell.video("a fox nobody saw", MEDIAWRIGHT_CRASH_AT="before-submit").code == -9
    ran = shell("jobs", "resume", "--json")
    assert ran.code == 8
    assert "look at the list of your works" in ran.json["message"]
    (job,) = shell.jobs()
    closed = shell("jobs", "cancel", job.id, "--json")
    assert "It is closed" in closed.json["message"]
    assert "paid" not in shell("models", "--json").json["message"]
    assert kling.charges("a fox nobody saw") == 0


class SetBack(BriskClock):
    """A clock that somebody sets back once."""

    back = timedelta()

    def now(self) -> datetime:
        return super().now() - self.back


def test_a_clock_that_was_set_back_asks_again_and_sends_nothing(kling: ChaosHarness, tmp_path: Path) -> None:
    shell, clock = kling.shell(tmp_path), SetBack(20)

    async def played() -> str:
        async with Studio(shell.env, shell.cwd, clock=clock) as studio:
            media_request = studio.read("video", {"provider": "kling", "prompt": "a fox of last year", "duration": 5})
            with pytest.raises(ConfirmationNeeded) as asked:
                await studio.run(media_request)
            clock.back = timedelta(days=365)
            with pytest.raises(ConfirmationNeeded) as again:
                await studio.confirm(str(asked.value.data["quote"]), Consent(approve_cost="4"))
            return again.value.message.key

    assert asyncio.run(played()) == "gate.expired"
    assert kling.charges("a fox of last year") == 0


def test_a_clock_that_is_set_back_in_mid_wait_loses_nothing(kling: ChaosHarness, tmp_path: Path) -> None:
    shell = left_behind(kling, tmp_path, "a fox in mid wait")
    (sent,) = shell.jobs()

    async def played() -> State:
        clock = SetBack(20)
        clock.back = timedelta(hours=3)
        async with Studio(shell.env, shell.cwd, clock=clock) as studio:
            return (await studio.carry(studio.ledger.get(sent.id), timeout=200)).state

    assert asyncio.run(played()) is State.DONE
    assert kling.charges("a fox in mid wait") == 1
