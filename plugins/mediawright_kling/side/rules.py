"""The rules of the side endpoints that no table holds (docs/contracts/kling-more.md §8). Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from mediawright.plugin import Problem, Request
from mediawright_kling.refusals import problem
from mediawright_kling.side import effects
from mediawright_kling.side.checks import limits
from mediawright_kling.side.endpoints import Endpoint
from mediawright_kling.side.said import DIRECTIONS, MOST_AREA, expansion_of, language_of, marks_of, number_of, said

Found = Iterator[Problem]
CUT_MS = 2000
LANGUAGES = ("zh", "en")
ORIENTATIONS = ("image", "video")
LONGEST = {"image": 10, "video": 30}
PICTURE_RATIOS = ("16:9", "9:16", "1:1", "4:3", "3:4", "3:2", "2:3", "21:9")
EDITS = {"addition": (1, 2), "swap": (1, 1), "removal": (0, 0)}
MOST_MARKS = 10
#: of a voice sample: seconds, and its formats beside clips
SAMPLE = (5, 30)
SAMPLE_TYPES, SAMPLE_NAMES = ("audio/mpeg", "audio/wav"), ("mp3", "wav", "mp4", "mov")
#: names of cloned voices are long numbers; the speech endpoint does not know them (K-S23)
CLONED = 15


def problems_of(endpoint: Endpoint, request: Request) -> Sequence[Problem]:
    """Why a side request is refused before anything is sent."""
    own = RULES.get(endpoint.name)
    return (*limits(endpoint, request), *(own(request) if own else ()), *_not_taken(request))


def _not_taken(request: Request) -> Found:
    for field in ("seed", "style", "scope", "quality"):
        if getattr(request, field) is not None:
            yield problem(None, field, "not_taken", option=field)


def _lip_sync(request: Request) -> Found:
    """K-S12 as far as numbers are known before the faces are asked for, K-S13, K-S22 where the words are spoken."""
    sounds = sum((bool(request.audios), said(request, "audio_id") is not None, bool(request.prompt.strip())))
    if sounds != 1:
        yield problem("K-S4", "audio", "side_either" if sounds else "side_missing", ("audio", "audio-id", "prompt"))
    if said(request, "session_id") is not None and said(request, "face_id") is None:
        yield problem("K-S11", "face_id", "side_session_face")
    if request.prompt.strip():
        yield from _speech(request)
    start, end = number_of(request, "sound_start_time") or 0.0, number_of(request, "sound_end_time")
    measured = next((m.info.duration for m in request.audios if m.info and m.info.duration), None)
    if end is None and measured is None and not request.prompt.strip():
        yield problem("K-S12", "sound_end_time", "side_end_unknown")
        return
    last = measured * 1000 if end is None and measured else end
    if last is not None and last - start < CUT_MS:
        yield problem("K-S12", "sound_end_time", "side_cut_short", least=CUT_MS, found=int(last - start))
    if end is not None and measured is not None and end > measured * 1000:
        yield problem("K-S12", "sound_end_time", "side_cut_long", most=int(measured * 1000), found=int(end))


def _motion_control(request: Request) -> Found:
    """K-S17; the clip's length by what the person's turning follows (§2.2)."""
    orientation = said(request, "character_orientation")
    if orientation not in ORIENTATIONS:
        yield problem("K-S17", "character_orientation", "side_orientation", ORIENTATIONS)
        return
    if request.subject_ids and (request.model or "").lower() != "kling-v3":
        yield problem("K-S17", "element_ids", "side_motion_element", ("kling-v3",))
    if len(request.subject_ids) > 1 or (request.subject_ids and orientation == "image"):
        yield problem("K-S17", "element_ids", "side_motion_one_element")
    for clip in request.videos:
        seconds = clip.info.duration if clip.info else None
        if seconds is not None and seconds > LONGEST[orientation]:
            span = (f"3-{LONGEST[orientation]}",)
            yield problem("K-S17", "video", "side_clip_seconds", span, seconds=round(seconds, 1))


def _video_effect(request: Request) -> Found:
    """K-S19: as many pictures as the effect takes; K-S20: an effect that ended."""
    scene = effects.scene_of(request)
    if scene is None:
        yield problem("K-S20", "effect_scene", "side_effect_missing", effects.near(request.prompt[:40]))
        return
    day = effects.ended(scene)
    if day is not None:
        yield problem("K-S20", "effect_scene", "side_effect_ended", effects.near(scene), scene=scene, day=day)
        return
    count = len(request.images)
    wanted = 2 if scene in effects.two_pictures() else 1
    if count != wanted and (scene in effects.scenes() or count not in (1, 2)):
        yield problem("K-S19", "image", "side_pictures", (str(wanted),), count=count)


def _speech(request: Request) -> Found:
    """K-S22: the language; K-S23: a cloned voice is not known here."""
    if language_of(request) not in LANGUAGES:
        yield problem("K-S22", "language", "side_language", LANGUAGES, found=str(request.language)[:20])
    if request.voice and request.voice.isdecimal() and len(request.voice) >= CLONED:
        yield problem("K-S23", "voice", "side_cloned_voice")


def _clone_voice(request: Request) -> Found:
    """K-S27: a link to a sample of 5 to 30 seconds, and the person's word that the voice may be used; it is kept with the
    job. A name that is too long is the table's."""
    if said(request, "consent") != "yes":
        yield problem("K-S27", "consent", "side_consent", ("yes",))
    for sample in request.audios:
        if not sample.is_url:
            yield problem("K-S27", "audio", "side_sample_local")
        info = sample.info
        if info is not None and info.media_type not in SAMPLE_TYPES:
            yield problem("K-S27", "audio", "side_sample_type", SAMPLE_NAMES)
        if info is not None and info.duration is not None and not SAMPLE[0] <= info.duration <= SAMPLE[1]:
            span = (f"{SAMPLE[0]}-{SAMPLE[1]}",)
            yield problem("K-S27", "audio", "side_sound_seconds", span, seconds=round(info.duration, 2))


def _sound_effects(request: Request) -> Found:
    """K-S25: whole seconds asked for, too."""
    if said(request, "seconds") is None and request.duration is not None and not 3 <= request.duration <= 10:
        yield problem("K-S25", "duration", "side_number", ("3-10",), name="duration", found=str(request.duration))


def _outpaint(request: Request) -> Found:
    """K-S30."""
    shares = expansion_of(request)
    if shares is None:
        yield problem("K-S30", "aspect_ratio", "side_expansion_missing")
        return
    area = (1 + shares["up"] + shares["down"]) * (1 + shares["left"] + shares["right"])
    if not any(shares.values()):
        yield problem("K-S30", "aspect_ratio", "side_expansion_nothing")
    elif area > MOST_AREA + 0.001 or any(not 0 <= shares[side] <= 2 for side in DIRECTIONS):
        yield problem("K-S30", "aspect_ratio", "side_expansion_far", most=MOST_AREA, found=round(area, 2))
    if request.count is not None and not 1 <= request.count <= 9:
        yield problem("K-S30", "count", "side_number", ("1-9",), name="count", found=str(request.count))


def _multi_image(request: Request) -> Found:
    """K-S31."""
    if request.count is not None and not 1 <= request.count <= 9:
        yield problem("K-S31", "count", "side_number", ("1-9",), name="count", found=str(request.count))
    if request.aspect_ratio and request.aspect_ratio not in PICTURE_RATIOS:
        yield problem("K-S31", "aspect_ratio", "ratio", PICTURE_RATIOS, ratio=request.aspect_ratio)


def _multi_elements(request: Request) -> Found:
    """K-S33: the clip's length; K-S34: pictures by what is done, the marks."""
    edit = said(request, "edit_mode")
    if edit not in EDITS:
        yield problem("K-S34", "edit_mode", "side_edit_mode", tuple(EDITS))
        return
    least, most = EDITS[edit]
    if not least <= len(request.images) <= most:
        allowed = str(least) if least == most else f"{least}-{most}"
        yield problem("K-S34", "image", "side_pictures", (allowed,), count=len(request.images))
    marks = marks_of(request)
    if marks is None or len(marks) > MOST_MARKS or any(len(mark["points"]) > MOST_MARKS for mark in marks):
        yield problem("K-S34", "marks", "side_marks", most=MOST_MARKS)
    elif not marks and said(request, "session_id") is None and edit != "addition":
        yield problem("K-S34", "marks", "side_marks_missing")
    for clip in request.videos:
        seconds = clip.info.duration if clip.info else None
        if seconds is not None and not (2 <= seconds <= 5 or 7 <= seconds <= 10):
            yield problem("K-S33", "video", "side_clip_seconds", ("2-5", "7-10"), seconds=round(seconds, 1))
    if request.duration not in (None, 5, 10):
        yield problem("K-S33", "duration", "side_number", ("5", "10"), name="duration", found=str(request.duration))


RULES: Mapping[str, Callable[[Request], Found]] = {
    "lip_sync": _lip_sync,
    "motion_control": _motion_control,
    "video_effect": _video_effect,
    "text_to_speech": _speech,
    "clone_voice": _clone_voice,
    "sound_effects": _sound_effects,
    "outpaint": _outpaint,
    "multi_image": _multi_image,
    "multi_elements": _multi_elements,
}
