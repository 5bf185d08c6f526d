"""A studio of a ledger with workers: what it leaves to them, what it says of it, and what it carries itself."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.core.services.test_ledger_place import machine

from mediawright.handlers.hints import left_alone
from mediawright.handlers.jobs import of_job
from mediawright.ledger.address import PostgresAddress
from mediawright.ledger.roster import Worker
from mediawright.services.reach import FRONT_END
from mediawright.services.studio import Studio
from mediawright.services.watching import Watch
from mediawright.types.job import Job
from mediawright.types.states import State

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf500f00038101802aea"
    "5f6b0000000049454e44ae426082"
)


def served(studio: Studio, place: str | None = None) -> None:
    """A worker for free drafts was heard of just now."""
    studio.ledger.roster.beat(
        Worker(
            name="w1",
            machine=place or studio.machine,
            version="1",
            providers={"previz": 2},
            started_at=studio.clock.now(),
        )
    )


async def asked(studio: Studio) -> Job:
    return await studio.run(studio.read("image", {"prompt": "a fox", "provider": "previz"}), wait=False)


async def test_where_a_worker_takes_it_an_approval_is_all_that_a_front_end_does(
    tmp_path: Path, postgres: PostgresAddress
) -> None:
    async with machine(tmp_path, "a", postgres.url, postgres.fleet) as studio:
        served(studio)
        job = await asked(studio)
        turn = studio.ledger.turns.of(job.id)
        assert turn is not None
        assert (job.state, turn.machine, turn.number) == (State.APPROVED, studio.machine, 0)
        assert job.task is None
        assert studio.in_line(job)
        response = of_job(studio, job)
        assert (response.page.title.key, response.status) == ("submitted.in_line", "submitted")  # type: ignore[union-attr]


async def test_a_worker_of_another_machine_does_not_take_what_lies_here(
    tmp_path: Path, postgres: PostgresAddress
) -> None:
    async with machine(tmp_path, "a", postgres.url, postgres.fleet) as studio:
        served(studio, "elsewhere")
        job = await asked(studio)
        assert job.state is not State.APPROVED  # carried here, as ever
        assert not studio.in_line(job)


async def test_with_a_store_any_worker_takes_it(tmp_path: Path, postgres: PostgresAddress) -> None:
    async with machine(tmp_path, "a", postgres.url, postgres.fleet) as studio:
        shared = tmp_path / "shared"
        shared.mkdir()
        studio.decide("shared_folder", str(shared))  # the older name of a store
        served(studio, "elsewhere")
        request = studio.read("image", {"prompt": "a fox", "provider": "previz"})
        job = await studio.run(request, output_dir=str(shared), wait=False)
        turn = studio.ledger.turns.of(job.id)
        assert turn is not None
        assert (job.state, turn.machine) == (State.APPROVED, None)


async def test_a_picture_by_its_whole_path_is_a_worker_s_and_one_by_its_place_here_the_front_end_s(
    tmp_path: Path, postgres: PostgresAddress
) -> None:
    async with machine(tmp_path, "a", postgres.url, postgres.fleet) as studio:
        place = studio.cwd / "fox.png"
        place.write_bytes(PNG)
        reached = []
        for name in (str(place), "fox.png"):
            plan = await studio.plan(studio.read("video", {"prompt": "a fox", "provider": "previz", "image": [name]}))
            reached.append(studio.reach(plan.row("1", studio.clock.now(), str(studio.cwd))))
        assert reached == [studio.machine, FRONT_END]


async def test_what_is_in_line_is_not_told_as_left_alone_and_is_waited_for(
    tmp_path: Path, postgres: PostgresAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with machine(tmp_path, "a", postgres.url, postgres.fleet) as studio:
        served(studio)
        job = await asked(studio)
        monkeypatch.setattr(type(job), "free", property(lambda self: False))
        assert left_alone(studio, frozenset()) == []
        watch = Watch(studio, None, until_idle=True)
        async for seen in watch.seen():
            if seen.event == "watching":
                break
        assert [watch._over() for _ in range(4)] == [False] * 4
        studio.ledger.roster.leave(["w1"])
        assert [watch._over() for _ in range(2)] == [False, True]
        assert [found.id for found in left_alone(studio, frozenset())] == [job.id]


async def test_the_approval_of_what_waits_holds_for_a_day(tmp_path: Path, postgres: PostgresAddress) -> None:
    async with machine(tmp_path, "a", postgres.url, postgres.fleet) as studio:
        served(studio)
        job = await asked(studio)
        assert job.approval is not None
        held = None if job.approval.expires_at is None else job.approval.expires_at - job.approval.at
        assert held is None or held >= timedelta(hours=24)
