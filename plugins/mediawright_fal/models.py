"""Models from their input schemas: the curated shelf of `models.toml`, and any other endpoint from fal's OpenAPI. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from mediawright import plugin as mw
from mediawright_fal import fields
from mediawright_fal import schema as schemas

SITE = "https://fal.ai/models/"
UNITS = {"second": mw.Per.SECOND, "item": mw.Per.ITEM, "request": mw.Per.REQUEST, "megapixel": mw.Per.MEGAPIXEL} | {
    "1k_chars": mw.Per.THOUSAND_CHARACTERS,
    "minute": mw.Per.MINUTE,
}
#: fal's category → our operation; a name that the core does not have (yet) leaves the endpoint out
CATEGORIES = {
    "text-to-video": "text_to_video",
    "image-to-video": "image_to_video",
    "video-to-video": "edit_video",
    "text-to-image": "text_to_image",
    "image-to-image": "edit_image",
    "text-to-speech": "text_to_speech",
    "text-to-audio": "sound_effects",
    "speech-to-text": "transcribe",
    "audio-to-video": "lip_sync",
}
#: operations that may go without words
WORDLESS = frozenset({"lip_sync", "animate_image", "replace_character", "upscale_image", "upscale_video", "transcribe"})


def operations(names: list[str]) -> tuple[mw.Operation, ...]:
    """Return the operations of these names that the core has."""
    known = {operation.value: operation for operation in mw.Operation}
    return tuple(known[name] for name in names if name in known)


def curated(group: Mapping[str, Any], updated: date) -> Iterator[mw.Model]:
    """Yield the models of one group of the table."""
    able = operations(group["ops"])
    if not able:
        return
    whole = schemas.of_lines(group["fields"])
    for name, label in group["ids"].items():
        english, _, chinese = label.partition("|")
        priced = "price" in group and name not in group.get("unpriced", ())
        yield mw.Model(
            name=name,
            label=mw.Text(english, chinese or english),
            kind=_kind(able[0]),
            capabilities=tuple(capability(op, for_operation(whole, group, op), group) for op in able),
            aliases=_aliases(name),
            prices=_prices(group, name, updated) if priced else None,
            timing=mw.Timing(typical_low=group["timing"][0], typical_high=group["timing"][1]),
            recommended_for=able if group.get("best") else (),
        )


def _kind(operation: mw.Operation) -> mw.MediaKind:
    return operation.result or mw.MediaKind.VIDEO


def _aliases(name: str) -> tuple[str, ...]:
    """The id without the word that says whose it is, where that is fal itself."""
    return (name.removeprefix("fal-ai/"),) if name.startswith("fal-ai/") else ()


def for_operation(whole: Mapping[str, Any], group: Mapping[str, Any], operation: mw.Operation) -> dict[str, Any]:
    """Return the schema as one operation uses it: a field that only another one needs is left out."""
    needs = group.get("needs", {})
    own = needs.get(operation.value)
    others = {name for op, name in needs.items() if op != operation.value} - {own}
    return {
        "type": "object",
        "properties": {name: value for name, value in whole["properties"].items() if name not in others},
        "required": [*whole["required"], *([own] if own else [])],
    }


def capability(operation: mw.Operation, schema: Mapping[str, Any], group: Mapping[str, Any]) -> mw.Capability:
    """Return what an endpoint takes for one operation."""
    properties = schema["properties"]
    prompt = schemas.first(schema, fields.PROMPT)
    set_by_us = {*group.get("fixed", {}), *group.get("per_operation", {}).get(operation.value, {})}
    count = schemas.first(schema, fields.COUNT)
    return mw.Capability(
        operations=(operation,),
        durations=tuple(_durations(schema)),
        aspect_ratios=tuple(_ratios(schema)),
        resolutions=tuple(_resolutions(schema)),
        qualities=tuple(_qualities(schema)),
        sound=(True, False) if schemas.first(schema, fields.SOUND) else (True,) if group.get("sound") else (),
        counts=tuple(n for n in schemas.choices(properties[count]) if isinstance(n, int)) or (1, 2, 3, 4)
        if count
        else (1,),
        inputs=tuple(_inputs(schema)),
        multi_shot=schemas.first(schema, (*fields.SHOTS, "multi_shots")) is not None,
        negative_prompt="negative_prompt" in properties,
        seed="seed" in properties,
        draws_seed="seed" in properties,
        prompt_limit=properties[prompt].get("maxLength") if prompt else 0,
        prompt_required=prompt in schema["required"] if prompt else False,
        assumed=dict(_assumed(schema)),
        schema={
            "type": "object",
            "properties": {
                name: value for name, value in properties.items() if name not in fields.NEUTRAL and name != "sync_mode"
            },
            "required": [name for name in schema["required"] if name not in fields.NEUTRAL and name not in set_by_us],
        },
    )


def _durations(schema: Mapping[str, Any]) -> Iterator[int]:
    name = schemas.first(schema, fields.DURATION)
    if name is None:
        return
    found = schema["properties"][name]
    listed = [str(value).rstrip("s") for value in schemas.choices(found)]
    if listed:
        yield from (int(value) for value in listed if value.isdigit() and value != "0")
        return
    scale = 1000 if name.endswith("_ms") else 1
    low, high = found.get("minimum", scale), found.get("maximum", 600 * scale)
    yield from range(max(1, int(-(-low // scale))), int(high // scale) + 1)


def _ratios(schema: Mapping[str, Any]) -> Iterator[str]:
    name = schemas.first(schema, fields.RATIO)
    if name is not None:
        yield from (str(value) for value in schemas.choices(schema["properties"][name]))
    elif (size := schemas.first(schema, fields.SIZE)) is not None:
        listed = set(schemas.choices(schema["properties"][size]))
        yield from (ratio for ratio, preset in fields.RATIOS.items() if preset in listed)


def _resolutions(schema: Mapping[str, Any]) -> Iterator[str]:
    name = schemas.first(schema, fields.RESOLUTION)
    if name is not None:
        yield from (str(value).lower() for value in schemas.choices(schema["properties"][name]))
    elif (size := schemas.first(schema, fields.SIZE)) is not None:
        listed = [str(value) for value in schemas.choices(schema["properties"][size])]
        yield from (value.removeprefix("auto_").lower() for value in listed if value.startswith("auto_"))


def _qualities(schema: Mapping[str, Any]) -> Iterator[str]:
    name = schemas.first(schema, fields.QUALITY)
    if name is None:
        return
    back = {wire: word for word, wire in fields.SPEEDS.items()}
    yield from (back.get(str(value), str(value)) for value in schemas.choices(schema["properties"][name]))


def _inputs(schema: Mapping[str, Any]) -> Iterator[mw.Inputs]:
    places: dict[str, list[tuple[mw.MediaKind, mw.Role]]] = {}
    for key, name in fields.targets(schema).items():
        places.setdefault(name, []).append(key)
    for name, keys in places.items():
        found = schema["properties"][name]
        yield mw.Inputs(
            kind=keys[0][0],
            roles=tuple(role for _, role in keys),
            at_least=max(int(found.get("minItems", 0)), int(name in schema["required"])),
            at_most=found.get("maxItems") if schemas.is_list(found) else 1,
        )


def _assumed(schema: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What fal itself takes where nothing is said, in our words: priced and shown, never sent. "auto" is the longest."""
    for field, names in (("duration", fields.DURATION), ("resolution", fields.RESOLUTION), ("sound", fields.SOUND)):
        name = schemas.first(schema, names)
        default = schema["properties"][name].get("default") if name else None
        if field == "duration" and default in ("auto", 0):
            yield field, max(_durations(schema))
        elif field == "duration" and default is not None:
            yield field, int(float(str(default).rstrip("s")))
        elif default is not None:
            yield field, str(default).lower() if field == "resolution" else default
    for field, names in (("aspect_ratio", (*fields.RATIO, *fields.SIZE)), ("quality", fields.QUALITY)):
        name = schemas.first(schema, names)
        default = schema["properties"][name].get("default") if name else None
        back = {preset: ratio for ratio, preset in fields.RATIOS.items()} | {w: q for q, w in fields.SPEEDS.items()}
        if default is not None:
            yield field, back.get(str(default), str(default))


def _prices(group: Mapping[str, Any], name: str, updated: date) -> mw.Prices:
    rules = [
        mw.PriceRule(
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
    pixels = {ratio: schemas.SIZES[preset] for ratio, preset in fields.RATIOS.items()}
    return mw.Prices(source=group.get("source", SITE + name), updated=updated, rules=tuple(rules), pixels=pixels)


def found_model(
    entry: Mapping[str, Any], schema: Mapping[str, Any], said: mw.Operation | None = None
) -> mw.Model | None:
    """Return an endpoint of fal's own catalogue as a model; None for training and for what no operation of ours is.

    `said`: what a person who named the endpoint wants of it, for one whose category is none of ours (§12.3).
    """
    about = entry.get("metadata") or {}
    name, category = str(entry.get("endpoint_id", "")), str(about.get("category", ""))
    able = operations([CATEGORIES.get(category, "")]) or ((said,) if said else ())
    if not name or not able or "training" in category or "trainer" in name:
        return None
    label = str(about.get("display_name") or name)
    return mw.Model(
        name=name,
        label=mw.Text(label, label),
        kind=_kind(able[0]),
        capabilities=(capability(able[0], schema, {}),),
        data={"schema": schema},
    )
