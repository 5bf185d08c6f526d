"""What MiniMax refuses before it makes anything, in its own words where they were seen (§3, §5, §6, §7)."""

from collections.abc import Iterator
from typing import Any

RATIOS = ("adaptive", "21:9", "16:9", "4:3", "1:1", "3:4", "9:16")
SHAPES = (*RATIOS[1:], "3:2", "2:3")
H3 = {"MiniMax-H3": (("768P", "2K"), 4), "MiniMax-H3-Max": (("480P", "768P"), 5)}
#: role → kind of its item, and how many there may be
ROLES = {"first_frame": ("image_url", 1), "last_frame": ("image_url", 1), "reference_image": ("image_url", 9)} | {
    "reference_video": ("video_url", 3),
    "reference_audio": ("audio_url", 3),
}
CLIP_FIELDS = {"model", "content", "resolution", "duration", "ratio", "extra", "aigc_watermark", "callback_url"}
#: model → words alone, a last frame, resolutions
HAILUO = {
    "MiniMax-Hailuo-2.3": (True, False, ("768P", "1080P")),
    "MiniMax-Hailuo-2.3-Fast": (False, False, ("768P", "1080P")),
    "MiniMax-Hailuo-02": (True, True, ("512P", "768P", "1080P")),
}
SPEECH = tuple(f"speech-{version}-{kind}" for version in ("2.8", "2.6", "02") for kind in ("hd", "turbo"))
VOICES = ("English_expressive_narrator", "Chinese (Mandarin)_Warm_Girl", "female-shaonv")
ADDRESSES = ("http://", "https://", "mm_file://", "data:")


def clip(body: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield every refusal of a v2 body."""
    model, seconds = str(body.get("model")), body.get("duration")
    if model not in H3:
        yield 2013, f"invalid params, unsupported model {model}"
        return
    resolutions, least = H3[model]
    items = [item for item in body.get("content") or () if isinstance(item, dict)]
    texts = [item for item in items if item.get("type") == "text"]
    if len(texts) != 1 or not str(texts[0].get("text", "")).strip():
        yield 2013, "content must include a non-empty text item (prompt is required)"
    if body.get("resolution") not in resolutions:
        yield 2013, f"model {model} does not support resolution {body.get('resolution')}"
    if type(seconds) is not int or not least <= seconds <= 15:
        yield 2013, f"model {model} does not support duration {seconds}s, supported: {least}s…15s"
    extra = {"prompt_expansion_mode"} if model == "MiniMax-H3-Max" else set()
    if set(body) - CLIP_FIELDS or set(body.get("extra", ())) - extra:
        yield 2013, "invalid params, unknown field"
    yield from _media([item for item in items if item not in texts], body.get("ratio"))


def _media(items: list[dict[str, Any]], ratio: object) -> Iterator[tuple[int, str]]:
    roles = [str(item.get("role", "first_frame" if len(items) == 1 else "")) for item in items]
    for role, item in zip(roles, items, strict=True):
        kind, most = ROLES.get(role, ("", 0))
        url = str((item.get(kind) or {}).get("url"))
        head = url.partition(",")[0]
        if item.get("type") != kind or not url.startswith(ADDRESSES) or roles.count(role) > most or len(items) > 12:
            yield 2013, f"invalid params, content item {item.get('type')} with role {role}"
        if head.startswith("data:") and head != head.lower():
            yield 2013, "invalid params, the media type of a data address must be in lower case"
    frames = {"first_frame", "last_frame"} & set(roles)
    if frames == {"last_frame"} or (frames and set(roles) - frames) or set(roles) == {"reference_audio"}:
        yield 2013, "invalid params, these roles do not go together"
    if ratio not in (None, *RATIOS) or (not roles and ratio in (None, "adaptive")):
        yield 2013, f"invalid params, ratio {ratio}"


def hailuo(body: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield every refusal of a v1 body."""
    model, first, last = str(body.get("model")), body.get("first_frame_image"), body.get("last_frame_image")
    if model == "S2V-01":
        subjects = body.get("subject_reference") or [{}]
        if len(subjects) != 1 or len(subjects[0].get("image", ())) != 1 or {"duration", "resolution"} & body.keys():
            yield 2013, "invalid params, S2V-01 takes one subject and no size"
        return
    words, ended, resolutions = HAILUO.get(model, (False, False, ()))
    seconds, resolution = body.get("duration", 6), body.get("resolution", "768P")
    if not first and (not words or not body.get("prompt")):
        yield 2013, "invalid params, prompt or first_frame_image is required"
    if last and (not ended or not first or resolution == "512P"):
        yield 2013, f"invalid params, model {model} does not support these frames"
    if seconds not in (6, 10) or (resolution == "1080P" and seconds != 6):
        yield 2013, f"model {model} does not support duration {seconds}s"
    if resolution not in resolutions or (resolution == "512P" and not first):
        yield 2013, f"invalid params, model {model} does not support resolution {resolution}"


def image(body: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield every refusal of a picture's body with its number."""
    sides = [body[name] for name in ("width", "height") if name in body]
    if body.get("model") != "image-01" or not 0 < len(str(body.get("prompt", ""))) <= 1500:
        yield 2013, "invalid params, model or prompt"
    if body.get("aspect_ratio", "1:1") not in SHAPES or len(sides) == 1:
        yield 2013, "invalid params, size"
    if any(not 512 <= side <= 2048 or side % 8 for side in sides):
        yield 2013, "invalid params, width and height must be in [512, 2048] and multiples of 8"
    if not 1 <= body.get("n", 1) <= 9 or len(body.get("subject_reference", ())) > 1:
        yield 2013, "invalid params, n or subject_reference"


def speech(body: dict[str, Any], most: int) -> Iterator[tuple[int, str]]:
    """Yield every refusal of a speech body with its number."""
    voice, model, text = body.get("voice_setting") or {}, str(body.get("model")), str(body.get("text", ""))
    if model not in SPEECH or not 0 < len(text) < most:
        yield 2013, "invalid params, model or text"
    if "timbre_weights" not in body and voice.get("voice_id") not in VOICES:
        yield 20132, "voice not found"
    if not 0.5 <= voice.get("speed", 1) <= 2 or not 0 < voice.get("vol", 1) <= 10 or abs(voice.get("pitch", 0)) > 12:
        yield 2013, "invalid params, voice_setting"
