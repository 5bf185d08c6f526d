"""The side endpoints that answer at once: speech, faces, cut-outs, selections, voices (docs/contracts/kling-more.md §6)."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from mediawright_kling.simulator import fields, sample_media
from mediawright_kling.simulator.errors import RefusedError, bad
from mediawright_kling.simulator.middleware import Call
from mediawright_kling.simulator.sample_media import seconds_of

if TYPE_CHECKING:
    from mediawright_kling.simulator.state import ServiceState

#: spoken letters a second
PACE = 4.0
PRESET_VOICES = (("829836802793406601", "Sunny"), ("829836802793406602", "Grace"))


def speech(call: Call) -> dict[str, Any]:
    """K-S22, K-S23."""
    body = call.body
    text, voice = str(body.get("text") or ""), str(body.get("voice_id") or "")
    if not text or len(text) > 1000:
        raise bad("text is invalid")
    if not voice or voice.isdecimal():
        raise bad("Voice id not found")
    fields.one_of(body, "voice_language", ("zh", "en"), "zh")
    call.service_state.packs.reserve("video", Decimal("0.05"))
    made = _mint(call)
    seconds = round(max(2.0, len(text) / PACE / float(body.get("voice_speed", 1.0))), 1)
    call.service_state.sounds[made] = seconds
    audio = {"id": made, "url": call.base + sample_media.sound_path(made, seconds, "mp3"), "duration": f"{seconds:g}"}
    return _done(call, made, {"audios": [audio]})


def recognize(call: Call) -> dict[str, Any]:
    fields.check_picture(call.body.get("image"))
    call.service_state.packs.reserve("video", Decimal("0.1"))
    made = _mint(call)
    kinds = ("object_seg", "head_seg", "face_seg", "cloth_seg")
    urls = {kind: call.base + sample_media.picture_path(f"{made}-{kind}", "1:1") for kind in kinds}
    return _done(call, made, {"images": [{"type": k, "is_contain": True, "url": url} for k, url in urls.items()]})


def faces(call: Call) -> dict[str, Any]:
    """As many faces as the settings say, over the whole clip (§10 duty 8)."""
    body = call.body
    if bool(body.get("video_id")) == bool(body.get("video_url")):
        raise bad("video_id or video_url is required")
    call.service_state.packs.reserve("video", Decimal("0.05"))
    seconds = seconds_of(str(body.get("video_url") or "")) or 5.041
    kind = call.task_fault.kind if call.task_fault else ""
    count = {"no_face": 0, "three_faces": 3}.get(kind, call.service_state.settings.faces)
    end = 1000 if kind == "face_too_short" else int(seconds * 1000)
    pictures = [sample_media.picture_path(f"face-{n}", "1:1") for n in range(count)]
    found = [
        {"face_id": str(n), "face_image": call.base + path, "start_time": 0, "end_time": end}
        for n, path in enumerate(pictures)
    ]
    session = call.service_state.open_session(_mint(call), found)
    return {"session_id": session, "face_data": found, "final_unit_deduction": "0.05"}


def select_init(call: Call) -> dict[str, Any]:
    """K-S33: the clip's length is looked at here."""
    seconds = seconds_of(str(call.body.get("video_url") or "")) or 5.0
    told_so = call.task_fault is not None and call.task_fault.kind == "init_refused"
    refused = told_so or not (2 <= seconds <= 5.1 or 7 <= seconds <= 10.1)
    return {
        "status": int(refused),
        "session_id": call.service_state.open_session(_mint(call), []),
        "fps": 24,
        "original_duration": seconds,
        "width": 1280,
        "height": 720,
        "total_frame": int(seconds * 24),
        "normalized_video": call.body.get("video_url"),
    }


def select(call: Call) -> dict[str, Any]:
    """One 1×1 mask for every selection (§10 duty 8)."""
    session = str(call.body.get("session_id"))
    call.service_state.session(session)
    mask = {"rle_mask": {"size": [1, 1], "counts": ""}, "png_mask": {"size": [1, 1], "base64": ""}, "object_id": 0}
    found = {"frame_index": call.body.get("frame_index", 0), "rle_mask_list": [mask]}
    return {"status": 0, "session_id": session, "res": found}


def voices(call: Call) -> list[dict[str, Any]]:
    """K-S35: up to 1000 on a page."""
    call.number("pageNum", 1, 1, 1000), call.number("pageSize", 30, 1, 1000)
    return [_done(call, voice, {"voices": [_voice(voice, name)]}) for voice, name in PRESET_VOICES]


def own_voices(call: Call) -> list[dict[str, Any]]:
    """Those that were saved here, newest first, without what was deleted (K-S35)."""
    page, size = call.number("pageNum", 1, 1, 1000), call.number("pageSize", 30, 1, 1000)
    state = call.service_state
    mine = [one for one in state.listed(call.path, 1, 1000, call.base) if _kept(state, one)]
    return mine[(page - 1) * size : page * size]


def _kept(state: "ServiceState", one: dict[str, Any]) -> bool:
    made = one.get("task_result", {}).get("voices", ())
    return not made or state.voices.get(made[0]["voice_id"]) != "deleted"


def delete_voice(call: Call) -> None:
    """K-S28, K-S29: an answer without data; a second time there is nothing to delete."""
    state, voice = call.service_state, str(call.body.get("voice_id") or "")
    state.settle()
    if voice in dict(PRESET_VOICES):
        raise bad("preset voices can not be deleted")
    if voice not in state.voices:
        raise bad("Voice id not found")
    if state.voices[voice] == "deleted":
        raise RefusedError(1201, f"voice {voice} already be deleted")
    state.voices[voice] = "deleted"


def _voice(voice: str, name: str) -> dict[str, Any]:
    return {"voice_id": voice, "voice_name": name, "trial_url": "", "owned_by": "kling"}


def _mint(call: Call) -> str:
    return call.service_state.ids.mint(call.service_state.clock.now_ms())


def _done(call: Call, name: str, result: dict[str, Any]) -> dict[str, Any]:
    now = call.service_state.clock.now_ms()
    status = {"task_status": "succeed", "task_status_msg": "", "created_at": now, "updated_at": now}
    return {"task_id": name, **status, "task_result": result}
