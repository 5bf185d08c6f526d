"""The body of each side endpoint, field by field (docs/contracts/kling-more.md §6). Pure."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from mediawright.plugin import Request, Role
from mediawright_kling.options import address_of, is_on
from mediawright_kling.side.effects import scene_of
from mediawright_kling.side.endpoints import Endpoint
from mediawright_kling.side.said import (
    DIRECTIONS,
    expansion_of,
    language_of,
    number_of,
    said,
    seconds_of,
    speed_of,
    voice_name,
)

if TYPE_CHECKING:
    from mediawright_kling.call import Value

Body = dict[str, Any]
#: who reads where nobody was named: speaks both languages
SPEAKER = "genshin_vindi2"
CLIP_MARK = "<<<video_1>>>"


def body_of(endpoint: Endpoint, request: Request, job_id: str, value: "Value") -> Body:
    """The body of the one call that makes the task. Our id goes along wherever a task is made (K-S1)."""
    body = BUILDERS[endpoint.name](request, value)
    if request.watermark and endpoint.name in WATERMARKED:
        body["watermark_info"] = {"enabled": True}
    if not endpoint.at_once and (address := address_of(request)):
        body["callback_url"] = address
    if not endpoint.at_once and is_on(request, "external_task_id", default=True):
        body["external_task_id"] = job_id
    return body


def _clip(request: Request, value: "Value") -> Body:
    """A clip by its link, or by the id of one that was made here (K-S6)."""
    own = said(request, "video_id") or next((media.made_id for media in request.videos), "")
    return {"video_id": own} if own else {"video_url": value(request.videos[0])}


def _sound(request: Request, value: "Value") -> Body:
    own = said(request, "audio_id")
    return {"audio_id": own} if own else {"sound_file": value(request.audios[0])} if request.audios else {}


def _words(request: Request) -> Body:
    return {"prompt": request.prompt} if request.prompt.strip() else {}


def faces(request: Request, value: "Value") -> Body:
    """The question before a lip sync: which faces are there, and when."""
    return _clip(request, value)


def _lip_sync(request: Request, value: "Value") -> Body:
    """As far as it is known beforehand; `steps` fills in the session, the face and the times."""
    return {
        "session_id": said(request, "session_id") or "<session_id>",
        "face_choose": [
            {
                "face_id": said(request, "face_id") or "<face_id>",
                **(_sound(request, value) or {"audio_id": "<audio_id>"}),
                "sound_start_time": int(number_of(request, "sound_start_time") or 0),
                "sound_end_time": _whole(request, "sound_end_time", "<sound length>"),
                "sound_insert_time": _whole(request, "sound_insert_time", "<face start_time>"),
                "sound_volume": _volume(request, "sound_volume", 1.0),
                # what was said before is covered by the new voice
                "original_audio_volume": _volume(request, "original_audio_volume", 0.0),
            }
        ],
    }


def _whole(request: Request, name: str, otherwise: str) -> int | str:
    found = number_of(request, name)
    return otherwise if found is None else int(found)


def _volume(request: Request, name: str, otherwise: float) -> float:
    found = number_of(request, name)
    return otherwise if found is None else found


def _avatar(request: Request, value: "Value") -> Body:
    return {
        "image": value(request.images[0]),
        **_sound(request, value),
        **_words(request),
        "mode": request.mode,
    }


def _motion_control(request: Request, value: "Value") -> Body:
    keep = request.keep_original_sound
    return {
        "model_name": (request.model or "").lower(),
        "image_url": value(request.images[0]),
        "video_url": value(request.videos[0]),
        "character_orientation": said(request, "character_orientation"),
        "mode": request.mode,
        **({} if keep is None else {"keep_original_sound": "yes" if keep else "no"}),
        **_words(request),
        **({"element_list": [{"element_id": one} for one in request.subject_ids]} if request.subject_ids else {}),
    }


def _video_effect(request: Request, value: "Value") -> Body:
    pictures = [value(media) for media in request.images]
    inputs = {"image": pictures[0]} if len(pictures) == 1 else {"images": pictures}
    return {"effect_scene": scene_of(request), "input": inputs}


def speech(request: Request) -> Body:
    """What is read aloud, by whom, how fast."""
    return {
        "text": request.prompt,
        "voice_id": request.voice or SPEAKER,
        "voice_language": language_of(request),
        "voice_speed": speed_of(request),
    }


def _clone_voice(request: Request, value: "Value") -> Body:
    """The sample by its link, whatever kind it is, or a clip of ours by its id; the name as said, else the file's own."""
    sample = next(iter((*request.audios, *request.videos)), None)
    own = said(request, "video_id") or (sample.made_id if sample in request.videos and sample else "")
    link = {"video_id": own} if own else {"voice_url": value(sample)} if sample else {}
    return {"voice_name": voice_name(request), **link}


def _sound_effects(request: Request, value: "Value") -> Body:
    return {"prompt": request.prompt, "duration": seconds_of(request)}


def _video_to_audio(request: Request, value: "Value") -> Body:
    music = said(request, "bgm_prompt")
    return {
        **_clip(request, value),
        **({"sound_effect_prompt": request.prompt} if request.prompt.strip() else {}),
        **({"bgm_prompt": music} if music else {}),
        "asmr_mode": is_on(request, "asmr_mode"),
    }


def _outpaint(request: Request, value: "Value") -> Body:
    shares = expansion_of(request) or dict.fromkeys(DIRECTIONS, 0.0)
    return {
        "image": value(request.images[0]),
        **{f"{side}_expansion_ratio": shares[side] for side in DIRECTIONS},
        **_words(request),
        "n": request.count or 1,
    }


def _multi_image(request: Request, value: "Value") -> Body:
    more = {name: found for name in ("scene_image", "style_image") if (found := said(request, name))}
    return {
        "model_name": (request.model or "").lower(),
        **_words(request),
        "subject_image_list": [{"subject_image": value(media)} for media in request.images],
        **more,
        "n": request.count or 1,
        "aspect_ratio": request.aspect_ratio or "16:9",
    }


def _try_on(request: Request, value: "Value") -> Body:
    person, clothes = _person_first(request)
    return {"model_name": (request.model or "").lower(), "human_image": value(person), "cloth_image": value(clothes)}


def _person_first(request: Request) -> list[Any]:
    return sorted(request.images[:2], key=lambda media: media.role is not Role.CHARACTER)


def _multi_elements(request: Request, value: "Value") -> Body:
    """The session comes of `steps`; its clip's length decides the seconds (K-S33)."""
    words = request.prompt if CLIP_MARK in request.prompt else f"{CLIP_MARK} {request.prompt}"
    body: Body = {
        "session_id": said(request, "session_id") or "<session_id>",
        "edit_mode": said(request, "edit_mode"),
        "prompt": words,
        "mode": request.mode,
        "duration": str(request.duration or 5),
    }
    if request.negative_prompt:
        body["negative_prompt"] = request.negative_prompt
    if request.images:
        body["image_list"] = [{"image": value(media)} for media in request.images]
    return body


BUILDERS: Mapping[str, Callable[[Request, "Value"], Body]] = {
    "lip_sync": _lip_sync,
    "avatar": _avatar,
    "motion_control": _motion_control,
    "video_effect": _video_effect,
    "text_to_speech": lambda request, value: speech(request),
    "clone_voice": _clone_voice,
    "sound_effects": _sound_effects,
    "video_to_audio": _video_to_audio,
    "outpaint": _outpaint,
    "multi_image": _multi_image,
    "try_on": _try_on,
    "multi_elements": _multi_elements,
    "subject_views": lambda request, value: {"element_frontal_image": value(request.images[0])},
    "recognize_image": lambda request, value: {"image": value(request.images[0])},
}
#: the tasks that can leave a copy with a mark (§6: w)
WATERMARKED = frozenset({"lip_sync", "avatar", "motion_control", "outpaint", "multi_image", "multi_elements"})
