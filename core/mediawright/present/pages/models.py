"""The models: what each can do, in which lengths and sizes, from which price."""

from collections.abc import Iterable, Iterator, Sequence

from mediawright.commands.action import Next
from mediawright.present.page import (
    Block,
    Cell,
    Column,
    FrontEnd,
    Line,
    Page,
    Row,
    Rows,
    Section,
    Table,
    Words,
    without_empty,
)
from mediawright.present.pages.fields import say, shown
from mediawright.types.money import Amount, Per
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.provider import Model, Provider

#: more models than this are only named in a chat
FEW = 12
#: how people list shapes
_SHAPES = ("16:9", "9:16", "1:1", "4:3", "3:4", "3:2", "2:3", "21:9")


def models(found: Sequence[Provider], *, operation: Operation | None = None, next: tuple[Next, ...] = ()) -> Page:
    """A readable matrix; a chat gets only the names where there are many."""
    able = [(item, lines) for item in found if (lines := _of(item, operation))]
    many = sum(len(lines) for _, lines in able) > FEW
    body: list[Block] = [_matrix(item, lines, operation, many) for item, lines in able]
    if many:
        body.append(Rows(tuple(Row(item.title, _names(lines)) for item, lines in able), only=FrontEnd.CHAT))
        body.append(Line(say("models.more"), only=FrontEnd.CHAT))
    title = say("models.for", operation=operation) if operation else say("models.title")
    return Page(
        name="models",
        emoji="🎛️",
        title=title if able else say("models.none"),
        body=tuple(body),
        data={"providers": {item.name: list(_model_data(item, operation)) for item in found}},
        next=next,
    )


def _of(provider: Provider, operation: Operation | None) -> tuple[Model, ...]:
    return provider.models_for(operation) if operation else provider.models


def _names(lines: Sequence[Model]) -> tuple[Words, ...]:
    return tuple(model.label for model in lines)


def _matrix(provider: Provider, lines: Sequence[Model], operation: Operation | None, many: bool) -> Section:
    columns = (
        Column(say("field.model"), lead=True, wrap=True),
        Column(say("field.can_do"), bare=True, wrap=True),
        Column(say("field.seconds"), wrap=True),
        Column(say("field.resolution"), bare=True, wrap=True),
        Column(say("field.aspect_ratio"), bare=True, wrap=True),
        Column(say("field.price"), bare=True),
    )
    table = Table(columns, tuple(_line(model, operation, provider.free) for model in lines))
    return Section(provider.title, (without_empty(table),), only=FrontEnd.TERMINAL if many else None)


def _line(model: Model, operation: Operation | None, free: bool) -> tuple[Cell, ...]:
    parts = [c for c in model.capabilities if operation is None or operation in c.operations]
    able = tuple(dict.fromkeys(op for c in parts for op in c.operations))
    star = any(op in model.recommended_for for op in able)
    return (
        say("value.recommended", model=model.label) if star else model.label,
        say("value.list", items=able),
        _list(ranges(second for c in parts for second in c.durations)),
        _list([shown(r) for r in sorted({r for c in parts for r in c.resolutions}, key=fineness)]),
        _list(_shapes({r for c in parts for r in c.aspect_ratios})),
        say("price.free") if free else _lowest(model),
    )


def fineness(resolution: str) -> int:
    """What a resolution is sorted by: lines, with "2K" taken as 2000."""
    number = "".join(letter for letter in resolution if letter.isdecimal())
    return int(number or 0) * (1000 if resolution.lower().endswith("k") else 1)


def _shapes(found: set[str]) -> list[Words]:
    usual = [shape for shape in _SHAPES if shape in found]
    rare = sorted(found - set(_SHAPES) - {"auto"})
    return [*usual, *rare, *([say("value.auto")] if "auto" in found else [])]


def _list(items: Sequence[Words]) -> Words | None:
    return say("value.list", items=tuple(items)) if items else None


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
    """The smallest price that costs something: a free side-service says nothing about the model."""
    rules = [rule for rule in (model.prices.rules if model.prices else ()) if rule.value > 0]
    if not rules:
        return None
    rule = min(rules, key=lambda item: item.value)
    amount = Amount(rule.value, rule.unit)
    if rule.per is Per.REQUEST:
        return say("price.from_request", amount=amount)
    if rule.per is Per.ITEM:
        return say("price.from_image" if model.kind is MediaKind.IMAGE else "price.from_item", amount=amount)
    return say("price.from_second", amount=amount)


def _model_data(provider: Provider, operation: Operation | None) -> Iterator[dict[str, object]]:
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
