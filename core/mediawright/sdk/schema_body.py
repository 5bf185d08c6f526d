"""A request as the input object of an endpoint of which only the schema is known. Pure; nothing unasked is sent."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mediawright.sdk import json_schema
from mediawright.sdk.schema_words import SchemaWords
from mediawright.types.operations import MediaKind
from mediawright.types.request import Media, Request, Role

Schema = Mapping[str, Any]


def body(
    words: SchemaWords, schema: Schema, request: Request, link: Callable[[Media], Any], fixed: Schema
) -> dict[str, Any]:
    """Return the input object. Options of the person win over `fixed`, which wins over what a request says."""
    found: dict[str, Any] = dict(_plain(words, schema, request))
    places = words.targets(schema)
    for media in request.media:
        name = places.get((media.kind, media.role))
        if name is None:
            continue
        if name == words.elements:
            found.setdefault(name, []).append({"frontal_image_url": link(media)})
        elif json_schema.is_list(schema["properties"][name]):
            found.setdefault(name, []).append(link(media))
        else:
            found[name] = link(media)
    known = schema["properties"]
    own = {name: _linked(name, value, link) for name, value in request.options.items() if name in known}
    return found | {name: value for name, value in fixed.items() if name in known} | own


def option_files(schema: Schema, options: Mapping[str, Any]) -> list[Media]:
    """Return the files and links that options name where a field takes a link: local ones are uploaded, too."""
    found: list[Media] = []
    for name, value in options.items():
        if name in schema["properties"]:
            _linked(name, value, found.append)
    return found


def _linked(name: str, value: Any, link: Callable[[Media], Any]) -> Any:
    """Return an option's value with a link in the place of every local file, at any depth."""
    if isinstance(value, Mapping):
        return {inner: _linked(inner, item, link) for inner, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_linked(name, item, link) for item in value]
    if not isinstance(value, str) or not name.endswith(("_url", "_urls")) or value.startswith("data:"):
        return value
    sounds = "audio" in name or "voice" in name
    kind = MediaKind.VIDEO if "video" in name else MediaKind.AUDIO if sounds else MediaKind.IMAGE
    return link(Media(kind=kind, role=Role.REFERENCE, source=value))


def _plain(words: SchemaWords, schema: Schema, request: Request) -> Iterator[tuple[str, Any]]:
    prompt = words.field(schema, "prompt")
    if prompt and request.prompt:
        yield prompt, request.prompt
    for part in ("negative_prompt", "seed", "sound", "keep_original_sound", "quality", "shot_type"):
        name, value = words.field(schema, part), getattr(request, part)
        if name is not None and value is not None:
            yield name, words.word(name, value)
    for read in (_shots, _duration, _shape, _resolution, _numbers):
        yield from read(words, schema, request)


def _shots(words: SchemaWords, schema: Schema, request: Request) -> Iterator[tuple[str, Any]]:
    """Shots of the person's own, or the wish that the model cuts by itself, in the endpoint's words."""
    name, by_itself = words.field(schema, "shots"), words.field(schema, "multi_shot")
    if name is not None and request.shots:
        yield name, [{"prompt": shot.prompt, "duration": str(shot.duration)} for shot in request.shots]
    if by_itself is not None and request.multi_shot:
        yield by_itself, True


def length_of_shots(request: Request, field: str) -> int | None:
    """Return the seconds that a request's shots take together, given as such or in an option; None without shots."""
    if request.shots:
        return sum(shot.duration for shot in request.shots)
    listed = request.options.get(field)
    if not isinstance(listed, (list, tuple)) or not listed:
        return None
    return sum(int(item.get("duration", 5)) for item in listed if isinstance(item, Mapping))


def _duration(words: SchemaWords, schema: Schema, request: Request) -> Iterator[tuple[str, Any]]:
    """In the schema's own type and spelling."""
    name = words.field(schema, "duration")
    if name is None or request.duration is None:
        return
    if name.endswith("_ms"):
        yield name, request.duration * 1000
        return
    found = schema["properties"][name]
    listed = json_schema.choices(found)
    texts = [value for value in listed if isinstance(value, str) and value.rstrip("s").isdigit()]
    if "string" in json_schema.kinds(found) and not json_schema.kinds(found) & {"integer", "number"}:
        unit = "s" if texts and texts[0].endswith("s") else ""
        yield name, f"{request.duration}{unit}"
    else:
        yield name, request.duration


def _shape(words: SchemaWords, schema: Schema, request: Request) -> Iterator[tuple[str, Any]]:
    ratio, size = words.field(schema, "aspect_ratio"), words.field(schema, "size")
    if request.aspect_ratio is None:
        return
    if ratio is not None:
        yield ratio, request.aspect_ratio
    elif size is not None and request.resolution is None:
        yield size, words.word(size, request.aspect_ratio)


def _resolution(words: SchemaWords, schema: Schema, request: Request) -> Iterator[tuple[str, Any]]:
    """Whatever the case: "2k" is sent as the endpoint writes it."""
    name = words.field(schema, "resolution")
    if request.resolution is None:
        return
    if name is not None:
        yield from ((more, value) for more, value in _beside(words, name).items() if more in schema["properties"])
        yield name, spelled(schema["properties"][name], request.resolution)
    elif (size := words.field(schema, "size")) is not None:
        yield size, spelled(schema["properties"][size], f"auto_{request.resolution}")


def _beside(words: SchemaWords, name: str) -> Mapping[str, Any]:
    return words.beside.get(name, {})


def spelled(found: Schema, value: str) -> str:
    """Return a value as the endpoint's list writes it."""
    folded = {str(item).casefold(): str(item) for item in json_schema.choices(found)}
    return folded.get(value.casefold(), value)


def _numbers(words: SchemaWords, schema: Schema, request: Request) -> Iterator[tuple[str, Any]]:
    count, series = words.field(schema, "count"), words.field(schema, "series_amount")
    if series is not None and isinstance(request.series_amount, int):
        if count is not None:
            yield count, 1
        yield series, request.series_amount
    elif count is not None and request.count is not None:
        yield count, request.count
