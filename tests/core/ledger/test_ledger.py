"""The ledger against a dictionary: two connections, random steps, equal answers."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.postgres_server import Schema

from mediawright.gate.budgets import Budgets
from mediawright.gate.policy import Per, Policy
from mediawright.ledger import Ledger, StaleState
from mediawright.ledger.address import PostgresAddress, Where
from mediawright.testing.builders import a_job, a_quote, a_request, an_approval
from mediawright.testing.fakes import START, FakeClock
from mediawright.types.errors import RefusedByPolicy
from mediawright.types.job import Job
from mediawright.types.money import Amount
from mediawright.types.states import COMMITTED, FINAL, IN_FLIGHT, State, may_move

S = State
LIMIT = Decimal(200)
BUDGET = Policy().limit(Per.TOTAL, Amount(LIMIT, "credits"), since=START - timedelta(days=400))
sides = st.sampled_from([0, 1])
media_requests = st.sampled_from(["a kite", "a boat"])
amounts = st.integers(min_value=1, max_value=120)


class LedgerMachine(RuleBasedStateMachine):
    """`self.model` is the truth: job id → job, newest last."""

    jobs: Bundle[str] = Bundle("jobs")
    quotes: Bundle[str] = Bundle("quotes")

    def __init__(self, empty: Callable[[], PostgresAddress] | None = None) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="mediawright-"))
        self.clock = FakeClock()
        where = empty() if empty else self.folder / "ledger.db"
        self.sides = [Ledger(where, self.clock) for _ in range(2)]
        self.model: dict[str, Job] = {}
        self.claimed: dict[str, str] = {}
        self.events: dict[str, int] = {}
        #: failed jobs that were followed again
        self.returned: set[str] = set()

    def teardown(self) -> None:
        for side in self.sides:
            side.close()
        shutil.rmtree(self.folder)

    def _keep(self, job: Job) -> str:
        self.model[job.id] = job
        self.events[job.id] = self.events.get(job.id, 0) + 1
        return job.id

    @precondition(lambda self: len(self.model) < 6)
    @rule(target=jobs, side=sides, media_request=media_requests, amount=amounts)
    def add(self, side: int, media_request: str, amount: int) -> str:
        request = a_request(media_request)
        job = a_job(request, at=self.clock.now(), quote=a_quote(request, amount=amount))
        assert self.sides[side].add(job) == job
        return self._keep(job)

    @rule(job_id=jobs, side=sides, old=st.sampled_from(State), new=st.sampled_from(State))
    def move_as_anybody(self, job_id: str, side: int, old: State, new: State) -> None:
        before = self.model[job_id]
        try:
            after = self.sides[side].move(job_id, old, new)
        except ValueError:
            assert not may_move(old, new)
        except StaleState as moved:
            assert (before.state is not old, moved.job) == (True, before)  # noqa: PT017  three outcomes, one of them right
        else:
            assert before.state is old
            self._moved(before, after, new)

    @rule(job_id=jobs, side=sides, pick=st.integers(min_value=0))
    def move_along(self, job_id: str, side: int, pick: int) -> None:
        """An allowed move, so that histories get long; approvals are given by `approve` only."""
        before = self.model[job_id]
        ways = sorted(new for new in State if may_move(before.state, new) and new is not S.APPROVED)
        if ways:
            new = ways[pick % len(ways)]
            self._moved(before, self.sides[side].move(job_id, before.state, new), new)

    def _moved(self, before: Job, after: Job, new: State) -> None:
        expected = replace(before, state=new, updated_at=self.clock.now())
        if new is S.SUBMITTED:
            expected = replace(expected, submitted_at=self.clock.now())
        if new in FINAL | {S.SUCCEEDED} and before.finished_at is None:
            expected = replace(expected, finished_at=self.clock.now())
        assert after == expected
        if before.state is S.FAILED:
            self.returned.add(before.id)
        self._keep(after)

    @rule(side=sides, pick=st.integers(min_value=0))
    def approve(self, side: int, pick: int) -> None:
        if not self.model:
            return
        waiting = [job for job in self.model.values() if job.state in (S.QUOTED, S.UNCERTAIN)]
        before = (waiting or list(self.model.values()))[pick % len(waiting or self.model)]
        job_id = before.id
        wanted = before.quote.price.amount if before.quote else None
        assert wanted is not None
        approval = an_approval(before, wanted.value, at=self.clock.now())
        others = self._committed(without=job_id)
        try:
            after = self.sides[side].approve(job_id, approval, Budgets(BUDGET, self.clock.now()))
        except StaleState:
            assert before.state not in (S.QUOTED, S.UNCERTAIN)
        except RefusedByPolicy:
            assert others + wanted.value > LIMIT
        else:
            assert others + wanted.value <= LIMIT
            self._moved(replace(before, approval=approval), after, S.APPROVED)

    @rule(side=sides, pick=st.integers(min_value=0), end=st.sampled_from([S.SUBMITTED, S.UNCERTAIN]))
    def send(self, side: int, pick: int, end: State) -> None:
        """An approved job goes out, and is accepted or its answer is lost."""
        ready = [job for job in self.model.values() if job.state is S.APPROVED]
        if ready:
            before = ready[pick % len(ready)]
            going = self.sides[side].move(before.id, S.APPROVED, S.SUBMITTING)
            self._moved(before, going, S.SUBMITTING)
            self._moved(going, self.sides[1 - side].move(before.id, S.SUBMITTING, end), end)

    @rule(job_id=jobs, side=sides, amount=amounts)
    def charge(self, job_id: str, side: int, amount: int) -> None:
        """The provider tells the real cost; an honest one stays within the approval."""
        before = self.model[job_id]
        told = before.state in IN_FLIGHT | {S.DONE} and before.charged is None
        if not told or before.approval is None or before.approval.ceiling is None:
            return
        charged = Amount(min(Decimal(amount), before.approval.ceiling.value), "credits")
        after = self.sides[side].update(job_id, charged=charged)
        assert after == replace(before, charged=charged, updated_at=self.clock.now())
        self._keep(after)

    @rule(target=quotes, side=sides, media_request=media_requests, amount=amounts)
    def ask(self, side: int, media_request: str, amount: int) -> str:
        request = a_request(media_request)
        quote = a_quote(request, amount=amount, at=self.clock.now())
        self.sides[side].put_quote(quote, request, output_dir=None, lang="en")
        return quote.id

    @rule(quote_id=quotes, side=sides, again=st.booleans(), knowing=st.booleans())
    def confirm(self, quote_id: str, side: int, again: bool, knowing: bool) -> None:
        stored = self.sides[side].quote(quote_id)
        job = a_job(stored.request, at=self.clock.now(), quote=stored.quote)
        mine = self.sides[side].claim_quote(quote_id, job, again=again, knowing=knowing)
        twin = (None if knowing else self._unsettled(job)) or (None if again else self._twin(job))
        if quote_id in self.claimed:
            assert mine.id == self.claimed[quote_id]
        elif mine.id == job.id:
            assert twin is None
            self._keep(mine)
        else:
            assert mine == twin
        self.claimed[quote_id] = mine.id

    def _unsettled(self, job: Job) -> Job | None:
        unclear = (S.SUBMITTING, S.UNCERTAIN)
        same = [j for j in self.model.values() if j.request_hash == job.request_hash and j.state in unclear]
        return same[-1] if same else None

    def _twin(self, job: Job) -> Job | None:
        dead = (S.FAILED, S.EXPIRED, S.CANCELLED)
        since = self.clock.now() - timedelta(minutes=15)
        same = [j for j in self.model.values() if j.request_hash == job.request_hash and j.state not in dead]
        return next((j for j in reversed(same) if j.created_at >= since), None)

    @rule(seconds=st.integers(min_value=1, max_value=1200))
    def wait(self, seconds: int) -> None:
        self.clock.advance(seconds)

    def _committed(self, without: str | None = None, *, returned: bool = True) -> Decimal:
        total = Decimal(0)
        for job in self.model.values():
            if job.id == without or (not returned and job.id in self.returned):
                continue
            if job.charged is not None:
                total += job.charged.value
            elif job.state in COMMITTED and job.approval is not None and job.approval.ceiling is not None:
                total += job.approval.ceiling.value
        return total

    @invariant()
    def both_sides_agree_with_the_model(self) -> None:
        for side in self.sides:
            assert side.list(limit=1000) == list(self.model.values())[::-1]
            assert side.committed(None, "credits", None) == self._committed()

    @invariant()
    def every_step_left_one_event(self) -> None:
        for job_id, count in self.events.items():
            assert len(self.sides[0].events(job_id)) == count

    @invariant()
    def the_budget_holds(self) -> None:
        """A failed job whose result the provider has after all counts again, over the limit too: its money is gone."""
        assert self._committed(returned=False) <= LIMIT


LedgerMachine.TestCase.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
TestLedger = LedgerMachine.TestCase


def test_the_ledger_on_postgresql_against_the_same_dictionary(postgres_schema: Schema) -> None:
    fewer = settings(max_examples=10, stateful_step_count=30, deadline=None)
    run_state_machine_as_test(partial(LedgerMachine, postgres_schema.emptied), settings=fewer)  # type: ignore[arg-type]


def test_a_closed_ledger_can_be_opened_again(where: Where, fake_clock: FakeClock) -> None:
    with Ledger(where, fake_clock) as ledger:
        job = ledger.add(a_job())
    with Ledger(where, fake_clock) as again:
        assert again.get(job.id) == job
        assert again.where == where


@pytest.mark.parametrize("states", [None, [S.QUOTED]])
def test_the_ledger_lists_what_it_holds(ledger: Ledger, states: list[State] | None) -> None:
    job = ledger.add(a_job())
    assert ledger.list(states=states) == [job]
