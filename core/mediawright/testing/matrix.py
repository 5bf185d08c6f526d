"""The fault matrix: a submit that was accepted, and every answer that may come of it. Any provider gets it for one call.

    from mediawright.testing.matrix import Replies, fault_matrix

    def test_no_answer_costs_twice(tmp_path):
        fault_matrix("mediawright_acme.hooks", tmp_path, {"ACME_URL": "{simulator}"}, Replies(…))

Every combination is met by a whole journey against the provider's simulator: a submit, its look-up, and a second run as
another process would make it. What holds for each: one charge at most; what was charged is found or stays uncertain and
never ends as failed, refused or not sent; where the answer names the task, the job is found.
"""

import asyncio
import shutil
from collections import Counter, deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from mediawright.runner.runner import Runner
from mediawright.testing.cases import USUAL, Case, Replies, cases
from mediawright.testing.checks.scenario import SUBMIT, Scenario, named
from mediawright.testing.conformance import subject
from mediawright.testing.end_to_end import planted, rehearsable
from mediawright.testing.fault_proxy import Answer, FaultProxy, Handled, relay
from mediawright.testing.findings import Finding, review
from mediawright.testing.harness import Harness, Served, served, staged
from mediawright.testing.inputs import with_files
from mediawright.testing.memory import quick_folder
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import MediawrightError
from mediawright.types.job import Job
from mediawright.types.operations import Operation
from mediawright.types.request import Request
from mediawright.types.states import State

__all__ = ["Case", "Met", "Replies", "fault_matrix", "meet", "tally"]

RECONCILE = "mediawright.hookspecs.reconcile"
#: waits of seconds take so many times less, and how long one run may take (seconds of a quiet machine)
PACE, PATIENCE = 5_000.0, 30.0
#: journeys at a time
AT_ONCE = 4
#: states that tell a person, or the next run, that nothing was charged
DENIED = frozenset({State.APPROVED, State.FAILED, State.CANCELLED, State.EXPIRED, State.QUOTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How one run left things: charges at the simulator so far, the row's state, the failure if there was one."""

    charges: int
    state: State
    failure: MediawrightError | None

    def __str__(self) -> str:
        return f"{self.state} ({named(self.failure)})" if self.failure else str(self.state)


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """How one combination ended: after the submit, and after the second run."""

    case: Case
    runs: tuple[Run, Run]


def fault_matrix(
    module: str,
    folder: Path,
    environ: Mapping[str, str],
    replies: Replies | None = None,
    *,
    options: Mapping[str, str] | None = None,
    samples: Mapping[Operation, Request] | None = None,
    operation: Operation | None = None,
    paid: int = -1,
    statuses: Collection[int] = USUAL,
) -> list[Met]:
    """Meet every combination; raises AssertionError with a review where one ends wrongly. Returns what was met.

    Parameters as of `mediawright.testing.end_to_end.end_to_end`; `replies` says how the service answers its paid
    call; without
    it only what needs no word of the service's is met: statuses, gateways' pages, cuts, resets.
    `statuses`: the HTTP statuses to meet; `mediawright.testing.cases.STATUSES` is every one (several hundred combinations,
    about ten seconds of a quiet machine).
    """
    __tracebackhide__ = True
    under_review = subject(module, samples=samples)
    request = rehearsable(under_review, operation)
    assert request is not None, "there is no request to rehearse with; give one in `samples`"
    keys = planted(under_review.provider, environ)
    with quick_folder(folder) as homes:
        every = list(cases(replies or Replies(), statuses))
        ends = asyncio.run(meet(every, module, homes, keys, request, replies or Replies(), options or {}, paid))
    found = [finding for met in ends for finding in wrong(met, under_review.provider.client_id)]
    if found:
        raise AssertionError(review(module.partition(".")[0], found))
    return ends


async def meet(
    every: Sequence[Case],
    module: str,
    folder: Path,
    environ: Mapping[str, str],
    request: Request,
    replies: Replies,
    options: Mapping[str, str],
    paid: int = -1,
) -> list[Met]:
    """Every combination, each with a simulator and a home of its own; some at a time, since most of a journey is waiting."""
    waiting, ends = deque(enumerate(every)), dict[int, Met]()

    async def journeys() -> None:
        with served(module, options) as at:
            assert at.proxy is not None, "the matrix needs the provider's `simulator`"
            async with relay(at.proxy, at.url) as url:
                place = _Place(at, at.proxy, url, environ, request, replies, paid)
                while waiting:
                    number, case = waiting.popleft()
                    ends[number] = await place.met(case, folder / f"{number:04d}")

    await asyncio.gather(*(journeys() for _ in range(AT_ONCE)))
    return [ends[number] for number in range(len(every))]


@dataclass(frozen=True, slots=True)
class _Place:
    """What all combinations share."""

    at: Served
    proxy: FaultProxy
    url: str
    environ: Mapping[str, str]
    request: Request
    replies: Replies
    paid: int

    async def met(self, case: Case, home: Path) -> Met:
        """The submit with the fault, then a run without it by a runner that knows only what was written down."""
        self.at.renew()
        async with staged(self.at, home, self.environ, pace=PACE, url=self.url) as harness:
            request = await with_files(harness, home, self.request)
            job = harness.approved(request)
            spending = Scenario(harness, request, {}, self.paid).spending
            self._arm(case, spending)
            first = await self._run(harness, job, spending)
            self.proxy.instead, self.proxy.after = (lambda method, path: None), (lambda handled: None)
            fresh = Runner(harness.ledger, harness.registry, harness.contexts, harness.clock)
            second = await self._run(replace(harness, runner=fresh), job, spending)
        shutil.rmtree(home)
        return Met(case=case, runs=(first, second))

    async def _run(self, harness: Harness, job: Job, spending: tuple[str, str] | None) -> Run:
        """One run of the job, as far as it goes; anything but one of the core's errors is a bug and raised."""
        failure = None
        try:
            await harness.runner.run(job, timeout=PATIENCE * PACE)
        except MediawrightError as error:
            failure = error
        return Run(charges=self._charges(spending), state=harness.ledger.get(job.id).state, failure=failure)

    def _arm(self, case: Case, spending: tuple[str, str] | None) -> None:
        """Accepted: every paid call is handled and its answer spoiled. Else: the first one never reaches the service."""
        if case.accepted:
            self.proxy.after = lambda handled: case.spoil(handled) if handled.call == spending else None
            return
        left = [case.spoil(Handled(*(spending or ("", "")), 0, b""))]

        def instead(*call: str) -> Answer | None:
            said = left.pop() if call == spending and left else None
            return (said.status, said.body) if said else None

        # answers of the simulator are kept either way: they are counted
        self.proxy.instead, self.proxy.after = instead, lambda handled: None

    def _charges(self, spending: tuple[str, str] | None) -> int:
        if self.replies.charged is not None:
            return self.replies.charged(self.proxy.app)
        return sum(handled.call == spending and handled.status < 400 for handled in self.proxy.handled)


def wrong(met: Met, client_id: bool) -> Iterator[Finding]:
    """What is not right about one end. `client_id`: the provider promises that a lost answer can be looked up."""
    case, (first, last) = met.case, met.runs
    said = f"{case.name}: the job is {first} after the submit, {last} after the next run"
    if last.charges > 1:
        yield Finding(f"{said}. Charged {last.charges} times.", "an accepted submit is never sent again", SUBMIT)
    if any(run.charges and run.state in DENIED for run in met.runs):
        why = "the task exists and was charged: it is found or stays uncertain"
        yield Finding(f"{said}. Charged, and told as if it were not.", why, SUBMIT)
    if last.state is State.DONE and not last.charges:
        yield Finding(f"{said}. Done without a charge.", "somebody else's work was taken", RECONCILE)
    if not case.accepted:
        return
    if not first.charges:
        why = "the matrix needs a request that the simulator accepts, and a `charged` that counts it"
        yield Finding(f"{said}. The simulator charged nothing.", why, "mediawright.testing.cases.Replies")
    if (case.named or client_id) and last.state is not State.DONE:
        why = "the answer names the task" if case.named else "`client_id` promises that a lost answer can be looked up"
        yield Finding(f"{said}. Not found.", why, RECONCILE)


def tally(ends: list[Met]) -> Counter[str]:
    """How many combinations ended in each state after the second run, and `charges` in all."""
    counted = Counter(str(met.runs[1].state) for met in ends)
    counted["charges"] = sum(met.runs[1].charges for met in ends)
    return counted
