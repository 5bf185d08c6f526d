"""Results are found by every property that a gallery offers, page by page, and marks stay beside the jobs."""

from datetime import timedelta

import pytest

from mediawright.ledger import Ledger
from mediawright.ledger.results import LONGEST, Wanted
from mediawright.testing.builders import a_job, a_quote, a_request
from mediawright.testing.fakes import START, FakeClock
from mediawright.types.errors import NotFound
from mediawright.types.job import Asset, Job
from mediawright.types.operations import MediaKind
from mediawright.types.states import State

PROMPTS = ("a red kite over the sea", "海边日落，海浪轻轻涌动", "100% wool, A_B", "a fox")


def made(ledger: Ledger, number: int, prompt: str, kind: MediaKind = MediaKind.VIDEO, provider: str = "acme") -> Job:
    asset = Asset(path=f"/out/{number}.bin", kind=kind, media_type="x/y", size=1, sha256="0" * 64)
    at = START + timedelta(days=number)
    job = a_job(a_request(prompt), at=at, state=State.DONE, assets=(asset,), provider=provider)
    return ledger.add(job)


@pytest.fixture
def four(ledger: Ledger) -> list[Job]:
    """Four results and a job without one, oldest first: two kinds, two providers."""
    kinds = (MediaKind.VIDEO, MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.AUDIO)
    jobs = [
        made(ledger, number, prompt, kinds[number], ("acme", "other")[number % 2])
        for number, prompt in enumerate(PROMPTS)
    ]
    ledger.add(a_job(state=State.RUNNING))
    return jobs


def test_every_property_finds_its_own(ledger: Ledger, four: list[Job]) -> None:
    def found(**wanted: object) -> list[int]:
        page = ledger.results.page(Wanted(**wanted))  # type: ignore[arg-type]
        return [four.index(one.job) for one in page]

    assert found() == [3, 2, 1, 0]
    assert found(words=("SEA",)) == [0]
    assert found(words=("a", "kite")) == [0]
    assert found(words=("日落",)) == [1]
    assert found(words=("100%",)) == [2]
    assert found(words=("%",)) == [2]
    assert found(words=("_",)) == [2]
    assert found(words=("!",)) == []
    assert found(words=("acme-1",)) == [3, 2, 1, 0]
    assert found(kind=MediaKind.VIDEO) == [2, 0]
    assert found(provider="other") == [3, 1]
    assert found(since=START + timedelta(days=1), until=START + timedelta(days=3)) == [2, 1]
    ledger.results.favour(four[1].id, True)
    ledger.results.tag(four[2].id, ["blue", "for Ann"])
    ledger.results.belongs(four[3].id, "chat-1")
    ledger.results.belongs(four[3].id, "chat-2")
    assert found(favourite=True) == [1]
    assert found(tag="for Ann") == [2]
    assert found(words=("ann",)) == [2]
    assert found(thread="chat-1") == [3]
    assert found(thread="chat-2") == []
    assert found(thread="chat-1", kind=MediaKind.VIDEO) == []
    assert ledger.results.providers() == ["acme", "other"]
    assert ledger.results.threads() == ["chat-1"]
    ledger.threads.forget("chat-1")
    assert found(thread="chat-1") == []


def test_pages_follow_each_other(ledger: Ledger, four: list[Job]) -> None:
    first = ledger.results.page(limit=3)
    rest = ledger.results.page(limit=3, before=first[-1].job.id)
    assert [one.job for one in first + rest] == four[::-1]


def test_marks_are_set_and_taken_away(ledger: Ledger, four: list[Job]) -> None:
    job = four[0]
    assert ledger.results.tag(job.id, ["#blue ", " blue", "", "x" * 90, "for\nAnn"]) == (
        "blue",
        "x" * LONGEST,
        "for Ann",
    )
    ledger.results.favour(job.id, True)
    marked = ledger.results.of(job.id)
    assert (marked.job, marked.favourite, set(marked.tags)) == (job, True, {"blue", "x" * LONGEST, "for Ann"})
    assert ledger.results.tags() == [("blue", 1), ("for Ann", 1), ("x" * LONGEST, 1)]
    ledger.results.tag(job.id, ())
    ledger.results.favour(job.id, False)
    again = ledger.results.of(job.id)
    assert (again.favourite, again.tags, ledger.results.tags()) == (False, (), [])
    for change in (lambda: ledger.results.favour("gone", True), lambda: ledger.results.tag("gone", ["a"])):
        with pytest.raises(NotFound):
            change()


def test_open_quotes_are_those_that_can_still_be_agreed_to(ledger: Ledger, fake_clock: FakeClock) -> None:
    request = a_request()
    old, withdrawn, taken, first, last = (
        a_quote(request, at=fake_clock.now() + timedelta(minutes=shift)) for shift in (-16, 0, 1, 2, 3)
    )
    for quote in (old, withdrawn, taken, first, last):
        ledger.put_quote(quote, request, output_dir=None, lang="en")
    ledger.decline_quote(withdrawn.id)
    ledger.claim_quote(taken.id, a_job(request))
    assert [stored.quote.id for stored in ledger.open_quotes()] == [last.id, first.id]
    assert len(ledger.open_quotes(limit=1)) == 1
