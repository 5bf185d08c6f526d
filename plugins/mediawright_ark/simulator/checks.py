"""What Ark refuses before it makes anything, in its own words where they were seen (contract §3, §8, §9)."""

from collections.abc import Iterator, Mapping
from typing import Any

from mediawright_ark.provider import TABLE

VIDEO = {name: group for group in TABLE["video"] if "retires" not in group for name in group["ids"]}
IMAGE = {name: group for group in TABLE["image"] if "retires" not in group for name in group["ids"]}
#: a person's own endpoint stands for this model
OWN_ENDPOINT = "doubao-seedance-2-0-260128"
RATIOS = ("16:9", "4:3", "1:1", "3:4", "9:16", "21:9", "adaptive")
ROLES = {"image_url": ("first_frame", "last_frame", "reference_image"), "video_url": ("reference_video",)} | {
    "audio_url": ("reference_audio",)
}
TYPES = {"model": str, "content": list, "resolution": str, "ratio": str, "duration": int, "generate_audio": bool} | {
    **{"watermark": bool, "return_last_frame": bool, "safety_identifier": str, "execution_expires_after": int},
    **{"priority": int, "callback_url": str, "seed": int, "tools": list, "output_format": str},
    **{"omni_reference_task_type": str, "draft": bool},
}
#: fields of 1.x: their mere presence is refused
GONE = ("service_tier", "frames", "camera_fixed")

Refusal = tuple[int, str, str]


def bad(text: str, code: str = "InvalidParameter") -> Refusal:
    return 400, code, text


def video(body: Any) -> Iterator[Refusal]:
    """Yield every refusal of a clip's body; Ark tells one of them, and nobody knows which (§9)."""
    if not isinstance(body, dict):
        yield bad("the request body is not valid", "InvalidParameter")
        return
    given = {name: value for name, value in body.items() if value is not None}
    name = str(given.get("model", ""))
    group = VIDEO.get(OWN_ENDPOINT if name.startswith("ep-") else name)
    if group is None:
        yield 404, "InvalidEndpointOrModel.NotFound", f"The model or endpoint {name} does not exist"
        return
    yield from _types(given)
    content = given.get("content")
    if not content:
        yield bad("content is required", "MissingParameter")
        return
    kinds = [item.get("type") for item in content]
    if "draft_task" in kinds:
        if len(content) > 1 or not group.get("strict"):
            yield bad("draft_task must be the only content")
        return
    yield from _values(given, group, name)
    yield from _items(content, group)
    if given.get("tools") and kinds != ["text"]:
        yield bad("tools is only supported for text content")


def _types(given: Mapping[str, Any]) -> Iterator[Refusal]:
    for field, value in given.items():
        if field in GONE:
            model = given.get("model")
            yield bad(f"the specified parameter {field} is not supported for model {model} in r2v, must be empty")
        elif field in TYPES and (
            not isinstance(value, TYPES[field]) or (TYPES[field] is int and isinstance(value, bool))
        ):
            yield bad(f"the parameter {field} specified in the request is not valid")


def _values(given: Mapping[str, Any], group: Mapping[str, Any], name: str) -> Iterator[Refusal]:
    low, high = group["seconds"]
    strict = group.get("strict", False)
    resolution, seconds = given.get("resolution", "720p"), given.get("duration", 5)
    if resolution not in group["resolutions"]:
        yield bad(f"resolution {resolution} is not supported for model {name}")
    if given.get("ratio", "adaptive") not in RATIOS:
        yield bad("the parameter ratio specified in the request is not valid")
    if isinstance(seconds, int) and seconds != -1 and not low <= seconds <= high:
        yield bad(f"duration must be -1 or in [{low}, {high}]")
    if not strict and given.get("draft"):
        yield bad(f"draft is not supported for model {name} in t2v, must be empty")
    if not strict and ("output_format" in given or "omni_reference_task_type" in given):
        yield bad(f"the parameter is not supported for model {name}, must be empty")
    if given.get("draft") and resolution != "480p":
        yield bad("draft is only supported with 480p")
    if len(str(given.get("safety_identifier", ""))) > 64:
        yield bad("safety_identifier is too long")
    if not 3600 <= given.get("execution_expires_after", 3600) <= 259200 or not 0 <= given.get("priority", 0) <= 9:
        yield bad("the parameter execution_expires_after or priority is not valid")
    if not -1 <= given.get("seed", -1) <= 2**31 - 1:
        yield bad("the parameter seed specified in the request is not valid")


def _items(content: list[Any], group: Mapping[str, Any]) -> Iterator[Refusal]:
    seen: dict[str, int] = {}
    media = [item for item in content if item.get("type") != "text"]
    for item in media:
        kind, role = str(item.get("type")), item.get("role")
        value = item.get(kind)
        url = value.get("url") if isinstance(value, dict) else None
        if not isinstance(url, str):
            yield bad(f"the parameter {kind} specified in the request is not valid")
            continue
        if role is None and (len(media) > 1 or kind != "image_url"):
            yield bad(f"role must be specified for {kind.removesuffix('_url')} contents")
        role = role or "first_frame"
        if role not in ROLES.get(kind, ()):
            yield bad(f"role {role} is not valid for {kind}")
        if kind == "video_url" and not url.startswith(("http://", "https://", "asset://")):
            yield bad("reference_video must be provided as a web url")
        head = url.partition(";")[0]
        if url.startswith("data:") and head != head.lower():
            yield bad("the mime type must be in lower case")
        seen[role] = seen.get(role, 0) + 1
    for role, words in (("first_frame", "first frame"), ("last_frame", "last frame")):
        if seen.get(role, 0) > 1:
            yield bad(f"expected at most one {words} image content but got {seen[role]} instead")
    if seen.get("last_frame") and not seen.get("first_frame"):
        yield bad("last frame image content requires first frame image content")
    frames, references = {"first_frame", "last_frame"} & seen.keys(), {r for r in seen if r.startswith("reference_")}
    if frames and references:
        yield bad("first/last frame content cannot be mixed with reference media content")
    most = group["inputs"]
    for role, name in (("reference_image", "images"), ("reference_video", "videos"), ("reference_audio", "audios")):
        if seen.get(role, 0) > most[name]:
            yield bad(f"expected at most {most[name]} {role} contents but got {seen[role]} instead")
    if references == {"reference_audio"} and not group.get("strict"):
        yield bad("reference_audio requires at least one reference image or video")


def image(body: Any) -> Iterator[Refusal]:
    """Yield every refusal of a picture's body."""
    given = {name: value for name, value in body.items() if value is not None} if isinstance(body, dict) else {}
    name = str(given.get("model", ""))
    group = IMAGE.get(name)
    if group is None:
        yield 404, "InvalidEndpointOrModel.NotFound", f"The model or endpoint {name} does not exist"
        return
    if not isinstance(given.get("prompt"), str):
        yield bad("prompt is required", "MissingParameter")
    series = group.get("series", False)
    for field in ("sequential_image_generation", "stream"):
        if field in given and not series:
            yield bad(
                f"the parameter {field} is not supported for model {name}", "InvalidParameter.UnsupportedParameter"
            )
    if series and "output_format" in given:
        yield bad("the parameter output_format is not supported", "InvalidParameter.UnsupportedParameter")
    inputs = given.get("image", [])
    count = len(inputs) if isinstance(inputs, list) else 1
    if count > group["most_inputs"]:
        yield bad(f"expected at most {group['most_inputs']} images but got {count} instead")
    most = (given.get("sequential_image_generation_options") or {}).get("max_images", 1)
    if not 1 <= most <= 15 or most + count > 15:
        yield bad("max_images is not valid")
    wide, _, high = str(given.get("size", "2K")).partition("x")
    if high and not (
        wide.isdigit() and high.isdigit() and group["area"][0] <= int(wide) * int(high) <= group["area"][1]
    ):
        yield bad("image size is out of range")
    elif not high and wide.lower() not in group["tiers"]:
        yield bad(f"size {wide} is not supported for model {name}")
