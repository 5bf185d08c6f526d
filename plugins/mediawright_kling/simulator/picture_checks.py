"""What the server refuses about a picture or element body (docs/contracts/kling.md §12.4), from the wire's side."""

from collections.abc import Callable, Mapping
from typing import Any

from mediawright_kling.simulator import fields
from mediawright_kling.simulator.errors import bad

Body = Mapping[str, Any]
TAGS = {f"o_10{number}" for number in range(1, 9)}


def check_image(path: str, body: Body, kind_of: Callable[[str], str]) -> bool:
    """Raises RefusedError; True where a picture is bad in a way that only the task will tell."""
    model = fields.check_model(path, body)
    fields.check_words(body)
    if not str(body.get("prompt") or "").strip():
        raise bad("prompt can not be blank")
    if path == fields.GENERATIONS:
        return _generations(body)
    return _omni(body, model, kind_of)


def _generations(body: Body) -> bool:
    fields.one_of(body, "resolution", ("1k", "2k"), "1k")
    fields.one_of(body, "aspect_ratio", fields.RATIOS, "16:9")
    _whole(body, "n", 1, 9, 1)
    picture = body.get("image")
    return fields.check_picture(picture) if picture else False


def _omni(body: Body, model: str, kind_of: Callable[[str], str]) -> bool:
    sizes = ("1k", "2k", "4k") if model == "kling-v3-omni" else ("1k", "2k")
    fields.one_of(body, "resolution", sizes, "1k")
    fields.one_of(body, "aspect_ratio", (*fields.RATIOS, "auto"), "auto")
    images = body.get("image_list") or []
    elements = fields.element_ids(body)
    if len(images) + len(elements) > 10:
        raise bad("the total of images and elements must be at most 10")
    if any(kind_of(item) == "video_refer" for item in elements):
        raise bad("video character elements are not supported for images")
    if fields.one_of(body, "result_type", ("single", "series"), "single") == "series":
        _series(body, model, images)
    else:
        _whole(body, "n", 1, 9, 1)
    return fields.check_pictures(item.get("image") for item in images)


def _series(body: Body, model: str, images: list[Any]) -> None:
    if model == "kling-image-o1":
        raise bad("series is not supported with this model")
    if not images:
        raise bad("series needs an image")
    if body.get("series_amount") != "auto":
        _whole(body, "series_amount", 2, 9, 4)


def _whole(body: Body, key: str, low: int, high: int, default: int) -> None:
    value = body.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise bad(f"{key} value '{value}' is invalid")


def check_element(body: Body, *, strict: bool) -> bool:
    """Raises RefusedError; True where a picture is bad in a way that only the task will tell."""
    for key, most in (("element_name", 20), ("element_description", 100)):
        text = body.get(key)
        if not isinstance(text, str) or not text.strip() or len(text) > most:
            raise bad(f"{key} is invalid")
    for tag in body.get("tag_list") or []:
        if tag.get("tag_id") not in TAGS:
            raise bad(f"tag_id value '{tag.get('tag_id')}' is invalid")
    voice = body.get("element_voice_id")
    if voice is not None and not isinstance(voice, str):
        raise bad("element_voice_id must be a string")
    refer = fields.one_of(body, "reference_type", ("image_refer", "video_refer"), "")
    return _from_pictures(body, strict) if refer == "image_refer" else _from_clip(body)


def _from_pictures(body: Body, strict: bool) -> bool:
    pictures = body.get("element_image_list") or {}
    more = pictures.get("refer_images") or []
    if len(more) > 3 or (strict and not more):
        raise bad("refer images must be between 1 and 3")  # K-C5
    values = [pictures.get("frontal_image"), *(item.get("image_url") for item in more)]
    return fields.check_pictures(values)


def _from_clip(body: Body) -> bool:
    clips = (body.get("element_video_list") or {}).get("refer_videos") or []
    if len(clips) != 1 or not fields.is_url(clips[0].get("video_url")):
        raise bad("video_url is invalid")
    return False
