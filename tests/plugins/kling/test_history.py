"""Past work of every path, merged, newest first."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.plugins.kling.harness import Harness, Sim, image, job_of, picture, video

from mediawright.plugin import InvalidRequest, Window
from mediawright_kling import hooks

if TYPE_CHECKING:
    from mediawright.testing.fakes import FakeClock


async def works(harness: Harness, sim: Sim, clock: "FakeClock") -> list[str]:
    made = []
    for number, kling_request in enumerate((video(), picture(), video(media=(image(),)))):
        made.append((await hooks.submit(harness.open(), job_of(kling_request, clock, f"job-{number}"))).id)
        sim.pass_time(10)
    return made


async def test_everything_newest_first(harness: Harness, sim: Sim, clock: "FakeClock") -> None:
    made = await works(harness, sim, clock)
    found = await hooks.history(harness.open(), Window())
    assert [item.id for item in found] == made[::-1]
    assert [item.kind for item in found] == ["video", "image", "video"]
    assert {item.state for item in found} == {"succeeded"}
    assert found[0].task.handle["path"] == "/v1/videos/image2video"


async def test_one_kind_and_a_page(harness: Harness, sim: Sim, clock: "FakeClock") -> None:
    made = await works(harness, sim, clock)
    assert [item.id for item in await hooks.history(harness.open(), Window(kind="image"))] == [made[1]]
    polls = sim.asked("/v1/images/", "GET")
    assert [entry["query"] for entry in polls] == [{"pageNum": "1", "pageSize": "20"}] * 2
    assert await hooks.history(harness.open(), Window(page=2)) == []


async def test_a_span(harness: Harness, sim: Sim, clock: "FakeClock") -> None:
    await works(harness, sim, clock)
    start = datetime.now(UTC) + timedelta(seconds=15)
    assert len(await hooks.history(harness.open(), Window(start=start))) == 1


async def test_a_kind_that_does_not_exist(harness: Harness) -> None:
    with pytest.raises(InvalidRequest):
        await hooks.history(harness.open(), Window(kind="music"))
