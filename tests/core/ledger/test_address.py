"""Where a shared ledger is: no password in the settings, none in anything that is shown."""

import pytest

from mediawright.config import Config
from mediawright.ledger.address import PostgresAddress, check_fleet, postgres_address
from mediawright.ledger.clock import SharedClock
from mediawright.paths import Home
from mediawright.testing.fakes import START, FakeClock
from mediawright.types.errors import InvalidRequest

URL = "postgresql://mw@db.lan/media"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (URL, "db.lan/media/mw_studio"),
        ("postgres://mw:secret@db.lan:5433/media?sslmode=require", "db.lan:5433/media/mw_studio"),
        ("postgresql:///media?host=/run/postgresql", "/run/postgresql/media/mw_studio"),
        ("postgresql://", "localhost/mw_studio"),
    ],
)
def test_an_address_is_shown_without_its_user(url: str, shown: str) -> None:
    address = postgres_address(url, password=True)
    assert address.shown == shown
    assert "secret" not in repr(address)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("mysql://db/media", "ledger.address_wrong"),
        ("/var/lib/ledger.db", "ledger.address_wrong"),
        ("postgresql://db:none/media", "ledger.address_wrong"),
        ("postgresql://mw:secret@db/media", "ledger.address_password"),
        ("postgresql://mw@db/media?password=secret", "ledger.address_password"),
        ("postgresql://mw@db/media?sslpassword=secret", "ledger.address_password"),
    ],
)
def test_what_cannot_be_kept_as_an_address(url: str, key: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        postgres_address(url)
    problem = caught.value.problems[0]
    assert problem.message.key == key
    assert "secret" not in repr(problem)


@pytest.mark.parametrize("name", ["", "Studio", "1st", "a-b", "a" * 41, "a;drop"])
def test_a_fleet_s_name_is_a_schema_s(name: str) -> None:
    with pytest.raises(InvalidRequest):
        check_fleet(name)


def test_fleets_have_schemas_of_their_own() -> None:
    assert postgres_address(URL).schema == "mw_studio"
    assert postgres_address(URL, "films").schema == "mw_films"


def test_the_environment_goes_before_the_settings_and_the_home_comes_last(home: Home) -> None:
    nothing, said = Config(), Config(ledger=URL, fleet="films")
    other = {"MEDIAWRIGHT_LEDGER": "postgresql://mw:secret@other/media"}
    assert nothing.ledger_at({}, home) == nothing.ledger_at({"MEDIAWRIGHT_LEDGER": " "}, home) == home.ledger
    assert said.ledger_at({}, home) == PostgresAddress(URL, "films")
    assert said.ledger_at(other, home) == PostgresAddress(other["MEDIAWRIGHT_LEDGER"], "films")
    assert said.ledger_at({**other, "MEDIAWRIGHT_FLEET": "ads"}, home).fleet == "ads"  # type: ignore[union-attr]


def test_a_password_that_was_written_into_the_settings_by_hand_is_not_used(home: Home) -> None:
    with pytest.raises(InvalidRequest):
        Config(ledger="postgresql://mw:secret@db/media").ledger_at({}, home)


def test_a_shared_clock_follows_the_database() -> None:
    local = FakeClock()
    shared = SharedClock(local)
    assert shared.now() == START
    shared.learn(START.timestamp() + 600)
    assert (shared.now() - START).total_seconds() == 600
    local.advance(30)
    shared.learn(START.timestamp() + 630.5)
    assert (shared.now() - START).total_seconds() == 630
    local.advance(30)
    shared.learn(START.timestamp() + 660.5)
    assert (shared.now() - START).total_seconds() == 660.5
    local.jump(-3600)
    shared.learn(START.timestamp() + 661)
    assert (shared.now() - START).total_seconds() == 661
