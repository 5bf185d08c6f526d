"""The user's pre-approval and budgets: shown, made, removed. The rules themselves are the gate's."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mediawright.commands.action import Action
from mediawright.gate.budgets import spent
from mediawright.gate.cost_limit import parse_ceiling
from mediawright.gate.expiry import until
from mediawright.gate.policy import Budget, Per, Policy, Rule
from mediawright.gate.shared_policy import HERE
from mediawright.gate.units import spelled, units_of, unpriced_units
from mediawright.gate.zones import zone_here
from mediawright.handlers.jobs import title_of
from mediawright.handlers.response import Response
from mediawright.present import pages
from mediawright.services.policies import change_policy
from mediawright.services.request_reader import Reader
from mediawright.services.studio import Studio
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem, Text
from mediawright.types.money import CURRENCIES, Amount, Level

#: how long a pre-approval lasts when nothing is said
USUAL_SPAN = "2h"


def act(studio: Studio, what: str, values: Mapping[str, Any], *, level: Level = Level.AMOUNT) -> Response:
    """`what`: list, allow, limit, second-person, tokens or remove; `level` is that of the user's approval of the change.

    Raises InvalidRequest, NotFound, LocalFault for a broken policy file, ConfirmationNeeded for what allows more where
    `config require` asks for a stricter level.
    """
    if what != "list":
        gone = str(values["id"]) if what == "remove" else None
        change_policy(studio, lambda policy: _changed(studio, policy, what, values), gone, level)
    policy = studio.policy.current(studio.clock.now())
    marks = {"policy.second_person": policy.second_person, "policy.tokens": policy.tokens}
    notes = (*_without_money(studio, policy), *(Message(key) for key, on in marks.items() if on))
    page = pages.policy([_line(studio, item) for item in policy.list()], notes=notes)
    return Response(page=page, status="listed")


def _changed(studio: Studio, policy: Policy, what: str, values: Mapping[str, Any]) -> Policy:
    now = studio.clock.now()
    policy = policy.current(now)
    if what == "remove":
        return policy.remove(str(values["id"]).strip().lower().removesuffix(HERE))
    reader = Reader(values)
    if what == "second-person":
        return replace(policy, second_person=_on(str(values["on_off"])))
    if what == "tokens":
        on = _on(str(values["on_off"]))
        if on and not studio.ledger.tokens.all():
            raise InvalidRequest(
                Problem("on_off", Message("people.none_yet")), next=(Action.of("people", "add", name="NAME"),)
            )
        return replace(policy, tokens=on)
    names = [studio.registry.load(name.lower()).name for name in reader.listed("provider")]
    amount = _amount(studio, str(values["amount"]), names, money=what == "limit")
    if what == "allow":
        moment = reader.text("until")
        span = reader.text("span") or (None if moment else USUAL_SPAN)
        return policy.allow(amount, until(now, span=span, moment=moment, zone=None), names)
    per = reader.choice("per", tuple(item.value for item in Per)) or (None if reader.problems else Per.DAY.value)
    if per is None:
        raise InvalidRequest(*reader.problems)
    zone = zone_here(studio.environ, now)
    return policy.limit(Per(per), amount, now, names, unknown=bool(values.get("unknown")), zone=zone)


def _on(word: str) -> bool:
    """Raises InvalidRequest for what is neither on nor off."""
    if word.strip().lower() not in ("on", "off"):
        values = {"field": "on_off", "value": word[:40]}
        raise InvalidRequest(Problem("on_off", Message("problem.not_choice", values), allowed=("on", "off")))
    return word.strip().lower() == "on"


def _amount(studio: Studio, typed: str, names: list[str], *, money: bool) -> Amount:
    """An amount with its unit; without one, the only unit that the named providers have. `money`: any currency will do."""
    ceiling = parse_ceiling(typed, "amount")
    if ceiling.value is None:
        raise InvalidRequest(
            Problem("amount", Message("problem.approve_cost.garbage", {"value": typed}), allowed=("90 credits",))
        )
    chosen = [studio.registry.load(name) for name in names] or studio.registry.load_all()
    own = units_of(plugin.provider for plugin in chosen)
    units = tuple(dict.fromkeys((*own, *CURRENCIES))) if money else own
    if ceiling.unit is not None:
        unit = spelled(ceiling.unit, units)
        if unit is None:
            values = {"unit": ceiling.unit, "units": units}
            raise InvalidRequest(Problem("amount", Message("problem.amount_unit", values), allowed=units))
        return Amount(ceiling.value, unit)
    if len(own) == 1:
        return Amount(ceiling.value, own[0])
    shown = tuple(f"{typed.strip()} {unit}" for unit in units)
    raise InvalidRequest(Problem("amount", Message("problem.amount_needs_unit"), allowed=shown))


def _without_money(studio: Studio, policy: Policy) -> tuple[Message, ...]:
    """For each limit in money the providers whose units nobody has published a price for: what costs there is refused."""
    told = []
    for budget in policy.budgets:
        unit = budget.limit.unit
        if unit not in CURRENCIES:
            continue
        found = [
            plugin.provider.title
            for plugin in studio.registry.load_all()
            if not plugin.provider.free and budget.applies(plugin.name) and unpriced_units(plugin.provider, unit)
        ]
        if found:
            key = "policy.without_money_passes" if budget.unknown else "policy.without_money"
            told.append(Message(key, {"providers": tuple(found), "limit": budget.limit, "rule": budget.id}))
    return tuple(told)


def _line(studio: Studio, item: Rule | Budget) -> pages.PolicyLine:
    named = tuple(title_of(studio, name) or Text(name, name) for name in item.providers)
    if isinstance(item, Rule):
        return pages.PolicyLine(id=item.id, providers=named, without_asking=item.at_most, until=item.until)
    used = None
    if item.per is not Per.JOB and studio.has_ledger:
        used = Amount(spent(item, studio.clock.now(), None, studio.ledger.committed), item.limit.unit)
    limit = {per: item.limit if item.per is per else None for per in Per}
    return pages.PolicyLine(
        id=item.id,
        providers=named,
        per_job=limit[Per.JOB],
        per_day=limit[Per.DAY],
        in_total=limit[Per.TOTAL],
        spent=used,
    )
