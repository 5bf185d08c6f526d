"""A limit in a unit that nothing is counted in is no limit: it is refused, and a hand-written one locks."""

from datetime import timedelta
from decimal import Decimal

import pytest

from mediawright.gate.policy import Per, Policy
from mediawright.gate.units import CORE, sound, spelled, units_of
from mediawright.plugins.discover import Registry
from mediawright.testing.fakes import START
from mediawright.types.money import Amount


def limited(unit: str) -> Policy:
    return Policy().limit(Per.DAY, Amount(Decimal(10), unit), START)


def test_units_come_from_price_tables() -> None:
    kling = Registry.installed({}).load("kling").provider
    assert units_of([kling]) == ("image_units", "units")


def test_without_a_table_the_core_s_units_are_known() -> None:
    providers = [plugin.provider for plugin in Registry.installed({}).load_all()]
    assert set(CORE) <= set(units_of(providers))
    assert set(units_of([])) == set(CORE)


@pytest.mark.parametrize(("typed", "unit"), [("UNITS", "units"), ("usd", "USD"), ("unitz", None), ("", None)])
def test_a_unit_is_found_in_any_case(typed: str, unit: str | None) -> None:
    assert spelled(typed, CORE) == unit


def test_a_limit_that_could_never_bind_locks_everything_that_costs() -> None:
    found = sound(limited("unitz"), lambda: ("units",))
    assert found.locked
    assert found.notice is not None
    assert found.notice.key == "gate.policy_unit"
    assert found.notice.values["unit"] == "unitz"


@pytest.mark.parametrize("unit", ["units", "acme_points"])
def test_a_unit_of_a_provider_binds(unit: str) -> None:
    assert not sound(limited(unit), lambda: ("acme_points",)).locked


def test_no_provider_is_loaded_for_the_core_s_own_units() -> None:
    def never() -> tuple[str, ...]:
        raise AssertionError("loaded")

    policy = limited("units").allow(Amount(Decimal(1), "strange"), START + timedelta(hours=1))
    assert sound(policy, never) == policy
