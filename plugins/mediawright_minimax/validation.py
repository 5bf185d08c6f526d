"""Rules that hang on several fields (docs/contracts/minimax.md §14): what is unfit is refused, never rounded (M-R11)."""

from collections.abc import Iterator

from mediawright import plugin as mw
from mediawright import sdk
from mediawright_minimax.provider import AUTO, GROUPS, MINIMAX, TABLE, group_of, say
from mediawright_minimax.request_body import LONG

Op, Role = mw.Operation, mw.Role
FRAMES = (Role.FIRST_FRAME, Role.END_FRAME)
#: files of a v2 body in all, seconds of all clips or sounds together, pictures a second of a clip (§3)
MOST_FILES, TOGETHER_S, RATES = 12, 15.0, (23.9, 60.1)


def problems(request: mw.Request) -> list[mw.Problem]:
    """Return everything that MiniMax would refuse or silently change."""
    if request.operation is Op.TEXT_TO_MUSIC and request.model not in GROUPS:
        return [say.problem("operation", "music_off", "M-R45")]
    if request.model not in GROUPS:
        return []
    family = group_of(request)["family"]
    rules = {"v2": _clip, "v1": _hailuo, "image": _image, "speech": _speech, "music": _music}
    limits, formats = (TABLE[name].get(family, {}) for name in ("limits", "formats"))
    files = sdk.file_problems(request.media, limits, "M-R14", formats, MINIMAX.title)
    found = [*rules[family](request), *files]
    if request.keep_original_sound is not None:
        found.append(say.problem("keep_original_sound", "no_field", "§3"))
    return found


def _clip(request: mw.Request) -> Iterator[mw.Problem]:
    frames = request.of(None, *FRAMES)
    beside = [item for item in request.media if item not in frames]
    framed = request.operation is Op.IMAGE_TO_VIDEO
    if frames and beside and (not framed or any(item.kind is not mw.MediaKind.IMAGE for item in beside)):
        yield say.problem("media", "frames_or_references", "M-R13")
    if request.of(None, Role.END_FRAME) and not [item for item in request.images if item.role is not Role.END_FRAME]:
        yield say.problem("media", "last_alone", "M-R13")
    if framed and request.aspect_ratio not in (None, AUTO):
        yield say.problem("aspect_ratio", "picture_decides", "M-R9")
    if request.operation is Op.REFERENCE_TO_VIDEO and not request.images and not request.videos:
        yield say.problem("media", "sound_alone" if request.audios else "needs_input", "M-R15")
    if len(request.media) > MOST_FILES:
        yield say.problem("media", "too_many_files", "M-R14", most=MOST_FILES, given=len(request.media))
    for several in (request.videos, request.audios):
        if sum(item.info.duration or 0.0 for item in several if item.info) >= TOGETHER_S + 0.5:
            yield say.problem("media", "too_long_together", "M-R14", most=int(TOGETHER_S))
    for clip in request.videos:
        if clip.info and clip.info.fps and not RATES[0] <= clip.info.fps <= RATES[1]:
            yield say.problem("media", "frame_rate", "M-R14", rate=f"{clip.info.fps:g}")


def _hailuo(request: mw.Request) -> Iterator[mw.Problem]:
    if request.resolution == "1080p" and request.duration == 10:
        yield say.problem("duration", "fine_is_short", "M-R22")
    if request.resolution == "512p" and request.of(None, Role.END_FRAME):
        yield say.problem("resolution", "coarse_one_frame", "M-R23")
    if request.operation is Op.IMAGE_TO_VIDEO and request.aspect_ratio not in (None, AUTO):
        yield say.problem("aspect_ratio", "picture_decides", "M-R25")


def _image(request: mw.Request) -> Iterator[mw.Problem]:
    sides = [request.options[name] for name in ("width", "height") if name in request.options]
    if len(sides) == 1:
        yield say.problem("options", "both_sides", "M-R38")
    if sides and request.aspect_ratio is not None:
        yield say.problem("aspect_ratio", "sides_or_shape", "M-R38")
    if any(isinstance(side, int) and side % 8 for side in sides):
        yield say.problem("options", "by_eight", "§6")
    if request.of(None, Role.REFERENCE) and "subject_reference" not in request.options:
        yield mw.Problem("media", say("only_a_face"), allowed=("subject_reference=character",), rule="§15")
    if "subject_reference" in request.options and not request.images:
        yield say.problem("options", "needs_input", "§6")


def _speech(request: mw.Request) -> Iterator[mw.Problem]:
    mixed = request.options.get("timbre_weights")
    if mixed is not None and request.voice:
        yield say.problem("voice", "voice_or_mix", "§7.1")
    if mixed is not None and not 1 <= len(mixed) <= 4:
        yield say.problem("options", "mix_of_four", "§7.1")
    if request.options.get("call") == "at_once" and len(request.prompt) >= LONG:
        yield say.problem("options", "long_text", "M-R42")
    if request.language and "language_boost" in request.options:
        yield say.problem("options", "language_twice", "§7.1")


def _music(request: mw.Request) -> Iterator[mw.Problem]:
    lyrics = request.options.get("lyrics")
    if lyrics is not None and not 1 <= len(lyrics) <= 3500:
        yield say.problem("options", "lyrics_length", "§8", most=3500)
    if lyrics is not None and request.options.get("is_instrumental"):
        yield say.problem("options", "sung_or_not", "§8")
    if lyrics is None and not request.prompt.strip():
        yield say.problem("prompt", "music_words", "§8")
