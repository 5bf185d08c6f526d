"""What goes wrong at one machine of several: each fault has an end, nothing is lost and nothing is sent twice."""

import errno
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mediawright.ledger import Ledger
from mediawright.ledger.address import PostgresAddress
from mediawright.ledger.assets import Sought
from mediawright.services.approval import Consent
from mediawright.services.studio import Studio
from mediawright.services.worker import check_store
from mediawright.testing.builders import a_job, a_request
from mediawright.testing.fakes import START, FakeClock
from mediawright.types.errors import LocalFault
from mediawright.types.job import Asset
from mediawright.types.operations import MediaKind
from mediawright.types.states import State

if TYPE_CHECKING:
    import psycopg


def machine(tmp_path: Path, name: str, ledger: PostgresAddress, ahead: timedelta = timedelta()) -> Studio:
    """A studio with a home, a working folder and a clock of its own, and the store of all."""
    home = tmp_path / name
    home.mkdir(exist_ok=True)
    (tmp_path / "share").mkdir(exist_ok=True)
    environ = {"MEDIAWRIGHT_HOME": str(home / "home"), "HOME": str(home), "MEDIAWRIGHT_NO_KEYRING": "1", "TZ": "UTC"}
    shared = {"MEDIAWRIGHT_LEDGER": ledger.url, "MEDIAWRIGHT_FLEET": ledger.fleet}
    place = {"MEDIAWRIGHT_STORE": (tmp_path / "share").as_uri(), "MEDIAWRIGHT_USER": name}
    return Studio(environ | shared | place, home, clock=FakeClock(START + ahead))


def states(studio: Studio, job_id: str) -> list[str]:
    """The states that a job went through."""
    return [str(event.data["to"]) for event in studio.ledger.events(job_id) if event.kind == "moved"]


async def test_a_store_that_is_full_for_one_machine_ends_with_one_whole_result(
    tmp_path: Path, postgres: PostgresAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with machine(tmp_path, "a", postgres) as one, machine(tmp_path, "b", postgres) as other:
        check_store(one)

        def full(source: Path, target: Path) -> None:
            target.write_bytes(source.read_bytes()[:10])
            raise OSError(errno.ENOSPC, "No space left on device")

        plan = await one.plan(one.read("image", {"prompt": "a fox", "provider": "previz"}))
        job = await one.spender.approved(plan, Consent(), "en", str(one.cwd))
        with monkeypatch.context() as patched:
            patched.setattr("shutil.copyfile", full)
            with pytest.raises(LocalFault) as told:
                await one.runner.run(job)
        assert told.value.message.key == "error.disk_full"
        assert other.ledger.get(job.id).state is State.DOWNLOADING
        assert kept(tmp_path) == []  # no half of it
        assert (await one.runner.run(one.ledger.get(job.id))).state is State.DONE
        assert states(one, job.id).count("submitted") == 1
        (path,) = kept(tmp_path)
        assert other.ledger.get(job.id).assets[0].path == str(path)


def kept(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "share").rglob("*") if path.is_file()]


@pytest.mark.parametrize("minutes", [10, -10])
async def test_clocks_ten_minutes_apart_cost_no_approval(
    minutes: int, tmp_path: Path, postgres: PostgresAddress
) -> None:
    apart = timedelta(minutes=minutes)
    async with machine(tmp_path, "a", postgres, apart) as one, machine(tmp_path, "b", postgres, -apart) as other:
        plan = await one.plan(one.read("image", {"prompt": "a fox", "provider": "previz"}))
        one.spender.quoted(plan, "en", str(one.cwd))
        job = await other.spender.confirmed(plan.quote.id, Consent(), "en")
        assert job.state is State.APPROVED
        assert abs(one.clock.now() - other.clock.now()) < timedelta(seconds=30)
        done = await one.carry(one.ledger.get(job.id))
        assert done.state is State.DONE


@pytest.fixture
def old(postgres_schema: Any, postgres: PostgresAddress) -> Iterator["psycopg.Connection[Any]"]:
    """A schema as a version before the asset library left it, and a connection that works in it."""
    import psycopg

    from mediawright.ledger.postgres_schema import steps

    address = older(postgres)
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute(f"DROP SCHEMA IF EXISTS {address.schema} CASCADE")
        connection.execute(f"CREATE SCHEMA {address.schema}")
        connection.execute(f"SET search_path = {address.schema}")
        connection.execute('CREATE TABLE migrations (name TEXT COLLATE "C" PRIMARY KEY, at TEXT COLLATE "C" NOT NULL)')
        for step in steps()[:2]:
            connection.execute(step.sql)
            connection.execute("INSERT INTO migrations VALUES (%s, '')", (step.name,))
        yield connection
        connection.execute(f"DROP SCHEMA IF EXISTS {address.schema} CASCADE")


def older(address: PostgresAddress) -> PostgresAddress:
    return replace(address, fleet=f"{address.fleet}_older")


def test_a_server_of_before_the_asset_library_finds_its_files(
    old: "psycopg.Connection[Any]", postgres: PostgresAddress
) -> None:
    """The files of jobs are listed by the step that brings the library: what cannot be read is passed over."""
    from mediawright.ledger import rows

    asset = Asset(path="/out/a fox.png", kind=MediaKind.IMAGE, media_type="image/png", size=9, sha256="a" * 64)
    job = a_job(a_request(prompt="A Fox"), state=State.DONE, assets=(asset,))
    told = "SELECT column_name FROM information_schema.columns WHERE table_schema = %s AND table_name = 'jobs'"
    columns = {row[0] for row in old.execute(told, (older(postgres).schema,))}
    row = {name: value for name, value in rows.to_row(job).items() if name in columns}
    places = ", ".join(["%s"] * len(row))
    broken = {**row, "id": "broken", "assets": "[{}]", "request": "{"}
    strange = {**row, "id": "strange", "assets": json.dumps({"sha256": "b" * 64})}
    for one in (row, broken, strange):
        old.execute(f"INSERT INTO jobs ({', '.join(one)}) VALUES ({places})", list(one.values()))
    old.execute("INSERT INTO tags VALUES ('sea', %s)", (job.id,))
    with Ledger(older(postgres), FakeClock()) as ledger:
        assert ledger.assets.find(Sought(words=("fox",))) == [asset.sha256]
        assert ledger.results.of(job.id).tags == ("sea",)
        kept = ledger.get(job.id)
        assert (kept.assets, kept.created_by) == ((asset,), None)
