"""One notice for each end and target, whichever process finds it; one sender at a time; nothing old, nothing twice."""

from collections.abc import Iterator

import pytest

from mediawright.ledger import Ledger
from mediawright.ledger.address import PostgresAddress, Where
from mediawright.ledger.outbox import KEPT, STALE, Wanted
from mediawright.testing.builders import a_job, an_approval
from mediawright.testing.fakes import FakeClock
from mediawright.types.message import Message
from mediawright.types.notices import STOPPED, Delivery, Ending
from mediawright.types.states import State

ALL = Wanted(endings=frozenset(Ending))
WORK = [State.SUBMITTING, State.SUBMITTED, State.RUNNING, State.SUCCEEDED, State.DOWNLOADING, State.DONE]
HELD_S = 60.0


def moved(ledger: Ledger, *states: State) -> str:
    """A job that went through these states after its approval."""
    job = ledger.add(a_job())
    ledger.approve(job.id, an_approval(job))
    return went(ledger, job.id, *states)


def went(ledger: Ledger, job: str, *states: State) -> str:
    for state in states:
        ledger.move(job, ledger.get(job).state, state)
    return job


@pytest.fixture
def other(where: Where, ledger: Ledger, fake_clock: FakeClock) -> Iterator[Ledger]:
    """The same ledger in another process of this place, which is told that the first one lives."""
    with Ledger(where, fake_clock, alive=lambda pid: True) as opened:
        opened._here = type(opened._here)(opened._here.host, opened._here.pid + 1, opened._here.alive)
        yield opened


def test_an_end_is_one_notice_for_each_target(ledger: Ledger) -> None:
    ledger.outbox.begin(["a", "b"])
    job = moved(ledger, *WORK)
    assert ledger.outbox.collect({"a": ALL, "b": ALL}) == 2
    assert ledger.outbox.collect({"a": ALL, "b": ALL}) == 0
    found = ledger.outbox.claim("me", HELD_S)
    assert {(one.target, one.job_id, one.ending, one.job_state) for one in found} == {
        ("a", job, Ending.DONE, State.DONE),
        ("b", job, Ending.DONE, State.DONE),
    }
    assert len({one.id for one in found}) == 2


def test_what_ended_before_a_target_was_there_is_not_told(ledger: Ledger) -> None:
    moved(ledger, *WORK)
    assert ledger.outbox.collect({"a": ALL}) == 0
    moved(ledger, *WORK)
    assert ledger.outbox.collect({"a": ALL}) == 1


def test_two_processes_that_look_at_once_write_one_notice(ledger: Ledger, other: Ledger) -> None:
    ledger.outbox.begin(["a"])
    moved(ledger, *WORK)
    assert ledger.outbox.collect({"a": ALL}) + other.outbox.collect({"a": ALL}) == 1


@pytest.mark.parametrize(
    ("states", "ending"),
    [
        ([*WORK[:3], State.FAILED], Ending.FAILED),
        ([*WORK[:3], State.CANCELLED], Ending.CANCELLED),
        ([State.EXPIRED], Ending.CANCELLED),
        ([State.SUBMITTING, State.UNCERTAIN], Ending.NEEDS_PERSON),
    ],
)
def test_every_kind_of_end_has_its_word(ledger: Ledger, states: list[State], ending: Ending) -> None:
    ledger.outbox.begin(["a"])
    moved(ledger, *states)
    ledger.outbox.collect({"a": ALL})
    assert [one.ending for one in ledger.outbox.of("a")] == [ending]


def test_a_target_is_told_of_what_it_chose(ledger: Ledger) -> None:
    wanted = {
        "failures": Wanted(endings=frozenset({Ending.FAILED})),
        "elsewhere": Wanted(endings=frozenset(Ending), providers=("other",)),
        "here": Wanted(endings=frozenset(Ending), providers=("acme",)),
    }
    ledger.outbox.begin(wanted)
    moved(ledger, *WORK)
    assert ledger.outbox.collect(wanted) == 1
    assert [one.target for one in ledger.outbox.claim("me", HELD_S)] == ["here"]


def test_a_job_that_is_opened_again_ends_twice(ledger: Ledger) -> None:
    ledger.outbox.begin(["a"])
    job = moved(ledger, *WORK[:3], State.FAILED)
    ledger.outbox.collect({"a": ALL})
    went(ledger, job, *WORK[1:])
    ledger.outbox.collect({"a": ALL})
    assert [one.ending for one in ledger.outbox.of("a")] == [Ending.DONE, Ending.FAILED]


def test_the_same_stop_is_told_once_until_the_job_has_moved(ledger: Ledger) -> None:
    ledger.outbox.begin(["a"])
    job = moved(ledger, *WORK[:2])
    for _ in range(3):
        ledger.note(job, STOPPED, error="sign_in_needed")
    ledger.outbox.collect({"a": ALL})
    ledger.note(job, STOPPED, error="sign_in_needed")
    ledger.outbox.collect({"a": ALL})
    assert [one.job_state for one in ledger.outbox.of("a")] == [None]
    went(ledger, job, State.RUNNING)
    ledger.note(job, STOPPED, error="sign_in_needed")
    ledger.outbox.collect({"a": ALL})
    assert len(ledger.outbox.of("a")) == 2


def test_one_process_sends_and_the_other_finds_nothing(ledger: Ledger, other: Ledger) -> None:
    ledger.outbox.begin(["a"])
    moved(ledger, *WORK)
    ledger.outbox.collect({"a": ALL})
    [mine] = ledger.outbox.claim("me", HELD_S)
    assert other.outbox.claim("you", HELD_S) == []
    ledger.outbox.settle(mine, "me", Delivery.SENT)
    assert other.outbox.claim("you", HELD_S) == []
    assert other.outbox.next_due_s() is None


def test_what_a_dead_process_held_is_sent_by_the_next_with_the_same_id(ledger: Ledger, where: Where) -> None:
    ledger.outbox.begin(["a"])
    moved(ledger, *WORK)
    ledger.outbox.collect({"a": ALL})
    [first] = ledger.outbox.claim("me", HELD_S)
    with Ledger(where, ledger._db.clock, alive=lambda pid: False) as heir:
        heir._here = type(heir._here)(heir._here.host, heir._here.pid + 1, heir._here.alive)
        [again] = heir.outbox.claim("you", HELD_S)
        assert (again.id, first.attempts, again.attempts) == (first.id, 1, 2)
        ledger.outbox.settle(first, "me", Delivery.GAVE_UP)  # it was not dead after all: the new holder decides
        heir.outbox.settle(again, "you", Delivery.SENT)
        assert heir.outbox.get(first.id).state is Delivery.SENT


def test_what_nobody_settled_in_time_is_handed_out_again(ledger: Ledger, other: Ledger, fake_clock: FakeClock) -> None:
    ledger.outbox.begin(["a"])
    moved(ledger, *WORK)
    ledger.outbox.collect({"a": ALL})
    ledger.outbox.claim("me", HELD_S)
    assert other.outbox.next_due_s() == HELD_S
    fake_clock.advance(HELD_S)
    assert [one.attempts for one in other.outbox.claim("you", HELD_S)] == [2]


def test_a_postponed_notice_waits_and_counts_only_what_was_tried(ledger: Ledger, fake_clock: FakeClock) -> None:
    ledger.outbox.begin(["a"])
    moved(ledger, *WORK)
    ledger.outbox.collect({"a": ALL})
    [one] = ledger.outbox.claim("me", HELD_S)
    ledger.outbox.postpone(one, "me", 5.0, Message("config.notify.trouble.status", {"status": 500}))
    assert (ledger.outbox.claim("me", HELD_S), ledger.outbox.next_due_s()) == ([], 5.0)
    fake_clock.advance(5.0)
    [again] = ledger.outbox.claim("me", HELD_S)
    assert again.trouble == Message("config.notify.trouble.status", {"status": 500})
    ledger.outbox.postpone(again, "me", 1.0)
    assert ledger.outbox.get(one.id).attempts == 1
    assert ledger.outbox.get(one.id).trouble is not None


def test_a_target_that_is_gone_gets_nothing_more_and_one_of_its_name_begins_anew(ledger: Ledger) -> None:
    ledger.outbox.begin(["a"])
    moved(ledger, *WORK)
    ledger.outbox.collect({"a": ALL})
    ledger.outbox.collect({})
    assert ledger.outbox.claim("me", HELD_S) == []
    moved(ledger, *WORK)
    ledger.outbox.begin(["a"], anew=True)
    assert ledger.outbox.collect({"a": ALL}) == 0


def test_old_ends_are_no_news_and_old_notices_go(ledger: Ledger, fake_clock: FakeClock) -> None:
    ledger.outbox.begin(["a"])
    moved(ledger, *WORK)
    fake_clock.advance(STALE.total_seconds() + 1)
    assert ledger.outbox.collect({"a": ALL}) == 0
    moved(ledger, *WORK)
    ledger.outbox.collect({"a": ALL})
    [one] = ledger.outbox.claim("me", HELD_S)
    ledger.outbox.settle(one, "me", Delivery.SENT)
    fake_clock.advance(KEPT.total_seconds() + 1)
    moved(ledger, *WORK)
    ledger.outbox.collect({"a": ALL})
    assert [found.state for found in ledger.outbox.of("a")] == [Delivery.PENDING]


def test_a_crash_between_the_move_and_the_notice_loses_nothing(where: Where, fake_clock: FakeClock) -> None:
    with Ledger(where, fake_clock) as first:
        first.outbox.begin(["a"])
        job = moved(first, *WORK)
    with Ledger(where, fake_clock) as second:
        assert second.outbox.collect({"a": ALL}) == 1
        assert [one.job_id for one in second.outbox.of("a")] == [job]


def test_each_machine_of_a_shared_ledger_has_targets_of_its_own(
    postgres: PostgresAddress, fake_clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Ledger(postgres, fake_clock) as ledger:
        here = ledger.outbox
        monkeypatch.setattr("mediawright.ledger.outbox.person", lambda: "ben@it's")
        there = ledger.outbox
        here.begin(["a"])
        there.begin(["a"])
        moved(ledger, *WORK)
        assert here.collect({"a": ALL}) == 1
        assert there.collect({}) == 0  # its own target is gone, and the other machine's stays
        [notice] = here.claim("me", HELD_S)
        assert (notice.target, there.claim("you", HELD_S), there.next_due_s()) == ("a", [], None)
        here.settle(notice, "me", Delivery.SENT)
        assert [found.state for found in here.of("a")] == [Delivery.SENT]
        assert there.of("a") == []
