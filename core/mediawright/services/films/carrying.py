"""Shots on their way: each waits for what it needs, is started under the film's cap, carried, and checked."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mediawright.files.names import safe_stem
from mediawright.gate.budgets import Standing
from mediawright.gate.film_cap import FilmCap
from mediawright.ledger import StaleState
from mediawright.ledger.films import FilmStep
from mediawright.runner import crash_points
from mediawright.runner.execution import in_our_words
from mediawright.runner.result_check import EVENT, check_job
from mediawright.runner.runner import SENDING
from mediawright.services.approval import may_be_charged
from mediawright.services.batch_carrying import PARALLEL, Item
from mediawright.services.batch_file import Order
from mediawright.services.batches import Batch, Batches
from mediawright.services.films.agreeing import covers
from mediawright.services.films.works import LOST, Film, Taken, Work
from mediawright.services.planning import Plan as Priced
from mediawright.store.address import PREFIX
from mediawright.types.errors import Busy, ConfirmationNeeded, MediawrightError, NotFound, StillRunning
from mediawright.types.job import Job
from mediawright.types.message import Message
from mediawright.types.money import Approval, ApprovalKind, Level
from mediawright.types.states import FINAL, State

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from mediawright.services.films.driver import Driver

Heard = Callable[[Sequence[Work]], None]


class Carrier:
    """One run over one film."""

    def __init__(self, driver: "Driver", film: Film, timeout: float | None, heard: Heard) -> None:
        self.driver, self.film, self.heard = driver, film, heard
        self.studio = driver.studio
        self.ledger = driver.studio.ledger
        self.batches = Batches(driver.studio, driver.lang)
        clock = driver.studio.clock
        self.deadline = None if timeout is None else clock.monotonic() + timeout
        #: jobs are sent, as many as their providers take at once, and not waited for
        self.only_send = timeout == 0.0
        self.over = {work.id: asyncio.Event() for work in film.works}
        self.gates: dict[str, asyncio.Semaphore] = {}
        takes = (one.job for work in film.works for one in work.takes)
        self.sent = [job for job in takes if job.state not in (*FINAL, State.QUOTED, *SENDING)]

    async def run(self) -> None:
        """Until every shot is made, failed, or out of time."""
        async with asyncio.TaskGroup() as group:
            for work in self.film.works:
                group.create_task(self._one(work))
        self.heard(self.film.works)

    async def _one(self, work: Work) -> None:
        try:
            await self._make(work)
        except MediawrightError as error:
            work.failure = error
        except Exception as error:  # noqa: BLE001  one shot's trouble, whatever it is, stops no other
            work.failure = in_our_words(error, work.takes[-1].job) if work.takes else _unexpected(error)
        finally:
            self.over[work.id].set()
            self.heard(self.film.works)

    async def _make(self, work: Work) -> None:
        """Bring a shot to a clip: go on with the take that is coming, else start the next one, while it may."""
        before = [self.film.work(id) for id in ((work.needs,) if work.needs else ()) + work.also]
        needed = [one for one in before if one is not None]
        retries = self.film.file.plan.defaults.retries
        tried = 0
        while True:
            coming = work.coming
            if coming is None:
                if not work.missing:
                    return
                for one in needed:
                    await self._wait_for(one)
                if any(one.chosen is None for one in needed):
                    return  # waits: told by the board
                coming = await self._start(work)
            await self._carry(work, coming)
            await self._check(work)
            if self._out_of_time() or work.failure is not None:
                return
            last = next(one for one in work.takes if one.step.job_id == coming.step.job_id)
            if last.usable or last.alive:
                return
            tried += 1
            if tried > max(retries, 1) or (last.arrived and tried > retries):
                return
            if last.arrived and last.job.state is not State.DONE and not _again(last.job):
                return
            work.again = True

    async def _wait_for(self, needed: Work) -> None:
        event = self.over.get(needed.id)
        if event is not None:
            await event.wait()

    # --- a new take

    async def _start(self, work: Work) -> Taken:
        """Plan with the real inputs, and write the row and its approval in one step. Raises ConfirmationNeeded."""
        priced, key = await self.driver.plan_work(self.film, work)
        step = self.driver.take_of(self.film, work, key)
        await self.studio.contexts.stage(priced.request)
        with self.ledger.batch():
            # an approval, or a lower cap, that another process wrote down meanwhile counts
            self.film.row = self.ledger.films.get(self.film.row.id) or self.film.row
            approval = self._approval(work, priced)
            self._stop_unsettled(step, priced)
            job = self._row(step, priced, self.film.works.index(work) + 1)
            self.ledger.films.add_step(step)
            if work.again:
                self.ledger.films.choose(step.film_id, step.step, step.take, step.shape)
            policy, require = self.studio.policy, self.studio.require
            cap = FilmCap(
                inner=Standing(lambda: policy, lambda: require, self.studio.clock.now()),
                cap=self.film.row.cap,
                held=lambda unit, but: self.ledger.films.held(self.film.row.id, unit, but),
                unknown=self.film.row.unknown,
            )
            with suppress(StaleState):  # another process has started it
                job = self.ledger.approve(job.id, approval, cap)
        crash_points.point("after-approval")
        work.again = False
        taken = Taken(step, self.ledger.get(job.id))
        work.takes.append(taken)
        return taken

    def _stop_unsettled(self, step: FilmStep, priced: Priced) -> None:
        """A shot whose very request went out from elsewhere, and may have been accepted, is not sent on a guess."""
        own = {one.job_id for one in self.ledger.films.steps(self.film.row.id)} | {step.job_id}
        other = None if priced.free else self.ledger.unsettled(priced.same, own)
        if other is not None:
            raise may_be_charged(other)

    def _approval(self, work: Work, priced: Priced) -> Approval:
        now, quote = self.studio.clock.now(), priced.quote
        if priced.free:
            return Approval(
                kind=ApprovalKind.FREE,
                request_hash=quote.request_hash,
                ceiling=None,
                at=now,
                expires_at=quote.expires_at,
            )
        if not covers(self.film.row, work, quote.price, now):
            agreed = self.film.row.agreed.get(work.id) or {}
            values = {"shot": work.id, "now": quote.price.amount or "?", "then": agreed.get("price") or "?"}
            known = quote.price.amount is not None and agreed.get("price") and agreed["shape"] == work.shape
            key = "film.dearer" if known and self._in_time(now) else "film.changed"
            raise ConfirmationNeeded(Message(key, values), provider=quote.provider, data={"shot": work.id})
        return Approval(
            kind=ApprovalKind.FILM,
            request_hash=quote.request_hash,
            ceiling=quote.price.amount,
            at=now,
            expires_at=self.film.row.expires_at,
            level=Level(self.film.row.agreed[work.id]["level"]),
            by=self.film.row.agreed[work.id].get("by") or "",
            token=self.film.row.agreed[work.id].get("token") or "",
        )

    def _in_time(self, now: object) -> bool:
        ends = self.film.row.expires_at
        return ends is not None and now < ends  # type: ignore[operator]

    def _row(self, step: FilmStep, priced: Priced, position: int) -> Job:
        try:
            return self.ledger.get(step.job_id)
        except NotFound:
            first = next((one.job.id for other in self.film.works for one in other.takes), None)
            folder = str(Path(self.film.row.output_dir) / "takes" / safe_stem(f"{step.step}.take{step.take}"))
            now = self.studio.clock.now()
            row = priced.row(step.job_id, now, folder, parent=first, position=position)
            agreed = self.film.row.agreed.get(step.step) or {}
            asked, token = agreed.get("asked_by"), agreed.get("asked_token")
            return self.ledger.add(replace(row, created_by=asked, created_token=token))

    # --- on its way

    async def _carry(self, work: Work, taken: Taken) -> None:
        job = taken.job
        order = Order(line=work.number + 1, key=taken.step.key, request=job.request, id=work.id)
        item = Item(order=order, name=job.id, job=job)
        if self.only_send:
            await self._send(taken)
            return
        async with self._turn(job.provider, work):
            left = None
            if self.deadline is not None:
                left = max(0.0, self.deadline - self.studio.clock.monotonic())
            await self.batches.carry(
                Batch(items=(item,)), timeout=left, heard=lambda items: self.heard(self.film.works)
            )
        taken.job = item.job or job
        taken.arrived = self.driver.arrived(taken.job)
        if item.failure is not None and taken.job.state not in LOST:
            work.failure = item.failure
        elif taken.job.state in LOST:
            work.failure = item.failure if taken.arrived and not _again(taken.job) else None

    async def _send(self, taken: Taken) -> None:
        """Bring a job to its provider and leave it there; where it takes no more at once, the next run goes on with it."""
        provider = taken.job.provider
        limit = self.studio.registry.load(provider).provider.limits.parallel or PARALLEL
        if taken.job.state in SENDING and sum(one.provider == provider for one in self.sent) < limit:
            self.sent.append(taken.job)
            with suppress(StillRunning, Busy):
                await self.studio.runner.send(taken.job, lang=self.driver.lang)
        taken.job = self.ledger.get(taken.job.id)
        taken.arrived = self.driver.arrived(taken.job)

    @asynccontextmanager
    async def _turn(self, provider: str, work: Work) -> "AsyncIterator[None]":
        if provider not in self.gates:
            limit = self.studio.registry.load(provider).provider.limits.parallel
            self.gates[provider] = asyncio.Semaphore(limit or PARALLEL)
        async with self.gates[provider]:
            work.at_work = True
            self.heard(self.film.works)
            try:
                yield
            finally:
                work.at_work = False

    async def _check(self, work: Work) -> None:
        """The check after download, kept with the take."""
        for taken in work.takes:
            away = any(one.path.startswith(PREFIX) for one in taken.job.assets)  # nothing is known of what is not here
            if taken.job.state is State.DONE and taken.step.verdict is None and taken.job.assets and not away:
                known = [one.data for one in self.ledger.events(taken.job.id) if one.kind == EVENT]
                still = work.kind == "shot" and self.film.file.plan.shots[work.number].kind != "video"
                verdict = known[-1] if known and not still else None
                if verdict is None:
                    verdict = await asyncio.to_thread(check_job, taken.job, still=still)
                self.ledger.films.judge(taken.job.id, verdict)
        steps = {one.job_id: one for one in self.ledger.films.steps(self.film.row.id)}
        for taken in work.takes:
            taken.step = steps.get(taken.step.job_id, taken.step)

    def _out_of_time(self) -> bool:
        return self.deadline is not None and self.studio.clock.monotonic() >= self.deadline


def _again(job: Job) -> bool:
    """Whether a failed job may be tried again by itself: its provider called the trouble passing."""
    return (
        job.state is State.FAILED and job.reason is not None and job.reason.key in ("error.busy", "error.unreachable")
    )


def _unexpected(error: Exception) -> MediawrightError:
    from mediawright.types.errors import LocalFault

    return LocalFault(Message("error.unexpected"), data={"cause": type(error).__name__})
