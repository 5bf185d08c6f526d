"""Conversations in the ledger: apart from each other, without secrets, forgotten when idle, known to every process."""

from datetime import timedelta
from pathlib import Path

import pytest

from mediawright.ledger import Ledger
from mediawright.ledger.threads import language_in
from mediawright.testing.fakes import FakeClock

DAY = timedelta(days=1)


def test_two_conversations_never_see_each_other(ledger: Ledger) -> None:
    ledger.threads.put("a", {"context": {"stage": "quoted"}}, "zh", DAY)
    ledger.threads.put("b", {"context": {"stage": "done"}}, "en", DAY)
    first, second = ledger.threads.get("a", DAY), ledger.threads.get("b", DAY)
    assert first is not None
    assert second is not None
    assert (first.said["context"]["stage"], first.lang) == ("quoted", "zh")
    assert (second.said["context"]["stage"], second.lang) == ("done", "en")
    assert ledger.threads.get("c", DAY) is None


def test_an_idle_conversation_is_forgotten(ledger: Ledger, fake_clock: FakeClock) -> None:
    ledger.threads.put("a", {}, "en", DAY)
    fake_clock.advance(timedelta(hours=23).total_seconds())
    assert ledger.threads.get("a", DAY) is not None
    fake_clock.advance(timedelta(hours=2).total_seconds())
    assert ledger.threads.get("a", DAY) is None
    assert ledger.threads.all(DAY) == []


def test_it_survives_the_process_and_says_its_language_without_one(path: Path, fake_clock: FakeClock) -> None:
    assert language_in(path, "a", fake_clock.now(), DAY) is None
    with Ledger(path, fake_clock) as one:
        one.threads.put("a", {"quote": "Q1"}, "zh", DAY)
    assert language_in(path, "a", fake_clock.now(), DAY) == "zh"
    assert language_in(path, "b", fake_clock.now(), DAY) is None
    with Ledger(path, fake_clock) as other:
        found = other.threads.get("a", DAY)
    assert found is not None
    assert found.said == {"quote": "Q1"}


def test_a_broken_file_has_no_language_and_stays_for_the_ledger_to_tell(path: Path, fake_clock: FakeClock) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no database at all" * 100)
    assert language_in(path, "a", fake_clock.now(), DAY) is None
    assert path.read_bytes().startswith(b"no database")


def test_nothing_secret_is_kept(path: Path, fake_clock: FakeClock) -> None:
    with Ledger(path, fake_clock, redact=lambda text: text.replace("hunter2", "[hidden]")) as ledger:
        ledger.threads.put("a", {"context": {"prompt": "hunter2 https://x.test/a?sig=1"}}, "en", DAY)
        found = ledger.threads.get("a", DAY)
    assert found is not None
    assert found.said["context"]["prompt"] == "[hidden] https://x.test/a"


def test_only_a_request_that_waits_for_a_sign_in_needs_its_links(ledger: Ledger) -> None:
    link = "https://x.test/a?mediawright-link=" + "0" * 32
    assert not ledger.needs("0" * 32)
    said = {"request": {"media": [{"source": link}]}}
    ledger.threads.put("a", said | {"context": {"stage": "done"}}, "en", DAY)
    assert not ledger.needs("0" * 32)
    ledger.threads.put("a", said | {"context": {"stage": "sign_in"}}, "en", DAY)
    assert ledger.needs("0" * 32)


@pytest.mark.parametrize(("which", "left"), [("a", ["b"]), (None, [])])
def test_forgetting_one_or_all(ledger: Ledger, which: str | None, left: list[str]) -> None:
    for name in ("a", "b"):
        ledger.threads.put(name, {}, "en", DAY)
    assert ledger.threads.forget(which) == 2 - len(left)
    assert [found.id for found in ledger.threads.all(DAY)] == left
