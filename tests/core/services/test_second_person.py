"""Films and batches where the policy wants another person's yes: who asked is kept, and only another one starts them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import httpx2
import pytest
from tests.core.mcp.conftest import Harness, Person, environment, harness, kling, told
from tests.core.mcp.test_film_tools import PLAN

from mediawright.gate.budgets import SecondPersonNeeded
from mediawright.handlers import policy
from mediawright.handlers.batch_run import BatchRun
from mediawright.handlers.films import FilmService
from mediawright.handlers.response import Response
from mediawright.paths import TOKEN
from mediawright.present.chat import chat
from mediawright.services import people
from mediawright.services.studio import Studio
from mediawright.types.errors import ConfirmationNeeded, NotProved
from mediawright.types.money import Level
from mediawright.types.states import State

__all__ = ["harness", "kling"]

LINES = "a fox in snow\na lighthouse at dusk\n"
PersonAt = Callable[[str], Studio]


@pytest.fixture
async def person(tmp_path: Path, kling: str) -> PersonAt:
    """People of one team at one ledger, in one folder."""
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "shots.txt").write_text(LINES, "utf-8")
    (tmp_path / "work" / "kite.film.toml").write_text(PLAN, "utf-8")
    environ = environment(tmp_path, kling) | {"MEDIAWRIGHT_TEST_PACE": "50"}

    def at(name: str) -> Studio:
        return Studio(environ | {"MEDIAWRIGHT_USER": name}, tmp_path / "work")

    async with at("anna") as studio:
        policy.act(studio, "second-person", {"on_off": "on"})
    return at


def known(studio: Studio, token: str) -> Studio:
    """The same person, with their token."""
    return Studio(dict(studio.environ) | {TOKEN: token}, studio.cwd)


def tasks(url: str) -> int:
    return int(httpx2.get(f"{url}/__sim/charges").json()["tasks"])


async def batch(studio: Studio, *cost: str, lines: str = "shots.txt") -> Response:
    """What `mediawright batch` does where nobody sits at a terminal."""
    values = {"file": lines, "kind": "video", "provider": "kling", "duration": "5", "approve_cost": list(cost)}
    async with studio:
        run = BatchRun(studio, "en", values)
        assert await run.prepared() is None
        if run.batch.waiting:
            try:
                run.ask()
                run.agree(Level.AMOUNT, run.ceilings)
            except ConfirmationNeeded as missing:
                return await run.total(missing)
        return await run.carried(timeout=5000)


async def film(studio: Studio, *cost: str, reroll: Sequence[str] = (), ask: Any = None) -> Response:
    async with studio:
        films = FilmService(studio, "en")
        if reroll:
            return await films.reroll("kite", reroll, approve_cost=cost, timeout=9000, ask=ask)
        return await films.run("kite", approve_cost=cost, timeout=9000, ask=ask)


async def test_a_batch_is_started_by_another_person_than_the_one_who_asked(person: PersonAt, kling: str) -> None:
    before = tasks(kling)
    page = await batch(person("anna"))
    assert isinstance(page.failure, SecondPersonNeeded)
    assert "anna asked for this" in chat(page.page, "en")
    assert (await batch(person("anna"), "8 units")).status == "confirmation_needed"
    assert tasks(kling) == before
    asked = await batch(person("ben"))
    assert type(asked.failure) is ConfirmationNeeded  # ben may: only his amount is missing
    assert (await batch(person("ben"), "8 units")).status == "done"
    assert tasks(kling) == before + 2
    async with person("carla") as studio:
        jobs = studio.ledger.list()
    assert {(job.created_by, job.approval.by) for job in jobs if job.approval} == {("anna", "ben")}
    assert (await batch(person("anna"))).status == "done"  # the same command goes on, and pays nothing again
    assert tasks(kling) == before + 2


async def test_lines_that_the_approver_adds_are_another_person_s_to_approve(person: PersonAt, kling: str) -> None:
    before = tasks(kling)
    await batch(person("anna"))
    async with person("ben") as studio:
        (studio.cwd / "shots.txt").write_text(f"{LINES}a kite of ben's own\n", "utf-8")
    refused = await batch(person("ben"), "12 units")
    assert isinstance(refused.failure, SecondPersonNeeded)
    assert tasks(kling) == before
    async with person("anna") as studio:
        assert {job.state for job in studio.ledger.list()} == {State.QUOTED}


async def test_a_film_is_started_by_another_person_and_goes_on_for_all(person: PersonAt, kling: str) -> None:
    before, said = tasks(kling), []

    async def yes(page: Response) -> bool:
        said.append(page)
        return True

    page = await film(person("anna"), ask=yes)
    assert isinstance(page.failure, SecondPersonNeeded)
    assert (await film(person("anna"), "100 units")).status == "confirmation_needed"
    assert (tasks(kling), said) == (before, [])  # who asked is not asked
    made = await film(person("ben"), ask=yes)
    assert made.status == "done", made
    assert (tasks(kling), len(said)) == (before + 1, 1)
    async with person("carla") as studio:
        paid = [job for job in studio.ledger.list() if job.provider == "kling"]
    assert [(job.created_by, job.approval.by) for job in paid if job.approval] == [("anna", "ben")]
    assert (await film(person("anna"))).status == "done"
    assert tasks(kling) == before + 1


async def test_another_take_is_asked_for_anew(person: PersonAt, kling: str) -> None:
    await film(person("anna"))
    await film(person("ben"), "100 units")
    before = tasks(kling)
    for cost in ((), ("100 units",)):
        refused = await film(person("ben"), *cost, reroll=("s1",))
        assert isinstance(refused.failure, SecondPersonNeeded), refused
    assert tasks(kling) == before
    assert (await film(person("anna"), "100 units", reroll=("s1",))).status == "done"
    assert tasks(kling) == before + 1
    async with person("carla") as studio:
        newest = studio.ledger.list(provider="kling")[0]
    assert newest.approval is not None
    assert (newest.created_by, newest.approval.by) == ("ben", "anna")


async def test_a_film_and_a_batch_take_no_mere_name_where_persons_are_known_by_tokens(
    person: PersonAt, kling: str
) -> None:
    async with person("anna") as studio:
        anna = people.add(studio, "anna").token
    async with known(person("anna"), anna) as studio:
        ben = people.add(studio, "ben").token
        policy.act(studio, "tokens", {"on_off": "on"})
    before = tasks(kling)
    await batch(known(person("anna"), anna))
    with pytest.raises(NotProved):
        await batch(person("ben"), "8 units")
    assert tasks(kling) == before
    done = await batch(known(person("ben"), ben), "8 units")
    assert tasks(kling) == before + 2, done
    before = tasks(kling)
    page = await film(known(person("anna"), anna))
    assert isinstance(page.failure, SecondPersonNeeded)
    cost = ("100 units",)
    with pytest.raises(NotProved):
        await film(person("ben"), *cost)
    assert tasks(kling) == before
    made = await film(known(person("ben"), ben), *cost)
    assert tasks(kling) > before, made
    async with person("zoe") as studio:
        jobs = [one for one in studio.ledger.list() if one.approval is not None and not one.free]
        tokens = {one.name: one.id for one in studio.ledger.tokens.all()}
        assert jobs
        for job in jobs:
            assert job.approval is not None
            assert (job.created_token, job.approval.token) == (tokens["anna"], tokens["ben"])


async def test_tools_refuse_the_asker_and_take_another_one(harness: Harness) -> None:
    harness.environ |= {"MEDIAWRIGHT_TEST_PACE": "20", "MEDIAWRIGHT_USER": "anna"}
    (harness.folder / "shots.txt").write_text(LINES, "utf-8")
    (harness.folder / "kite.film.toml").write_text(PLAN, "utf-8")
    async with Studio(harness.environ, harness.folder) as studio:
        policy.act(studio, "second-person", {"on_off": "on"})
    before = harness.tasks()
    lines = {"file": "shots.txt", "kind": "video", "settings": {"provider": "kling", "duration": 5}}
    calls: tuple[tuple[str, dict[str, Any], dict[str, str]], ...] = (
        ("media_batch", lines, {"accepted_cost": "8 units"}),
        ("film_run", {"plan": "kite"}, {}),
    )
    anna = Person()
    async with harness.client(person=anna) as client:
        for tool, arguments, cost in calls:
            page = told(await client.call_tool(tool, arguments))
            assert (page["status"], "anna asked for this" in page["message"]) == ("confirmation_needed", True), page
            again = told(await client.call_tool(tool, arguments | cost))
            assert again["status"] == "confirmation_needed", again
    assert (harness.tasks(), anna.asked) == (before, [])
    harness.environ["MEDIAWRIGHT_USER"] = "ben"
    async with harness.client() as client:
        for tool, arguments, _ in calls:
            page = told(await client.call_tool(tool, arguments))
            call = next(one for one in page["calls"] if one["tool"] == tool)
            answer = told(await client.call_tool(tool, call["arguments"]))
            assert answer["status"] in ("done", "still_running"), answer
    assert harness.tasks() == before + 3
