"""When to look: what a plan costs and how long it lets a person wait, by simulation without a clock."""

import math
import random

import pytest
from benchmarks.pacing import simulate, spread

from mediawright.runner.pacing import EARLY, LONGEST, MIN_SAMPLES, Expectation, after_error, next_gap
from mediawright.types.provider import Timing

RANGES = [(300, 600), (180, 300), (60, 300), (30, 120), (30, 60), (20, 60)]


def known(low: float, high: float) -> Expectation:
    found = Expectation.of(Timing(typical_low=low, typical_high=high))
    assert found is not None
    return found


@pytest.mark.parametrize(("low", "high"), RANGES, ids=str)
def test_a_plan_by_the_contract_costs_no_more_polls_than_one_every_ten_seconds(low: float, high: float) -> None:
    waited = simulate(known(low, high), spread(known(low, high)))
    assert waited.polls <= waited.rhythm * 1.05
    assert waited.lag < 5.0  # a poll every ten seconds is late by five


@pytest.mark.parametrize(("low", "high"), RANGES, ids=str)
def test_it_waits_no_longer_than_the_best_plan_of_its_budget(low: float, high: float) -> None:
    expected = known(low, high)
    assert simulate(expected, spread(expected)).lag <= expected.least_lag * 1.05


@pytest.mark.parametrize(("low", "high"), RANGES, ids=str)
def test_with_a_history_of_like_jobs_a_result_waits_a_second_and_a_half_at_most(low: float, high: float) -> None:
    own = Expectation(known(low, high).median, 0.1)
    waited = simulate(own, spread(own))
    assert waited.lag <= 1.5
    assert waited.polls <= waited.rhythm * 1.05


@pytest.mark.parametrize("sigma", [0.08, 0.3, 0.7, 1.5])
def test_wrong_figures_cost_time_but_never_the_result(sigma: float) -> None:
    late = spread(Expectation(400, sigma))
    waited = simulate(Expectation(60, 0.2), late, jobs=300)
    assert waited.lag < 60
    assert waited.polls < 20 * waited.rhythm


def test_the_range_of_a_contract_is_its_eight_of_ten() -> None:
    low, high = known(60, 300).usual
    assert (round(low), round(high)) == (60, 300)
    assert Expectation.of(None) is None
    assert Expectation.of(Timing(typical_low=0, typical_high=5)) is None


def test_a_history_takes_over_as_soon_as_it_is_long_enough() -> None:
    timing = Timing(typical_low=60, typical_high=300)
    few = Expectation.of(timing, [90.0] * (MIN_SAMPLES - 1))
    many = Expectation.of(timing, [90.0, 0.0, -3.0] * MIN_SAMPLES)
    assert few == known(60, 300)
    assert many is not None
    assert round(many.median) == 90
    assert many.sigma == 0.08


def test_the_first_polls_catch_a_quick_refusal() -> None:
    assert next_gap(0.0, known(300, 600), None, 0.5) == EARLY
    assert next_gap(1.0, None, None, 0.5) == EARLY - 1


def test_a_providers_own_request_comes_first() -> None:
    assert next_gap(100.0, known(60, 300), 7.0, 0.9) == 7.0
    assert next_gap(100.0, None, -1.0, 0.9) == 0.0


def test_nothing_known_grows_to_the_rhythm() -> None:
    gaps = [next_gap(at, None, None, 0.5) for at in (3.0, 6.0, 50.0, 5000.0)]
    assert gaps == [3.0, 6.0, 10.0, 10.0]


@pytest.mark.parametrize("jitter", [0.0, 0.5, 0.999])
@pytest.mark.parametrize("elapsed", [0.0, 5.0, 60.0, 134.0, 1e4, 1e7])
def test_a_gap_is_never_nothing_and_never_without_end(elapsed: float, jitter: float) -> None:
    gap = next_gap(elapsed, known(60, 300), None, jitter)
    assert 0.4 < gap <= max(LONGEST, 60) * 1.1
    assert math.isfinite(gap)


def test_failed_polls_come_further_apart_and_a_servers_word_holds() -> None:
    waits = [after_error(failures, None, 0.5) for failures in range(1, 9)]
    assert waits == sorted(waits)
    assert waits[-1] <= 60
    assert after_error(3, 17.0, 0.5) == 17.0


def test_the_rng_are_an_argument() -> None:
    expected = known(60, 300)
    assert simulate(expected, spread(expected), 50) == simulate(expected, spread(expected), 50)
    assert spread(expected)(random.Random(3)) == spread(expected)(random.Random(3))
