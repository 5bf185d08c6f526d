"""Jobs that exist already: cancelling one takes its work folder with it."""

from pathlib import Path

import pytest

from mediawright.studio.studio import Studio
from mediawright.testing.builders import a_job
from mediawright.types.states import State


@pytest.mark.parametrize("led", [False, True])
async def test_the_work_folder_of_a_cancelled_job_goes_unless_somebody_carries_it(tmp_path: Path, led: bool) -> None:
    environ = {"MEDIAWRIGHT_HOME": str(tmp_path), "MEDIAWRIGHT_NO_KEYRING": "1", "HOME": str(tmp_path)}
    async with Studio(environ, tmp_path) as studio:
        job = studio.ledger.add(a_job(state=State.UNCERTAIN))
        folder = studio.home.ensure(studio.home.workdir(job.id))
        if led:
            studio.ledger.lead(job.id, "somebody", 30)
        cancelled, stopped = await studio.past.cancel(job, "en")
    assert (cancelled.state, stopped, folder.exists()) == (State.CANCELLED, True, led)
