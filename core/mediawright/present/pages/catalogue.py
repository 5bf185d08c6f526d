"""What there is to choose from: models, providers, plugins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mediawright.present.page import Block, Cell, Column, Page, Row, Rows, Section, Table, Tone, Words
from mediawright.present.pages.facts import say, shown
from mediawright.types.message import Message, Text
from mediawright.types.money import Amount, Per
from mediawright.types.operations import Operation
from mediawright.types.provider import Model, Provider


def models(found: Sequence[Provider], *, operation: Operation | None = None, next: tuple[str, ...] = ()) -> Page:
    """A readable matrix: what each model can do, in which lengths and sizes, from which price."""
    sections = tuple(section for provider in found if (section := _models_of(provider, operation)) is not None)
    title = say("models.for", operation=operation) if operation else say("models.title")
    return Page(
        name="models",
        emoji="🎛️",
        title=title if sections else say("models.none"),
        body=(*sections,),
        data={"providers": {item.name: list(_model_data(item, operation)) for item in found}},
        next=next,
    )


def _models_of(provider: Provider, operation: Operation | None) -> Section | None:
    lines = provider.models_for(operation) if operation else provider.models
    if not lines:
        return None
    columns = (
        Column(say("field.model"), lead=True),
        Column(say("field.can_do"), bare=True, wrap=True),
        Column(say("field.seconds"), wrap=True),
        Column(say("field.resolution"), bare=True, wrap=True),
        Column(say("field.aspect_ratio"), bare=True, wrap=True),
        Column(say("field.price"), bare=True),
    )
    return Section(provider.title, (Table(columns, tuple(_model(model, operation) for model in lines)),))


def _model(model: Model, operation: Operation | None) -> tuple[Cell, ...]:
    parts = [c for c in model.capabilities if operation is None or operation in c.operations]
    able = tuple(dict.fromkeys(op for c in parts for op in c.operations))
    star = any(op in model.recommended_for for op in able)
    return (
        say("value.recommended", model=model.label) if star else model.label,
        say("value.list", items=able),
        _list(ranges(second for c in parts for second in c.durations)),
        _list(dict.fromkeys(shown(r) for c in parts for r in c.resolutions)),
        _list(dict.fromkeys(r for c in parts for r in c.aspect_ratios)),
        _lowest(model),
    )


def _list(items: Iterable[str]) -> Words | None:
    found = tuple(items)
    return say("value.list", items=found) if found else None


def ranges(numbers: Iterable[int]) -> list[str]:
    """Whole numbers as short spans: ["3–10"], ["5", "10"]."""
    spans: list[list[int]] = []
    for item in sorted(set(numbers)):
        if spans and item == spans[-1][1] + 1:
            spans[-1][1] = item
        else:
            spans.append([item, item])
    return [f"{low}" if low == high else f"{low}–{high}" for low, high in spans]


def _lowest(model: Model) -> Words | None:
    rules = model.prices.rules if model.prices else ()
    if not rules:
        return None
    rule = min(rules, key=lambda item: item.value)
    if rule.value == 0:
        return say("price.free")
    per = {Per.SECOND: "second", Per.ITEM: "item", Per.REQUEST: "request"}[rule.per]
    return say(f"price.from_{per}", amount=Amount(rule.value, rule.unit))


def _model_data(provider: Provider, operation: Operation | None) -> Iterable[dict[str, object]]:
    for model in provider.models_for(operation) if operation else provider.models:
        yield {
            "name": model.name,
            "label": model.label.en,
            "kind": model.kind,
            "operations": model.operations,
            "recommended_for": model.recommended_for,
            "capabilities": model.capabilities,
            "aliases": model.aliases,
        }


def providers(found: Sequence[Provider], usable: Iterable[str] = (), *, next: tuple[str, ...] = ()) -> Page:
    """The providers, what they do, and which can be used right now (`usable`: their names)."""
    ready = set(usable)
    rows = []
    for item in found:
        state = "free" if item.free else "ready" if item.name in ready else "sign_in"
        tone = Tone.QUIET if state == "sign_in" else Tone.GOOD
        rows.append(Row(item.title, say(f"providers.{state}", n=len(item.models)), tone))
    data = [
        {"name": i.name, "title": i.title, "usable": i.free or i.name in ready, "website": i.website} for i in found
    ]
    return Page(
        name="providers",
        emoji="🏬",
        title=say("providers.title", n=len(found)),
        body=(Rows(tuple(rows)),),
        data={"providers": data},
        next=next,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PluginLine:
    """A plugin that was found. `broken`: why it was left aside."""

    name: str
    package: str = ""
    version: str = ""
    title: Text | None = None
    hooks: tuple[str, ...] = ()
    broken: Message | str | None = None


def plugins(found: Sequence[PluginLine], *, next: tuple[str, ...] = ()) -> Page:
    """What is installed, and what did not load."""
    columns = (
        Column(say("field.plugin"), lead=True),
        Column(say("field.version")),
        Column(say("field.package")),
        Column(say("field.state"), bare=True, wrap=True),
    )
    rows: list[tuple[Cell, ...]] = [(p.name, p.version, p.package, _health(p)) for p in found]
    body: list[Block] = [Table(columns, tuple(rows))] if rows else []
    return Page(
        name="plugins",
        emoji="🔌",
        title=say("plugins.title", n=len(found)) if found else say("plugins.none"),
        body=(*body,),
        data={"plugins": list(found)},
        next=next,
    )


def _health(plugin: PluginLine) -> Words:
    if plugin.broken is None:
        return say("plugins.good", n=len(plugin.hooks))
    return say("plugins.broken", why=plugin.broken)
