"""Models out of a provider's table (`models.toml`): one row for all models that take the same. Pure.

A row: `ids` name → "English label|Chinese label", `aliases` name → list, `ops`, `best` (operations it is suggested
for), `timing` [low, high], `retires` (a day) and `heir`. What it takes, each left out where it is not taken:
`durations` "2-15,20"; `ratios`, `resolutions`, `scopes` (words with blanks between); `modes`, `sound`, `counts`;
`limit` (characters of the prompt, 0: none); `negative`, `watermark`, `shots`, `wordless`; `seed` (taken where nothing
is said); `defaults`, `assumed`; `voice`, `languages`. `lookup`: a grade other than the provider's.

* `inputs` operation → lines "kind use number place": `use` is a key of `ROLES`, `place` the provider's own word.
* `options` name → "text", "bool", "list", "map", "int 1-4", "ints 1,2", "num 0-1", "words a,b": no others are taken.
* `price` resolution or mode ("" for all; "768p 6": with a length) → list prices, one for each of the table's `units`, ""
  where nobody says. `per`: second, item, 10k_chars. `both`: seconds of clips that go in are paid too. `plus`: a sum beside.
  `grade` H M L: how sure.
* `prices`, `grades`, `sounds`, `count_by`, `not_by` (a resolution), `only` (option → part of a name): for single names.
* `but` operation → what it says otherwise.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from mediawright.types.capability import Capability, Inputs, LazyCapabilities, LookupGrade
from mediawright.types.dataclass import dataclass
from mediawright.types.message import Text
from mediawright.types.money import Per, PriceRule, Prices
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.provider import Audience, Model, Option, Setting, Timing
from mediawright.types.request import Role

#: how an input is used → the roles under which people give it
ROLES: Mapping[str, tuple[Role, ...]] = {
    "first": (Role.FIRST_FRAME, Role.REFERENCE, Role.SOURCE, Role.CHARACTER, Role.BASE),
    "frame": (Role.FIRST_FRAME,),
    "end": (Role.END_FRAME,),
    "reference": (Role.REFERENCE, Role.CHARACTER),
    "clip": (Role.BASE, Role.SOURCE, Role.FEATURE, Role.REFERENCE),
    "voice": (Role.VOICE, Role.SOUND, Role.REFERENCE, Role.SOURCE),
    "person": (Role.CHARACTER, Role.REFERENCE),
    "any": (Role.BASE, Role.SOURCE, Role.REFERENCE, Role.CHARACTER, Role.FIRST_FRAME),
}
_OPERATIONS = {operation.value: operation for operation in Operation}
PER = {"second": Per.SECOND, "item": Per.ITEM, "10k_chars": Per.THOUSAND_CHARACTERS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of `inputs`: what goes in, and where it stands in the body."""

    kind: MediaKind
    roles: tuple[Role, ...]
    least: int
    most: int
    place: str


def lines_of(group: Mapping[str, Any], operation: Operation) -> list[Line]:
    return [_line(text) for text in group.get("inputs", {}).get(operation.value, ())]


def _line(text: str) -> Line:
    kind, use, number, place = text.split()
    least, _, most = number.partition("-")
    return Line(kind=MediaKind(kind), roles=ROLES[use], least=int(least), most=int(most or least), place=place)


def operations(names: list[str]) -> tuple[Operation, ...]:
    """Return the operations of these names that the core has."""
    return tuple(_OPERATIONS[name] for name in names if name in _OPERATIONS)


def models_of(table: Mapping[str, Any]) -> tuple[Model, ...]:
    """Return every model of a table: `group` its rows, `date`, `source` and `units` of its prices."""
    return tuple(model for group in table["group"] for model in _models(table, group))


def settings_of(table: Mapping[str, Any]) -> tuple[Setting, ...]:
    """Return the settings of a table: `name`, `env`, `default`, and what each is for in `en` and `zh`.

    An address of the service is for support and tests."""
    return tuple(
        Setting(
            name=row["name"],
            env=tuple(row.get("env", ())),
            default=row.get("default", ""),
            description=Text(row["en"], row["zh"]) if "en" in row else None,
            audience=Audience.INTERNAL if row["name"] == "base_url" else Audience(row.get("audience", Audience.USER)),
        )
        for row in table["settings"]
    )


def options_of(table: Mapping[str, Any]) -> tuple[Option, ...]:
    """Return the provider's own options of a table: `name`, `en`, `zh`, and the `allowed` words where they are listed."""
    return tuple(
        Option(name=row["name"], description=Text(row["en"], row["zh"]), allowed=tuple(row.get("allowed", ())))
        for row in table["options"]
    )


def _models(table: Mapping[str, Any], group: dict[str, Any]) -> Iterator[Model]:
    able = operations(group["ops"])
    for name, label in group["ids"].items() if able else ():
        english, _, chinese = label.partition("|")
        first = name == next(iter(group["ids"]))
        rules = tuple(_rules(group, name, table["units"][0]))
        yield Model(
            name=name,
            label=Text(english, chinese or english),
            kind=able[0].result or MediaKind.VIDEO,
            capabilities=LazyCapabilities(able, partial(_capability, group, name)),
            aliases=tuple(group.get("aliases", {}).get(name, ())),
            prices=Prices(source=table["source"], updated=date.fromisoformat(table["date"]), rules=rules)
            if rules
            else None,
            timing=Timing(typical_low=group["timing"][0], typical_high=group["timing"][1]),
            recommended_for=operations(group.get("best", [])) if first else (),
            retires=date.fromisoformat(group["retires"]) if "retires" in group else None,
            replaced_by=group.get("heir", ""),
        )


def price_rows(group: Mapping[str, Any], name: str) -> Mapping[str, list[str]]:
    """Return the list prices of a model by resolution or mode."""
    found: Mapping[str, list[str]] = group.get("prices", {}).get(name, group.get("price", {}))
    return found


def grade_of(group: Mapping[str, Any], name: str) -> str:
    return str(group.get("grades", {}).get(name, group["grade"]))


def _rules(group: Mapping[str, Any], name: str, unit: str) -> Iterator[PriceRule]:
    per, field = group.get("per", "second"), "mode" if "modes" in group else "resolution"
    for key, values in price_rows(group, name).items():
        if values[0]:
            yield PriceRule(
                value=Decimal(values[0]) / (10 if per == "10k_chars" else 1),
                unit=unit,
                per=PER[per],
                when=_when(field, key),
                base=Decimal(group.get("plus", "0")),
                input_seconds=group.get("both", False),
                about=grade_of(group, name) != "H",
            )


def _when(field: str, key: str) -> dict[str, Any]:
    """Return what a price hangs on: nothing, a resolution or mode, or that and a length."""
    named, _, seconds = key.partition(" ")
    return ({field: named} if named else {}) | ({"duration": int(seconds)} if seconds else {})


def _capability(group: dict[str, Any], name: str, operation: Operation) -> Capability:
    group = group | group.get("but", {}).get(operation.value, {})
    wordless = group.get("wordless", False) and operation is not Operation.TEXT_TO_VIDEO
    series = operation is Operation.IMAGE_SERIES
    defaults = {"series_amount": 4} if series else group.get("defaults", {})
    resolutions = [item for item in group.get("resolutions", "").split() if item != group.get("not_by", {}).get(name)]
    return Capability(
        operations=(operation,),
        durations=tuple(numbers(group.get("durations", ""))),
        aspect_ratios=tuple(group.get("ratios", "").split()),
        resolutions=tuple(resolutions),
        modes=tuple(group.get("modes", ())),
        scopes=tuple(group.get("scopes", "").split()) if operation is Operation.EDIT_VIDEO else (),
        sound=tuple(group.get("sounds", {}).get(name, group.get("sound", ()))),
        counts=tuple(numbers(group.get("count_by", {}).get(name, group.get("counts", "1")))),
        inputs=tuple(
            Inputs(kind=line.kind, roles=line.roles, at_least=line.least, at_most=line.most)
            for line in lines_of(group, operation)
        ),
        multi_shot=group.get("shots", False),
        negative_prompt="negative" in group,
        watermark="watermark" in group,
        seed=group.get("seed", True),
        voice="voice" in group,
        languages=tuple(group.get("languages", "").split()),
        prompt_limit=group["limit"],
        prompt_required=group["limit"] > 0 and not wordless,
        defaults=defaults,
        assumed=group.get("assumed", {}),
        schema=option_schema(group, name),
        lookup=LookupGrade(group["lookup"]) if "lookup" in group else None,
    )


def numbers(text: str) -> Iterator[int]:
    """Yield "2-4,-1" as 2, 3, 4, -1."""
    for part in filter(None, text.split(",")):
        low, dash, high = part.partition("-")
        yield from range(int(low), int(high) + 1) if dash and low else (int(part),)


def option_schema(group: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return the JSON Schema of the options that a model knows beside the plain fields."""
    told, only = group.get("options", {}), group.get("only", {})
    properties = {word: _option(kind) for word, kind in told.items() if only.get(word, "") in name}
    return {"type": "object", "properties": properties}


def _option(told: str) -> dict[str, Any]:
    kind, _, values = told.partition(" ")
    if kind == "words":
        return {"type": "string", "enum": values.split(",")}
    if kind == "ints":
        return {"type": "integer", "enum": [int(value) for value in values.split(",")]}
    named = {"text": "string", "bool": "boolean", "int": "integer", "num": "number", "list": "array", "map": "object"}
    low, _, high = values.rpartition("-")
    limits = {"minimum": float(low), "maximum": float(high)} if values else {}
    return {"type": named[kind], **limits}
