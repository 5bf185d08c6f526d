"""Many approvals at one moment: a budget for ten lets exactly ten out, and one approval is one job however often it
is said."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.resilience.chaos import TARGETS, ChaosHarness, Shell

from mediawright.services.approval import Consent
from mediawright.services.studio import Studio
from mediawright.types.errors import ConfirmationNeeded, MediawrightError

APPROVALS, ROOM = 50, 10
#: what one clip costs at the simulator, in units
PRICE = 4


@pytest.fixture
def wide() -> Iterator[ChaosHarness]:
    """A simulator with room for everybody, so that only the budget decides."""
    with TARGETS["kling"].running(video_slots="100") as running:
        yield running


def quotes(shell: Shell, prompts: list[str]) -> list[str]:
    """The ids of one kept quote per prompt."""

    async def asked() -> list[str]:
        async with Studio.open(shell.env, shell.cwd) as studio:
            return [await quote(studio, prompt) for prompt in prompts]

    return asyncio.run(asked())


async def quote(studio: Studio, prompt: str) -> str:
    media_request = studio.read("video", {"provider": "kling", "prompt": prompt, "duration": 5})
    with pytest.raises(ConfirmationNeeded) as asked:
        await studio.run(media_request)
    return str(asked.value.data["quote"])


def confirm(shell: Shell, quote_id: str) -> str:
    """One approval in a thread of its own, with a connection of its own; "sent", or why not."""

    async def said() -> str:
        async with Studio.open(shell.env, shell.cwd) as studio:
            try:
                await studio.confirm(quote_id, Consent(approve_cost=str(PRICE)), wait=False)
            except MediawrightError as error:
                return error.code
        return "sent"

    return asyncio.run(said())


def test_fifty_approvals_against_a_budget_for_ten(wide: ChaosHarness, tmp_path: Path) -> None:
    shell = wide.shell(tmp_path)
    assert shell("policy", "limit", f"{ROOM * PRICE} units", "--per", "day", "--json").code == 0
    ids = quotes(shell, [f"a fox in a crowd, number {number}" for number in range(APPROVALS)])
    with ThreadPoolExecutor(APPROVALS) as many:
        ends = Counter(many.map(lambda quote_id: confirm(shell, quote_id), ids))
    assert ends == {"sent": ROOM, "refused_by_policy": APPROVALS - ROOM}
    assert wide.charges() == ROOM


def test_processes_of_their_own_hold_the_budget_too(wide: ChaosHarness, tmp_path: Path) -> None:
    shell = wide.shell(tmp_path)
    assert shell("policy", "limit", f"{3 * PRICE} units", "--per", "day", "--json").code == 0
    ids = quotes(shell, [f"a fox in a queue, number {number}" for number in range(8)])
    with ThreadPoolExecutor(len(ids)) as many:
        ends = list(many.map(lambda quote_id: approvals_given(shell, quote_id), ids))
    assert sorted(ends) == [0] * 3 + [10] * 5
    assert wide.charges() == 3


def approvals_given(shell: Shell, quote_id: str, *more: str) -> int:
    return shell("confirm", quote_id, "--approve-cost", str(PRICE), "--no-wait", "--json", *more).code


def test_one_approval_said_many_times_is_one_job(wide: ChaosHarness, tmp_path: Path) -> None:
    shell = wide.shell(tmp_path)
    (quote_id,) = quotes(shell, ["a fox that everybody confirms"])
    with ThreadPoolExecutor(12) as many:
        ends = set(many.map(lambda _: confirm(shell, quote_id), range(12)))
    assert ends == {"sent"}
    assert wide.charges() == 1


def test_the_same_request_quoted_twice_is_one_job_unless_it_says_again(wide: ChaosHarness, tmp_path: Path) -> None:
    shell = wide.shell(tmp_path)
    first, second = quotes(shell, ["the same fox", "the same fox"])
    assert [approvals_given(shell, quote_id) for quote_id in (first, second)] == [0, 0]
    assert wide.charges() == 1
    told = shell("confirm", second, "--approve-cost", str(PRICE), "--no-wait", "--json").json
    assert "same wish" in told["message"]
    assert any("--again" in command for command in told["next"])
    assert approvals_given(shell, second, "--again") == 0
    assert wide.charges() == 2


def test_an_agent_that_starts_the_same_thing_twice_gets_one_job(wide: ChaosHarness, tmp_path: Path) -> None:
    shell = wide.shell(tmp_path)
    with ThreadPoolExecutor(2) as pair:
        ends = list(pair.map(lambda _: shell.video("a fox started twice"), range(2)))
    assert [ran.code for ran in ends] == [0, 0]
    assert len({ran.json["data"]["job"] for ran in ends}) == 1
    assert wide.charges("a fox started twice") == 1
    assert len(shell.clips()) == 1
