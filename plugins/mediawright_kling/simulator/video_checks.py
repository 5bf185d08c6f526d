"""What the server refuses about a video body (docs/contracts/kling.md §12.1-12.3), written from the wire's side."""

from collections.abc import Callable, Mapping
from typing import Any

from mediawright_kling.simulator import fields, sample_media
from mediawright_kling.simulator.errors import bad
from mediawright_kling.simulator.shot_checks import check_shots

Body = Mapping[str, Any]
#: element id → "image_refer" or "video_refer"; raises for an unknown id
KindOf = Callable[[str], str]


def check_video(path: str, body: Body, kind_of: KindOf) -> bool:
    """Raises RefusedError; True where a picture is bad in a way that only the task will tell."""
    model = fields.check_model(path, body)
    fields.check_words(body)
    mode = fields.one_of(body, "mode", ("std", "pro", "4k"), "pro" if path == fields.OMNI_VIDEO else "std")
    if mode == "4k" and model not in {"kling-v3", "kling-v3-omni"}:
        raise bad("mode value '4k' is invalid")
    sound = fields.one_of(body, "sound", ("on", "off"), "off")
    duration = _duration(body, model)
    _sound(sound, model, mode, body)
    check_shots(path, body, model, duration)
    if path == fields.TEXT2VIDEO:
        _prompt(body)
        fields.one_of(body, "aspect_ratio", ("16:9", "9:16", "1:1"), "16:9")
        return False
    if path == fields.IMAGE2VIDEO:
        tail = body.get("image_tail")
        broken = fields.check_picture(body.get("image"))
        return (fields.check_picture(tail) if tail else False) or broken
    return _omni(body, model, duration, sound, kind_of)


def _prompt(body: Body) -> None:
    if body.get("multi_shot") and body.get("shot_type") == "customize":
        return
    if not str(body.get("prompt") or "").strip():
        raise bad("prompt can not be blank")


def _duration(body: Body, model: str) -> int:
    """Digit strings and ints are both taken (§19.2)."""
    value = body.get("duration", "5")
    text = str(value)
    if isinstance(value, bool) or not text.isdigit() or not 3 <= int(text) <= 15:
        raise bad(f"duration value '{value}' is invalid")
    if model in {"kling-v2-6", "kling-v2-5-turbo"} and int(text) not in {5, 10}:
        raise bad(f"duration value '{value}' is invalid")
    return int(text)


def _sound(sound: str, model: str, mode: str, body: Body) -> None:
    if sound == "off":
        return
    if model not in {"kling-v3", "kling-v3-omni", "kling-v2-6"}:
        raise bad("sound on is not supported with this model")
    if model == "kling-v2-6" and (mode == "std" or body.get("image_tail")):
        raise bad("sound on is not supported with this mode")


def _omni(body: Body, model: str, duration: int, sound: str, kind_of: KindOf) -> bool:
    images, clips = _list(body, "image_list"), _list(body, "video_list")
    elements = fields.element_ids(body)
    _prompt(body)
    refer = _clip(clips, sound, model)
    frames = [item.get("type") for item in images]
    _frames(frames, refer, model, elements)
    _amounts(images, elements, bool(clips))
    _kinds(len(images), [kind_of(item) for item in elements], bool(clips), model)
    _length_of_o1(model, duration, images, frames, elements, clips)
    if refer != "base" and "first_frame" not in frames and not body.get("aspect_ratio"):
        raise bad("aspect_ratio is required")
    if body.get("aspect_ratio"):
        fields.one_of(body, "aspect_ratio", ("16:9", "9:16", "1:1"), "16:9")
    return fields.check_pictures(item.get("image_url") for item in images)


def _list(body: Body, key: str) -> list[Mapping[str, Any]]:
    found = body.get(key) or []
    if not isinstance(found, list) or not all(isinstance(item, Mapping) for item in found):
        raise bad(f"{key} is invalid")
    return found


def _clip(clips: list[Mapping[str, Any]], sound: str, model: str) -> str | None:
    if not clips:
        return None
    if len(clips) > 1:
        raise bad("video_list supports only one video")
    clip = clips[0]
    if not fields.is_url(clip.get("video_url")):
        raise bad("video_url is invalid")
    if sound == "on":
        raise bad("sound on is not supported with video input")
    keep = clip.get("keep_original_sound")
    if keep is not None and keep not in {"yes", "no"}:
        raise bad(f"keep_original_sound value '{keep}' is invalid")
    _measured(str(clip["video_url"]), model)
    return fields.one_of(clip, "refer_type", ("base", "feature"), "base")


def _measured(url: str, model: str) -> None:
    """K-R36, for clips that can be read: those of this simulator."""
    seconds, sides = sample_media.seconds_of(url), sample_media.sides_of(url)
    if seconds is None or sides is None:
        return
    omni = model == "kling-v3-omni"
    low, high = (700, 4553) if omni else (720, 2160)
    if not 3 <= seconds <= (15 if omni else 10):
        raise bad(f"video duration '{seconds:g}' is invalid")
    if not low <= min(sides) <= max(sides) <= high:
        raise bad("video resolution is invalid")


def _frames(frames: list[Any], refer: str | None, model: str, elements: list[str]) -> None:
    for name in frames:
        if name not in {None, "", "first_frame", "end_frame"}:
            raise bad(f"type value '{name}' is invalid")
    first, end = frames.count("first_frame"), frames.count("end_frame")
    if first > 1 or end > 1:
        raise bad("only one frame of each type is supported")
    if end and not first:
        raise bad("end_frame needs first_frame")
    if (first or end) and refer == "base":
        raise bad("first_frame and end_frame are not supported with base video")
    if (first or end) and len(elements) > 3:
        raise bad("too many elements with frames")
    if model == "kling-video-o1" and end and (len(frames) > 2 or elements):
        raise bad("end_frame is not supported here")


def _amounts(images: list[Any], elements: list[str], clip: bool) -> None:
    most = 4 if clip else 7
    if len(images) > most or len(images) + len(elements) > most:
        raise bad(f"the total of images and elements must be at most {most}")


def _kinds(images: int, kinds: list[str], clip: bool, model: str) -> None:
    """K-R52, K-R53: limits that hang on what each element was made of."""
    from_clips = kinds.count("video_refer")
    if not from_clips:
        return
    if model == "kling-video-o1":
        raise bad("video character elements are not supported by this model")
    if clip:
        raise bad("video character elements are not supported with video input")
    if from_clips > 3 or images + len(kinds) - from_clips > 4:
        raise bad("too many references with video character elements")


def _length_of_o1(
    model: str, duration: int, images: list[Any], frames: list[Any], elements: list[str], clips: list[Any]
) -> None:
    if model != "kling-video-o1":
        return
    plain_start = not (elements or clips or "end_frame" in frames or len(images) > frames.count("first_frame"))
    if duration > 10 or (plain_start and duration not in {5, 10}):
        raise bad(f"duration value '{duration}' is invalid")
