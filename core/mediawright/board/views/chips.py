"""Alternatives of a request as chips: other models with their prices, other values that the model takes. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from mediawright.board.views.blocks import View
from mediawright.present.catalog import has, render
from mediawright.present.pages.fields import price_words, shown
from mediawright.services.planning import Plan
from mediawright.types.capability import Capability
from mediawright.types.constraints import LISTED
from mediawright.types.message import Lang, Message
from mediawright.types.operations import MediaKind
from mediawright.types.provider import Model
from mediawright.types.request import Request

#: values of one field that are offered at most
MOST = 14
#: fields that say nothing about a picture or nothing about a clip
TIMED = frozenset({"duration"})
#: fields whose values are offered, in the order in which people compare them
OFFERED = ("duration", "aspect_ratio", "resolution", "mode", "quality", "sound", "count", "style")
#: what can be changed from a form: each is a flag of the same name
CHANGEABLE = frozenset({*LISTED, "model", "prompt", "negative_prompt", "seed", "provider"})


def chip_groups(plan: Plan, lang: Lang) -> list[View]:
    """The groups that have more than one value; what is chosen now is marked."""
    groups = [_models(plan, lang), *fields(plan.model, plan.request, lang)]
    return [group for group in groups if len(group["chips"]) > 1]


def _models(plan: Plan, lang: Lang) -> View:
    chips = [_chip("model", plan.model.name, render(plan.model.label, lang), chosen=True)]
    for model, price in plan.others:
        words = render(price_words(replace(price, usd=None)), lang)
        chips.append({**_chip("model", model.name, render(model.label, lang)), "price": words})
    return {"field": "model", "label": render(Message("field.model"), lang), "chips": chips}


def fields(model: Model, request: Request, lang: Lang) -> list[View]:
    """The fields that this model lets a person choose, each with its values."""
    capability = model.capability(request.operation)
    if capability is None:
        return []
    return [_field(name, capability, request, lang) for name in OFFERED if _applies(name, request)]


def _applies(name: str, request: Request) -> bool:
    return name not in TIMED or request.operation.result in (MediaKind.VIDEO, MediaKind.AUDIO)


def _field(name: str, capability: Capability, request: Request, lang: Lang) -> View:
    taken: Sequence[Any] = getattr(capability, LISTED[name])
    now = getattr(request, name)
    now = capability.assumed.get(name, capability.defaults.get(name)) if now is None else now
    values = list(taken) if len(taken) <= MOST else _spread(taken, now)
    chips = [_chip(name, spelled(value), value_words(name, value, lang), chosen=value == now) for value in values]
    return {"field": name, "label": render(Message(f"field.{name}"), lang), "chips": chips}


def _spread(taken: Sequence[Any], now: Any) -> list[Any]:
    """A few of many values, evenly, with the one that is chosen now."""
    step = (len(taken) - 1) / (MOST - 1)
    picked = {round(number * step) for number in range(MOST)}
    return [value for at, value in enumerate(taken) if at in picked or value == now]


def _chip(name: str, value: str, label: str, *, chosen: bool = False) -> View:
    return {"value": f"{name}={value}", "label": label, "chosen": chosen, "price": ""}


def spelled(value: Any) -> str:
    """A value as its flag takes it."""
    return ("on" if value else "off") if isinstance(value, bool) else str(value)


def value_words(name: str, value: Any, lang: Lang) -> str:
    """A value as people say it."""
    if name == "duration":
        return render(Message("value.seconds", {"n": value}), lang)
    if name == "resolution":
        return shown(str(value))
    if isinstance(value, bool):
        return render(Message("value.with_sound" if value else "value.without_sound"), lang)
    if value == "auto":
        return render(Message("value.auto"), lang)
    key = f"value.{name}.{value}"
    return render(Message(key), lang) if has(key) else str(value).replace("_", " ")
