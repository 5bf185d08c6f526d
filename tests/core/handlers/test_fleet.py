"""`fleet status` as it is read: workers, the line, what is stuck and the command that helps."""

from pathlib import Path

import pytest
from tests.core.services.test_ledger_place import machine

from mediawright.handlers.fleet import of_fleet
from mediawright.ledger.address import PostgresAddress
from mediawright.ledger.roster import Worker
from mediawright.present.catalog import render
from mediawright.present.terminal import terminal
from mediawright.testing.builders import PROVIDER, a_job
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message
from mediawright.types.states import State


async def test_a_file_of_one_machine_has_no_fleet(tmp_path: Path) -> None:
    async with machine(tmp_path, "a", None) as studio:
        with pytest.raises(InvalidRequest):
            of_fleet(studio)


async def test_without_workers_the_command_that_starts_one_is_named(tmp_path: Path, postgres: PostgresAddress) -> None:
    async with machine(tmp_path, "a", postgres.url, postgres.fleet) as studio:
        response = of_fleet(studio)
        assert response.page.data["workers"] == []
        assert "mediawright worker" in terminal(response.page, "en")


async def test_workers_the_line_and_what_is_stuck(tmp_path: Path, postgres: PostgresAddress) -> None:
    async with machine(tmp_path, "a", postgres.url, postgres.fleet) as studio:
        ledger = studio.ledger
        ledger.roster.beat(
            Worker(name="w1", machine="m1", version="1.2", providers={PROVIDER: 5}, started_at=studio.clock.now())
        )
        stuck, waits, elsewhere = (ledger.add(a_job(state=State.APPROVED)).id for _ in range(3))
        for job, place in ((stuck, None), (waits, None), (elsewhere, "m2")):
            ledger.turns.offer(job, place)
        ledger.turns.dealt(stuck, 1)
        said = Message("ledger.full")
        ledger.turns.ended(f"{stuck}.1", "uncertain", said, None)
        response = of_fleet(studio)
        for lang in ("en", "zh"):
            shown = terminal(response.page, lang)
            assert all(word in shown for word in ("w1", "1.2", stuck, "m2", f"jobs resume {stuck}"))
            assert render(said, lang)[:10] in shown
    data = response.page.data
    assert [worker["alive"] for worker in data["workers"]] == [True]
    assert data["stuck"] == [{"job": stuck, "outcome": "uncertain", "again": None}]
    assert data["unserved"] == [{"job": elsewhere, "provider": PROVIDER, "account": "default", "machine": "m2"}]
    assert data["queues"][0]["waiting"] == 2
