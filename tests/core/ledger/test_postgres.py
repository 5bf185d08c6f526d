"""What only PostgreSQL does: connections that break, answers that are lost, rights, and a server that refuses."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from tests.postgres_server import LOCKED, Schema

from mediawright.clock import SystemClock
from mediawright.ledger import Ledger
from mediawright.ledger.address import PostgresAddress, postgres_address
from mediawright.ledger.clock import SharedClock
from mediawright.ledger.postgres import PostgresDatabase
from mediawright.ledger.postgres_connection import Session
from mediawright.ledger.postgres_errors import fault_of
from mediawright.ledger.postgres_schema import Step
from mediawright.ledger.threads import Threads
from mediawright.testing.builders import a_job, a_request, an_approval
from mediawright.testing.fakes import FakeClock
from mediawright.types.errors import LocalFault, Retry
from mediawright.types.states import State


@pytest.fixture
def ledger(postgres: PostgresAddress, fake_clock: FakeClock) -> Iterator[Ledger]:
    with Ledger(postgres, fake_clock) as opened:
        yield opened


@pytest.fixture
def admin(postgres_schema: Schema) -> "psycopg.Connection[Any]":
    return postgres_schema.admin


def session(ledger: Ledger) -> Session:
    assert isinstance(ledger._db, PostgresDatabase)
    return ledger._db.connection


def cut(ledger: Ledger, admin: "psycopg.Connection[Any]") -> None:
    """The server ends the ledger's connection, and has done so when this comes back."""
    admin.execute("SELECT pg_terminate_backend(%s, 5000)", (session(ledger).raw.info.backend_pid,))


def key_of(step: Callable[[], object]) -> str:
    with pytest.raises(LocalFault) as caught:
        step()
    return caught.value.message.key


def test_a_connection_that_was_cut_is_made_again(ledger: Ledger, admin: "psycopg.Connection[Any]") -> None:
    job = ledger.add(a_job())
    cut(ledger, admin)
    assert ledger.list() == [job]
    cut(ledger, admin)
    assert ledger.move(job.id, State.QUOTED, State.APPROVED).state is State.APPROVED


def test_a_step_that_was_cut_leaves_nothing_and_is_not_done_again(
    ledger: Ledger, admin: "psycopg.Connection[Any]"
) -> None:
    def half() -> None:
        with ledger.batch():
            ledger.add(a_job())
            cut(ledger, admin)
            ledger.add(a_job())

    assert key_of(half) == "ledger.unreachable"
    assert ledger.list() == []


def losing(monkeypatch: pytest.MonkeyPatch, *, arrives: bool) -> None:
    """The next COMMIT has no answer, because the connection breaks: before it arrives, or after."""
    execute, left = Session.execute, ["COMMIT"]

    def cut_off(self: Session, sql: str, parameters: Any = (), /) -> Any:
        if sql not in left:
            return execute(self, sql, parameters)
        left.clear()
        if arrives:
            execute(self, sql)
        self.raw.close()
        raise psycopg.OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(Session, "execute", cut_off)


def test_a_commit_whose_answer_was_lost_is_asked_for(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    losing(monkeypatch, arrives=True)
    job = ledger.add(a_job())
    assert ledger.list() == [job]
    assert len(ledger.events(job.id)) == 1


def test_a_commit_that_never_arrived_is_told(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    losing(monkeypatch, arrives=False)
    with pytest.raises(LocalFault) as caught:
        ledger.add(a_job())
    assert (caught.value.message.key, caught.value.retry) == ("ledger.unreachable", Retry.LATER)
    assert ledger.list() == []


def test_a_commit_that_a_crashed_server_knows_nothing_of_did_not_happen(
    ledger: Ledger, admin: "psycopg.Connection[Any]"
) -> None:
    assert isinstance(ledger._db, PostgresDatabase)
    (newest,) = admin.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text").fetchall()[0]
    assert ledger._db._status_of(str(int(newest) + 1000)) == "aborted"


def test_a_statement_that_failed_and_was_passed_over_is_not_taken_for_a_commit(ledger: Ledger) -> None:
    def careless() -> None:
        with ledger.batch():
            ledger.add(a_job())
            with suppress(psycopg.Error):
                session(ledger).execute("no sql at all")

    assert key_of(careless) == "ledger.fault"
    assert ledger.list() == []


def test_a_writer_that_never_ends_is_given_up_on(ledger: Ledger, postgres: PostgresAddress) -> None:
    session(ledger).execute("SET lock_timeout = '10ms'")
    with Ledger(postgres, FakeClock()) as other, other.batch():
        assert key_of(lambda: ledger.add(a_job())) == "ledger.busy"
    ledger.add(a_job())


def test_fleets_do_not_wait_for_each_other(ledger: Ledger, another: PostgresAddress) -> None:
    session(ledger).execute("SET lock_timeout = '10ms'")
    with Ledger(another, FakeClock()) as other, other.batch():
        ledger.add(a_job())
    with Ledger(another, FakeClock()) as other:
        assert other.list() == []


@pytest.fixture
def another(postgres: PostgresAddress, admin: "psycopg.Connection[Any]") -> Iterator[PostgresAddress]:
    """A fleet that nobody has used yet."""
    address = replace(postgres, fleet=f"{postgres.fleet}_other")
    yield address
    admin.execute(f"DROP SCHEMA IF EXISTS {address.schema} CASCADE")


def test_what_money_hangs_on_waits_for_the_disk(ledger: Ledger) -> None:
    for durable, told in ((True, "on"), (False, "off")):
        with ledger._db.write(durable=durable):
            assert ledger._db.read("SHOW synchronous_commit")[0][0] == told


@pytest.mark.parametrize("statement", ["UPDATE events SET kind = 'x'", "DELETE FROM events", "TRUNCATE events"])
def test_events_are_append_only(ledger: Ledger, statement: str) -> None:
    ledger.add(a_job())

    def change() -> None:
        with ledger._db.write() as connection:
            connection.execute(statement)

    assert key_of(change) == "ledger.fault"
    assert len(ledger.events(ledger.list()[0].id)) == 1


def test_texts_sort_by_their_bytes(ledger: Ledger) -> None:
    threads: Threads = ledger.threads
    for name in ("b", "Ä", "B", "a"):
        threads.put(name, {}, "en", timedelta(days=1))
    assert [thread.id for thread in threads.all(timedelta(days=1))] == ["B", "a", "b", "Ä"]


def test_a_new_schema_is_made_once_by_all(many_processes: Callable[..., list[Any]], another: PostgresAddress) -> None:
    assert many_processes("look", another, 6) == [0] * 6


def test_an_old_schema_comes_up_to_date_with_its_rows(another: PostgresAddress, fake_clock: FakeClock) -> None:
    from mediawright.ledger.postgres_schema import steps

    with Ledger(another, fake_clock) as ledger:
        job = ledger.add(a_job())
    more = Step(f"p{len(steps()) + 1:03d}_more", "ALTER TABLE jobs ADD COLUMN more TEXT")
    later = PostgresDatabase(another, fake_clock, (*steps(), more))
    assert later.first("SELECT id, more FROM jobs")["id"] == job.id  # type: ignore[index]
    later.close()
    assert key_of(lambda: Ledger(another, fake_clock)) == "ledger.newer"


def test_a_step_that_fails_leaves_the_old_schema(another: PostgresAddress, fake_clock: FakeClock) -> None:
    from mediawright.ledger.postgres_schema import steps

    Ledger(another, fake_clock).close()
    broken = Step(f"p{len(steps()) + 1:03d}_broken", "CREATE TABLE half (id INT); no sql at all")
    assert key_of(lambda: PostgresDatabase(another, fake_clock, (*steps(), broken))) == "ledger.strange_schema"
    with Ledger(another, fake_clock) as ledger:
        assert ledger._db.read("SELECT 1 FROM pg_tables WHERE tablename = 'half'") == []


def test_an_old_process_works_on_beside_a_newer_schema(another: PostgresAddress, fake_clock: FakeClock) -> None:
    from mediawright.ledger.postgres_schema import steps

    with Ledger(another, fake_clock) as old:
        for _ in range(8):
            job = old.add(a_job())
        more = Step(f"p{len(steps()) + 1:03d}_more", "ALTER TABLE jobs ADD COLUMN more TEXT")
        PostgresDatabase(another, fake_clock, (*steps(), more)).close()
        assert old.get(job.id) == job
        old.approve(job.id, an_approval(job))


# --- a server that refuses


def with_options(address: PostgresAddress, *settings: str) -> PostgresAddress:
    joined = "%20".join(f"-c%20{setting.replace('=', '%3D')}" for setting in settings)
    return replace(address, url=f"{address.url}&options={joined}")


def test_a_server_that_can_only_be_read_is_read(ledger: Ledger, postgres: PostgresAddress) -> None:
    job = ledger.add(a_job())
    with Ledger(with_options(postgres, "default_transaction_read_only=on"), FakeClock()) as reader:
        assert reader.list() == [job]
        assert key_of(lambda: reader.note(job.id, "seen")) == "ledger.server_read_only"
        assert reader.list() == [job]


@pytest.fixture
def guest(postgres: PostgresAddress, admin: "psycopg.Connection[Any]") -> Iterator[PostgresAddress]:
    """A role that may read this fleet's jobs, and nothing else."""
    role = f"guest_{postgres.fleet}"
    admin.execute(f"CREATE ROLE {role} LOGIN; GRANT USAGE ON SCHEMA {postgres.schema} TO {role}")
    admin.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {postgres.schema} TO {role}")
    yield replace(postgres, url=postgres.url.replace("mediawright@", f"{role}@"))
    admin.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")


def test_a_role_without_rights_is_told(ledger: Ledger, guest: PostgresAddress) -> None:
    job = ledger.add(a_job())
    with Ledger(guest, FakeClock()) as reader:
        assert reader.list() == [job]
        assert key_of(lambda: reader.add(a_job())) == "ledger.server_rights"


def test_a_schema_that_another_role_has_to_bring_up_to_date(guest: PostgresAddress) -> None:
    assert key_of(lambda: Ledger(replace(guest, fleet="nobody_s"), FakeClock())) == "ledger.server_older"


def test_a_password_that_is_missing_or_wrong(postgres: PostgresAddress, admin: "psycopg.Connection[Any]") -> None:
    if LOCKED not in "".join(
        row[0] for row in admin.execute("SELECT array_to_string(user_name, ',') FROM pg_hba_file_rules")
    ):
        pytest.skip("this server lets its roles in without a password")
    with suppress(psycopg.errors.DuplicateObject):
        admin.execute(f"CREATE ROLE {LOCKED} LOGIN PASSWORD 'right'")
    for said in (LOCKED, f"{LOCKED}:wrong"):
        address = replace(postgres, url=postgres.url.replace("mediawright@", f"{said}@"))
        with pytest.raises(LocalFault) as caught:
            Ledger(address, FakeClock())
        assert caught.value.message.key == "ledger.server_sign_in"
        assert "wrong" not in f"{caught.value.data} {address!r}"


def test_a_database_that_does_not_exist(postgres: PostgresAddress) -> None:
    address = replace(postgres, url=postgres.url.replace("/postgres?", "/none?"))
    assert key_of(lambda: Ledger(address, FakeClock())) == "ledger.server_refused"


def test_a_server_that_is_not_there_is_asked_once_by_one_command(monkeypatch: pytest.MonkeyPatch) -> None:
    tried, connect = [], psycopg.connect

    def counted(*words: Any, **more: Any) -> Any:
        tried.append(words)
        return connect(*words, **more)

    monkeypatch.setattr(psycopg, "connect", counted)
    address = postgres_address("postgresql://127.0.0.1:1/none")
    for _ in range(2):
        with pytest.raises(LocalFault) as caught:
            Ledger(address, FakeClock())
        assert (caught.value.message.key, caught.value.retry) == ("ledger.unreachable", Retry.LATER)
    assert len(tried) == 1


@pytest.mark.parametrize(
    ("state", "key"),
    [
        ("25006", "ledger.server_read_only"),
        ("42501", "ledger.server_rights"),
        ("55P03", "ledger.busy"),
        ("40P01", "ledger.busy"),
        ("53300", "ledger.busy"),
        ("53100", "ledger.server_full"),
        ("57P01", "ledger.unreachable"),
        ("57P03", "ledger.unreachable"),
        ("08006", "ledger.unreachable"),
        ("28P01", "ledger.server_sign_in"),
        ("42P01", "ledger.strange_schema"),
        ("23505", "ledger.fault"),
    ],
)
def test_each_error_has_its_sentence(state: str, key: str) -> None:
    fault = fault_of(psycopg.errors.lookup(state)("in PostgreSQL's words"))
    assert fault.message.key == key
    assert fault.data == {"reason": state}


# --- time


def test_the_time_is_the_database_s(postgres: PostgresAddress) -> None:
    wrong = FakeClock()
    shared = SharedClock(wrong)
    with Ledger(postgres, shared) as ledger:
        job = ledger.add(a_job())
        ledger.note(job.id, "seen")
        at = ledger.events(job.id)[-1].at
    assert abs(at - datetime.now(UTC)) < timedelta(minutes=5)


def test_a_lease_holds_between_machines_whose_clocks_differ(postgres: PostgresAddress) -> None:
    right, late = SharedClock(SystemClock()), SharedClock(Behind())
    with Ledger(postgres, right) as one, Ledger(postgres, late) as other:
        job = one.add(a_job(a_request(), at=right.now()))
        assert one.acquire_lease(job.id, "one", 60)
        other._here = type(other._here)("another machine", 1, other._here.alive)
        assert not other.acquire_lease(job.id, "other", 60)
        assert other.lease_holder(job.id) == "one"


class Behind(SystemClock):
    """The clock of a machine that is ten minutes late."""

    def now(self) -> datetime:
        return super().now() - timedelta(minutes=10)
