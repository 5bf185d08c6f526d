"""SQLite's errors as sentences for people."""

import sqlite3

import pytest

from mediawright.ledger.errors import StaleState, damage, fault, is_busy, is_damage
from mediawright.present.catalog import has
from mediawright.testing.builders import a_job
from mediawright.types.errors import ExitCode, LocalFault
from mediawright.types.message import LANGS


def error(name: str) -> sqlite3.OperationalError:
    made = sqlite3.OperationalError("x")
    made.sqlite_errorname = name
    return made


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("SQLITE_BUSY_SNAPSHOT", "ledger.busy"),
        ("SQLITE_LOCKED", "ledger.busy"),
        ("SQLITE_READONLY_DBMOVED", "ledger.read_only"),
        ("SQLITE_CANTOPEN", "ledger.read_only"),
        ("SQLITE_FULL", "ledger.full"),
        ("SQLITE_CORRUPT_INDEX", "ledger.broken"),
        ("SQLITE_NOTADB", "ledger.broken"),
        ("SQLITE_IOERR_WRITE", "ledger.disk"),
        ("SQLITE_IOERR_SHMSIZE", "ledger.full"),
        ("SQLITE_CONSTRAINT_UNIQUE", "ledger.fault"),
    ],
)
def test_each_kind_has_its_sentence(name: str, key: str) -> None:
    found = fault(error(name))
    assert isinstance(found, LocalFault)
    assert found.message.key == key
    assert found.data == {"reason": name}
    assert all(has(key, lang=lang) for lang in LANGS)


def test_an_error_without_a_name_has_a_sentence_too() -> None:
    assert fault(sqlite3.ProgrammingError("closed")).message.key == "ledger.fault"


def test_what_mends_itself_is_told_from_what_does_not() -> None:
    assert is_busy(error("SQLITE_BUSY"))
    assert not is_busy(error("SQLITE_FULL"))
    assert is_damage(error("SQLITE_CORRUPT"))
    assert not is_damage(error("SQLITE_BUSY"))


@pytest.mark.parametrize(
    "words", ["Could not decode to UTF-8 column 'quote'", "unsupported file format", "malformed database schema (x)"]
)
def test_damage_without_a_code_is_damage_too(words: str) -> None:
    found = sqlite3.OperationalError(words)
    assert is_damage(found)
    assert fault(found).message.key == "ledger.broken"
    assert is_damage(damage("anything"))


def test_moved_carries_the_job_as_it_stands() -> None:
    job = a_job()
    moved = StaleState(job)
    assert moved.job is job
    assert moved.exit_code is ExitCode.UNEXPECTED
    assert moved.data == {"job": job.id}
