"""What an endpoint takes, read out of the JSON Schema of its inputs. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from mediawright.sdk import json_schema
from mediawright.sdk.schema_words import SchemaWords
from mediawright.types.capability import Capability, Inputs
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.request import Role

Schema = Mapping[str, Any]


def capability(
    words: SchemaWords, operation: Operation, schema: Schema, *, always: Schema, sounds: bool = False
) -> Capability:
    """Return what an endpoint takes for one operation. `always`: fields that the provider fills; `sounds`: whatever is asked
    for, it makes a sound."""
    properties = schema["properties"]
    prompt = words.field(schema, "prompt")
    count = words.field(schema, "count")
    return Capability(
        operations=(operation,),
        durations=tuple(_durations(words, schema)),
        aspect_ratios=tuple(_ratios(words, schema)),
        resolutions=tuple(_resolutions(words, schema)),
        qualities=tuple(_qualities(words, schema)),
        sound=(True, False) if words.field(schema, "sound") else (True,) if sounds else (),
        counts=tuple(n for n in json_schema.choices(properties[count]) if isinstance(n, int)) or (1, 2, 3, 4)
        if count
        else (1,),
        inputs=tuple(_inputs(words, schema)),
        multi_shot=words.field(schema, "shots") is not None or words.field(schema, "multi_shot") is not None,
        negative_prompt="negative_prompt" in properties,
        seed="seed" in properties,
        draws_seed="seed" in properties,
        prompt_limit=properties[prompt].get("maxLength") if prompt else 0,
        prompt_required=prompt in schema["required"] if prompt else False,
        assumed=dict(_assumed(words, schema)),
        schema={
            "type": "object",
            "properties": {name: value for name, value in properties.items() if name not in words.hidden},
            "required": [name for name in schema["required"] if name not in words.hidden and name not in always],
        },
    )


def _durations(words: SchemaWords, schema: Schema) -> Iterator[int]:
    name = words.field(schema, "duration")
    if name is None:
        return
    found = schema["properties"][name]
    listed = [str(value).rstrip("s") for value in json_schema.choices(found)]
    if listed:
        yield from (int(value) for value in listed if value.isdigit() and value != "0")
        return
    scale = 1000 if name.endswith("_ms") else 1
    low, high = found.get("minimum", scale), found.get("maximum", 600 * scale)
    yield from range(max(1, int(-(-low // scale))), int(high // scale) + 1)


def _ratios(words: SchemaWords, schema: Schema) -> Iterator[str]:
    name = words.field(schema, "aspect_ratio")
    if name is not None:
        yield from (str(value) for value in json_schema.choices(schema["properties"][name]))
    elif (size := words.field(schema, "size")) is not None:
        listed = set(json_schema.choices(schema["properties"][size]))
        yield from (ratio for ratio, word in words.values.get(size, {}).items() if word in listed)


def _resolutions(words: SchemaWords, schema: Schema) -> Iterator[str]:
    name = words.field(schema, "resolution")
    if name is not None:
        yield from (str(value).lower() for value in json_schema.choices(schema["properties"][name]))
    elif (size := words.field(schema, "size")) is not None:
        listed = [str(value) for value in json_schema.choices(schema["properties"][size])]
        yield from (value.removeprefix("auto_").lower() for value in listed if value.startswith("auto_"))


def _qualities(words: SchemaWords, schema: Schema) -> Iterator[str]:
    name = words.field(schema, "quality")
    if name is None:
        return
    yield from (words.ours(name, value) for value in json_schema.choices(schema["properties"][name]))


def _inputs(words: SchemaWords, schema: Schema) -> Iterator[Inputs]:
    places: dict[str, list[tuple[MediaKind, Role]]] = {}
    for key, name in words.targets(schema).items():
        places.setdefault(name, []).append(key)
    for name, keys in places.items():
        found = schema["properties"][name]
        yield Inputs(
            kind=keys[0][0],
            roles=tuple(role for _, role in keys),
            at_least=max(int(found.get("minItems", 0)), int(name in schema["required"])),
            at_most=found.get("maxItems") if json_schema.is_list(found) else 1,
        )


def _assumed(words: SchemaWords, schema: Schema) -> Iterator[tuple[str, Any]]:
    """Yield what the service takes where nothing is said, in our words: priced and shown, unsent. "auto" is the longest."""
    for part in ("duration", "resolution", "sound", "aspect_ratio", "quality"):
        name = words.field(schema, part) or (words.field(schema, "size") if part == "aspect_ratio" else None)
        default = schema["properties"][name].get("default") if name else None
        if part == "duration" and default in ("auto", 0):
            yield part, max(_durations(words, schema))
        elif part == "duration" and default is not None:
            yield part, int(float(str(default).rstrip("s")))
        elif part == "resolution" and default is not None:
            yield part, str(default).lower()
        elif name is not None and default is not None:
            yield part, default if part == "sound" else words.ours(name, default)
