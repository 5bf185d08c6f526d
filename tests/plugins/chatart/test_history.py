"""Past work and credits: both lists, any shape, free of charge."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from tests.plugins.chatart.conftest import MakeHarness
from tests.plugins.chatart.harness import Harness, Sim, job_of, media_request, until_done

from mediawright.plugin import Operation, State, Unreachable, Window
from mediawright_chatart import hooks

if TYPE_CHECKING:
    from mediawright.testing.fakes import FakeClock


async def made(harness: Harness, clock: "FakeClock", operation: Operation, job_id: str) -> None:
    fields = {"aspect_ratio": "1:1"} if operation is Operation.TEXT_TO_IMAGE else {}
    await hooks.submit(harness.open(job_id), job_of(media_request(operation, **fields), clock, job_id=job_id))
    clock.advance(60)


async def both(harness: Harness, clock: "FakeClock") -> None:
    for number, operation in enumerate([Operation.TEXT_TO_VIDEO, Operation.TEXT_TO_IMAGE, Operation.TEXT_TO_VIDEO]):
        await made(harness, clock, operation, f"job-{number}")


async def test_both_lists_are_merged_newest_first(harness: Harness, sim: Sim, fake_clock: "FakeClock") -> None:
    await both(harness, fake_clock)
    items = await hooks.history(harness.open(), Window())
    assert [(item.id, item.kind, item.state) for item in items] == [
        ("5120349", "video", "running"),
        ("5120348", "image", "running"),
        ("5120347", "video", "running"),
    ]


async def test_c_r09_arguments_are_text_in_query_and_body(harness: Harness, sim: Sim) -> None:
    window = Window(
        kind="image", page=2, per_page=5, start=datetime(2026, 7, 1, tzinfo=UTC), end=datetime(2026, 7, 9, tzinfo=UTC)
    )
    await hooks.history(harness.open(), window)
    (asked,) = sim.asked("/web/")
    wanted = {"page": "2", "per_page": "5", "start_time": "2026-07-01", "end_time": "2026-07-09"}
    assert (asked["path"], asked["query"], asked["json"]) == ("/web/art/history", wanted, wanted)


async def test_days_are_counted_back_from_today(harness: Harness, sim: Sim) -> None:
    await hooks.history(harness.open(), Window(kind="video", days=3))
    assert sim.asked("/web/video/history")[0]["query"]["start_time"] == "2026-09-28"


async def test_a_piece_of_past_work_can_be_taken_over(harness: Harness, sim: Sim, fake_clock: "FakeClock") -> None:
    await made(harness, fake_clock, Operation.TEXT_TO_IMAGE, "job-1")
    (item,) = await hooks.history(harness.open(), Window())
    progress = await until_done(harness.open("job-2"), item.task)
    assert (progress.state, progress.outputs[0].name) == (State.SUCCEEDED, "image_5120347")


@pytest.mark.parametrize(
    ("fault", "number"), [("history-bare", 1), ("history-empty", 0), ("history-no-time", 1), ("history-no-id", 1)]
)
async def test_f25_any_shape_is_read(
    fault: str, number: int, harness: Harness, sim: Sim, fake_clock: "FakeClock"
) -> None:
    await made(harness, fake_clock, Operation.TEXT_TO_VIDEO, "job-1")
    sim.faults.arm(fault)
    assert len(await hooks.history(harness.open(), Window(kind="video"))) == number


@pytest.mark.parametrize(
    ("fault", "left"), [(None, "960"), ("credit-text", "960"), ("credit-missing", None), ("credit-number", None)]
)
async def test_f26_the_balance_or_an_honest_unknown(
    fault: str | None, left: str | None, harness: Harness, sim: Sim
) -> None:
    if fault:
        sim.faults.arm(fault)
    quota = await hooks.quota(harness.open())
    assert [f"{b.left.value:f}" for b in quota.balances] == ([left] if left else [])
    assert (quota.note is None) == bool(left)


async def test_polls_that_fail_say_so(harness: Harness, sim: Sim) -> None:
    from mediawright_chatart.simulator.faults import BY_NAME, HISTORY, coded

    BY_NAME["history-500"] = coded(HISTORY, 5000, 500)
    sim.faults.arm("history-500", None)
    with pytest.raises(Unreachable):
        await hooks.history(harness.open(), Window())
    del BY_NAME["history-500"]


@pytest.mark.parametrize(("fault", "short"), [(None, True), ("short-failed", False), ("short-empty", False)])
async def test_f27_long_links_are_shortened_only_on_request_and_kept_on_trouble(
    fault: str | None, short: bool, harness_for: MakeHarness, sim: Sim
) -> None:
    from dataclasses import replace

    from mediawright.plugin import HistoryItem
    from mediawright_chatart.history import shortened

    item = HistoryItem(id="1", kind="video", state="succeeded", url="https://files.example.com/" + "a" * 120)
    ctx: Any = harness_for(sim).open()
    assert await shortened(ctx, item) == item
    ctx.settings = {**ctx.settings, "short_links": "on"}
    if fault:
        sim.faults.arm(fault)
    changed = await shortened(ctx, item)
    assert (changed != item) == short
    assert replace(changed, url=item.url) == item
