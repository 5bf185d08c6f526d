"""K-R1 to K-R19: models, words, lengths, shapes, sound, pictures (§12.1)."""

import re
from collections.abc import Iterable

from mediawright.plugin import MediaKind, Text
from mediawright_kling.defaults import MODE_OF
from mediawright_kling.kling_request import OMNI_IMAGE, OMNI_ONLY, OMNI_VIDEO
from mediawright_kling.options import SIDE_OPTIONS, text_of
from mediawright_kling.provider import describe_kling
from mediawright_kling.refusals import picture_faults, problem
from mediawright_kling.request_body import mode_of
from mediawright_kling.routes import Path
from mediawright_kling.validation.case import Case, Found

PROMPT_LIMIT = 2500
MODES = ("std", "pro", "4k")
DURATIONS = tuple(range(3, 16))
VIDEO_RATIOS = ("16:9", "9:16", "1:1")
IMAGE_RATIOS = ("16:9", "9:16", "1:1", "4:3", "3:4", "3:2", "2:3", "21:9")


def alias_key(name: str) -> str:
    """How an alias is compared (§15.2): trimmed, lower case, runs of blanks and underscores as one hyphen."""
    return re.sub(r"[\s_]+", "-", name.strip().lower())


def canonical_of(name: str, kind: MediaKind) -> str | None:
    """The canonical name an alias stands for, or None."""
    wanted = alias_key(name)
    for model in describe_kling().models:
        if model.kind is kind and wanted in {alias_key(alias) for alias in model.aliases}:
            return model.name
    return None


def r1_alias(case: Case) -> Found:
    name = case.said.request.model
    kind = MediaKind.IMAGE if case.said.is_image else MediaKind.VIDEO
    canonical = canonical_of(name, kind) if name and not case.said.is_element else None
    if canonical:
        yield problem("K-R1", "model", "alias", (canonical,), model=name, canonical=canonical)


def _labels(names: Iterable[str]) -> Text:
    """What these models of clips are called where people read."""
    labels = {model.name: model.label for model in describe_kling().models if model.kind is MediaKind.VIDEO}
    found = [labels.get(name, Text(name, name)) for name in names]
    return Text(", ".join(label.en for label in found), "、".join(label.zh for label in found))


def r2_omni_model(case: Case) -> Found:
    if case.omni_video and case.model not in OMNI_VIDEO:
        key = "ratio_needs_omni" if case.route.why == "ratio" else "omni_model"
        words = {"models": _labels(OMNI_VIDEO), "named": _labels((case.model,))}
        yield problem("K-R2", "model", key, OMNI_VIDEO, model=case.model, **words)
    if case.omni_image and case.model not in OMNI_IMAGE:
        yield problem("K-R2", "model", "omni_model", OMNI_IMAGE, model=case.model)


def r3_basic_model(case: Case) -> Found:
    if case.route.omni or case.said.is_element or case.model.lower() not in OMNI_ONLY:
        return
    yield problem("K-R3", "model", "basic_model", ("kling-v3",), model=case.model)


def r4_prompt(case: Case) -> Found:
    single_shot = case.path in {Path.TEXT2VIDEO, Path.OMNI_VIDEO} and not case.request.multi_shot
    if (single_shot or case.said.is_image) and not case.request.prompt.strip():
        yield problem("K-R4", "prompt", "prompt_missing")


def r5_prompt_length(case: Case) -> Found:
    words = {"prompt": case.request.prompt, "negative_prompt": case.request.negative_prompt or ""}
    for field, text in words.items():
        if len(text) > PROMPT_LIMIT:
            yield problem("K-R5", field, "prompt_long", length=len(text), limit=PROMPT_LIMIT)


def r6_mode(case: Case) -> Found:
    mode = case.request.mode
    if case.is_video and mode is not None and mode_of(case.full) not in MODES:
        yield problem("K-R6", "mode", "mode", MODES, mode=mode)
    resolution = (case.request.resolution or "").lower()
    if case.is_video and resolution and MODE_OF.get(resolution) != mode_of(case.full):
        yield problem("K-R6", "resolution", "resolution_mode", tuple(MODE_OF), resolution=resolution, mode=mode)


def r7_4k_model(case: Case) -> Found:
    if case.is_video and mode_of(case.full) == "4k" and case.model not in {"kling-v3", "kling-v3-omni"}:
        yield problem("K-R7", "mode", "mode_4k", ("kling-v3", "kling-v3-omni"), model=case.model)


def r8_duration(case: Case) -> Found:
    duration = case.request.duration
    if not case.is_video or duration is None:
        return
    if isinstance(duration, bool) or duration not in DURATIONS:
        yield problem("K-R8", "duration", "duration", tuple(map(str, DURATIONS)), duration=duration)


def r9_duration_v26(case: Case) -> Found:
    short = {"kling-v2-6", "kling-v2-5-turbo"}
    if case.is_video and case.model in short and case.request.duration not in {5, 10}:
        yield problem(
            "K-R9", "duration", "duration_model", ("5", "10"), model=case.model, duration=case.request.duration
        )


def r10_duration_o1(case: Case) -> Found:
    duration = case.said.request.duration
    if case.model != "kling-video-o1" or duration is None:
        return
    kling_request = case.full
    plain_start = not (
        kling_request.plain_references or kling_request.elements or kling_request.clip or kling_request.end_frames
    )
    allowed = (5, 10) if plain_start else tuple(range(3, 11))
    if duration not in allowed:
        names = tuple(map(str, allowed))
        yield problem("K-R10", "duration", "duration_model", names, model=case.model, duration=duration)


def r11_ratio(case: Case) -> Found:
    ratio = case.said.ratio
    if ratio is None or case.said.is_element:
        return
    allowed = VIDEO_RATIOS if case.is_video else IMAGE_RATIOS
    if case.omni_image:
        allowed = (*allowed, "auto")
    if ratio not in allowed:
        yield problem("K-R11", "aspect_ratio", "ratio", allowed, ratio=ratio)


def r12_sound(case: Case) -> Found:
    sound: object = case.said.request.sound
    if sound is not None and not isinstance(sound, bool):
        yield problem("K-R12", "sound", "sound", ("on", "off"), sound=sound)


def r13_sound_o1(case: Case) -> Found:
    if case.request.sound is True and case.model == "kling-video-o1":
        yield problem("K-R13", "sound", "sound_o1", ("off",))


def r14_sound_v26(case: Case) -> Found:
    if case.request.sound is not True or case.model != "kling-v2-6":
        return
    if mode_of(case.full) == "std":
        yield problem("K-R14", "sound", "sound_v26_mode", ("pro",))
    if case.full.tail:
        yield problem("K-R14", "sound", "sound_v26_tail", ("off",))


def sound_of_older(case: Case) -> Found:
    """§5: sound came with 2.6."""
    able = {"kling-v3", "kling-v3-omni", "kling-v2-6", "kling-video-o1"}
    if case.is_video and case.request.sound is True and case.model not in able and case.model.startswith("kling-v"):
        yield problem(None, "sound", "sound_older", ("off",), model=case.model)


def r16_pictures(case: Case) -> Found:
    for media in case.pictures:
        yield from picture_faults(media)


def r19_query_and_submit(case: Case) -> Found:
    if text_of(case.request, "task_id"):
        yield problem("K-R19", "task_id", "query_and_submit")


def not_taken(case: Case) -> Found:
    """Fields that no endpoint of this provider has: refused, never dropped."""
    request = case.said.request
    for field in ("seed", "style", "scope", "quality"):
        if getattr(request, field) is not None:
            yield problem(None, field, "not_taken", option=field.replace("_", "-"))
    if request.audios:
        yield problem(None, "audio", "not_taken", option="audio")
    for name, _, _ in SIDE_OPTIONS:
        if name in request.options and name != "standard":
            yield problem(None, name, "not_taken", option=name)


RULES = (
    r1_alias,
    r2_omni_model,
    r3_basic_model,
    r4_prompt,
    r5_prompt_length,
    r6_mode,
    r7_4k_model,
    r8_duration,
    r9_duration_v26,
    r10_duration_o1,
    r11_ratio,
    r12_sound,
    r13_sound_o1,
    r14_sound_v26,
    sound_of_older,
    r16_pictures,
    r19_query_and_submit,
    not_taken,
)
