"""The side endpoints that make a task: what each body may hold, costs and leaves (docs/contracts/kling-more.md §6, §8)."""

import math
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from mediawright.plugin import dataclass
from mediawright_kling.side import effects
from mediawright_kling.side.prices import AVATAR, MOTION
from mediawright_kling.simulator import fields, sample_media
from mediawright_kling.simulator.errors import RefusedError, bad
from mediawright_kling.simulator.library import OWNER
from mediawright_kling.simulator.sample_media import seconds_of

if TYPE_CHECKING:
    from mediawright_kling.simulator.state import ServiceState
    from mediawright_kling.simulator.tasks import Work

LIP_SYNC, AVATAR_PATH = "/v1/videos/advanced-lip-sync", "/v1/videos/avatar/image2video"
MOTION_PATH, EFFECTS = "/v1/videos/motion-control", "/v1/videos/effects"
SOUNDS, VIDEO_SOUND = "/v1/audio/text-to-audio", "/v1/audio/video-to-audio"
EXPAND, MULTI_IMAGE = "/v1/images/editing/expand", "/v1/images/multi-image2image"
TRY_ON, ELEMENTS = "/v1/images/kolors-virtual-try-on", "/v1/videos/multi-elements"
VIEWS, VOICES = "/v1/general/ai-multi-shot", "/v1/general/custom-voices"

Body = Mapping[str, Any]
Check = Callable[["ServiceState", Body], bool]
_EVERY = {"callback_url", "external_task_id", "watermark_info"}
NO_HUMAN = "there is no human in the video"


@dataclass(frozen=True, slots=True)
class Kind:
    """One endpoint: its keys, its check, its price by body, what it leaves."""

    keys: frozenset[str]
    check: Check
    price: Callable[[Body], Decimal]
    leaves: str


def _xor(body: Body, *names: str) -> None:
    """K-S4."""
    if sum(bool(body.get(name)) for name in names) != 1:
        raise bad(f"exactly one of {', '.join(names)} is required")


def _words(body: Body, name: str, most: int, *, needed: bool = False) -> None:
    text = body.get(name) or ""
    if not isinstance(text, str) or len(text) > most or (needed and not text.strip()):
        raise bad(f"{name} is invalid")


def _lip_sync(state: "ServiceState", body: Body) -> bool:
    faces = state.session(str(body.get("session_id")))["faces"]
    chosen = body.get("face_choose")
    if not isinstance(chosen, list) or len(chosen) != 1:
        raise bad("face_choose must have exactly one item")
    item = chosen[0]
    _xor(item, "audio_id", "sound_file")
    face = next((one for one in faces if one["face_id"] == item.get("face_id")), None)
    if face is None:
        raise bad("face_id is invalid")
    times = [item.get(name) for name in ("sound_start_time", "sound_end_time", "sound_insert_time")]
    if not all(type(time) is int for time in times):
        raise bad("sound times must be integers")
    start, end, insert = times
    cut = end - start
    if cut < 2000 or min(face["end_time"], insert + cut) - max(face["start_time"], insert) < 2000:
        raise bad("sound and face must overlap by at least 2000 ms")
    if any(not 0 <= item.get(name, 1) <= 2 for name in ("sound_volume", "original_audio_volume")):
        raise bad("volume is invalid")
    return False


def _avatar(state: "ServiceState", body: Body) -> bool:
    _xor(body, "audio_id", "sound_file")
    _words(body, "prompt", 2500)
    fields.one_of(body, "mode", ("std", "pro"), "std")
    return fields.check_picture(body.get("image"))


def _motion(state: "ServiceState", body: Body) -> bool:
    """K-S17."""
    if body.get("model_name", "kling-v2-6") not in MOTION:
        raise bad("model is not supported")
    for name, allowed in {"mode": ("std", "pro"), "character_orientation": ("image", "video")}.items():
        if body.get(name) not in allowed:
            raise bad(f"{name} value '{body.get(name)}' is invalid")
    if not fields.is_url(body.get("video_url")):
        raise bad("video_url is invalid")
    _words(body, "prompt", 2500)
    return fields.check_picture(body.get("image_url"))


def _effect(state: "ServiceState", body: Body) -> bool:
    scene, inputs = str(body.get("effect_scene") or ""), body.get("input") or {}
    if effects.ended(scene) or not scene:
        raise RefusedError(1203, f"effect_scene '{scene}' is not available")
    pictures = inputs.get("images") if scene in effects.two_pictures() else [inputs.get("image")]
    if not isinstance(pictures, list) or len(pictures) != (2 if scene in effects.two_pictures() else 1):
        raise bad("images must be exactly 2")
    return fields.check_pictures(pictures)


def _sounds(state: "ServiceState", body: Body) -> bool:
    _words(body, "prompt", 200, needed=True)
    if not isinstance(body.get("duration"), (int, float)) or not 3 <= body["duration"] <= 10:
        raise bad("duration is invalid")
    return False


def _video_sound(state: "ServiceState", body: Body) -> bool:
    _xor(body, "video_id", "video_url")
    for name in ("sound_effect_prompt", "bgm_prompt"):
        _words(body, name, 200)
    return False


def _expand(state: "ServiceState", body: Body) -> bool:
    """K-S30."""
    shares = [body.get(f"{side}_expansion_ratio") for side in ("up", "down", "left", "right")]
    if not all(isinstance(share, (int, float)) and 0 <= share <= 2 for share in shares):
        raise bad("expansion ratio is invalid")
    up, down, left, right = (float(share or 0) for share in shares)
    if (1 + up + down) * (1 + left + right) > 3.001:
        raise bad("the expanded area must not exceed 3 times of the original")
    return fields.check_picture(body.get("image"))


def _multi_image(state: "ServiceState", body: Body) -> bool:
    """K-S31."""
    subjects = body.get("subject_image_list") or []
    if body.get("model_name", "kling-v2-1") != "kling-v2-1":
        raise bad("model is not supported")
    if not 1 <= len(subjects) <= 4:
        raise bad("subject images must be between 1 and 4")
    return fields.check_pictures([one.get("subject_image") for one in subjects])


def _try_on(state: "ServiceState", body: Body) -> bool:
    return fields.check_pictures([body.get("human_image"), body.get("cloth_image")])


def _elements(state: "ServiceState", body: Body) -> bool:
    """K-S34."""
    state.session(str(body.get("session_id")))
    counts = {"addition": (1, 2), "swap": (1, 1), "removal": (0, 0)}
    least, most = counts.get(str(body.get("edit_mode")), (9, 0))
    pictures = body.get("image_list") or []
    if not least <= len(pictures) <= most:
        raise bad("edit_mode or image_list is invalid")
    _words(body, "prompt", 2500, needed=True)
    return fields.check_pictures([one.get("image") for one in pictures])


def _views(state: "ServiceState", body: Body) -> bool:
    return fields.check_picture(body.get("element_frontal_image"))


def _voice(state: "ServiceState", body: Body) -> bool:
    """K-S4, K-S27."""
    _xor(body, "voice_url", "video_id")
    _words(body, "voice_name", 20, needed=True)
    seconds = seconds_of(str(body.get("voice_url") or ""))
    if seconds is not None and not 5 <= seconds <= 30:
        raise bad("voice_url must be between 5 and 30 seconds")
    return False


def _length(body: Body, *names: str) -> float:
    return next((found for name in names if (found := seconds_of(str(body.get(name) or "")))), 5.0)


def _cut(body: Body) -> float:
    item = (body.get("face_choose") or [{}])[0]
    return float(item.get("sound_insert_time", 0) + item.get("sound_end_time", 5000)) / 1000


def _flat(amount: str) -> Callable[[Body], Decimal]:
    return lambda body: Decimal(amount)


def _each(amount: str) -> Callable[[Body], Decimal]:
    return lambda body: Decimal(amount) * int(body.get("n", 1))


def _motion_price(body: Body) -> Decimal:
    return MOTION[body.get("model_name", "kling-v2-6")][body["mode"]] * math.ceil(_length(body, "video_url"))


def _kind(keys: str, check: Check, price: Callable[[Body], Decimal], leaves: str) -> Kind:
    return Kind(frozenset(keys.split()) | _EVERY, check, price, leaves)


KINDS: Mapping[str, Kind] = {
    LIP_SYNC: _kind("session_id face_choose", _lip_sync, lambda b: Decimal("0.5") * math.ceil(_cut(b) / 5), "clip"),
    AVATAR_PATH: _kind(
        "image audio_id sound_file prompt mode",
        _avatar,
        lambda b: AVATAR[b.get("mode", "std")] * math.ceil(_length(b, "sound_file")),
        "clip",
    ),
    MOTION_PATH: _kind(
        "model_name image_url video_url character_orientation mode keep_original_sound prompt element_list",
        _motion,
        _motion_price,
        "clip",
    ),
    EFFECTS: _kind("effect_scene input", _effect, _flat("0"), "clip"),
    SOUNDS: _kind("prompt duration", _sounds, _flat("0.25"), "sound"),
    VIDEO_SOUND: _kind(
        "video_id video_url sound_effect_prompt bgm_prompt asmr_mode", _video_sound, _flat("0.25"), "both"
    ),
    EXPAND: _kind(
        "image up_expansion_ratio down_expansion_ratio left_expansion_ratio right_expansion_ratio prompt n",
        _expand,
        _each("8"),
        "pictures",
    ),
    MULTI_IMAGE: _kind(
        "model_name prompt subject_image_list scene_image style_image n aspect_ratio",
        _multi_image,
        _each("16"),
        "pictures",
    ),
    TRY_ON: _kind("model_name human_image cloth_image", _try_on, _flat("0"), "pictures"),
    ELEMENTS: _kind(
        "session_id edit_mode image_list prompt negative_prompt mode duration", _elements, _flat("0"), "clip"
    ),
    VOICES: _kind("voice_name voice_url video_id", _voice, _flat("0.05"), "voice"),
    VIEWS: _kind("element_frontal_image", _views, _flat("20"), "views"),
}
#: paths whose units come from the image pack, as their tasks are counted
PICTURES = frozenset({EXPAND, MULTI_IMAGE, TRY_ON, VIEWS})


def result_of(work: "Work", base: str) -> dict[str, Any]:
    """What a side task leaves, in the provider's own words."""
    leaves, body = KINDS[work.path].leaves, work.body
    if leaves == "pictures":
        paths = [sample_media.picture_path(f"{work.id}-{i}", "1:1") for i in range(int(body.get("n", 1)))]
        return {"images": [{"index": i, "url": base + path} for i, path in enumerate(paths)]}
    if leaves == "views":
        names = [[f"{work.id}-{i}{n}" for n in (1, 2, 3)] for i in range(3)]
        urls = [[base + sample_media.picture_path(name, "1:1") for name in group] for group in names]
        return {"images": [{"index": i, "url_1": a, "url_2": b, "url_3": c} for i, (a, b, c) in enumerate(urls)]}
    if leaves == "voice":
        trial = base + sample_media.sound_path(work.id, 3.0, "mp3")
        voice = {"voice_id": work.element_id, "voice_name": body["voice_name"], "trial_url": trial, "owned_by": OWNER}
        return {"voices": [voice]}
    seconds = float(body["duration"]) if leaves == "sound" else _clip_seconds(work)
    clip = base + sample_media.clip_path(work.id, seconds, "16:9", sound=True)
    found: dict[str, Any] = {} if leaves == "sound" else {"videos": [_clip(work, clip, seconds)]}
    if leaves in ("sound", "both"):
        found["audios"] = [_sound(work, base, seconds)]
    return found


def _clip(work: "Work", url: str, seconds: float) -> dict[str, Any]:
    """K-S21: an effect's clip is told without its length."""
    return {"id": work.id, "url": url, **({} if work.path == EFFECTS else {"duration": f"{seconds:g}"})}


def _sound(work: "Work", base: str, seconds: float) -> dict[str, Any]:
    urls = {f"url_{end}": base + sample_media.sound_path(work.id, seconds, end) for end in ("mp3", "wav")}
    return {"id": work.id, **urls, "duration_mp3": f"{seconds:g}", "duration_wav": f"{seconds:g}"}


def _clip_seconds(work: "Work") -> float:
    if work.path == LIP_SYNC:
        return _cut(work.body)
    return _length(work.body, "video_url", "sound_file")
