"""The changes of all jobs, none missed, each told once, and quiet while nothing was written."""

from itertools import pairwise
from pathlib import Path

from tests.core.ledger.test_outbox import WORK, moved, went

from mediawright.ledger import Ledger
from mediawright.testing.fakes import FakeClock
from mediawright.types.states import State


def test_what_stands_and_then_every_change_in_its_order(ledger: Ledger) -> None:
    running, over = moved(ledger, *WORK[:3]), moved(ledger, *WORK)
    top, standing = ledger.feed.standing()
    assert [(change.job_id, change.state, change.old) for change in standing] == [(running, State.RUNNING, None)]
    went(ledger, running, *WORK[3:])
    assert [(change.old, change.state) for change in ledger.feed.since(top)] == list(pairwise(WORK[2:]))
    assert over not in {change.job_id for change in ledger.feed.since(top)}


def test_a_new_job_begins_without_an_old_state(ledger: Ledger) -> None:
    top, _ = ledger.feed.standing()
    job = moved(ledger)
    assert [(c.job_id, c.old, c.state) for c in ledger.feed.since(top)] == [
        (job, None, State.QUOTED),
        (job, State.QUOTED, State.APPROVED),
    ]


def test_what_stands_in_one_conversation_and_the_conversation_of_a_change(ledger: Ledger) -> None:
    mine, _ = moved(ledger, *WORK[:3]), moved(ledger, *WORK[:3])
    ledger.results.belongs(mine, "t1")
    top, standing = ledger.feed.standing("t1")
    assert [(change.job_id, change.thread) for change in standing] == [(mine, "t1")]
    went(ledger, mine, State.SUCCEEDED)
    assert [(change.job_id, change.thread) for change in ledger.feed.since(top)] == [(mine, "t1")]


def test_the_version_changes_with_another_process_and_not_by_itself(path: Path, fake_clock: FakeClock) -> None:
    with Ledger(path, fake_clock) as one, Ledger(path, fake_clock) as other:
        before = one.feed.version()
        assert one.feed.version() == before
        moved(other)
        assert one.feed.version() != before
