"""The bodies of the new standard, from a closed list of keys only (docs/contracts/kling-more.md §2, K-N6). Pure.

The server ignores a key that it does not know, so one wrong key would cost money for the wrong clip.
"""

import re
from typing import TYPE_CHECKING, Any

from mediawright.plugin import Media, Request, Role
from mediawright_kling.call import Body, Call
from mediawright_kling.kling_request import KlingRequest
from mediawright_kling.options import address_of, is_on, items_of, text_of
from mediawright_kling.standard.choice import NewPath

if TYPE_CHECKING:
    from mediawright_kling.call import Value

POINTER = re.compile(r"<<<\s*([a-z_0-9]+)\s*>>>", re.IGNORECASE)
SETTINGS = ("resolution", "duration", "aspect_ratio", "audio", "multi_shot", "character_orientation")
FRAMES = {Role.FIRST_FRAME: "first_frame", Role.END_FRAME: "last_frame"}


def body_of(path: NewPath, request: Request, job_id: str, value: "Value") -> Call:
    """The one create call of a request that has its defaults."""
    words = words_of(request)
    body: Body = {"contents": contents_of(path, request, words, value)} if path.types else {"prompt": words}
    body["settings"] = settings_of(path, request)
    options: Body = {"callback_url": address} if (address := address_of(request)) else {}
    if is_on(request, "external_task_id", default=True):
        options["external_task_id"] = job_id
    if request.watermark:
        options["watermark_info"] = {"enabled": True}
    if options:
        body["options"] = options
    return Call(path.path, body)


def words_of(request: Request) -> str:
    """The description with this standard's pointers; several shots as its sentence (K-N13, K-N20)."""
    text = request.prompt
    if request.multi_shot and request.shots:
        zh = any("\u3400" <= letter <= "\u9fff" for shot in request.shots for letter in shot.prompt)
        text = " ".join(_shot(shot.index, shot.duration, shot.prompt, zh) for shot in request.shots)
    return POINTER.sub(lambda found: f"@{found[1].lower()}", text)


def _shot(index: int, seconds: int, words: str, zh: bool) -> str:
    """A semicolon would end the shot, so one inside the words becomes a comma."""
    said = re.sub(r"\s*[;；]\s*", "，" if zh else ", ", words.strip()).rstrip(",， ")
    return f"{'镜头' if zh else 'shot '}{index}, {seconds}, {said};"


def settings_of(path: NewPath, request: Request) -> Body:
    """Only what the path has, with the server's defaults spelled out."""
    found: Body = {"resolution": request.resolution}
    asked = KlingRequest(request)
    if request.duration is not None and path.durations and not asked.clip:
        found["duration"] = request.duration
    if path.row.get("ratios") and request.aspect_ratio and not (asked.first_frames or asked.clip):
        found["aspect_ratio"] = request.aspect_ratio
    if "audio" in path.row:
        found["audio"] = _audio(path, request)
    if path.row.get("multi_shot"):
        # the server's own default would cut a plain sentence into shots (K-N11); a feature clip needs it (K-N19)
        found["multi_shot"] = asked.refer_type == "feature" or (request.multi_shot and not asked.edits_clip)
    if path.kind == "motion":
        found["character_orientation"] = text_of(request, "character_orientation")
    return found


def _audio(path: NewPath, request: Request) -> str:
    """K-N10, K-N19."""
    if path.kind == "motion":
        return "off" if request.keep_original_sound is False else "original"
    if request.videos:
        base = KlingRequest(request).edits_clip or path.model == "kling-video-o1"
        return "original" if base and request.keep_original_sound else "off"
    return "native" if request.sound else "off"


def contents_of(path: NewPath, request: Request, words: str, value: "Value") -> list[Body]:
    """The words first, then pictures in their order, the clip, saved subjects, voices."""
    found: list[Body] = [{"type": "prompt", "text": words}] if words.strip() else []
    found += [_picture(path, request, media, at, words, value) for at, media in enumerate(request.images, 1)]
    for clip in request.videos:
        kind = "video" if path.kind == "motion" else f"{KlingRequest(request).refer_type}_video"
        found.append({"type": kind, "url": value(clip), **({"id": "video_1"} if path.kind == "omni" else {})})
    for at, element in enumerate(request.subject_ids, 1):
        found.append({"type": "element", "element_id": element.strip(), "id": f"element_{at}"})
    for at, voice in enumerate(items_of(request.options, "voices") or (), 1):
        found.append({"type": "voice", "voice_id": voice, "id": f"voice_{at}"})
    return found


def _picture(path: NewPath, request: Request, media: Media, at: int, words: str, value: "Value") -> dict[str, Any]:
    name = {"id": f"image_{at}"}
    if path.kind == "motion":
        return {"type": "image", "url": value(media)}
    if path.kind == "image":
        last = media.role is Role.END_FRAME or (at == 2 and media.role is not Role.FIRST_FRAME)
        return {"type": "last_frame" if last else "first_frame", "url": value(media)}
    if media.role in FRAMES:
        pointed = re.search(rf"@image_{at}(?!\d)", words)
        return {"type": FRAMES[media.role], "url": value(media), **(name if pointed else {})}
    return {"type": "refer_image", "url": value(media), **name}
