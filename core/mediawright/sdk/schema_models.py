"""The models of an aggregator: a curated table, and any other endpoint of which only its input's JSON Schema is known. Pure.

A table: `date`, those of `schema_words`, and rows (`[[group]]`) of endpoints that take the same: `ids` name →
"English label|Chinese label", `ops`, `fields` (lines of `json_schema`), `price` [[US$, unit, what it holds for] …] with
`grade` H M L (how sure) and those of `schema_prices`, `unpriced` names, `timing` [low, high], `best`, `sound` (always),
`fixed` and `per_operation` (fields that are always sent), `needs` (operation → the field that it alone needs), `total` (most
inputs); for all rows `page`, before a name the address of its page, and `prefix`, what may be left out of a name.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from typing import Any

from mediawright.sdk import json_schema
from mediawright.sdk.model_table import operations
from mediawright.sdk.schema_capability import capability
from mediawright.sdk.schema_words import words_of
from mediawright.types.capability import Capability, LazyCapabilities
from mediawright.types.message import Message, Problem, Text
from mediawright.types.money import Per, PriceRule, Prices
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.provider import Model, Timing
from mediawright.types.request import Media, Request

Schema = Mapping[str, Any]
NOTHING: Schema = {"type": "object", "properties": {}, "required": []}
UNITS = {per.value: per for per in Per} | {"1k_chars": Per.THOUSAND_CHARACTERS}
#: parts of a request that no endpoint has a field for by itself
NOWHERE = ("style", "scope", "watermark")


class SchemaModels:
    """One table's models, their schemas, and those found at run time in this process."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.table, self.words = table, words_of(table)
        self.groups: dict[str, Any] = {name: group for group in table["group"] for name in group["ids"]}
        self._found: dict[str, Schema] = {}
        self._known: dict[tuple[str, Operation], Schema] = {}
        self._read: dict[str, Schema] = {}

    @property
    def updated(self) -> date:
        return date.fromisoformat(self.table["date"])

    @cached_property
    def models(self) -> tuple[Model, ...]:
        return tuple(model for group in self.table["group"] for model in self._curated(group))

    def model(self, name: str) -> Model:
        """Return a curated model, or one that knows nothing but its name."""
        found = next((model for model in self.models if model.name == name), None)
        return found or Model(name=name, label=Text("", ""), kind=MediaKind.IMAGE, capabilities=())

    # --- from a schema

    def schema(self, request: Request) -> Schema:
        """Return the input schema of a request's endpoint; one that is not known takes nothing."""
        model = str(request.model)
        if model not in self.groups:
            return self._found.get(model, NOTHING)
        key = model, request.operation
        if key not in self._known:
            self._known[key] = _for_operation(self._whole(self.groups[model]), self.groups[model], request.operation)
        return self._known[key]

    def body(self, request: Request, link: Callable[[Media], Any]) -> dict[str, Any]:
        """Return the input object of the request's endpoint; `link(media)` is what stands there for an input."""
        from mediawright.sdk import schema_body

        group = self.groups.get(str(request.model), {})
        return schema_body.body(self.words, self.schema(request), request, link, _always(group, request.operation))

    def inputs(self, request: Request) -> tuple[Media, ...]:
        """Return every input: a field that takes a link takes a local file too, also where it is given as an option."""
        from mediawright.sdk import schema_body

        return (*request.media, *schema_body.option_files(self.schema(request), request.options))

    def with_shots(self, request: Request) -> Request:
        """Return the request with the length of all its shots, where it has shots: the clip is as long as they are."""
        length = self.length_of_shots(request)
        return request if length is None else request.with_(duration=length)

    def length_of_shots(self, request: Request) -> int | None:
        from mediawright.sdk import schema_body

        field = self.words.field(self.schema(request), "shots")
        return schema_body.length_of_shots(request, field or "")

    def problems(self, request: Request) -> Iterator[Problem]:
        """Yield what was asked for and has no field: refused, never dropped; and too many inputs."""
        schema, group = self.schema(request), self.groups.get(str(request.model), {})
        if request.sound and not self.words.field(schema, "sound") and not group.get("sound"):
            yield Problem("sound", Message("sdk.no_sound"))
        missing = [name for name in NOWHERE if getattr(request, name)]
        if request.keep_original_sound is not None and not self.words.field(schema, "keep_original_sound"):
            missing.append("keep_original_sound")
        yield from (Problem(name, Message("sdk.no_field", {"what": name})) for name in missing)
        most = group.get("total")
        if most is not None and len(request.media) > most:
            yield Problem("media", Message("sdk.too_many_files", {"given": len(request.media), "most": most}))

    # --- found at run time

    def found(self, name: str, label: str, able: tuple[Operation, ...], schema: Schema) -> Model:
        """Return an endpoint of the service's own catalogue as a model."""
        return Model(
            name=name,
            label=Text(label, label),
            kind=able[0].result or MediaKind.VIDEO,
            capabilities=(capability(self.words, able[0], schema, always={}),),
            data={"schema": schema},
        )

    def learn(self, model: Model) -> None:
        """Take in a model of the kept catalogue."""
        self._found[model.name] = dict(model.data.get("schema", NOTHING))

    # --- the table

    def _curated(self, group: Mapping[str, Any]) -> Iterator[Model]:
        able = operations(group["ops"])
        abilities = LazyCapabilities(able, partial(self._capability, group))
        prefix = self.table.get("prefix", "")
        for name, label in group["ids"].items() if able else ():
            english, _, chinese = label.partition("|")
            priced = "price" in group and name not in group.get("unpriced", ())
            yield Model(
                name=name,
                label=Text(english, chinese or english),
                kind=able[0].result or MediaKind.VIDEO,
                capabilities=abilities,
                aliases=(name.removeprefix(prefix),) if prefix and name.startswith(prefix) else (),
                prices=self._prices(group, name) if priced else None,
                timing=Timing(typical_low=group["timing"][0], typical_high=group["timing"][1]),
                recommended_for=able if group.get("best") else (),
            )

    def _capability(self, group: Mapping[str, Any], operation: Operation) -> Capability:
        schema = _for_operation(self._whole(group), group, operation)
        always, sounds = _always(group, operation), bool(group.get("sound"))
        return capability(self.words, operation, schema, always=always, sounds=sounds)

    def _whole(self, group: Mapping[str, Any]) -> Schema:
        """Return the schema of a row's endpoints, read out of its lines once."""
        name = next(iter(group["ids"]))
        if name not in self._read:
            self._read[name] = json_schema.schema_of_lines(group["fields"], self.words.sizes)
        return self._read[name]

    def _prices(self, group: Mapping[str, Any], name: str) -> Prices:
        rules = [
            PriceRule(
                value=Decimal(value),
                unit="USD",
                per=UNITS[unit],
                when={key: tuple(want) if isinstance(want, list) else want for key, want in when.items()},
                about=group["grade"] != "H",
                step=Decimal(group["step_s"]) if "step_s" in group else None,
                input_seconds=bool(group.get("input_seconds")),
            )
            for value, unit, when in group["price"]
        ]
        source = group.get("source", self.table["page"] + name)
        return Prices(source=source, updated=self.updated, rules=tuple(rules), pixels=self.words.pixels)


def _always(group: Mapping[str, Any], operation: Operation) -> dict[str, Any]:
    """Return the fields that a curated endpoint always gets for an operation."""
    return {**group.get("fixed", {}), **group.get("per_operation", {}).get(operation.value, {})}


def _for_operation(whole: Schema, group: Mapping[str, Any], operation: Operation) -> dict[str, Any]:
    """Return the schema as one operation uses it: a field that only another one needs is left out."""
    needs = group.get("needs", {})
    own = needs.get(operation.value)
    others = {name for op, name in needs.items() if op != operation.value} - {own}
    return {
        "type": "object",
        "properties": {name: value for name, value in whole["properties"].items() if name not in others},
        "required": [*whole["required"], *([own] if own else [])],
    }
