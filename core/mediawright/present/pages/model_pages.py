"""Pages beside the matrix of models: one model with its own options, the place in a long list, what is old."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mediawright.present.page import Block, Column, Line, Page, Row, Rows, Table, Words, without_empty
from mediawright.present.pages.fields import say
from mediawright.types.message import Message
from mediawright.types.provider import Model, Provider

#: values of an option that are shown
SHOWN = 12


def place(page: int, pages: int, total: int) -> Line:
    """Where in a long list this page is."""
    return Line(say("models.page", page=page, pages=pages, total=total))


def one(provider: Provider, model: Model) -> Page:
    """One model's own options, each with what it takes."""
    columns = (
        Column(say("field.option"), lead=True),
        Column(say("field.takes"), wrap=True),
        Column(say("field.default")),
    )
    options = dict(_options(provider, model))
    lines = tuple((name, _takes(wanted), _default(wanted)) for name, wanted in options.items())
    body: tuple[Block, ...] = (without_empty(Table(columns, lines)),) if lines else (Line(say("models.no_options")),)
    data = {
        "provider": provider.name,
        "name": model.name,
        "label": model.label.en,
        "kind": model.kind,
        "operations": model.operations,
        "capabilities": model.capabilities,
        "options": options,
    }
    return Page(name="model", emoji="🎛️", title=model.label, body=body, data=data)


def _options(provider: Provider, model: Model) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for capability in model.capabilities:
        schema = capability.schema or {}
        needed = schema.get("required", ())
        for name, wanted in schema.get("properties", {}).items():
            yield name, {**wanted, **({"required": True} if name in needed else {})}
    for option in provider.options:
        described = {"description": option.description.en} if option.description else {}
        yield option.name, {"enum": list(option.allowed), **described} if option.allowed else described


def _takes(wanted: Mapping[str, Any]) -> Words | None:
    """The values that an option takes, or its kind and its limits, as the schema writes them."""
    parts = [wanted, *(part for part in wanted.get("anyOf", ()) if isinstance(part, dict))]
    listed = [str(value) for part in parts for value in part.get("enum", ())]
    if listed:
        return ", ".join(listed[:SHOWN]) + (", …" if len(listed) > SHOWN else "")
    kinds = [str(part["type"]) for part in parts if isinstance(part.get("type"), str)]
    limits = [f"{sign} {wanted[name]}" for name, sign in (("minimum", "≥"), ("maximum", "≤")) if name in wanted]
    return " ".join([*dict.fromkeys(kinds), *limits]) or None


def _default(wanted: Mapping[str, Any]) -> Words | None:
    if wanted.get("required"):
        return say("value.needed")
    return None if wanted.get("default") is None else str(wanted["default"])


def old(found: Sequence[tuple[str, str, Message]]) -> Page:
    """What should be looked at again, one line for each model."""
    lines = tuple(Row(f"{provider} {model}", said) for provider, model, said in found)
    data = {"old": [{"provider": provider, "model": model, "why": said} for provider, model, said in found]}
    title = say("models.old") if found else say("models.none_old")
    return Page(name="models_old", emoji="🗓️", title=title, body=(Rows(lines),) if lines else (), data=data)


def refreshed(told: Mapping[str, tuple[int, int]]) -> Page:
    """How many kept models were asked for again, and how many are gone."""
    lines = tuple(Row(name, say("models.refreshed", n=kept, gone=gone)) for name, (kept, gone) in told.items())
    data = {"refreshed": {name: {"kept": kept, "gone": gone} for name, (kept, gone) in told.items()}}
    return Page(name="models_refreshed", emoji="🔄", title=say("models.asked_again"), body=(Rows(lines),), data=data)
