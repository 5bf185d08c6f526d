"""The promises as invariants: whatever dies, is lost, comes twice or is set back, nothing is charged twice or forgotten."""

import asyncio
import os
import random
import shutil
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.core.runner.charging_provider import PROCESS, Charging, Context, Killed, Mortal, registry, task_of
from tests.core.runner.conftest import FakeSink
from tests.core.runner.scripted_provider import MP4

from mediawright.files.outputs import StemOf
from mediawright.runner.runner import Runner
from mediawright.testing.fakes import FakeClock, PredictableIds
from mediawright.testing.memory import memory_folder
from mediawright.types.codec import content_hash
from mediawright.types.errors import MediawrightError
from mediawright.types.job import Job
from mediawright.types.money import Amount, Approval, ApprovalKind
from mediawright.types.operations import Operation
from mediawright.types.request import Request
from mediawright.types.states import State


@dataclass
class Contexts:
    folder: Path

    def open(self, provider: object, *, before_once: Any, **more: object) -> Context:
        return Context(before_once)

    shared_files: None = None

    def localized(self, request: Request) -> Request:
        return request

    def write_copies(self, request: object) -> None:
        """No input of these tests is converted."""

    def forget_links(self, request: object, needed: object) -> None:
        """No link of these tests carries a credential."""

    def clear(self, job_id: str) -> None:
        """Nothing of a job lies in a folder here."""

    def sink(self, job_id: str, output_dir: str | None, *, stem_of: StemOf) -> FakeSink:
        return FakeSink(self.folder, stem_of)


class Promises(RuleBasedStateMachine):
    """Jobs at one provider, carried by processes that come and go."""

    @initialize(seed=st.integers(0, 2**32))
    def begin(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.folder = Path(tempfile.mkdtemp(dir=memory_folder()))
        self.clock, self.ids = FakeClock(), PredictableIds()
        self.well = False
        self.model = Charging(self.fate)
        self.known = registry(self.model)
        self.reader = Mortal(self.folder / "ledger.db", self.clock)
        self.jobs: list[str] = []

    def teardown(self) -> None:
        if not hasattr(self, "folder"):
            return
        try:
            self.everything_ends()
        finally:
            self.reader.close()
            shutil.rmtree(self.folder)

    def fate(self, kind: str, choices: tuple[str, ...]) -> str:
        healthy = {"submit": "taken", "poll": "done", "download": "file", "reconcile": "truth"}
        return healthy[kind] if self.well else self.rng.choice(choices)

    # --- what happens

    @rule(lives=st.sampled_from([60.0, 900.0, 10_000_000.0]))
    def somebody_agrees(self, lives: float) -> None:
        prompt, now = f"a fox, number {len(self.jobs)}", self.clock.now()
        media_request = Request(operation=Operation.TEXT_TO_VIDEO, prompt=prompt, model="acme-1", provider="acme")
        digest, ceiling, until = (
            content_hash(media_request),
            Amount(Decimal(10), "credits"),
            now + timedelta(seconds=lives),
        )
        quoted = Job(
            id=self.ids.new_id(),
            request=media_request,
            request_hash=digest,
            provider="acme",
            state=State.QUOTED,
            created_at=now,
            updated_at=now,
        )
        yes = Approval(kind=ApprovalKind.PERSON, request_hash=digest, ceiling=ceiling, at=now, expires_at=until)
        self.jobs.append(self.reader.approve(self.reader.add(quoted).id, yes).id)

    @precondition(lambda self: self.jobs)
    @rule(which=st.integers(0, 9), timeout=st.sampled_from([0.0, 20.0, 600.0]), sends=st.booleans())
    def a_process_carries_one(self, which: int, timeout: float, sends: bool) -> None:
        asyncio.run(self.process(self.one(which), timeout, sends=sends))

    @precondition(lambda self: self.jobs)
    @rule(which=st.integers(0, 9), count=st.integers(2, 3))
    def several_processes_carry_the_same(self, which: int, count: int) -> None:
        async def together() -> None:
            await asyncio.gather(*(self.process(self.one(which), 600.0) for _ in range(count)))

        asyncio.run(together())

    @rule(seconds=st.sampled_from([-86_400.0, -3600.0, -45.0, 45.0, 3600.0, 864_000.0]))
    def the_clock_jumps(self, seconds: float) -> None:
        self.clock.jump(seconds)

    @precondition(lambda self: self.jobs)
    @rule(which=st.integers(0, 9))
    def somebody_wants_an_end(self, which: int) -> None:
        self.reader.request_cancel(self.one(which))

    def one(self, which: int) -> str:
        return self.jobs[which % len(self.jobs)]

    async def process(self, job_id: str, timeout: float | None, *, sends: bool = False) -> None:
        """One process from its start to its end or its death."""
        ledger = Mortal(self.folder / "ledger.db", self.clock)
        PROCESS.set(ledger)
        runner = Runner(ledger, self.known, Contexts(self.folder), self.clock)  # type: ignore[arg-type]
        try:
            job = ledger.get(job_id)
            await (runner.send(job, timeout=timeout) if sends else runner.run(job, timeout=timeout))
        except (MediawrightError, Killed):
            pass
        finally:
            ledger.close()

    # --- what holds

    @invariant()
    def nothing_is_charged_or_sent_twice(self) -> None:
        if hasattr(self, "model"):
            assert max(self.model.charged.values(), default=0) <= 1
            assert max(self.model.sent.values(), default=0) <= 1
            assert set(self.model.charged) <= set(self.jobs)

    def everything_ends(self) -> None:
        """The provider is well again and tells the truth: every charge is a file, or a failure that is told."""
        self.well = True
        for job_id in self.jobs:
            for _ in range(3):
                asyncio.run(self.process(job_id, None))
            self.ended(self.reader.get(job_id))
        self.nothing_is_charged_or_sent_twice()

    def ended(self, job: Job) -> None:
        task = task_of(job.id).id
        if self.model.charged[job.id] and task not in self.model.failed:
            assert job.state is State.DONE
            assert all(Path(asset.path).read_bytes() == MP4 for asset in job.assets)
            assert job.assets
        else:
            assert job.state in (State.FAILED, State.EXPIRED, State.CANCELLED)


TestPromises = Promises.TestCase
TestPromises.settings = settings(
    max_examples=int(os.environ.get("MEDIAWRIGHT_EXAMPLES", "40")),
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
