"""The jobs of one approval on their way: as many at once as each provider takes, one job's trouble stops no other."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from mediawright.gate.approvals import Refusal
from mediawright.runner.execution import in_our_words
from mediawright.services.batch_file import Order
from mediawright.services.planning import Plan
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import Busy, MediawrightError, StillRunning
from mediawright.types.job import Job
from mediawright.types.message import Lang
from mediawright.types.money import Approval
from mediawright.types.states import FINAL, State

if TYPE_CHECKING:
    from mediawright.services.studio import Studio

#: jobs at once at a provider that names no limit
PARALLEL = 5
#: seconds before a provider without room is asked again
NO_ROOM_S = 15.0

Heard = Callable[[Sequence["Item"]], None]


@dataclass(slots=True, kw_only=True)
class Item:
    """One request on its way: `plan` while it needs an approval, `job` once it has a row, `failure` why it stopped.

    `refusal` is why nothing approves it yet.
    """

    order: Order
    name: str
    plan: Plan | None = None
    approval: Approval | None = None
    refusal: Refusal | None = None
    job: Job | None = None
    failure: MediawrightError | None = None
    at_work: bool = False

    @property
    def over(self) -> bool:
        return self.failure is not None or (self.job is not None and self.job.state in FINAL)


async def carry(
    studio: "Studio", lang: Lang, items: Sequence[Item], *, timeout: float | None, heard: Heard = lambda _: None
) -> None:
    """Bring every job to its end. `timeout` (seconds) ends the wait, not the jobs; `heard` is told of every change."""
    clock = studio.clock
    deadline = None if timeout is None else clock.monotonic() + timeout
    gates = _gates(studio, items)

    async def one(item: Item) -> None:
        assert item.job is not None
        async with _turn(gates[item.job.provider], item, lambda: heard(items)):
            await _one(studio, lang, item, deadline)

    async with asyncio.TaskGroup() as group:
        for item in items:
            if item.job is not None and not item.over:
                group.create_task(one(item))
            elif item.job is not None and item.failure is None and item.job.state is State.DONE:
                group.create_task(_fetched(studio, lang, item))
    heard(items)


async def _fetched(studio: "Studio", lang: Lang, item: Item) -> None:
    """Where another machine may have made the files, have them here; what hinders it is told as the item's failure."""
    assert item.job is not None
    if studio.contexts.shared_files is None:
        return
    try:
        item.job = await studio.restorer.restored(item.job, lang, None)
    except Exception as error:  # noqa: BLE001  one job's trouble, whatever it is, stops no other
        item.failure = in_our_words(error, item.job)


async def _one(studio: "Studio", lang: Lang, item: Item, deadline: float | None) -> None:
    """One job to its end. A provider that has no room now is asked again: our own jobs may be what fills it."""
    clock = studio.clock
    assert item.job is not None
    while True:
        left = None if deadline is None else max(0.0, deadline - clock.monotonic())
        if left == 0.0 and item.job.state is State.APPROVED:
            return  # its turn came too late: nothing is sent
        try:
            item.job = await studio.runner.run(item.job, lang=lang, timeout=left)
            await _fetched(studio, lang, item)
            return
        except StillRunning:
            item.job = _as_it_stands(studio, item)
            return
        except Busy as busy:
            item.job = _as_it_stands(studio, item)
            if item.job.state is not State.APPROVED:
                item.failure = busy
                return
            wait = busy.retry_after or NO_ROOM_S
            await clock.sleep(wait if left is None else min(wait, left))
        except Exception as error:  # noqa: BLE001  one job's trouble, whatever it is, stops no other
            item.job, item.failure = _as_it_stands(studio, item), in_our_words(error, item.job)
            return


def _as_it_stands(studio: "Studio", item: Item) -> Job:
    assert item.job is not None
    try:
        return studio.ledger.get(item.job.id)
    except MediawrightError:
        return item.job


def _gates(studio: "Studio", items: Sequence[Item]) -> Mapping[str, asyncio.Semaphore]:
    names = {item.job.provider for item in items if item.job}
    return {name: asyncio.Semaphore(_parallel(studio, name)) for name in names}


def _parallel(studio: "Studio", provider: str) -> int:
    """Jobs at once; a provider that cannot be loaded is each of its requests' own trouble."""
    try:
        return studio.registry.load(provider).provider.limits.parallel or PARALLEL
    except MediawrightError:
        return PARALLEL


@asynccontextmanager
async def _turn(gate: asyncio.Semaphore, item: Item, heard: Callable[[], None]) -> AsyncIterator[None]:
    async with gate:
        item.at_work = True
        heard()
        try:
            yield
        finally:
            item.at_work = False
            heard()
