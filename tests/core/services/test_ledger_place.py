"""A studio whose ledger several machines share."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mediawright.handlers.doctor import examine
from mediawright.handlers.response import Response
from mediawright.ledger.address import PostgresAddress
from mediawright.present.page import Rows, Section
from mediawright.services.ledger_move import move
from mediawright.services.studio import Studio
from mediawright.testing.builders import a_job
from mediawright.testing.fakes import START, FakeClock
from mediawright.types.errors import ConfirmationNeeded, InvalidRequest
from mediawright.types.message import Message
from mediawright.types.money import Level
from mediawright.types.states import State


def machine(tmp_path: Path, name: str, ledger: str | None, fleet: str = "studio") -> Studio:
    """A studio with a home and a clock of its own."""
    home = tmp_path / name
    home.mkdir(exist_ok=True)
    environ = {"MEDIAWRIGHT_HOME": str(home / "home"), "HOME": str(home), "MEDIAWRIGHT_NO_KEYRING": "1", "TZ": "UTC"}
    shared = {"MEDIAWRIGHT_LEDGER": ledger, "MEDIAWRIGHT_FLEET": fleet} if ledger is not None else {}
    return Studio(environ | shared, home, clock=FakeClock())


async def test_what_one_machine_makes_the_other_sees(tmp_path: Path, postgres: PostgresAddress) -> None:
    async with (
        machine(tmp_path, "a", postgres.url, postgres.fleet) as one,
        machine(tmp_path, "b", postgres.url, postgres.fleet) as other,
    ):
        assert one.has_ledger
        request = one.read("image", {"prompt": "a fox", "provider": "previz"})
        await one.plan(request)
        assert abs(one.clock.now() - datetime.now(UTC)) < timedelta(minutes=5)
        job = await one.run(request)
        assert job.state is State.DONE
        assert [found.id for found in other.ledger.list()] == [job.id]
        assert other.unfinished() == []
        assert not other.home.ledger.exists()


async def test_a_file_is_the_home_s_own_and_so_is_its_time(tmp_path: Path) -> None:
    async with machine(tmp_path, "a", None) as studio:
        assert (studio.where, studio.has_ledger, studio.shared) == (studio.home.ledger, False, False)
        assert studio.clock.now() == START
        assert studio.ledger.list() == []
        assert studio.has_ledger


async def test_an_address_that_is_none_is_told_by_whatever_opens_the_ledger(tmp_path: Path) -> None:
    async with machine(tmp_path, "a", "mysql://x") as studio:
        assert not studio.has_ledger
        with pytest.raises(InvalidRequest):
            _ = studio.ledger


async def test_the_check_up_tells_of_a_shared_ledger(tmp_path: Path, postgres: PostgresAddress) -> None:
    async with machine(tmp_path, "a", postgres.url, postgres.fleet) as studio:
        row = shown(await examine(studio, "en", network=False))
        assert (row.key, row.values["where"]) == ("doctor.shared_apart", postgres.shown)
    async with machine(tmp_path, "b", "postgresql://127.0.0.1:1/none") as studio:
        assert shown(await examine(studio, "zh", network=False)).key == "ledger.unreachable"


def shown(response: Response) -> Message:
    """What stands beside the shared ledger."""
    parts = [part for block in response.page.body if isinstance(block, Section) for part in block.body]
    rows = [row for part in parts if isinstance(part, Rows) for row in part.rows]
    [value] = [row.value for row in rows if row.label == Message("doctor.shared_ledger")]
    assert isinstance(value, Message)
    return value


async def test_a_ledger_is_moved_and_the_settings_lead_to_it(tmp_path: Path, postgres: PostgresAddress) -> None:
    async with machine(tmp_path, "a", None) as studio:
        with pytest.raises(InvalidRequest):
            move(studio, postgres.url, postgres.fleet, Level.AMOUNT)
        job = studio.ledger.add(a_job())
    async with machine(tmp_path, "a", None) as studio:
        studio.decide("require", "terminal")
        with pytest.raises(ConfirmationNeeded):
            move(studio, postgres.url, postgres.fleet, Level.AMOUNT)
        moved = move(studio, postgres.url, postgres.fleet, Level.TERMINAL)
        assert (moved.where, moved.rows["jobs"]) == (postgres.shown, 1)
        assert studio.shared
        assert studio.ledger.list() == [job]
        with pytest.raises(InvalidRequest):
            move(studio, postgres.url, postgres.fleet, Level.TERMINAL)
