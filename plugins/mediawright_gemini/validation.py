"""Rules that hang on several fields (docs/contracts/gemini.md §4.2, G-R19): the limits, and the option that lifts one."""

from collections.abc import Iterator

from mediawright import plugin as mw
from mediawright_gemini.provider import GROUPS, group_of, say
from mediawright_gemini.request_body import FOLLOWING

Operation = mw.Operation
#: seconds: a clip with both frames, a clip of reference, an extended clip as a whole
FRAMED, REFERENCE, WHOLE = 10, 3, 30


def problems(request: mw.Request) -> list[mw.Problem]:
    """Return everything that Google would refuse, or bill before it fails."""
    if request.model not in GROUPS:
        return []
    moves = group_of(request)["call"] == "video"
    return [*_plain(request), *(_clip(request) if moves else ()), *(_references(request) if moves else ())]


def _plain(request: mw.Request) -> Iterator[mw.Problem]:
    if request.keep_original_sound is not None:
        yield say.problem("keep_original_sound", "no_field", "§12")
    voices = request.options.get("voices")
    if voices and len(voices) > 2:
        yield say.problem("options", "two_voices", "§6")


def _clip(request: mw.Request) -> Iterator[mw.Problem]:
    follows = request.operation in FOLLOWING
    named = [name for name in ("previous", "after") if name in request.options]
    if follows and len(request.videos) + len(named) != 1:
        yield say.problem("media", "one_clip", "§12")
    if named and not follows:
        yield say.problem("options", "nothing_to_follow", "§4.1")
    if request.of(None, mw.Role.END_FRAME) and (request.duration or 0) > FRAMED:
        yield say.problem("duration", "framed_too_long", "G-R19", most=FRAMED)
    for clip in request.videos:
        length = (clip.info.duration if clip.info else None) or 0.0
        most = group_of(request)["shapes"][1] if "shapes" in group_of(request) else WHOLE
        if request.operation is Operation.EDIT_VIDEO and length >= most + 0.5:
            yield say.problem("media", "clip_too_long", "G-R19", most=most)
        if request.operation is Operation.EXTEND_VIDEO and length + (request.duration or 0) > WHOLE + 0.5:
            yield say.problem("duration", "whole_too_long", "G-R19", most=WHOLE)
        if request.operation is Operation.REFERENCE_TO_VIDEO and length >= REFERENCE + 0.5:
            yield say.problem("media", "clip_too_long", "G-R19", most=REFERENCE)


def _references(request: mw.Request) -> Iterator[mw.Problem]:
    most = int(request.options.get("max_references", 6))
    if request.operation is Operation.REFERENCE_TO_VIDEO and not request.images:
        yield say.problem("media", "needs_picture", "§12")
    if len(request.of(mw.MediaKind.IMAGE, mw.Role.REFERENCE, mw.Role.CHARACTER)) > most:
        yield say.problem("media", "too_many_references", "G-R19", most=most)
