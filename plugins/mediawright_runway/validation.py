"""What Runway would refuse, and what hangs on several fields together, told before anything is sent (§4 to §6, W-R5)."""

import re
from collections.abc import Iterator
from typing import Any

from mediawright import plugin as mw
from mediawright_runway import request_body, shapes
from mediawright_runway.shapes import ABOUT, AUTO

Op, Role = mw.Operation, mw.Role
TAG = re.compile(r"[A-Za-z][A-Za-z0-9_]{2,15}")
HDR_PROFILES = ("422", "422 HQ", "4444")
#: models whose clips may be 30 seconds long together; of the others 15
LONG = ("aleph2", "seedance2_5", "act_two", "kling_4")


def problems(request: mw.Request) -> list[mw.Problem]:
    """Return everything that would be refused."""
    if str(request.model) not in ABOUT:
        return []
    told = [
        mw.Problem(field, mw.Message(f"runway.{key}", domain="runway"), rule=rule)
        for wrong, field, key, rule in _together(request)
        if wrong
    ]
    return [*_words(request), *_pair(request), *_clips(request), *told]


def utf16(text: str) -> int:
    """Return the length as Runway counts it: characters beyond the first plane are two (W-R6)."""
    return len(text.encode("utf-16-le")) // 2


def _words(request: mw.Request) -> Iterator[mw.Problem]:
    own, limit, length = request.options, ABOUT[str(request.model)].get("limit"), utf16(request.prompt)
    if limit is not None and length > limit:
        values = {"length": length, "limit": limit}
        yield mw.Problem("prompt", mw.Message("problem.prompt.too_long", values), rule="W-R6")
    bare = request.model == "seedance2_5" and request.operation is Op.TEXT_TO_VIDEO and not own.get("draftTaskId")
    if (bare or request.shot_type == "intelligence") and not request.prompt.strip():
        yield mw.Problem("prompt", mw.Message("problem.prompt.missing"), rule="W-R5")
    if request.voice and request.voice not in shapes.VOICES:
        said = mw.Message("runway.no_voice", {"voice": request.voice[:40]}, domain="runway")
        yield mw.Problem("voice", said, rule="§7", allowed=shapes.VOICES)


def _pair(request: mw.Request) -> Iterator[mw.Problem]:
    table = shapes.sizes(shapes.path_of(request.operation, str(request.model)), str(request.model))
    aspect, size = str(request.aspect_ratio), request.resolution
    if aspect in table and size and size not in table[aspect]:
        pairs = tuple(f"{name} {tier}" for name, tiers in table.items() for tier in tiers)
        said = mw.Message("runway.no_pair", {"aspect": aspect, "size": size}, domain="runway")
        yield mw.Problem("resolution", said, rule="§13", allowed=pairs)


def _clips(request: mw.Request) -> Iterator[mw.Problem]:
    total = sum(media.info.duration or 0 for media in request.videos if media.info)
    most = 30 if request.model in LONG else 15
    if request.operation is not Op.UPSCALE_VIDEO and total > most + 0.5:
        values = {"given": round(total, 1), "most": most}
        yield mw.Problem("media", mw.Message("runway.clips_too_long", values, domain="runway"), rule="§5")


def _together(request: mw.Request) -> Iterator[tuple[Any, str, str, str]]:
    """Yield what is wrong with fields together: whether it is, the field, the sentence, the rule."""
    own, model, operation, aspect = request.options, str(request.model), request.operation, request.aspect_ratio
    frames, names = request.of(None, Role.FIRST_FRAME, Role.END_FRAME), [n for n in request_body.tags(request) if n]
    total, wanted, profile = sum(s.duration for s in request.shots), own.get("outputFormat"), own.get("proresProfile")
    alone = not request.prompt.strip() and not request.media and set(own) == {"draftTaskId"}
    pure = model == "hailuo3" and aspect == AUTO and operation is Op.TEXT_TO_VIDEO
    yield pure, "aspect_ratio", "adaptive_needs_media", "W-R5"
    decided = model.startswith("wan3") and frames and aspect not in (None, AUTO)
    yield decided, "aspect_ratio", "frames_decide", "W-R5"
    tiny = any(media.info is not None and media.info.size < 512 for media in request.media)
    yield tiny, "media", "too_small", "§3"
    yield own.get("draftTaskId") and not alone, "options", "final_alone", "W-R5"
    yield own.get("draft") and wanted not in (None, "mp4"), "options", "draft_is_mp4", "W-R5"
    yield operation is Op.REFERENCE_TO_VIDEO and not request.media, "media", "no_reference", "§5.1"
    unseen = model == "grok_imagine_1_5" and request.audios and not request.images
    yield unseen, "media", "sound_needs_picture", "W-R5"
    fits = 3 <= total <= 15 and request.duration in (None, total)
    yield request.shots and not fits, "shots", "shots_sum", "W-R5"
    deep = wanted == "prores" or (wanted == "hdr_prores" and profile in HDR_PROFILES)
    yield profile and not deep, "options", "prores_only", "W-R5"
    yield not _keyframes_fit(request), "options", "keyframes", "W-R5"
    unnamed = any(not TAG.fullmatch(name) for name in names) or len(set(names)) != len(names)
    yield unnamed, "options", "tags", "W-R22"
    precise = own.get("maskUri") or own.get("preciseEdit")
    yield precise and (aspect or not request.images), "options", "precise_edit", "§6"
    yield request.quality == "very_low" and not request.images, "quality", "very_low", "§6"
    sized = model == "bria_fibo_edit_1_5" and aspect not in (None, AUTO)
    yield sized and len(request.images) < 2, "aspect_ratio", "size_needs_two", "§6"


def _keyframes_fit(request: mw.Request) -> bool:
    """At most 5, a time for each picture that has no link of its own, and ranges for all or none, around their picture."""
    given = request.options.get("keyframes")
    if not isinstance(given, list):
        return True
    bare, ranges = [k for k in given if "uri" not in k], [k for k in given if "range" in k]
    inside = all(
        k["range"]["start_seconds"] <= k.get("seconds", k["range"]["start_seconds"]) < k["range"]["end_seconds"]
        for k in ranges
    )
    return len(given) <= 5 and len(bare) == len(request.images) and len(ranges) in (0, len(given)) and inside
