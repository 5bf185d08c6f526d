"""Quotes and the one job each of them can become."""

from datetime import timedelta

import pytest

from mediawright.ledger import Ledger, StoredQuote
from mediawright.ledger.rows import UNSENT
from mediawright.testing.builders import a_job, a_quote, a_request, an_approval
from mediawright.testing.fakes import FakeClock
from mediawright.types.errors import InvalidRequest, NotFound
from mediawright.types.job import Job
from mediawright.types.message import Message, Problem
from mediawright.types.money import Quote
from mediawright.types.states import State

S = State
QUARTER = timedelta(minutes=15)


@pytest.fixture
def quote(ledger: Ledger) -> Quote:
    quote = a_quote(id="Q7F3K2")
    ledger.put_quote(quote, a_request(), output_dir="/out", lang="zh", wait={"timeout": 45, "wait": True})
    return quote


def test_a_quote_comes_back_with_how_it_was_to_be_run(ledger: Ledger, quote: Quote) -> None:
    stored = ledger.quote("Q7F3K2")
    assert (stored.quote, stored.request, stored.output_dir, stored.lang) == (quote, a_request(), "/out", "zh")
    assert stored.settings == {"timeout": 45, "wait": True}
    assert stored.job_id is None


def test_a_price_nobody_knows_stays_unknown(ledger: Ledger) -> None:
    quote = a_quote(amount=None)
    ledger.put_quote(quote, a_request(), output_dir=None, lang="en")
    assert ledger.quote(quote.id).quote == quote
    job = ledger.claim_quote(quote.id, a_job(quote=quote))
    assert ledger.approve(job.id, an_approval(job, None)).approval == an_approval(job, None)


def test_quotes_are_said_aloud_so_their_case_does_not_matter(ledger: Ledger, quote: Quote) -> None:
    assert ledger.quote(" q7f3k2 ").quote == quote


def test_an_unknown_quote_is_not_found(ledger: Ledger) -> None:
    with pytest.raises(NotFound):
        ledger.quote("QNOBODY")
    with pytest.raises(NotFound):
        ledger.claim_quote("QNOBODY", a_job())
    with pytest.raises(NotFound):
        ledger.job_of_quote("QNOBODY")


def test_a_quote_confirmed_twice_is_one_job(ledger: Ledger, quote: Quote) -> None:
    assert ledger.job_of_quote(quote.id) is None
    first = ledger.claim_quote(quote.id, a_job())
    assert ledger.claim_quote("q7f3k2", a_job()) == first
    assert ledger.claim_quote(quote.id, a_job(), again=True) == first
    assert ledger.job_of_quote(quote.id) == first
    assert ledger.list() == [first]


def test_two_quotes_of_one_request_are_one_job_within_their_life(ledger: Ledger, quote: Quote) -> None:
    ledger.put_quote(a_quote(id="QSECOND"), a_request(), output_dir=None, lang="en")
    first = ledger.claim_quote(quote.id, a_job())
    assert ledger.claim_quote("QSECOND", a_job()) == first
    assert ledger.job_of_quote("QSECOND") == first


def test_a_deliberate_second_run_is_a_second_job(ledger: Ledger, quote: Quote) -> None:
    ledger.put_quote(a_quote(id="QSECOND"), a_request(), output_dir=None, lang="en")
    first = ledger.claim_quote(quote.id, a_job())
    assert ledger.claim_quote("QSECOND", a_job(), again=True) != first


def test_the_same_request_after_the_quote_s_life_is_a_new_job(ledger: Ledger, fake_clock: FakeClock) -> None:
    first = ledger.add_once(a_job(), QUARTER)
    fake_clock.advance(899)
    assert ledger.add_once(a_job(at=fake_clock.now()), QUARTER) == first
    fake_clock.advance(2)
    assert ledger.add_once(a_job(at=fake_clock.now()), QUARTER) != first


def test_a_clock_that_went_back_makes_no_second_job(ledger: Ledger, fake_clock: FakeClock) -> None:
    first = ledger.add_once(a_job(), QUARTER)
    fake_clock.jump(-86_400)
    assert ledger.add_once(a_job(at=fake_clock.now()), QUARTER) == first


def ended(ledger: Ledger, *steps: State) -> Job:
    job = ledger.add(a_job())
    for step in steps:
        job = ledger.move(job.id, job.state, step)
    return job


@pytest.mark.parametrize("steps", [(S.CANCELLED,), (S.EXPIRED,), (S.APPROVED, S.SUBMITTING, S.FAILED)])
def test_a_job_that_came_to_nothing_stands_in_nobody_s_way(ledger: Ledger, steps: tuple[State, ...]) -> None:
    over = ended(ledger, *steps)
    assert ledger.job_of_request(over.request_hash, QUARTER) is None
    assert ledger.add_once(a_job(), QUARTER) != over


def test_an_uncertain_job_does_stand_in_the_way(ledger: Ledger) -> None:
    lost = ended(ledger, S.APPROVED, S.SUBMITTING, S.UNCERTAIN)
    assert ledger.add_once(a_job(), QUARTER) == lost
    assert ledger.job_of_request(lost.request_hash, QUARTER) == lost


def test_quotes_that_nobody_took_up_are_cleared_away(ledger: Ledger, quote: Quote, fake_clock: FakeClock) -> None:
    taken = a_quote(id="QTAKEN")
    ledger.put_quote(taken, a_request("other"), output_dir=None, lang="en")
    ledger.claim_quote("QTAKEN", a_job(a_request("other")))
    fake_clock.advance(86_400)
    ledger.put_quote(a_quote(id="QNEW1"), a_request(), output_dir=None, lang="en")
    assert ledger.quote(quote.id).quote == quote
    fake_clock.advance(901)
    ledger.put_quote(a_quote(id="QNEW2"), a_request(), output_dir=None, lang="en")
    with pytest.raises(NotFound):
        ledger.quote(quote.id)
    assert ledger.quote("QTAKEN").job_id is not None


def test_a_withdrawn_quote_can_be_agreed_to_no_more(ledger: Ledger, quote: Quote) -> None:
    assert ledger.decline_quote("q7f3k2") is None
    assert ledger.quote(quote.id).withdrawn
    with pytest.raises(InvalidRequest) as refused:
        ledger.claim_quote(quote.id, a_job())
    assert refused.value.problems[0].message.key == "ledger.quote_withdrawn"
    assert ledger.list() == []


def test_a_no_ends_a_job_that_waits_for_its_approval(ledger: Ledger, quote: Quote) -> None:
    job = ledger.claim_quote(quote.id, a_job())
    assert ledger.decline_quote(quote.id) is None
    assert ledger.get(job.id).state is S.CANCELLED
    assert ledger.claim_quote(quote.id, a_job()).state is S.CANCELLED


def test_what_was_started_is_never_withdrawn(ledger: Ledger, quote: Quote) -> None:
    job = ledger.claim_quote(quote.id, a_job())
    ledger.approve(job.id, an_approval(job))
    assert ledger.decline_quote(quote.id) == ledger.get(job.id)
    assert ledger.get(job.id).state is S.APPROVED
    assert not ledger.quote(quote.id).withdrawn


def test_a_no_to_what_ran_out_long_ago_finds_nothing_started(ledger: Ledger) -> None:
    assert ledger.decline_quote("QGONE") is None


def test_the_same_wish_with_another_drawn_seed_is_the_same_request(ledger: Ledger) -> None:
    def drawn(seed: int, quote_id: str) -> Job:
        request = a_request(seed=seed)
        quote = a_quote(request, id=quote_id, wish="the wish without a seed")
        ledger.put_quote(quote, request, output_dir=None, lang="en")
        return a_job(request, quote=quote)

    first, second = drawn(1, "QSEED1"), drawn(2, "QSEED2")
    assert first.request_hash != second.request_hash
    known = ledger.claim_quote("QSEED1", first)
    assert ledger.claim_quote("QSEED2", second) == known
    ledger.approve(known.id, an_approval(known))
    ledger.move(known.id, S.APPROVED, S.SUBMITTING)
    assert ledger.unsettled(second.same) == ledger.get(known.id)
    assert ledger.unsettled(a_request(seed=2).prompt) is None


def test_quotes_under_one_name_come_in_their_order_and_are_taken_back_together(ledger: Ledger) -> None:
    kept = [StoredQuote(quote=a_quote(id=f"Q{n}"), request=a_request(), together="QALL", position=n) for n in (2, 1, 3)]
    ledger.put_together(kept)
    assert [stored.position for stored in ledger.quotes_together("qall")] == [1, 2, 3]
    assert ledger.quotes_together("QNOBODY") == []
    assert ledger.decline_quote("qall") is None
    for stored in kept:
        with pytest.raises(InvalidRequest):
            ledger.claim_quote(stored.quote.id, a_job())


# --- what stands in the way of a second purchase


def test_what_may_have_been_accepted_stands_in_the_way_at_any_age(ledger: Ledger, fake_clock: FakeClock) -> None:
    """Only who knows of it buys again: a wish for "again" may have been said before the answer was lost."""
    lost = ended(ledger, S.APPROVED, S.SUBMITTING, S.UNCERTAIN)
    fake_clock.advance(10 * 86_400)

    def claimed(name: str, *, again: bool = False, knowing: bool = False) -> Job:
        quote = a_quote(id=name, at=fake_clock.now())
        ledger.put_quote(quote, a_request(), output_dir=None, lang="en")
        job = a_job(quote=quote, at=fake_clock.now())
        return ledger.claim_quote(name, job, again=again, knowing=knowing)

    assert claimed("QA") == lost
    assert claimed("QB", again=True) == lost
    bought = claimed("QC", again=True, knowing=True)
    assert bought != lost
    assert claimed("QD", knowing=True) == bought  # the same words within a quote's life
    assert claimed("QE", again=True, knowing=True) not in (lost, bought)


def test_an_unsettled_job_that_is_told_already_is_not_told_again(ledger: Ledger) -> None:
    first = ended(ledger, S.APPROVED, S.SUBMITTING, S.UNCERTAIN)
    second = ended(ledger, S.APPROVED, S.SUBMITTING)
    assert ledger.unsettled(first.same) == second
    assert ledger.unsettled(first.same, {second.id}) == first
    assert ledger.unsettled(first.same, {first.id, second.id}) is None


# --- what waits, and what is taken back


def test_open_quotes_are_those_that_can_still_be_agreed_to(ledger: Ledger, fake_clock: FakeClock) -> None:
    for minutes, name in enumerate(("QOLD", "QTAKEN", "QGONE", "QNEW", "QNEWER")):
        quote = a_quote(id=name, at=fake_clock.now() + timedelta(minutes=minutes))
        ledger.put_quote(quote, a_request(name), output_dir=None, lang="en")
    ledger.claim_quote("QTAKEN", a_job(a_request("QTAKEN")))
    ledger.decline_quote("QGONE")
    assert [stored.quote.id for stored in ledger.open_quotes()] == ["QNEWER", "QNEW", "QOLD"]
    assert [stored.quote.id for stored in ledger.open_quotes(limit=1)] == ["QNEWER"]
    fake_clock.advance(900)
    assert [stored.quote.id for stored in ledger.open_quotes()] == ["QNEWER", "QNEW", "QOLD"]
    fake_clock.advance(0.001)
    assert [stored.quote.id for stored in ledger.open_quotes()] == ["QNEWER", "QNEW"]


def test_of_several_that_are_taken_back_the_one_that_goes_on_is_told(ledger: Ledger) -> None:
    kept = [
        StoredQuote(quote=a_quote(id=f"Q{n}"), request=a_request(f"part {n}"), together="QALL", position=n)
        for n in (1, 2, 3)
    ]
    ledger.put_together(kept)
    job = ledger.claim_quote("Q2", a_job(a_request("part 2")))
    ledger.approve(job.id, an_approval(job))
    assert ledger.decline_quote("QALL") == ledger.get(job.id)
    assert [ledger.quote(f"Q{n}").withdrawn for n in (1, 2, 3)] == [True, False, True]
    with pytest.raises(InvalidRequest) as refused:
        ledger.claim_quote("Q1", a_job(a_request("part 1")))
    said = Message("ledger.quote_withdrawn", {"quote": "Q1"})
    assert refused.value.problems == (Problem("quote", said),)


def test_a_text_is_needed_as_long_as_what_holds_it_may_still_be_sent(ledger: Ledger, fake_clock: FakeClock) -> None:
    mark = "the mark of a link"
    assert not ledger.needs(mark)
    quote = a_quote(id="QLINK")
    ledger.put_quote(quote, a_request(mark), output_dir=None, lang="en")
    assert ledger.needs(mark)
    fake_clock.advance(901)
    assert not ledger.needs(mark)
    job = ledger.claim_quote("QLINK", a_job(a_request(mark)))
    needed = [ledger.needs(mark)]
    for step in (S.APPROVED, S.SUBMITTING, S.SUBMITTED):
        job = ledger.move(job.id, job.state, step)
        needed.append(ledger.needs(mark))
    assert needed == [state in UNSENT for state in (S.QUOTED, S.APPROVED, S.SUBMITTING, S.SUBMITTED)]
    assert not ledger.needs("another")
