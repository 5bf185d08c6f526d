"""The exact bodies of the submit calls, field by field and type by type (docs/contracts/kling.md §13). Pure."""

from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from mediawright.plugin import Media, Request, Role, Shot
from mediawright_kling.call import Body as Body
from mediawright_kling.call import Call as Call
from mediawright_kling.call import Value as Value
from mediawright_kling.defaults import complete_kling, needs_ratio
from mediawright_kling.kling_request import KlingRequest
from mediawright_kling.options import address_of, is_on, items_of, text_of
from mediawright_kling.routes import Path, Route, route_of
from mediawright_kling.side.endpoints import endpoint_of
from mediawright_kling.standard.choice import is_new


def build(request: Request, job_id: str, value: Value) -> Call:
    """The submit of a request. `job_id` travels as `external_task_id` on every route (§4.5) unless switched off."""
    if is_new(request):
        return _new(request, job_id, value)
    if endpoint := endpoint_of(request):
        from mediawright_kling.side.bodies import body_of

        return Call(endpoint.path, body_of(endpoint, complete_kling(request), job_id, value))
    # the route is that of the request as said: filled defaults are no triggers
    route = route_of(KlingRequest(request))
    kling_request = KlingRequest(complete_kling(request))
    body = BUILDERS[route.path](kling_request, route, value)
    if is_on(request, "external_task_id", default=True):
        body["external_task_id"] = job_id
    return Call(route.path.value, body)


def _new(request: Request, job_id: str, value: Value) -> Call:
    """The same by the new standard. Raises ValueError where a model has no path there, which its rules refuse before."""
    from mediawright_kling.standard.bodies import body_of
    from mediawright_kling.standard.choice import path_of

    full = complete_kling(request)
    path = path_of(full)
    if path is None:
        raise ValueError(full.model)
    return body_of(path, full, job_id, value)


def shown(media: Media) -> Any:
    """An input as `--dry-run` shows it."""
    return media.source if media.is_url else {"$file": PurePath(media.source).name}


def without_prefix(text: str) -> str:
    """Raw base64: a `data:…;base64,` prefix is refused by the provider and is taken off (K-R15)."""
    return text.split(",", 1)[1] if text.startswith("data:") and "," in text else text


def local_inputs(request: Request) -> tuple[Media, ...]:
    """The inputs that travel inside the body, read from the disk."""
    endpoint = None if is_new(request) else endpoint_of(request)
    by_id = bool(endpoint and endpoint.takes_own_clips)
    return tuple(
        m
        for m in request.media
        if not m.is_url and not m.source.startswith("data:") and not (by_id and m.made_id and m in request.videos)
    )


# --- video


def _basic_video(kling_request: KlingRequest) -> Body:
    request = kling_request.request
    return {
        "model_name": kling_request.model,
        "negative_prompt": request.negative_prompt or "",
        "duration": str(request.duration),
        "mode": mode_of(kling_request),
        "sound": _on_off(request.sound),
        "callback_url": address_of(request),
        "external_task_id": "",
        **_watermark(request),
        **_prompt_and_shots(kling_request),
    }


def _text2video(kling_request: KlingRequest, route: Route, value: Value) -> Body:
    return {**_basic_video(kling_request), "aspect_ratio": kling_request.ratio}


def _image2video(kling_request: KlingRequest, route: Route, value: Value) -> Body:
    tail = value(kling_request.tail) if kling_request.tail else ""
    return {**_basic_video(kling_request), "image": value(kling_request.listed[0]), "image_tail": tail}


def _omni_video(kling_request: KlingRequest, route: Route, value: Value) -> Body:
    request = kling_request.request
    body: Body = {
        "model_name": kling_request.model,
        "duration": str(request.duration or 5),
        "mode": mode_of(kling_request),
        "sound": _on_off(request.sound),
        "callback_url": address_of(request),
        "multi_shot": False,
        **_watermark(request),
        **_prompt_and_shots(kling_request),
    }
    ratio = kling_request.ratio or ("16:9" if needs_ratio(kling_request, route) else None)
    if ratio:
        body["aspect_ratio"] = ratio
    return {**body, **_references(kling_request, value)}


def _references(kling_request: KlingRequest, value: Value) -> Body:
    body: Body = {}
    if kling_request.images:
        body["image_list"] = [{"image_url": value(m), **_frame_type(m)} for m in kling_request.images]
    if kling_request.elements:
        body["element_list"] = _elements(kling_request)
    if kling_request.clip:
        body["video_list"] = [
            {
                "video_url": value(kling_request.clip),
                "refer_type": kling_request.refer_type,
                **_original_sound(kling_request),
            }
        ]
    return body


def mode_of(kling_request: KlingRequest) -> str:
    return (kling_request.request.mode or "pro").strip().lower()


def _prompt_and_shots(kling_request: KlingRequest) -> Body:
    request = kling_request.request
    if not request.multi_shot:
        return {"prompt": request.prompt}
    more: Body = {"multi_shot": True, "shot_type": kling_request.shot_type}
    if not kling_request.customize:
        return {**more, "prompt": request.prompt.strip()}
    return {**more, "multi_prompt": [_shot(shot) for shot in request.shots], "prompt": ""}


def _shot(shot: Shot) -> Body:
    return {"index": shot.index, "prompt": shot.prompt, "duration": str(shot.duration)}


def _frame_type(media: Media) -> dict[str, str]:
    return {"type": media.role.value} if media.role in {Role.FIRST_FRAME, Role.END_FRAME} else {}


def _original_sound(kling_request: KlingRequest) -> dict[str, str]:
    keep = kling_request.request.keep_original_sound
    return {} if keep is None else {"keep_original_sound": "yes" if keep else "no"}


def _on_off(sound: bool | None) -> str:
    return "on" if sound else "off"


def _watermark(request: Request) -> Body:
    return {"watermark_info": {"enabled": True}} if request.watermark else {}


def _elements(kling_request: KlingRequest) -> list[Body]:
    return [{"element_id": element.strip()} for element in kling_request.elements]


# --- pictures


def _generations(kling_request: KlingRequest, route: Route, value: Value) -> Body:
    request = kling_request.request
    body: Body = {
        "model_name": kling_request.model,
        "prompt": request.prompt,
        "negative_prompt": request.negative_prompt or "",
        "n": request.count,
        "aspect_ratio": kling_request.ratio,
        "resolution": resolution_of(kling_request),
        "callback_url": address_of(request),
        **_watermark(request),
    }
    return {**body, "image": value(kling_request.images[0])} if kling_request.images else body


def _omni_image(kling_request: KlingRequest, route: Route, value: Value) -> Body:
    request = kling_request.request
    body: Body = {
        "model_name": kling_request.model,
        "prompt": request.prompt,
        "resolution": resolution_of(kling_request),
        "aspect_ratio": kling_request.ratio,
        "result_type": "series" if kling_request.is_series else "single",
        "callback_url": address_of(request),
        **_watermark(request),
    }
    body["series_amount" if kling_request.is_series else "n"] = (
        request.series_amount if kling_request.is_series else request.count
    )
    if kling_request.images:
        body["image_list"] = [{"image": value(m)} for m in kling_request.images]
    if kling_request.elements:
        body["element_list"] = _elements(kling_request)
    return body


def resolution_of(kling_request: KlingRequest) -> str:
    return (kling_request.request.resolution or "1k").strip().lower()


# --- elements


def _element(kling_request: KlingRequest, route: Route, value: Value) -> Body:
    request = kling_request.request
    body: Body = {
        "element_name": text_of(request, "name"),
        "element_description": text_of(request, "description"),
        "reference_type": text_of(request, "ref_type"),
        "callback_url": address_of(request),
    }
    body.update(_element_source(kling_request, value))
    voice = text_of(request, "voice_id")
    if voice:
        body["element_voice_id"] = voice
    tags = items_of(request.options, "tags")
    if tags:
        body["tag_list"] = [{"tag_id": tag} for tag in tags]
    return body


def _element_source(kling_request: KlingRequest, value: Value) -> Body:
    if kling_request.clip:
        return {"element_video_list": {"refer_videos": [{"video_url": value(kling_request.clip)}]}}
    frontal = kling_request.request.of(None, Role.CHARACTER)
    pictures: Body = {"frontal_image": value(frontal[0])} if frontal else {}
    more = [{"image_url": value(m)} for m in kling_request.images if m.role is not Role.CHARACTER]
    return {"element_image_list": {**pictures, "refer_images": more} if more else pictures}


BUILDERS: dict[Path, Callable[[KlingRequest, Route, Value], Body]] = {
    Path.TEXT2VIDEO: _text2video,
    Path.IMAGE2VIDEO: _image2video,
    Path.OMNI_VIDEO: _omni_video,
    Path.GENERATIONS: _generations,
    Path.OMNI_IMAGE: _omni_image,
    Path.ELEMENTS: _element,
}
