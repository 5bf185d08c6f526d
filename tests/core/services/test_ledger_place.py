"""A studio whose ledger several machines share."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mediawright.ledger.address import PostgresAddress
from mediawright.services.studio import Studio
from mediawright.testing.fakes import START, FakeClock
from mediawright.types.errors import InvalidRequest
from mediawright.types.states import State


def machine(tmp_path: Path, name: str, ledger: str | None, fleet: str = "studio") -> Studio:
    """A studio with a home and a clock of its own."""
    home = tmp_path / name
    home.mkdir()
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
