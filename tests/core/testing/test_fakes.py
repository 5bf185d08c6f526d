"""Time and identifiers that a test moves by hand."""

import asyncio

from mediawright.testing.fakes import START, FakeClock, PredictableIds


async def test_sleeping_takes_no_time_and_lets_others_run(fake_clock: FakeClock) -> None:
    order: list[str] = []

    async def worker(name: str, seconds: float) -> None:
        order.append(f"{name} begins")
        await fake_clock.sleep(seconds)
        order.append(f"{name} ends")

    await asyncio.gather(worker("a", 3600), worker("b", 60))
    assert order == ["a begins", "b begins", "a ends", "b ends"]
    assert fake_clock.slept == [3600, 60]
    assert (fake_clock.now() - START).total_seconds() == 3660


def test_the_wall_clock_jumps_alone(fake_clock: FakeClock) -> None:
    before = fake_clock.monotonic()
    fake_clock.jump(-86_400)
    assert fake_clock.monotonic() == before
    fake_clock.advance(5)
    assert fake_clock.monotonic() == before + 5
    assert (fake_clock.now() - START).total_seconds() == 5 - 86_400


def test_identifiers_come_in_order(predictable_ids: PredictableIds) -> None:
    ids = [predictable_ids.new_id() for _ in range(3)]
    assert ids == [f"00000000-0000-4000-8000-00000000000{n}" for n in (1, 2, 3)]
    quotes = [predictable_ids.quote_id() for _ in range(32)]
    assert quotes[0] == "Q222222"
    assert len(set(quotes)) == 32
    assert predictable_ids.random_bytes(3) == b"\x00\x01\x02"
