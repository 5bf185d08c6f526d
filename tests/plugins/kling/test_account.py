"""Resource packs: asked by purchase time, told apart by their names."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from tests.plugins.kling.harness import Harness, Sim

from mediawright.plugin import MediawrightError, Unreachable, Window
from mediawright_kling import account, hooks

NOW = datetime(2026, 10, 1, tzinfo=UTC)
NOW_MS = 1790812800000
DAY_MS = 86_400_000


@pytest.mark.parametrize(
    ("window", "start", "end"),
    [
        (Window(), NOW_MS - 400 * DAY_MS, NOW_MS),
        (Window(days=7), NOW_MS - 7 * DAY_MS, NOW_MS),
        (Window(start=datetime(2026, 9, 1, tzinfo=UTC)), NOW_MS - 30 * DAY_MS, NOW_MS),
        (Window(end=datetime(2026, 9, 1, tzinfo=UTC), days=1), NOW_MS - 31 * DAY_MS, NOW_MS - 30 * DAY_MS),
    ],
)
def test_the_span_that_is_asked_for(window: Window, start: int, end: int) -> None:
    assert account.params_of(window, NOW) == {"start_time": start, "end_time": end}


def test_milliseconds_stay_exact() -> None:
    window = Window(start=datetime.fromtimestamp(1760000000.001, UTC), end=datetime.fromtimestamp(1760000000.003, UTC))
    assert account.params_of(window, NOW) == {"start_time": 1760000000001, "end_time": 1760000000003}


async def test_packs_for_people(harness: Harness, sim: Sim) -> None:
    found = await hooks.quota(harness.open(), Window())
    told = {
        balance.name: (balance.left, balance.pays_for, balance.spendable, balance.status) for balance in found.balances
    }
    assert [(str(left), kind, use, status) for left, kind, use, status in told.values()] == [
        ("1000 units", "video", True, "online"),
        ("0 units", "video", False, "runOut"),
        ("5000 image_units", "image", True, "online"),
    ]
    assert found.note is not None
    assert all(balance.expires_at and balance.total for balance in found.balances)


async def test_a_short_window_misses_older_packs(harness: Harness) -> None:
    found = await hooks.quota(harness.open(), Window(days=30))
    assert [balance.name for balance in found.balances] == ["Video Generation - Trial"]


async def test_one_pack_by_its_name(harness: Harness, sim: Sim) -> None:
    found = await hooks.quota(harness.open(), Window(pack=" Image Generation - Trial "))
    assert [balance.left.value for balance in found.balances] == [Decimal(5000)]
    assert sim.service_state.log[0]["query"]["resource_pack_name"] == "Image Generation - Trial"
    assert sim.service_state.log[0]["headers"]["content-type"] == "application/json"


async def test_what_is_used_shows(harness: Harness, sim: Sim) -> None:
    sim.create("/v1/videos/text2video", model_name="kling-v3", prompt="x", mode="pro")
    found = await hooks.quota(harness.open(), Window())
    assert (str(found.balances[0].left), str(found.balances[0].used)) == ("996 units", "4 units")


@pytest.mark.parametrize("fault", ["html", "malformed"])
async def test_an_answer_that_cannot_be_read(fault: str, harness: Harness, sim: Sim) -> None:
    sim.fault(fault, "GET /account/costs", times=-1)
    with pytest.raises(Unreachable):
        await hooks.quota(harness.open(), Window())


async def test_no_permission(harness: Harness, sim: Sim) -> None:
    sim.fault("code", "GET /account/costs", code=1103)
    with pytest.raises(MediawrightError) as refusal:
        await hooks.quota(harness.open(), Window())
    assert refusal.value.provider_code == "1103"
