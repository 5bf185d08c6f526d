"""A limit in a unit that nothing is counted in is no limit: it is refused, and a hand-written one locks."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from mediawright.gate import policy
from mediawright.gate.policy import Policy
from mediawright.gate.units import CORE, sound, spelled, units_of, unpriced_units
from mediawright.plugins.discover import Registry
from mediawright.testing.fakes import START
from mediawright.types.message import Message, Text
from mediawright.types.money import Amount, Per, PriceRule, Prices
from mediawright.types.operations import MediaKind
from mediawright.types.provider import Model, Provider


def limited(unit: str) -> Policy:
    return Policy().limit(policy.Per.DAY, Amount(Decimal(10), unit), START)


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
    values = {"rule": "b1", "unit": "unitz", "units": tuple(sorted(CORE))}
    assert found.notice == Message("gate.policy_unit", values)


@pytest.mark.parametrize("unit", ["units", "acme_points"])
def test_a_unit_of_a_provider_binds(unit: str) -> None:
    assert not sound(limited(unit), lambda: ("acme_points",)).locked


def test_no_provider_is_loaded_for_the_core_s_own_units() -> None:
    def never() -> tuple[str, ...]:
        raise AssertionError("loaded")

    limits = limited("units").allow(Amount(Decimal(1), "strange"), START + timedelta(hours=1))
    assert sound(limits, never) == limits


def selling(*tables: Prices | None) -> Provider:
    """A provider with a model for each price table; None: a model without one."""
    label = Text("Acme", "艾克米")
    models = [
        Model(name=f"acme-{n}", label=label, kind=MediaKind.VIDEO, capabilities=(), prices=table)
        for n, table in enumerate(tables)
    ]
    return Provider(name="acme", title=label, models=tuple(models))


def table(*units: str, value: str = "0.5", usd: tuple[str, ...] = ()) -> Prices:
    rules = tuple(PriceRule(value=Decimal(value), unit=unit, per=Per.SECOND) for unit in units)
    return Prices(source="the test", updated=date(2026, 10, 1), rules=rules, usd=dict.fromkeys(usd, Decimal("0.01")))


@pytest.mark.parametrize(
    ("tables", "units"),
    [
        ([table("credits")], ("credits",)),
        ([table("credits"), table("points")], ("credits", "points")),
        ([table("credits", value="0")], tuple(sorted(CORE))),  # what is free is counted in nothing
        ([None], tuple(sorted(CORE))),
    ],
)
def test_a_request_costs_what_the_tables_count_in(tables: list[Prices | None], units: tuple[str, ...]) -> None:
    assert units_of([selling(*tables)]) == units


def test_beside_a_provider_without_a_table_anything_may_be_counted() -> None:
    assert units_of([selling(table("points")), selling(None)]) == tuple(sorted({"points", *CORE}))


@pytest.mark.parametrize(
    ("tables", "currency", "unpriced"),
    [
        ([table("credits", usd=("credits",))], "USD", ()),
        ([table("credits", "points", usd=("credits",))], "USD", ("points",)),
        ([table("credits", usd=("credits",))], "CNY", ("credits",)),  # a list price is in USD alone
        ([table("USD")], "USD", ()),
        ([table("USD")], "CNY", ("USD",)),
        ([table("credits", value="0")], "USD", ()),
        ([table("credits", usd=("credits",)), table("credits")], "USD", ("credits",)),  # one model without is enough
        ([table("credits"), table("credits", usd=("credits",))], "USD", ("credits",)),
        ([None], "USD", ()),
    ],
)
def test_a_unit_without_a_list_price_is_named(
    tables: list[Prices | None], currency: str, unpriced: tuple[str, ...]
) -> None:
    assert unpriced_units(selling(*tables), currency) == unpriced
