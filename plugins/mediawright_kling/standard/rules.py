"""K-N3 to K-N27: what is refused before anything is sent to the new standard (docs/contracts/kling-more.md §5). Pure."""

import re
from collections.abc import Iterator, Sequence

from mediawright.plugin import Problem, Request, Role
from mediawright_kling.kling_request import KlingRequest
from mediawright_kling.options import items_of, text_of
from mediawright_kling.refusals import problem, side_faults
from mediawright_kling.standard.bodies import words_of
from mediawright_kling.standard.choice import MADE, NewPath, kind_of, models_with, path_of
from mediawright_kling.standard.defaults import complete_new

Found = Iterator[Problem]
RATIOS = ("16:9", "9:16", "1:1")
ORIENTATIONS = ("image", "video")
MOTION_SECONDS = {"image": 10, "video": 30}
INLINE_BYTES = 20 * 1024 * 1024
MOST_SHOTS, SHOT_WORDS = 6, 512
NAME = re.compile(r"@((?:image|video|element|voice)_\d+)")


def problems_of(request: Request) -> Sequence[Problem]:
    """Why a request is refused; empty where nothing speaks against it. Never raises."""
    if request.operation not in MADE:
        return (problem("K-N4", "standard", "new_not_here"),)
    full = complete_new(request)
    path = path_of(full)
    if path is None:
        able = models_with(kind_of(full))
        return (problem("K-N3", "model", "new_no_path", able, model=full.model),)
    checks = (_values, _sound, _shots, _words, _frames, _inputs, _older, _pictures)
    return tuple(found for check in checks for found in check(path, request, full))


def _values(path: NewPath, said: Request, full: Request) -> Found:
    """K-N7 to K-N9, and O1's own lengths (K-N22)."""
    sizes = tuple(path.row["resolutions"])
    if full.resolution not in sizes:
        yield problem("K-N7", "resolution", "new_value", sizes, name="resolution", found=full.resolution)
    if said.aspect_ratio and said.aspect_ratio not in RATIOS:
        yield problem("K-N8", "aspect_ratio", "new_value", RATIOS, name="aspect-ratio", found=said.aspect_ratio)
    if said.aspect_ratio and not path.row.get("ratios"):
        yield problem("K-N8", "aspect_ratio", "new_follows", name="aspect-ratio")
    seconds = full.duration
    if seconds is not None and path.durations and seconds not in path.durations:
        allowed = tuple(map(str, path.durations))
        yield problem("K-N9", "duration", "new_value", allowed, name="duration", found=str(seconds))
    plain = path.model == "kling-video-o1" and not (
        [m for m in full.images if m.role is not Role.FIRST_FRAME] or full.videos or full.subject_ids
    )
    if plain and seconds not in (5, 10):
        yield problem("K-N22", "duration", "new_value", ("5", "10"), name="duration", found=str(seconds))


def _sound(path: NewPath, said: Request, full: Request) -> Found:
    """K-N10, K-N17, K-N25."""
    if path.turbo and said.sound is False:
        yield problem("K-N10", "sound", "new_turbo_sound", ("kling-v3",))
    elif full.sound and not path.turbo and "native" not in path.row.get("audio", ()):
        yield problem("K-N10", "sound", "new_value", ("off",), name="sound", found="on")
    if full.sound and path.model == "kling-v2-6" and full.resolution != "1080p":
        yield problem("K-N17", "resolution", "new_needs_1080p", ("1080p",))
    voices = items_of(said.options, "voices") or ()
    if voices and ("voice" not in path.types or len(voices) > 2 or not full.sound):
        yield problem("K-N25", "voices", "new_voices")


def _shots(path: NewPath, said: Request, full: Request) -> Found:
    """K-N12, K-N13."""
    if not (said.multi_shot or said.shots):
        return
    if not path.row.get("shots"):
        yield problem("K-N12", "multi_shot", "new_no_shots", models_with_shots(path.kind))
        return
    if not said.shots:
        return
    good = 1 <= len(said.shots) <= MOST_SHOTS and all(
        shot.duration >= 1 and 1 <= len(shot.prompt.strip()) <= SHOT_WORDS for shot in said.shots
    )
    if not good or sum(shot.duration for shot in said.shots) != full.duration:
        yield problem("K-N13", "multi_prompt", "new_shots", most=MOST_SHOTS, words=SHOT_WORDS)


def models_with_shots(kind: str) -> tuple[str, ...]:
    from mediawright_kling.standard.choice import paths

    return tuple(one.model for one in paths() if one.kind == kind and one.row.get("shots"))


def _words(path: NewPath, said: Request, full: Request) -> Found:
    """K-N5, K-N14, K-N20."""
    words = words_of(full)
    if not words.strip() and path.kind != "motion":
        yield problem("K-N5", "prompt", "prompt_missing")
    if len(words) > path.row["prompt"]:
        yield problem("K-N14", "prompt", "prompt_long", length=len(words), limit=path.row["prompt"])
    there = {f"image_{n}" for n in range(1, len(said.images) + 1)} | {
        f"video_{n}" for n in range(1, len(said.videos) + 1)
    }
    there |= {f"element_{n}" for n in range(1, len(said.subject_ids) + 1)}
    there |= {f"voice_{n}" for n in range(1, len(items_of(said.options, "voices") or ()) + 1)}
    missing = [name for name in NAME.findall(words) if name not in there]
    if missing:
        yield problem("K-N20", "prompt", "new_pointer", tuple(sorted(there)), found=missing[0])


def _frames(path: NewPath, said: Request, full: Request) -> Found:
    """K-N15, K-N16, K-N17."""
    asked = KlingRequest(full)
    if path.kind == "image":
        lone = bool(asked.end_frames) and len(full.images) == 1
        if lone or not full.images or len(full.images) > 2 or len(asked.first_frames) > 1 or len(asked.end_frames) > 1:
            yield problem("K-N15", "image", "new_frames")
        elif len(full.images) == 2 and "last_frame" not in path.types:
            yield problem("K-N16", "end_frame", "new_turbo_last", ("kling-v3",))
        elif len(full.images) == 2 and path.model in ("kling-v2-6", "kling-v2-5-turbo") and full.resolution != "1080p":
            yield problem("K-N17", "resolution", "new_needs_1080p", ("1080p",))
    elif asked.end_frames and not asked.first_frames:
        yield problem("K-N15", "image", "new_frames")


def _inputs(path: NewPath, said: Request, full: Request) -> Found:
    """K-N18, K-N21, K-N26."""
    for clip in full.videos:
        if not clip.is_url:
            yield problem("K-N21", "video", "clip_local")
    if full.subject_ids and "element" not in path.types:
        yield problem("K-N3", "element_ids", "new_no_path", models_with("omni"), model=full.model)
    if path.kind == "motion":
        yield from _motion(path, full)
    elif path.kind == "omni":
        yield from _counts(path, full)


def _motion(path: NewPath, full: Request) -> Found:
    orientation = text_of(full, "character_orientation")
    if orientation not in ORIENTATIONS:
        yield problem("K-N26", "character_orientation", "side_orientation", ORIENTATIONS)
        return
    if len(full.images) != 1 or len(full.videos) != 1:
        yield problem("K-N26", "image", "side_pictures", ("1",), count=len(full.images))
    if len(full.subject_ids) > 1 or (full.subject_ids and orientation == "image"):
        yield problem("K-N26", "element_ids", "side_motion_one_element")
    for clip in full.videos:
        seconds = clip.info.duration if clip.info else None
        if seconds is not None and not 3 <= seconds <= MOTION_SECONDS[orientation]:
            span = (f"3-{MOTION_SECONDS[orientation]}",)
            yield problem("K-N26", "video", "side_clip_seconds", span, seconds=round(seconds, 1))


def _counts(path: NewPath, full: Request) -> Found:
    """K-N18: references and saved subjects, more without a clip than with one (§2.1)."""
    asked = KlingRequest(full)
    most = 4 if full.videos else 7
    both = len(asked.plain_references) + len(full.subject_ids)
    if len(full.videos) > 1 or both > most:
        yield problem("K-N18", "image", "new_counts", (f"0-{most}",), count=both)
    if asked.has_frames and len(full.subject_ids) > 3:
        yield problem("K-N18", "element_ids", "new_counts", ("0-3",), count=len(full.subject_ids))
    o1 = path.model == "kling-video-o1" and asked.first_frames and asked.end_frames
    if o1 and (asked.plain_references or full.subject_ids):
        yield problem("K-N18", "image", "new_counts", ("0",), count=both)
    if asked.edits_clip and asked.has_frames:
        yield problem("K-N18", "image", "new_counts", ("0",), count=len(full.images))


def _older(path: NewPath, said: Request, full: Request) -> Found:
    """§2.3: what this standard lost is refused, not dropped."""
    if said.negative_prompt:
        yield problem("K-N6", "negative_prompt", "new_lost", name="negative-prompt")
    for field in ("seed", "style", "scope", "quality"):
        if getattr(said, field) is not None:
            yield problem("K-N6", field, "not_taken", option=field)
    if said.audios:
        yield problem("K-N6", "audio", "not_taken", option="audio")


def _pictures(path: NewPath, said: Request, full: Request) -> Found:
    """K-N27."""
    for media in full.images:
        info = media.info
        if info is None or media.is_url:
            continue
        if info.size > INLINE_BYTES:
            yield problem("K-N27", "image", "new_picture_size", most=INLINE_BYTES // 1024 // 1024)
        yield from side_faults(info, "K-N27")
