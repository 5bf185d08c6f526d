"""Jobs that exist already: cancelling one takes its work folder with it, and each has only its own trouble."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from mediawright.services.studio import Studio
from mediawright.testing.builders import a_job
from mediawright.types.job import Job
from mediawright.types.states import State
from mediawright.types.verdicts import Stopped

if TYPE_CHECKING:
    from mediawright.runner.runner import Runner

#: one that is fetched first, one whose row cannot be read, and one beside it
RESUMED = (State.SUCCEEDED, State.RUNNING, State.RUNNING)


@pytest.mark.parametrize("led", [False, True])
async def test_the_work_folder_of_a_cancelled_job_goes_unless_somebody_carries_it(tmp_path: Path, led: bool) -> None:
    environ = {"MEDIAWRIGHT_HOME": str(tmp_path), "MEDIAWRIGHT_NO_KEYRING": "1", "HOME": str(tmp_path)}
    async with Studio(environ, tmp_path) as studio:
        job = studio.ledger.add(a_job(state=State.UNCERTAIN))
        folder = studio.home.ensure(studio.home.workdir(job.id))
        if led:
            studio.ledger.acquire_lease(job.id, "somebody", 30)
        cancelled, stopped = await studio.past.cancel(job, "en")
    assert (cancelled.state, stopped, folder.exists()) == (State.CANCELLED, Stopped(), led)


class Stumbling:
    """A runner with a bug that one of the jobs meets."""

    def __init__(self, at: str) -> None:
        self.at = at

    async def run(self, job: Job, **more: object) -> Job:
        if job.id == self.at:
            raise ValueError("a bug nobody foresaw")
        return job


async def test_one_job_s_trouble_of_any_kind_stops_no_other(tmp_path: Path) -> None:
    environ = {"MEDIAWRIGHT_HOME": str(tmp_path), "MEDIAWRIGHT_NO_KEYRING": "1", "HOME": str(tmp_path)}
    async with Studio(environ, tmp_path) as studio:
        jobs = [studio.ledger.add(a_job(state=state, id=f"{n}{n}-x")) for n, state in enumerate(RESUMED)]
        with closing(sqlite3.connect(studio.home.ledger)) as raw, raw:
            raw.execute("UPDATE jobs SET task = '{' WHERE id = ?", (jobs[1].id,))
        for job in jobs:
            past = replace(studio.past, runner=cast("Runner", Stumbling(job.id)))
            found = await past.resume(jobs, lang="en")
            assert {outcome.job.id for outcome in found} == {job.id for job in jobs}
            (failed,) = [outcome for outcome in found if outcome.failure]
            assert failed.job.id == job.id
            assert failed.failure is not None
            assert failed.failure.data["cause"] == "ValueError"
