"""The keys and plain values of every create body, as the server takes them (docs/contracts/kling.md §5-§10)."""

import base64
import binascii
from collections.abc import Iterable, Mapping
from typing import Any

from mediawright_kling.simulator.errors import RefusedError, bad

TEXT2VIDEO = "/v1/videos/text2video"
IMAGE2VIDEO = "/v1/videos/image2video"
OMNI_VIDEO = "/v1/videos/omni-video"
GENERATIONS = "/v1/images/generations"
OMNI_IMAGE = "/v1/images/omni-image"
ELEMENTS = "/v1/general/advanced-custom-elements"

_EVERY = {"model_name", "prompt", "watermark_info", "callback_url", "external_task_id"}
_VIDEO = _EVERY | {"mode", "duration", "sound", "multi_shot", "shot_type", "multi_prompt"}
_BASIC = _VIDEO | {"negative_prompt", "cfg_scale", "camera_control"}
KEYS = {
    TEXT2VIDEO: _BASIC | {"aspect_ratio"},
    IMAGE2VIDEO: _BASIC | {"image", "image_tail", "element_list", "voice_list", "static_mask", "dynamic_masks"},
    OMNI_VIDEO: _VIDEO | {"image_list", "element_list", "video_list", "aspect_ratio"},
    GENERATIONS: _EVERY
    | {
        "negative_prompt",
        "image",
        "image_reference",
        "image_fidelity",
        "human_fidelity",
        "element_list",
        "resolution",
        "n",
        "aspect_ratio",
    },
    OMNI_IMAGE: _EVERY
    | {"image_list", "element_list", "resolution", "result_type", "n", "series_amount", "aspect_ratio"},
    ELEMENTS: {
        "element_name",
        "element_description",
        "reference_type",
        "element_image_list",
        "element_video_list",
        "element_voice_id",
        "tag_list",
        "callback_url",
        "external_task_id",
    },
}
MODELS = {
    TEXT2VIDEO: {"kling-v3", "kling-v2-6", "kling-v2-5-turbo", "kling-v2-1-master", "kling-v2-master", "kling-v1-6"},
    IMAGE2VIDEO: {
        "kling-v3",
        "kling-v2-6",
        "kling-v2-5-turbo",
        "kling-v2-1-master",
        "kling-v2-master",
        "kling-v2-1",
        "kling-v1-6",
        "kling-v1-5",
    },
    OMNI_VIDEO: {"kling-v3-omni", "kling-video-o1"},
    GENERATIONS: {"kling-v3", "kling-v2-1", "kling-v2", "kling-v2-new", "kling-v1-5"},
    OMNI_IMAGE: {"kling-v3-omni", "kling-image-o1"},
}
#: the server's own default, where a client names no model
DEFAULT_MODEL = {OMNI_VIDEO: "kling-video-o1", OMNI_IMAGE: "kling-image-o1", GENERATIONS: "kling-v3"}
RETIRED = {"kling-v1"}
RATIOS = ("16:9", "9:16", "1:1", "4:3", "3:4", "3:2", "2:3", "21:9")


def check_model(path: str, body: Mapping[str, Any]) -> str:
    """The model, by the path's own list. Raises RefusedError 1201, 1203 for a retired one."""
    model = body.get("model_name") or DEFAULT_MODEL.get(path, "kling-v1")
    if model in RETIRED:
        raise RefusedError(1203, f"The model '{model}' has been discontinued and is no longer available.")
    if model not in MODELS[path]:
        raise bad("model is not supported")
    return str(model)


def check_words(body: Mapping[str, Any]) -> None:
    for key in ("prompt", "negative_prompt"):
        text = body.get(key)
        if text is not None and not isinstance(text, str):
            raise bad(f"{key} must be a string")
        if text and len(text) > 2500:
            raise bad(f"{key} length must be less than or equal to 2500")


def one_of(body: Mapping[str, Any], key: str, allowed: tuple[str, ...], default: str) -> str:
    value = body.get(key, default)
    if value not in allowed:
        raise bad(f"{key} value '{value}' is invalid")
    return str(value)


def is_url(text: Any) -> bool:
    return isinstance(text, str) and text.startswith(("http://", "https://"))


def check_picture(value: Any) -> bool:
    """A link, or raw base64; True where the bytes are no usable picture, which fails later, as a task (K-R16)."""
    if not value:
        raise bad("image can not be null")
    if not isinstance(value, str):
        raise bad("image must be a string")
    if is_url(value):
        return False
    if value.startswith("data:"):
        raise bad("File is not in a valid base64 format")
    try:
        data = base64.b64decode(value, validate=True)
    except (ValueError, binascii.Error) as error:
        raise bad("File is not in a valid base64 format") from error
    return not _usable(data)


def check_pictures(values: Iterable[Any]) -> bool:
    """All of them looked at; True where one is no usable picture."""
    broken = [check_picture(value) for value in values]
    return any(broken)


def _usable(data: bytes) -> bool:
    sides = _png_sides(data) or _jpeg_sides(data)
    if sides is None or len(data) > 10 * 1024 * 1024:
        return False
    return min(sides) >= 300 and max(sides) <= 2.5 * min(sides)


def _png_sides(data: bytes) -> tuple[int, int] | None:
    if data[:8] != b"\x89PNG\r\n\x1a\n" or len(data) < 24:
        return None
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def _jpeg_sides(data: bytes) -> tuple[int, int] | None:
    """From the frame header: markers C0-CF without C4, C8, CC."""
    at = 2
    if data[:2] != b"\xff\xd8":
        return None
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, size = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            return int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
        at += 2 + size
    return None


def element_ids(body: Mapping[str, Any]) -> list[str]:
    """Ids of `element_list`; numbers and digit strings are both taken (§7)."""
    found = body.get("element_list") or []
    ids = [str(item.get("element_id", "")) if isinstance(item, Mapping) else "" for item in found]
    if not all(item.isdigit() for item in ids):
        raise bad("element_id is invalid")
    return ids
