"""From a request to the body of the one call that spends: docs/contracts/ark.md §3, §8. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from mediawright import plugin as mw
from mediawright import sdk
from mediawright_ark.provider import AUTO, GROUPS, TABLE, TURNED

Op, Role = mw.Operation, mw.Role
#: the name of the 2.5 task type by operation (A-R12)
TASK_TYPES = {Op.REFERENCE_TO_VIDEO: "reference", Op.EDIT_VIDEO: "edit", Op.EXTEND_VIDEO: "extend"}
FRAMES = {Role.FIRST_FRAME: "first_frame", Role.END_FRAME: "last_frame"}
#: what a draft's final may be asked for (A-R20)
OF_A_FINAL = ("return_last_frame", "output_format", "execution_expires_after", "priority")


def handle_of(job_id: str) -> str:
    """Return what we send as `safety_identifier`, so that a lost answer is found: no name, no key, at most 64 characters."""
    return f"mw-{job_id}"[:63]


def model_id(request: mw.Request, region: str) -> str:
    """Return the model's id in a region, or the person's own endpoint."""
    ids = GROUPS[str(request.model)]["ids"]
    return str(request.options.get("endpoint") or ids[0 if region in ("", "cn") else 1])


def elsewhere(name: str, region: str) -> str:
    """Return a model's id as another region calls it; anything else as it is."""
    index = 0 if region == "cn" else 1
    return next((group["ids"][index] for group in GROUPS.values() if name in group["ids"]), name)


def video(request: mw.Request, job_id: str, link: sdk.Link) -> dict[str, Any]:
    """Return the body of a clip (§3)."""
    own, strict = request.options, GROUPS[str(request.model)].get("strict", False)
    body: dict[str, Any] = {"model": model_id(request, "")}
    if own.get("draft_task"):
        body["content"] = [{"type": "draft_task", "draft_task": {"id": own["draft_task"]}}]
        body["watermark"] = bool(request.watermark)
        body |= {name: own[name] for name in OF_A_FINAL if name in own}
    else:
        body["content"] = list(_content(request, link))
        body["resolution"] = request.resolution or "720p"
        body["ratio"] = "adaptive" if request.aspect_ratio in (None, AUTO) else request.aspect_ratio
        body["duration"] = -1 if request.duration is None else request.duration
        body["generate_audio"] = request.sound is not False
        body["watermark"] = bool(request.watermark)
        body |= {name: own[name] for name in (*OF_A_FINAL, "draft") if name in own}
        if request.seed is not None:
            body["seed"] = request.seed
        if own.get("web_search"):
            body["tools"] = [{"type": "web_search"}]
        if strict and request.operation in TASK_TYPES:
            body["omni_reference_task_type"] = TASK_TYPES[request.operation]
    if own.get("handle") != "off":
        body["safety_identifier"] = handle_of(job_id)
    return body


def _content(request: mw.Request, link: sdk.Link) -> Iterator[dict[str, Any]]:
    """Text, then pictures, clips and sounds, each in the order they were given (A-R17)."""
    if request.prompt:
        yield {"type": "text", "text": request.prompt}
    for kind, given in (("image", request.images), ("video", request.videos), ("audio", request.audios)):
        for media in given:
            role = FRAMES.get(media.role, f"reference_{kind}")
            yield {"type": f"{kind}_url", f"{kind}_url": {"url": link(media)}, "role": role}


def image(request: mw.Request, link: sdk.Link) -> dict[str, Any]:
    """Return the body of a picture, or of a series (§8.1)."""
    own, inputs = dict(request.options), [link(media) for media in request.images]
    body: dict[str, Any] = {"model": model_id(request, ""), "prompt": request.prompt}
    if inputs:
        body["image"] = inputs if len(inputs) > 1 else inputs[0]
    body |= {"size": size(request), "response_format": "url", "watermark": bool(request.watermark)}
    if own.get("background") == "transparent" and "output_format" not in own:
        own["output_format"] = "png"
    body |= {name: own[name] for name in ("output_format", "background") if name in own}
    if own.get("optimize_prompt"):
        body["optimize_prompt_options"] = {"mode": own["optimize_prompt"]}
    if request.operation is Op.IMAGE_SERIES:
        body["sequential_image_generation"] = "auto"
        body["sequential_image_generation_options"] = {"max_images": series(request)}
    return body


def series(request: mw.Request) -> int:
    """Return how many pictures a series may have at most: inputs and outputs are 15 together (A-R42)."""
    amount = request.series_amount
    return amount if isinstance(amount, int) else 15 - len(request.images)


def size(request: mw.Request) -> str:
    """Return `WxH` where a shape was asked for, else the tier, which leaves the shape to the model (A-R39)."""
    if request.options.get("size"):
        return str(request.options["size"])
    tier = request.resolution or "2k"
    if request.aspect_ratio in (None, AUTO):
        return tier.upper()
    wide, high = pixels(request)
    return f"{wide}x{high}"


def pixels(request: mw.Request) -> tuple[int, int]:
    """Return width and height of a picture; without a shape those of the largest one of its tier."""
    own = str(request.options.get("size", ""))
    if own:
        return int(own.partition("x")[0]), int(own.partition("x")[2])
    group = GROUPS[str(request.model)]
    table = TABLE["sizes"]["four" if "4k" in group["tiers"] else "five"]
    shapes: Mapping[str, list[int]] = table.get(request.resolution or "2k", table["2k"])
    shape = request.aspect_ratio or AUTO
    if shape == AUTO:
        wide, high = max(shapes.values(), key=lambda side: side[0] * side[1])
        return wide, high
    wide, high = shapes.get(TURNED.get(shape, shape), (0, 0))
    return (high, wide) if shape in TURNED else (wide, high)
