"""What Kling, or this client, will change by itself: said before the price is approved, never done silently. Pure."""

from collections.abc import Callable, Iterator

from mediawright.plugin import Message, Request, Role
from mediawright_kling.placeholders import NEAR, texts_of
from mediawright_kling.provider import NAME, describe_kling
from mediawright_kling.routes import Path
from mediawright_kling.standard.choice import is_new, path_of
from mediawright_kling.validation.case import Case

Notices = Iterator[Message]
#: characters that every page of the provider allows
SHORT_PROMPT = 2500


def notices_of(request: Request) -> tuple[Message, ...]:
    """Sentences for the confirmation, in the order of the contract's rules."""
    case = Case.of(request)
    return tuple(message for notice in NOTICES for message in notice(case))


def _say(key: str, **values: object) -> Message:
    return Message(f"kling.notice.{key}", values, NAME)


def r15_prefix(case: Case) -> Notices:
    if any(media.source.startswith("data:") for media in case.request.media):
        yield _say("prefix")


def r27_prompt_with_shots(case: Case) -> Notices:
    if case.full.customize and case.request.prompt.strip():
        yield _say("prompt_ignored")


def r29_shots_without_switch(case: Case) -> Notices:
    if case.is_video and not case.request.multi_shot and (case.request.shots or case.request.shot_type):
        yield _say("shots_ignored")


def r39_length_of_edit(case: Case) -> Notices:
    if case.is_video and case.full.edits_clip and case.said.request.duration is not None:
        yield _say("duration_ignored")


def r41_ratio_ignored(case: Case) -> Notices:
    follows = case.full.edits_clip or case.full.first_frames
    if case.omni_video and follows and case.said.ratio:
        yield _say("ratio_ignored", ratio=case.said.ratio)


def r63_negative_with_picture(case: Case) -> Notices:
    if case.path is Path.GENERATIONS and case.pictures and case.request.negative_prompt:
        yield _say("negative_ignored")


def negative_on_omni(case: Case) -> Notices:
    if case.omni_video and case.route.why == "ratio" and case.request.negative_prompt:
        yield _say("negative_dropped")


def few_element_pictures(case: Case) -> Notices:
    frontal = case.request.of(None, Role.CHARACTER)
    if case.said.is_element and frontal and len(case.pictures) == len(frontal):
        yield _say("element_pictures")


def n14_long_words(case: Case) -> Notices:
    """K-N14: the provider's pages name two limits for a description (docs/contracts/kling-more.md §12-1)."""
    if not is_new(case.request):
        return
    from mediawright_kling.standard.bodies import words_of

    path = path_of(case.request)
    if path is not None and path.row["prompt"] > SHORT_PROMPT and len(words_of(case.request)) > SHORT_PROMPT:
        yield _say("long_words", length=len(words_of(case.request)), limit=SHORT_PROMPT)


def n13_semicolons(case: Case) -> Notices:
    """K-N13: a semicolon would end a shot of the new standard."""
    if is_new(case.request) and case.request.multi_shot and any(set(";；") & set(s.prompt) for s in case.request.shots):
        yield _say("semicolon")


def near_placeholders(case: Case) -> Notices:
    found = [mark for text in texts_of(case.full) for mark in NEAR.findall(text)]
    if found:
        yield _say("near_placeholder", found=found[0])


def model_words(case: Case) -> Notices:
    """The model's own note, or that nobody documented it."""
    if case.said.is_element or not case.said.model:
        return
    model = describe_kling().model(case.model, case.request.operation.result)
    if model is None:
        yield _say("model_unknown", model=case.model)
    elif model.note:
        yield model.note


NOTICES: tuple[Callable[[Case], Notices], ...] = (
    r15_prefix,
    r27_prompt_with_shots,
    r29_shots_without_switch,
    r39_length_of_edit,
    r41_ratio_ignored,
    r63_negative_with_picture,
    negative_on_omni,
    few_element_pictures,
    n13_semicolons,
    n14_long_words,
    near_placeholders,
    model_words,
)
