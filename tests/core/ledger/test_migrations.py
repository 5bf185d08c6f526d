"""Every schema that was ever released becomes today's, with its rows; a failed step leaves the old one."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from mediawright.ledger import Ledger, migrations, rows
from mediawright.ledger.assets import Sought
from mediawright.ledger.migrations import MIGRATIONS, applied, is_later, migrate, name_of, unknown
from mediawright.testing.builders import a_job, a_quote, a_request, an_approval
from mediawright.testing.fakes import FakeClock
from mediawright.types.job import Asset
from mediawright.types.money import Amount, Price
from mediawright.types.operations import MediaKind
from mediawright.types.states import State

NOW = "2026-10-01T12:00:00.000000+00:00"


@pytest.fixture
def raw(path: Path) -> Iterator[sqlite3.Connection]:
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def schema(raw: sqlite3.Connection) -> set[tuple[str, str]]:
    return {(name, sql) for name, sql in raw.execute("SELECT name, sql FROM sqlite_schema")}


@pytest.mark.parametrize("released", range(len(MIGRATIONS) + 1))
def test_a_ledger_of_any_age_comes_up_to_date_with_its_rows(
    raw: sqlite3.Connection, path: Path, fake_clock: FakeClock, released: int
) -> None:
    migrate(raw, NOW, MIGRATIONS[:released])
    approved = a_job(state=State.APPROVED)
    job = a_job(approval=an_approval(approved), state=State.APPROVED)
    if released:
        columns = {column[1] for column in raw.execute("PRAGMA table_info(jobs)")}
        row = {name: value for name, value in rows.to_row(job).items() if name in columns}
        raw.execute(f"INSERT INTO jobs ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))
    raw.close()
    with Ledger(path, fake_clock) as ledger:
        assert ledger.list() == ([job] if released else [])
        assert ledger.committed("acme", "credits", None) == (90 if released else 0)
        request = a_request()
        ledger.put_quote(a_quote(request), request, output_dir=None, lang="zh")
        assert ledger.acquire_lease(ledger.add(a_job()).id, "me", 30)
        ledger.metadata_set("a", 1)


def test_what_was_held_in_units_before_counts_in_money(
    raw: sqlite3.Connection, path: Path, fake_clock: FakeClock
) -> None:
    migrate(raw, NOW, MIGRATIONS[:8])
    for number, (unit, usd) in enumerate([("units", "0.56"), ("credits", None), ("USD", None)]):
        job = a_job(state=State.APPROVED, id=f"{number}-job")
        price = Price(amount=Amount(Decimal(4), unit), usd=None if usd is None else Decimal(usd))
        job = replace(
            job, quote=replace(a_quote(), price=price), approval=replace(an_approval(job), ceiling=price.amount)
        )
        columns = {column[1] for column in raw.execute("PRAGMA table_info(jobs)")}
        row = {name: value for name, value in rows.to_row(job).items() if name in columns}
        raw.execute(f"INSERT INTO jobs ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))
    raw.close()
    with Ledger(path, fake_clock) as ledger:
        assert ledger.committed(None, "USD", None) == Decimal("4.56")
        assert ledger.committed(None, "units", None) == 4


def test_tags_and_files_of_before_are_found(raw: sqlite3.Connection, path: Path, fake_clock: FakeClock) -> None:
    migrate(raw, NOW, MIGRATIONS[:11])
    asset = Asset(path="/out/a.mp4", kind=MediaKind.VIDEO, media_type="video/mp4", size=9, sha256="a" * 64)
    job = replace(a_job(state=State.DONE), assets=(asset,))
    known = {row[1] for row in raw.execute("PRAGMA table_info(jobs)")}
    row = {name: value for name, value in rows.to_row(job).items() if name in known}
    raw.execute(f"INSERT INTO jobs ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))
    raw.execute(
        "INSERT INTO jobs (id, provider, operation, state, request, request_hash, created_at, updated_at, assets) "
        "SELECT 'broken', provider, operation, state, '{', request_hash, created_at, updated_at, '[{}]' FROM jobs"
    )
    raw.execute("INSERT INTO tags (tag, job_id) VALUES ('sea', ?)", (job.id,))
    raw.close()
    with Ledger(path, fake_clock) as ledger:
        assert ledger.results.of(job.id).tags == ("sea",)
        assert ledger.assets.find(Sought(tag="sea")) == [asset.sha256]


def test_all_ages_end_in_the_same_schema(tmp_path: Path) -> None:
    found = set()
    for released in range(len(MIGRATIONS) + 1):
        with closing(sqlite3.connect(tmp_path / f"{released}.db", isolation_level=None)) as raw:
            migrate(raw, NOW, MIGRATIONS[:released])
            migrate(raw, NOW)
            found.add(frozenset(schema(raw)))
    assert len(found) == 1


def test_names_are_numbered_in_order() -> None:
    numbers = [name_of(step)[:5] for step in MIGRATIONS]
    assert numbers == [f"m{number:03d}_" for number in range(1, len(MIGRATIONS) + 1)]


def test_a_second_run_does_nothing(raw: sqlite3.Connection) -> None:
    assert migrate(raw, NOW) == [name_of(step) for step in MIGRATIONS]
    assert migrate(raw, NOW) == []


def test_a_step_that_fails_leaves_the_old_schema(raw: sqlite3.Connection) -> None:
    def m099_broken(db: sqlite3.Connection) -> None:
        db.execute("CREATE TABLE half (id)")
        db.execute("no sql at all")

    migrate(raw, NOW)
    before = schema(raw)
    with pytest.raises(sqlite3.OperationalError):
        migrate(raw, NOW, (*MIGRATIONS, m099_broken))
    assert schema(raw) == before
    assert "m099_broken" not in applied(raw)


def test_steps_of_a_newer_version_are_told(raw: sqlite3.Connection) -> None:
    migrate(raw, NOW)
    assert unknown(raw) == []
    assert unknown(raw, migrations.MIGRATIONS[:-1]) == [name_of(MIGRATIONS[-1])]


@pytest.mark.parametrize(
    ("name", "later"), [("m999_more", True), ("m002_spendinG_by", False), ("m001_x", False), ("", False)]
)
def test_a_newer_step_is_told_from_a_damaged_name(name: str, later: bool) -> None:
    assert is_later(name) is later
