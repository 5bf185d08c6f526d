"""K-R20 to K-R32: several shots (§12.2). K-R20, K-R25's filling and K-R27 are done by `completion` and `bodies`."""

from mediawright_kling.options import is_on
from mediawright_kling.refusals import problem
from mediawright_kling.validation.case import Case, Found

SHOT_TYPES = ("customize", "intelligence")
MOST_SHOTS = 6
SHOT_PROMPT_LIMIT = 512
MULTI_SHOT_MODELS = ("kling-v3", "kling-v3-omni")


def r21_shot_type(case: Case) -> Found:
    if case.request.multi_shot and case.full.shot_type not in SHOT_TYPES:
        yield problem("K-R21", "shot_type", "shot_type", SHOT_TYPES, shot_type=case.full.shot_type)


def r22_shots_given(case: Case) -> Found:
    if case.full.customize and not case.request.shots:
        yield problem("K-R22", "multi_prompt", "shots_missing")


def r23_shot_count(case: Case) -> Found:
    if case.full.customize and len(case.request.shots) > MOST_SHOTS:
        yield problem("K-R23", "multi_prompt", "shots_many", count=len(case.request.shots), most=MOST_SHOTS)


def r24_shot_order(case: Case) -> Found:
    indexes = [shot.index for shot in case.request.shots]
    if case.full.customize and indexes != list(range(1, len(indexes) + 1)):
        yield problem("K-R24", "multi_prompt", "shots_order", found=", ".join(map(str, indexes)))


def r25_shot_lengths(case: Case) -> Found:
    shots = case.request.shots
    if not case.full.customize or not shots:
        return
    total = case.request.duration or 0
    for shot in shots:
        if shot.duration < 1 or shot.duration > max(total, 1):
            yield problem("K-R25", "multi_prompt", "shot_length", index=shot.index, duration=shot.duration, total=total)
    if case.full.shots_total != total:
        yield problem("K-R25", "duration", "shots_sum", sum=case.full.shots_total, total=total)


def r26_shot_prompts(case: Case) -> Found:
    if not case.full.customize:
        return
    for shot in case.request.shots:
        length = len(shot.prompt)
        if not shot.prompt.strip():
            yield problem("K-R26", "multi_prompt", "shot_empty", index=shot.index)
        if length > SHOT_PROMPT_LIMIT:
            yield problem(
                "K-R26", "multi_prompt", "shot_long", index=shot.index, length=length, limit=SHOT_PROMPT_LIMIT
            )


def r28_intelligence(case: Case) -> Found:
    if not case.request.multi_shot or case.full.shot_type != "intelligence":
        return
    if not case.request.prompt.strip():
        yield problem("K-R28", "prompt", "prompt_missing")
    if case.request.shots:
        yield problem("K-R28", "multi_prompt", "shots_with_intelligence")


def r30_last_frame(case: Case) -> Found:
    """C-7: the seed refuses; the provider lifted it for two models, so an option opens it for these."""
    if not case.request.multi_shot or not case.full.tail:
        return
    opened = is_on(case.request, "allow_multishot_frames") and case.model in MULTI_SHOT_MODELS
    if not opened:
        yield problem("K-R30", "image_tail", "shots_with_tail")


def r31_models(case: Case) -> Found:
    if case.is_video and case.request.multi_shot and case.model not in MULTI_SHOT_MODELS:
        yield problem("K-R31", "multi_shot", "shots_model", MULTI_SHOT_MODELS, model=case.model)


def r32_clip(case: Case) -> Found:
    if not case.request.multi_shot or case.full.clip is None:
        return
    if case.full.refer_type == "base":
        yield problem("K-R32", "multi_shot", "shots_with_edit")
    elif case.full.shot_type != "intelligence":
        yield problem("K-R32", "shot_type", "shots_with_clip", ("intelligence",))


RULES = (
    r21_shot_type,
    r22_shots_given,
    r23_shot_count,
    r24_shot_order,
    r25_shot_lengths,
    r26_shot_prompts,
    r28_intelligence,
    r30_last_frame,
    r31_models,
    r32_clip,
)
