"""Rules that hang on several fields: DashScope takes what is unfit, works for minutes and fails."""

from collections.abc import Iterator

from mediawright import plugin as mw
from mediawright import sdk
from mediawright_dashscope import request_body
from mediawright_dashscope.provider import GROUPS, LIMITS_OF, group_of, say

Role = mw.Role


def problems(request: mw.Request) -> list[mw.Problem]:
    """Return everything that a model would refuse or silently change."""
    if request.model not in GROUPS:
        return []
    group = group_of(request)
    limits = LIMITS_OF.get(group.get("family", ""), {})
    rule = {"five": _five, "wan3": _wan3, "happyhorse": _long_words, "series": _series}.get(group.get("rule", ""))
    found = [*_texts(request), *_needs(request), *_sizes(request), *sdk.file_problems(request.media, limits, "§6.2")]
    return found + (list(rule(request)) if rule else [])


def _texts(request: mw.Request) -> Iterator[mw.Problem]:
    """A text that is too long is cut by the service and billed (D-R7); the shots become part of it."""
    limit = group_of(request)["limit"]
    if request.shots and len(request_body.words(request)) > limit:
        yield say.problem("shots", "words_too_long", "D-R7", limit=limit)
    if request.negative_prompt and len(request.negative_prompt) > 500:
        yield say.problem("negative_prompt", "words_too_long", "§6.1", limit=500)
    if request.keep_original_sound is not None and not group_of(request).get("keep_sound"):
        yield say.problem("keep_original_sound", "no_field", "D-R8")


def _long_words(request: mw.Request) -> Iterator[mw.Problem]:
    chinese = any("\u4e00" <= letter <= "\u9fff" for letter in request.prompt)
    if chinese and len(request.prompt) > 2500:
        yield say.problem("prompt", "words_too_long", "D-R7", limit=2500)


def _needs(request: mw.Request) -> Iterator[mw.Problem]:
    """Inputs that no single line of the table requires: any reference, any clip or frame to go on from."""
    lines = sdk.lines_of(group_of(request), request.operation)
    if lines and not request.media and request.operation is not mw.Operation.IMAGE_SERIES:
        yield say.problem("media", "needs_input", "§6.1")
    wants_voice = any(line.place == "reference_voice" for line in lines)
    if wants_voice and len(request.audios) > len(request.media) - len(request.audios):
        yield say.problem("media", "voice_without_reference", "§14")


def _five(request: mw.Request) -> Iterator[mw.Problem]:
    """Pictures and clips together; a clip among them shortens what can be made (§6.1)."""
    references = [m for m in request.media if m.kind is not mw.MediaKind.AUDIO and m.role is not Role.FIRST_FRAME]
    if not references:
        yield say.problem("media", "needs_input", "§6.1")
    if len(references) > 5:
        yield say.problem("media", "too_many_files", "§6.1", most=5, given=len(references))
    if request.videos and (request.duration or 0) > 10:
        yield say.problem("duration", "clip_needs_10", "§6.1")


def _wan3(request: mw.Request) -> Iterator[mw.Problem]:
    """D-R17: frames or references, a file or a link, and thirty seconds in all."""
    framed = bool(request.of(None, Role.FIRST_FRAME, Role.END_FRAME)) or (
        request.operation is mw.Operation.IMAGE_TO_VIDEO and bool(request.images)
    )
    references = [m for m in request.media if m.role not in (Role.FIRST_FRAME, Role.END_FRAME)]
    if framed and references and request.operation is not mw.Operation.IMAGE_TO_VIDEO:
        yield say.problem("media", "frames_or_references", "D-R17")
    both = [name for name in ("file", "link") if name in request.options]
    if len(both) == 2:
        yield say.problem("options", "file_or_link", "D-R17")
    if "link" in both and request.options.get("enable_thinking") is not True:
        yield say.problem("options", "link_needs_thinking", "§6.1")
    if both and framed:
        yield say.problem("options", "frames_or_references", "D-R17")
    clips, sounds = _seconds(request.videos), _seconds(request.audios)
    if max(clips, sounds) > 15:
        yield say.problem("media", "inputs_too_long", "§6.1", most=15)
    if request.videos and clips + max(request.duration or 5, 0) > 30:
        yield say.problem("duration", "thirty_in_all", "D-R17")


def _seconds(media: tuple[mw.Media, ...]) -> float:
    return sum(item.info.duration or 0.0 for item in media if item.info is not None)


def _series(request: mw.Request) -> Iterator[mw.Problem]:
    amount, most = request.series_amount, group_of(request)["series"]
    if amount is not None and request.operation is not mw.Operation.IMAGE_SERIES:
        yield say.problem("series_amount", "no_field", "D-R8")
    elif amount is not None and not (isinstance(amount, int) and 1 <= amount <= most):
        yield say.problem("series_amount", "series_amount", "§8", most=most)
    if request.resolution == "4k" and request.images:
        yield say.problem("resolution", "fine_needs_no_picture", "§8")


def _sizes(request: mw.Request) -> Iterator[mw.Problem]:
    group = group_of(request)
    if "size" in group and "size" not in request.options and request_body.size_of(group, request) == "":
        yield say.problem("aspect_ratio", "size_not_offered", "§7")
