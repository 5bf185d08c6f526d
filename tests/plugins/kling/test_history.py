"""Past work of every path, merged, newest first."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.plugins.kling.harness import Harness, Sim, image, job_of, picture, video

from mediawright.plugin import InvalidRequest, State, Window
from mediawright_kling import hooks
from mediawright_kling.envelope import Envelope
from mediawright_kling.standard.listing import EPOCH, records

if TYPE_CHECKING:
    from mediawright.testing.fakes import FakeClock

KEY = {"KLING_API_KEY": "sim-api-key-not-a-secret", "KLING_ACCESS_KEY": "", "KLING_SECRET_KEY": ""}


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


async def test_k_n32_with_an_api_key_the_new_standard_is_listed_too(
    sim: Sim, harness_for: Any, clock: "FakeClock"
) -> None:
    """Page by page: later pages by the cursor alone, and no further where it is lost."""
    harness = await harness_for(sim, **KEY)
    requests = [video(model="kling-3.0-turbo"), picture(), video()]
    ctx = harness.open()
    made = [(await hooks.submit(ctx, job_of(one, clock, f"job-{n}"))).id for n, one in enumerate(requests)]
    sound = sim.create("/v1/audio/text-to-audio", prompt="rain", duration=5)[1]["data"]["task_id"]
    found = await hooks.history(ctx, Window())
    assert {item.id for item in found} == {*made, sound}
    turbo = next(item for item in found if item.id == made[0])
    assert (turbo.kind, (await hooks.poll(ctx, turbo.task)).state) == ("video", State.SUBMITTED)
    assert [item.id for item in await hooks.history(ctx, Window(kind="image"))] == [made[1]]
    sim.service_state.log.clear()
    span = (EPOCH, clock.now() + timedelta(days=1))
    limited = [str(one["id"]) async for one in records(ctx, "video", span, 2)]
    assert limited == [sound, made[2]]
    sim.service_state.log.clear()
    body = {"limit": 1, "filters": [{"key": "product_type", "values": ["video"]}]}
    first = sim.call("POST", "/tasks", body)[1]["data"]
    assert sim.call("POST", "/tasks", {"cursor": first["next_cursor"]})[1]["data"]["result"][0]["id"] == made[2]
    sim.post("/__sim/faults", {"kind": "page_cursor_lost"})
    sim.service_state.log.clear()
    assert len([one async for one in records(ctx, "video", span, 500)]) == 3
    assert [entry["path"] for entry in sim.service_state.log] == ["/tasks"]


async def test_k_n32_a_page_is_followed_by_its_cursor(sim: Sim, harness_for: Any) -> None:
    harness = await harness_for(sim, **KEY)
    asked: list[Any] = []

    async def post(ctx: Any, path: str, body: Any, **more: Any) -> Envelope:
        asked.append(body)
        data = {"result": [{"id": str(len(asked))}], "has_more": len(asked) < 3, "next_cursor": f"c{len(asked)}"}
        return Envelope(status=200, code=0, message="SUCCEED", data=data)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mediawright_kling.standard.listing.client.post", post)
        found = [one["id"] async for one in records(harness.open(), "video", (EPOCH, EPOCH), 500)]
    assert found == ["1", "2", "3"]
    assert [sorted(body) for body in asked[1:]] == [["cursor"], ["cursor"]]
    assert asked[1] == {"cursor": "c1"}


async def test_a_kind_that_does_not_exist(harness: Harness) -> None:
    with pytest.raises(InvalidRequest):
        await hooks.history(harness.open(), Window(kind="music"))
