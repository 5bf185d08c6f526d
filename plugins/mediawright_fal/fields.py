"""Which field of an endpoint carries which part of a request, for curated and foreign ones (contract §12.1). Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from mediawright import plugin as mw
from mediawright_fal import schema as schemas

IMAGE, VIDEO, AUDIO = mw.MediaKind.IMAGE, mw.MediaKind.VIDEO, mw.MediaKind.AUDIO
Role = mw.Role

PROMPT = ("prompt", "text", "text_prompt", "gen_text", "sound_effect_prompt")
DURATION = ("duration", "duration_seconds", "music_length_ms", "seconds_total")
RATIO, SIZE = ("aspect_ratio",), ("image_size", "video_size")
RESOLUTION = ("resolution", "target_resolution")
SOUND = ("generate_audio", "audio", "generate_audio_switch")
KEEP_SOUND = ("keep_audio", "keep_original_sound", "audio_setting")
COUNT, SERIES = ("num_images", "num_samples", "num_videos"), ("max_images",)
QUALITY = ("quality", "rendering_speed")
SPEEDS = {"low": "TURBO", "medium": "BALANCED", "high": "QUALITY"}
RATIOS = {"1:1": "square_hd", "4:3": "landscape_4_3", "3:4": "portrait_4_3"} | {
    "16:9": "landscape_16_9",
    "9:16": "portrait_16_9",
}
_ONE = ("image_url", "start_image_url", "first_frame_url", "first_image_url")
_MANY = ("reference_image_urls", "image_urls", "reference_image_url", "images")
_CLIPS = ("video_url", "video_urls")
#: kind and role of an input → names in order of preference
MEDIA: Mapping[tuple[mw.MediaKind, mw.Role], tuple[str, ...]] = {
    (IMAGE, Role.FIRST_FRAME): ("start_image_url", "image_url", "first_frame_url", "first_image_url"),
    (IMAGE, Role.END_FRAME): ("end_image_url", "tail_image_url", "last_frame_url", "last_image_url"),
    (IMAGE, Role.REFERENCE): (*_MANY, *_ONE),
    (IMAGE, Role.CHARACTER): (*_ONE, *_MANY),
    (IMAGE, Role.BASE): (*_ONE, *_MANY),
    (IMAGE, Role.SOURCE): (*_ONE, *_MANY),
    (IMAGE, Role.FACE): (*_ONE, *_MANY),
    (IMAGE, Role.MASK): ("mask_url", "mask_image_url"),
    (VIDEO, Role.BASE): _CLIPS,
    (VIDEO, Role.SOURCE): _CLIPS,
    (VIDEO, Role.REFERENCE): ("reference_video_urls", "video_urls", "video_url"),
    (VIDEO, Role.FEATURE): ("reference_video_urls", "video_urls", "video_url"),
    (AUDIO, Role.VOICE): ("audio_url", "audio_urls", "reference_audio_urls"),
    (AUDIO, Role.SOUND): ("audio_url", "audio_urls", "reference_audio_urls"),
    (AUDIO, Role.REFERENCE): ("reference_audio_urls", "audio_urls", "audio_url"),
    (AUDIO, Role.SOURCE): ("audio_url", "audio_urls", "reference_audio_urls"),
}
#: shots of a request, and the elements that its characters become
SHOTS, ELEMENTS = ("multi_prompt",), "elements"
#: fields that a request fills by its own words; every other one is an option
NEUTRAL = frozenset(
    {*PROMPT, *DURATION, *RATIO, *RESOLUTION, *SOUND, *KEEP_SOUND, *COUNT, *SERIES, *QUALITY}
    | {"negative_prompt", "seed", *(name for names in MEDIA.values() for name in names)}
) - {"mask_url", "mask_image_url"}


def targets(schema: Mapping[str, Any]) -> dict[tuple[mw.MediaKind, mw.Role], str]:
    """Return the field that takes each kind and role of input, for those that the endpoint takes."""
    found = {key: schemas.first(schema, names) for key, names in MEDIA.items()}
    if ELEMENTS in schema["properties"] and "image_url" not in schema["properties"]:
        found[IMAGE, Role.CHARACTER] = ELEMENTS
    return {key: name for key, name in found.items() if name is not None}


def body(schema: Mapping[str, Any], request: mw.Request, link: Any, fixed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the endpoint's input object. What was not asked for is left out (F-R11)."""
    found: dict[str, Any] = dict(_plain(schema, request))
    places = targets(schema)
    for media in request.media:
        name = places.get((media.kind, media.role))
        if name is None:
            continue
        if name == ELEMENTS:
            found.setdefault(name, []).append({"frontal_image_url": link(media)})
        elif schemas.is_list(schema["properties"][name]):
            found.setdefault(name, []).append(link(media))
        else:
            found[name] = link(media)
    own = {name: _linked(name, value, link) for name, value in request.options.items() if name in schema["properties"]}
    return found | {name: value for name, value in fixed.items() if name in schema["properties"]} | own


def option_files(schema: Mapping[str, Any], options: Mapping[str, Any]) -> list[mw.Media]:
    """Return the files and links that options name where a field takes a link (§12.2): local ones are uploaded, too."""
    found: list[mw.Media] = []
    for name, value in options.items():
        if name in schema["properties"]:
            _linked(name, value, found.append)
    return found


def _linked(name: str, value: Any, link: Any) -> Any:
    """Return an option's value with a link in the place of every local file, at any depth."""
    if isinstance(value, Mapping):
        return {inner: _linked(inner, item, link) for inner, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_linked(name, item, link) for item in value]
    if not isinstance(value, str) or not name.endswith(("_url", "_urls")) or value.startswith("data:"):
        return value
    kind = VIDEO if "video" in name else AUDIO if "audio" in name or "voice" in name else IMAGE
    return link(mw.Media(kind=kind, role=Role.REFERENCE, source=value))


def _plain(schema: Mapping[str, Any], request: mw.Request) -> Iterator[tuple[str, Any]]:
    prompt = schemas.first(schema, PROMPT)
    if prompt and request.prompt:
        yield prompt, request.prompt
    for name in ("negative_prompt", "seed"):
        if getattr(request, name) is not None and name in schema["properties"]:
            yield name, getattr(request, name)
    for read in (_shots, _duration, _shape, _resolution, _sound, _kept_sound, _numbers, _quality):
        yield from read(schema, request)


def _shots(schema: Mapping[str, Any], request: mw.Request) -> Iterator[tuple[str, Any]]:
    """Shots of the person's own, or the wish that the model cuts by itself, in the endpoint's words."""
    name = schemas.first(schema, SHOTS)
    if name is not None and request.shots:
        yield name, [{"prompt": shot.prompt, "duration": str(shot.duration)} for shot in request.shots]
    if "multi_shots" in schema["properties"] and request.multi_shot:
        yield "multi_shots", True
    if "shot_type" in schema["properties"] and request.shot_type is not None:
        yield "shot_type", "intelligent" if request.shot_type == "intelligence" else request.shot_type


def length_of_shots(request: mw.Request) -> int | None:
    """Return the seconds that a request's shots take together, however they were given; None without shots."""
    if request.shots:
        return sum(shot.duration for shot in request.shots)
    listed = request.options.get("multi_prompt")
    if not isinstance(listed, (list, tuple)) or not listed:
        return None
    return sum(int(item.get("duration", 5)) for item in listed if isinstance(item, Mapping))


def _duration(schema: Mapping[str, Any], request: mw.Request) -> Iterator[tuple[str, Any]]:
    """In the schema's own type and spelling (F-R12)."""
    name = schemas.first(schema, DURATION)
    if name is None or request.duration is None:
        return
    if name.endswith("_ms"):
        yield name, request.duration * 1000
        return
    found = schema["properties"][name]
    texts = [value for value in schemas.choices(found) if isinstance(value, str) and value.rstrip("s").isdigit()]
    if "string" in schemas.kinds(found) and not schemas.kinds(found) & {"integer", "number"}:
        unit = "s" if texts and texts[0].endswith("s") else ""
        yield name, f"{request.duration}{unit}"
    else:
        yield name, request.duration


def _shape(schema: Mapping[str, Any], request: mw.Request) -> Iterator[tuple[str, Any]]:
    ratio, size = schemas.first(schema, RATIO), schemas.first(schema, SIZE)
    if request.aspect_ratio is None:
        return
    if ratio is not None:
        yield ratio, request.aspect_ratio
    elif size is not None and request.resolution is None:
        yield size, RATIOS.get(request.aspect_ratio, request.aspect_ratio)


def _resolution(schema: Mapping[str, Any], request: mw.Request) -> Iterator[tuple[str, Any]]:
    """Whatever the case: "2k" is sent as the endpoint writes it."""
    name = schemas.first(schema, RESOLUTION)
    if request.resolution is None:
        return
    if name is not None:
        if "upscale_mode" in schema["properties"]:
            yield "upscale_mode", "target"
        yield name, spelled(schema["properties"][name], request.resolution)
    elif (size := schemas.first(schema, SIZE)) is not None:
        yield size, spelled(schema["properties"][size], f"auto_{request.resolution}")


def spelled(found: Mapping[str, Any], value: str) -> str:
    """Return a value as the endpoint's list writes it."""
    folded = {str(item).casefold(): str(item) for item in schemas.choices(found)}
    return folded.get(value.casefold(), value)


def _sound(schema: Mapping[str, Any], request: mw.Request) -> Iterator[tuple[str, Any]]:
    name = schemas.first(schema, SOUND)
    if name is not None and request.sound is not None:
        yield name, request.sound


def _kept_sound(schema: Mapping[str, Any], request: mw.Request) -> Iterator[tuple[str, Any]]:
    name, keep = schemas.first(schema, KEEP_SOUND), request.keep_original_sound
    if name is not None and keep is not None:
        yield name, keep if name != "audio_setting" else "origin" if keep else "auto"


def _numbers(schema: Mapping[str, Any], request: mw.Request) -> Iterator[tuple[str, Any]]:
    count, series = schemas.first(schema, COUNT), schemas.first(schema, SERIES)
    if series is not None and isinstance(request.series_amount, int):
        if count is not None:
            yield count, 1
        yield series, request.series_amount
    elif count is not None and request.count is not None:
        yield count, request.count


def _quality(schema: Mapping[str, Any], request: mw.Request) -> Iterator[tuple[str, Any]]:
    name = schemas.first(schema, QUALITY)
    if name is not None and request.quality is not None:
        yield name, SPEEDS.get(request.quality, request.quality) if name == "rendering_speed" else request.quality
