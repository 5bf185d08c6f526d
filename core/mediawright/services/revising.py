"""A request changed, taken again, or begun from a result: always an ordinary request, read by the same rules. Pure.

A request is spelled back into the values of its flags, the new values are laid over them, and the whole is read again:
so a changed request can hold nothing that a typed one could not.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from mediawright.services.request_reader import read_request
from mediawright.services.sources import Exists
from mediawright.types.errors import InvalidRequest
from mediawright.types.job import Asset, Job
from mediawright.types.message import Message, Problem
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.provider import Provider
from mediawright.types.request import Media, Request, Role

#: fields that are flags of the same name
SAME = (
    "negative_prompt",
    "duration",
    "aspect_ratio",
    "resolution",
    "mode",
    "sound",
    "keep_original_sound",
    "count",
    "series_amount",
    "quality",
    "style",
    "scope",
    "seed",
    "watermark",
    "shot_type",
    "model",
    "provider",
    "voice",
    "language",
)
#: words of a subject or an edit session that are flags of their own
OWN_WORDS = ("name", "description", "ref_type", "voice_id", "project", "tags")
#: what goes into a request; where its kinds change, the operation follows them unless it is named
INPUTS = ("image", "first_frame", "end_frame", "frontal_image", "refer_images", "mask", "video", "audio")
IMAGE_FIELDS, OF_CLIPS = INPUTS[:6], ("video_refer_type", "keep_original_sound")
#: what is left of a request for a clip where a picture is made of it, and the other way round
ACROSS_KINDS = frozenset({"prompt", "negative_prompt", "aspect_ratio", "provider", *INPUTS})
#: what one provider's word says nothing about at another
PROVIDERS_OWN = ("model", "mode", "style", "option", "element_ids", "voice")


def values_of(request: Request) -> dict[str, Any]:
    """The values of the flags that spell this request; members of the cast stand there by name."""
    request = _plain(request)
    values: dict[str, Any] = {"operation": request.operation.value}
    values |= {name: value for name in SAME if (value := getattr(request, name)) is not None}
    if request.prompt:
        values["prompt"] = request.prompt
    if request.subject_ids:
        values["element_ids"] = list(request.subject_ids)
    if request.multi_shot:
        values["multi_shot"] = True
    if request.shots:
        values["multi_prompt"] = [
            {"index": shot.index, "prompt": shot.prompt, "duration": shot.duration} for shot in request.shots
        ]
    values |= {name: request.options[name] for name in OWN_WORDS if name in request.options}
    rest = [f"{name}={value}" for name, value in request.options.items() if name not in OWN_WORDS]
    return values | _inputs(request) | ({"option": rest} if rest else {})


def _plain(request: Request) -> Request:
    """The request as it was before its cast took part."""
    if request.cast is None:
        return request
    from mediawright.services.before_cast import before  # most requests have no cast

    return before(request)


def _inputs(request: Request) -> dict[str, Any]:
    """The inputs as the person gave them, each with the flag that gives it its role."""
    values: dict[str, Any] = {}
    typed, subject = request.image_types, request.operation is Operation.CREATE_ELEMENT
    apart = {Role.MASK: "mask"} | ({} if typed else {Role.FIRST_FRAME: "first_frame", Role.END_FRAME: "end_frame"})
    apart |= {Role.CHARACTER: "frontal_image"} if subject else {}
    values |= {apart[item.role]: item.given.source for item in request.images if item.role in apart}
    if listed := [item.given.source for item in request.images if item.role not in apart]:
        values["refer_images" if subject else "image"] = listed
    if typed:
        values["image_types"] = ",".join(typed)
    if request.videos:
        values["video"] = [item.given.source for item in request.videos]
        values |= _clip_role(request.videos[0])
    if request.audios:
        values["audio"] = [item.given.source for item in request.audios]
    return values


def fields_of(media: Media) -> tuple[str, ...]:
    """The flags that an input of a request may stand under, and those that say something of it."""
    if media.kind is MediaKind.IMAGE:
        return IMAGE_FIELDS
    return ("video", *OF_CLIPS) if media.kind is MediaKind.VIDEO else (media.kind.value,)


def _clip_role(clip: Media) -> dict[str, str]:
    return {"video_refer_type": clip.role.value} if clip.role in (Role.BASE, Role.FEATURE) else {}


def revised(
    request: Request, values: Mapping[str, Any], drop: Sequence[str] = (), exists: Exists = lambda _: False
) -> Request:
    """The request with these values in place of its own, and without the fields in `drop`.

    The operation stays unless it is named, or the kinds of inputs are others. Raises InvalidRequest with every problem.
    """
    request = _plain(request)
    had = values_of(request)
    given = {name: value for name, value in values.items() if value not in (None, "", (), [])}
    unknown = [name for name in drop if name not in KNOWN]
    if unknown:
        values_there = {"field": "drop", "value": unknown[0][:40]}
        raise InvalidRequest(Problem("drop", Message("problem.not_choice", values_there), allowed=tuple(sorted(had))))
    for name in drop:
        had.pop(name, None)
    if given.get("provider", request.provider) != request.provider or "provider" in drop:
        had = {name: value for name, value in had.items() if name not in PROVIDERS_OWN}
    if "image" in given:
        had.pop("image_types", None)
    if "video" in given:
        had.pop("video_refer_type", None)
    operation = _operation(request, had, given, drop)
    command = operation.command if operation is not None else _command_for(had | given)
    if command != request.operation.command:
        had = {name: value for name, value in had.items() if name in ACROSS_KINDS}
    merged = had | given | {"operation": None if operation is None else operation.value}
    return read_request(command, merged, exists)


def unfilled(request: Request, provider: Provider) -> Request:
    """The request without what its model filled in by itself, as far as that can be told: another model fills in its own."""
    model = provider.model(request.model or "", request.operation.result)
    capability = model.capability(request.operation) if model is not None else None
    if capability is None:
        return request
    same = {name: None for name, value in capability.defaults.items() if getattr(request, name) == value}
    return request.with_(**same)


#: everything that can be unset
KNOWN = frozenset({*SAME, *OWN_WORDS, *INPUTS, "prompt", "element_ids", "multi_shot", "multi_prompt", "option"}) | {
    "image_types",
    "video_refer_type",
}


def _operation(
    request: Request, had: Mapping[str, Any], given: Mapping[str, Any], drop: Sequence[str]
) -> Operation | None:
    """The operation that is named, or the old one; None where the inputs say which it is now.

    Raises InvalidRequest for an unknown one.
    """
    named = given.get("operation")
    if named is not None:
        try:
            return Operation(str(named).strip().lower())
        except ValueError:
            problem = Message("problem.not_choice", {"field": "operation", "value": str(named)[:40]})
            raise InvalidRequest(Problem("operation", problem, allowed=tuple(Operation))) from None
    if _kinds(values_of(request)) == _kinds({**had, **given}) and not {"element_ids", "scope"} & {*given, *drop}:
        return request.operation
    kept = (Operation.CREATE_ELEMENT, Operation.CHAT_EDIT, Operation.EXPORT)
    return request.operation if request.operation in kept else None


def _kinds(values: Mapping[str, Any]) -> frozenset[str]:
    """Which kinds of input there are, frames apart from pictures."""
    frames = ("first_frame", "end_frame")
    return frozenset("frame" if name in frames else name for name in INPUTS if name != "mask" and values.get(name))


def _command_for(values: Mapping[str, Any]) -> str:
    """The command of a request whose inputs changed: pictures stay pictures unless a clip or a sound came along."""
    operation = Operation(values["operation"])
    moving = any(values.get(name) for name in ("video", "audio", "first_frame", "end_frame"))
    return "video" if moving else operation.command


def again(request: Request, count: int | None = None) -> Request:
    """Another take of the same: as it was asked for, without the seed that would only repeat it."""
    return request.with_(seed=None) if count is None else request.with_(seed=None, count=count)


def used(job: Job, numbers: Sequence[int], values: Mapping[str, Any], exists: Exists = lambda _: False) -> Request:
    """A request on results of a job: `numbers` count them from 1, () means all; `values` as the flags, with `operation`.

    Its provider is the job's unless another is named; "" leaves it open. Raises InvalidRequest, also for a number that
    there is none of and for a kind of result that the operation does not take.
    """
    operation = _wanted(values)
    assets = _chosen(job, numbers)
    kind = assets[0].kind
    if any(asset.kind is not kind for asset in assets):
        raise InvalidRequest(Problem("job", Message("use.mixed", {"job": job.id})))
    if kind not in TAKES[operation]:
        allowed = tuple(op.value for op, kinds in TAKES.items() if kind in kinds)
        raise InvalidRequest(Problem("operation", Message("use.not_for", {"operation": operation}), allowed=allowed))
    more = {name: value for name, value in values.items() if value not in (None, (), [])}
    listed = [asset.path for asset in assets] + [str(item) for item in _list(more.get(kind.value))]
    merged = {"provider": job.provider} | more | {"operation": operation.value, kind.value: listed}
    return read_request(operation.command, merged, exists)


#: what an operation can be given of what was made
TAKES: Mapping[Operation, tuple[MediaKind, ...]] = {
    Operation.IMAGE_TO_VIDEO: (MediaKind.IMAGE,),
    Operation.REFERENCE_TO_VIDEO: (MediaKind.IMAGE, MediaKind.VIDEO),
    Operation.EDIT_IMAGE: (MediaKind.IMAGE,),
    Operation.IMAGE_SERIES: (MediaKind.IMAGE,),
    Operation.ANIMATE_IMAGE: (MediaKind.IMAGE,),
    Operation.REPLACE_CHARACTER: (MediaKind.IMAGE, MediaKind.VIDEO),
    Operation.LIP_SYNC: (MediaKind.IMAGE, MediaKind.VIDEO),
    Operation.EDIT_VIDEO: (MediaKind.VIDEO,),
    Operation.EXTEND_VIDEO: (MediaKind.VIDEO,),
    Operation.TALKING_PHOTO: (MediaKind.IMAGE,),
    Operation.MOTION_CONTROL: (MediaKind.IMAGE,),
    Operation.VIDEO_EFFECT: (MediaKind.IMAGE, MediaKind.VIDEO),
    Operation.VIDEO_TO_AUDIO: (MediaKind.VIDEO,),
    Operation.UPSCALE_VIDEO: (MediaKind.VIDEO,),
    Operation.TRY_ON: (MediaKind.IMAGE,),
    Operation.OUTPAINT: (MediaKind.IMAGE,),
    Operation.UPSCALE_IMAGE: (MediaKind.IMAGE,),
    Operation.REMOVE_BACKGROUND: (MediaKind.IMAGE,),
    Operation.TRANSCRIBE: (MediaKind.VIDEO, MediaKind.AUDIO),
    Operation.CLONE_VOICE: (MediaKind.VIDEO, MediaKind.AUDIO),
}


def _wanted(values: Mapping[str, Any]) -> Operation:
    named = str(values.get("operation") or "").strip().lower()
    if named not in tuple(TAKES):
        problem = Message("problem.not_choice", {"field": "operation", "value": named[:40]})
        raise InvalidRequest(Problem("operation", problem, allowed=tuple(op.value for op in TAKES)))
    return Operation(named)


def _chosen(job: Job, numbers: Sequence[int]) -> list[Asset]:
    """The results of these numbers. Raises InvalidRequest."""
    if not job.assets:
        raise InvalidRequest(Problem("job", Message("use.nothing_there", {"job": job.id})))
    for number in numbers:
        if not 1 <= number <= len(job.assets):
            span = f"1-{len(job.assets)}" if len(job.assets) > 1 else "1"
            raise InvalidRequest(Problem("job", Message("use.no_such", {"n": number}), allowed=(span,)))
    return [job.assets[number - 1] for number in numbers] or list(job.assets)


def numbered(typed: str) -> tuple[str, tuple[int, ...]]:
    """A job with the numbers of its results: "JOB", "JOB:2", "JOB:1,3", "JOB:all". Raises InvalidRequest.

    Without numbers the first result is meant.
    """
    job, colon, rest = typed.strip().partition(":")
    if not colon:
        return job, (1,)
    if rest.strip().lower() == "all":
        return job, ()
    digits = [part.strip() for part in rest.split(",")]
    if not all(part.isascii() and part.isdigit() and len(part) < 6 for part in digits):
        raise InvalidRequest(Problem("job", Message("use.bad_number", {"value": rest[:40]})))
    return job, tuple(int(part) for part in digits)


def _list(value: Any) -> list[Any]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)
