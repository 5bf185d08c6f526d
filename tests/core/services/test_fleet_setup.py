"""Setting up the database of a fleet."""

from pathlib import Path

import pytest

from mediawright.handlers.fleet_setup import of_set_up
from mediawright.ledger.address import PostgresAddress
from mediawright.services.fleet_setup import script, set_up
from mediawright.services.studio import Studio
from mediawright.types.errors import InvalidRequest


def studio(tmp_path: Path, **more: str) -> Studio:
    environ = {"MEDIAWRIGHT_HOME": str(tmp_path / "home"), "HOME": str(tmp_path), "MEDIAWRIGHT_NO_KEYRING": "1"}
    return Studio(environ | more, tmp_path)


async def test_a_file_has_no_roles(tmp_path: Path) -> None:
    async with studio(tmp_path) as alone:
        for step in (set_up, script):
            with pytest.raises(InvalidRequest, match=r"fleet\.not_shared"):
                step(alone)


async def test_a_database_is_made_ready_and_says_for_whom(tmp_path: Path, postgres: PostgresAddress) -> None:
    async with studio(tmp_path, MEDIAWRIGHT_LEDGER=postgres.url, MEDIAWRIGHT_FLEET=postgres.fleet) as one:
        response = of_set_up(set_up(one))
        assert response.page.data["client"] == f"mw_{postgres.fleet}_client"
        assert postgres.url not in str(response.page)


async def test_the_sql_is_printed_without_a_database(tmp_path: Path) -> None:
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    async with studio(tmp_path, MEDIAWRIGHT_LEDGER="postgresql://mw:secret@127.0.0.1:1/media") as one:
        text = script(one)
        assert "CREATE ROLE mw_client NOLOGIN" in text
        assert "CREATE TABLE jobs" in text
        assert "secret" not in text
