"""The roles of a shared ledger, with real roles on a real server."""

from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest
from tests.postgres_server import Schema

from mediawright.ledger import Ledger
from mediawright.ledger.address import PostgresAddress, postgres_address
from mediawright.ledger.postgres_roles import Roles
from mediawright.testing.builders import a_job, a_quote, a_request
from mediawright.testing.fakes import FakeClock
from mediawright.types.errors import LocalFault
from mediawright.types.money import Approval, ApprovalKind
from mediawright.types.states import State

if TYPE_CHECKING:
    import psycopg

OF = postgres_address("postgresql://db/media")


def test_the_usual_fleet_has_the_plain_names_and_each_other_its_own() -> None:
    assert Roles.of(OF) == Roles("mw_owner", "mw_worker", "mw_client")
    assert Roles.of(PostgresAddress(OF.url, "films")).client == "mw_films_client"


@pytest.fixture(scope="module")
def prepared(postgres_schema: Schema) -> tuple[PostgresAddress, dict[str, PostgresAddress]]:
    """The schema with its roles, and an address for a person and a machine in them."""
    from mediawright.ledger.postgres_setup import set_up

    address = postgres_schema.address
    roles = set_up(address, FakeClock())
    assert set_up(address, FakeClock()) == roles  # it may be done again
    found = {}
    for kind, group in (("client", roles.client), ("worker", roles.worker)):
        name = f"{address.schema}_{kind}_login"
        postgres_schema.admin.execute(f"DROP ROLE IF EXISTS {name}")
        postgres_schema.admin.execute(f"CREATE ROLE {name} LOGIN IN ROLE {group}")
        found[kind] = PostgresAddress(address.url.replace("mediawright@", f"{name}@"), address.fleet)
    return address, found


@pytest.fixture
def people(
    prepared: tuple[PostgresAddress, dict[str, PostgresAddress]], postgres: PostgresAddress
) -> dict[str, PostgresAddress]:
    return prepared[1]


def connection(address: PostgresAddress) -> "psycopg.Connection[tuple[object, ...]]":
    import psycopg

    made = psycopg.connect(address.url, autocommit=True)
    made.execute(f"SET search_path = {address.schema}")
    return made


@pytest.mark.parametrize("kind", ["client", "worker"])
def test_both_ask_approve_and_carry(people: dict[str, PostgresAddress], kind: str) -> None:
    with Ledger(people[kind], FakeClock()) as ledger:
        assert ledger.role == f"{people[kind].schema}_{kind}_login"
        quote = a_quote()
        ledger.put_quote(quote, a_request(), output_dir=None, lang="en")
        job = ledger.add(a_job(state=State.QUOTED, approval=None))
        given = Approval(kind=ApprovalKind.PERSON, request_hash=job.request_hash, ceiling=None, at=FakeClock().now())
        assert ledger.approve(job.id, given).state is State.APPROVED
        assert ledger.acquire_lease(job.id, "me", 30)
        ledger.move(job.id, State.APPROVED, State.SUBMITTING)
        ledger.note(job.id, "x")
        ledger.release(job.id, "me")
        ledger.metadata_set("a", 1)
        ledger.turns.offer(job.id, None, priority=1)


DENIED = (
    "CREATE TABLE mine (x INT)",
    "ALTER TABLE jobs ADD COLUMN x INT",
    "DROP TABLE jobs",
    "TRUNCATE jobs CASCADE",
    "DROP TRIGGER events_no_change ON events",
    "ALTER FUNCTION events_stay() OWNER TO CURRENT_USER",
    "CREATE SCHEMA mine",
    "DELETE FROM jobs",
    "DELETE FROM spent",
    "UPDATE events SET kind = 'x'",
    "INSERT INTO policies (version, text, at) VALUES (99, '', '')",
    "DELETE FROM policies",
    "INSERT INTO migrations (name, at) VALUES ('p999_x', '')",
    "SET session_replication_role = replica",
)


@pytest.mark.parametrize("statement", DENIED)
@pytest.mark.parametrize("kind", ["client", "worker"])
def test_neither_changes_what_holds_for_all(people: dict[str, PostgresAddress], kind: str, statement: str) -> None:
    import psycopg

    with connection(people[kind]) as made, pytest.raises(psycopg.errors.InsufficientPrivilege):
        made.execute(statement)


def test_a_client_cannot_pass_for_a_worker(people: dict[str, PostgresAddress]) -> None:
    import psycopg

    row = "INSERT INTO workers VALUES ('x', 'm', '1', '{}', 'now', 'now', 0)"
    with connection(people["client"]) as made, pytest.raises(psycopg.errors.InsufficientPrivilege):
        made.execute(row)
    with connection(people["worker"]) as made:
        made.execute(row)


def test_a_client_reads_the_policy(people: dict[str, PostgresAddress], postgres: PostgresAddress) -> None:
    with Ledger(postgres, FakeClock()) as owner, Ledger(people["client"], FakeClock()) as client:
        owner.policies.add("version = 1")
        found = client.policies.newest()
        assert found is not None
        assert found.text == "version = 1"
        with pytest.raises(LocalFault) as told:
            client.policies.add("version = 1")
        assert told.value.message.key == "ledger.server_rights"


def test_a_stranger_sees_nothing(postgres_schema: Schema, people: dict[str, PostgresAddress]) -> None:
    import psycopg

    name = f"{postgres_schema.address.schema}_stranger"
    postgres_schema.admin.execute(f"DROP ROLE IF EXISTS {name}")
    postgres_schema.admin.execute(f"CREATE ROLE {name} LOGIN")
    stranger = PostgresAddress(postgres_schema.address.url.replace("mediawright@", f"{name}@"), "x")
    with psycopg.connect(stranger.url) as made, pytest.raises(psycopg.errors.InsufficientPrivilege):
        made.execute(f"SELECT * FROM {postgres_schema.address.schema}.jobs")


@pytest.mark.skipif(find_spec("dbos") is None, reason="dbos is not installed: pip install 'mediawright[fleet]'")
def test_the_engine_is_the_workers_alone(people: dict[str, PostgresAddress], postgres: PostgresAddress) -> None:
    import psycopg

    from mediawright.fleet import engine

    engine.prepare(postgres, Roles.of(postgres).worker)
    engine.prepare(people["worker"])  # as every worker does when it starts
    line = engine.DbosLine(people["worker"])
    try:
        line.hand_out("t.1", "t", "make-x", 1)
        assert [turn.id for turn in line.live()] == ["t.1"]
    finally:
        line.close()
    with connection(people["client"]) as made, pytest.raises(psycopg.errors.InsufficientPrivilege):
        made.execute(f"SELECT * FROM {engine.schema_of(postgres)}.workflow_status")


def test_the_printed_sql_makes_what_the_program_makes(postgres_schema: Schema) -> None:
    import psycopg

    from mediawright.ledger.postgres_setup import script

    name = f"printed_{postgres_schema.address.fleet}"
    postgres_schema.admin.execute(f"DROP DATABASE IF EXISTS {name}")
    postgres_schema.admin.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    try:
        address = PostgresAddress(postgres_schema.address.url.replace("/postgres?", f"/{name}?"), name)
        with psycopg.connect(address.url, autocommit=True) as made:
            made.execute(script(address))
            before = made.execute("SELECT count(*) FROM pg_tables WHERE schemaname = %s", (address.schema,)).fetchone()
        with Ledger(address, FakeClock()) as ledger:
            assert ledger.add(a_job()).id
        with psycopg.connect(address.url, autocommit=True) as made:
            owners = made.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = %s", (address.schema,))
            assert [row[0] for row in owners.fetchall()] == [Roles.of(address).owner]
            after = made.execute("SELECT count(*) FROM pg_tables WHERE schemaname = %s", (address.schema,)).fetchone()
        assert before == after
    finally:
        postgres_schema.admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
