"""The clock of a process, and the one that tests against simulators may ask for."""

import pytest

from mediawright.clock import BriskClock, SystemClock, clock_of


@pytest.mark.parametrize(
    "environ", [{}, {"MEDIAWRIGHT_TEST_PACE": "20"}, {"MEDIAWRIGHT_ALLOW_LOOPBACK": "1"}], ids=["plain", "pace", "loop"]
)
def test_real_time_unless_a_test_asks_for_more(environ: dict[str, str]) -> None:
    assert type(clock_of(environ)) is SystemClock


async def test_a_brisk_clock_waits_less_and_counts_more() -> None:
    clock = clock_of({"MEDIAWRIGHT_TEST_PACE": "1000", "MEDIAWRIGHT_ALLOW_LOOPBACK": "1"})
    assert isinstance(clock, BriskClock)
    before, wall = clock.monotonic(), clock.now()
    await clock.sleep(20)
    assert clock.monotonic() - before >= 20
    assert (clock.now() - wall).total_seconds() < 10
