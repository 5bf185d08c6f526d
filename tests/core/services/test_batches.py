"""Many lines, one approval: each has only its own trouble."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from mediawright.ledger import Ledger
from mediawright.services.batch_carrying import Item
from mediawright.services.batches import Batch, Batches
from mediawright.services.studio import Studio
from mediawright.testing.builders import a_job
from mediawright.types.errors import Busy, LocalFault, MediawrightError, Unreachable
from mediawright.types.job import Job
from mediawright.types.message import Message
from mediawright.types.states import State

if TYPE_CHECKING:
    from mediawright.services.batch_file import Order

TROUBLES = [
    ValueError("a bug"),
    Unreachable(Message("error.unreachable")),
    Busy(Message("error.busy")),
    KeyError("\ud83d"),
]


class Stumbling:
    """A runner that one job is too much for, and that brings every other to its end."""

    def __init__(self, ledger: Ledger, at: str, trouble: Exception) -> None:
        self.ledger, self.at, self.trouble = ledger, at, trouble

    async def run(self, job: Job, **more: object) -> Job:
        if job.id == self.at:
            raise self.trouble
        return self.ledger.move(job.id, job.state, State.DONE)


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda error: type(error).__name__)
async def test_one_line_s_trouble_of_any_kind_stops_no_other(tmp_path: Path, trouble: Exception) -> None:
    environ = {"MEDIAWRIGHT_HOME": str(tmp_path), "MEDIAWRIGHT_NO_KEYRING": "1", "HOME": str(tmp_path)}
    async with Studio(environ, tmp_path) as studio:
        jobs = [studio.ledger.add(a_job(state=State.DOWNLOADING, id=f"{number}-line")) for number in range(3)]
        order = cast("Order", None)  # what was asked plays no part in carrying
        batch = Batch(items=tuple(Item(order=order, name=job.id, job=job) for job in jobs))
        heard: list[Any] = []
        studio.runner = cast("Any", Stumbling(studio.ledger, jobs[1].id, trouble))
        await Batches(studio, "en").carry(batch, timeout=None, heard=heard.append)
        states = [item.job.state for item in batch.items if item.job]
    assert states == [State.DONE, State.DOWNLOADING, State.DONE]
    assert [isinstance(item.failure, MediawrightError) for item in batch.items] == [False, True, False]
    assert isinstance(batch.items[1].failure, (LocalFault, type(trouble)))
    assert heard
