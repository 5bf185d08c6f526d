"""Results delivered through a CDN that misbehaves: a clear error, and the task stays done."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.plugins.chatart.harness import Harness, Keeping, Sim, job_of, media_request, until_done

from mediawright.plugin import Progress, State, Task, Unreachable
from mediawright_chatart import hooks

if TYPE_CHECKING:
    from mediawright.testing.fakes import FakeClock


async def finished(harness: Harness, clock: "FakeClock") -> tuple[Task, Progress]:
    ctx = harness.open("job-1")
    task = await hooks.submit(ctx, job_of(media_request(), clock))
    return task, await until_done(ctx, task)


@pytest.mark.parametrize("fault", ["cdn-404", "cdn-redirect", "cdn-wrong-type"])
async def test_f24_a_file_that_does_not_come_is_an_error_and_the_task_stays_done(
    fault: str, harness: Harness, sim: Sim, fake_clock: "FakeClock"
) -> None:
    task, progress = await finished(harness, fake_clock)
    sim.faults.arm(fault, None)
    with pytest.raises(Unreachable):
        await hooks.download(task, progress, harness.contexts.sink("job-1"))
    assert (await hooks.poll(harness.open("job-1"), task)).state is State.SUCCEEDED


async def test_f24_a_cut_download_is_continued_where_it_broke(
    harness: Harness, sim: Sim, fake_clock: "FakeClock"
) -> None:
    task, progress = await finished(harness, fake_clock)
    sim.faults.arm("cdn-truncated")
    kept = Keeping(harness.contexts.sink("job-1"))
    await hooks.download(task, progress, kept)
    ranges = [request["headers"].get("range", "") for request in sim.asked("/cdn/")]
    assert ranges[0] == ""
    assert ranges[-1].startswith("bytes=")
    assert kept.assets[0].media_type == "video/mp4"
    assert kept.assets[0].duration == 5.0


async def test_c_r04_no_sign_in_goes_to_the_cdn(
    harness: Harness, sim: Sim, fake_clock: "FakeClock", fixtures: Path
) -> None:
    task, progress = await finished(harness, fake_clock)
    await hooks.download(task, progress, harness.contexts.sink("job-1"))
    for request in sim.asked("/cdn/"):
        assert not {"xskill-authorization", "identity-id"} & set(request["headers"])
