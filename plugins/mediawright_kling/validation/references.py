"""K-R33 to K-R55: clips, frames, references and elements of a video (§12.3)."""

import re

from mediawright.plugin import Media, Role
from mediawright_kling.placeholders import dangling
from mediawright_kling.refusals import problem
from mediawright_kling.routes import Path
from mediawright_kling.validation.case import Case, Found

FRAME_TYPES = ("first_frame", "end_frame")
MOST_WITHOUT_CLIP = 7
MOST_WITH_CLIP = 4
MOST_ELEMENTS_WITH_FRAMES = 3


def r33_one_clip(case: Case) -> Found:
    clips = case.request.videos
    if not case.is_video:
        return
    if len(clips) > 1:
        yield problem("K-R33", "video", "clip_one", count=len(clips))
    for clip in clips:
        if not clip.source.strip():
            yield problem("K-R33", "video", "clip_empty")
        elif _several(clip):
            yield problem("K-R33", "video", "clip_comma")


def r34_clip_address(case: Case) -> Found:
    if not case.is_video:
        return
    for clip in case.request.videos:
        if clip.source.strip() and not clip.is_url:
            yield problem("K-R34", "video", "clip_local")


def r35_clip_words(case: Case) -> Found:
    """The words themselves are the role of the clip, and an approval or no; `studio.reading` refuses any other."""
    if case.full.clip is None and case.request.keep_original_sound is not None:
        yield problem("K-R35", "keep_original_sound", "needs_clip", option="keep-original-sound")


def r36_clip_limits(case: Case) -> Found:
    """Only what was measured: a clip by address is not fetched, so this speaks when somebody measured it."""
    info = case.full.clip.info if case.full.clip else None
    if not case.is_video or info is None or info.duration is None:
        return
    longest = 10 if case.model == "kling-video-o1" else 15
    if not 3 <= info.duration <= longest:
        yield problem("K-R36", "video", "clip_length", seconds=round(info.duration, 1), longest=longest)


def r37_sound_with_clip(case: Case) -> Found:
    if case.is_video and case.request.sound is True and case.full.clip:
        yield problem("K-R37", "sound", "sound_with_clip", ("off",))


def r43_picture_count(case: Case) -> Found:
    most = MOST_WITH_CLIP if case.full.clip else MOST_WITHOUT_CLIP
    if case.omni_video and len(case.pictures) > most:
        yield problem("K-R43", "image", "pictures_many", count=len(case.pictures), most=most)


def r44_lists(case: Case) -> Found:
    if any(not media.source.strip() for media in case.request.images):
        yield problem("K-R44", "image", "picture_empty")
    if any(not element.strip() for element in case.request.subject_ids):
        yield problem("K-R44", "element_ids", "element_empty")
    types = case.said.types
    if not types:
        return
    if any(item not in {*FRAME_TYPES, ""} for item in types):
        yield problem("K-R44", "image_types", "frame_type", FRAME_TYPES, found=", ".join(types))
    if len(types) != len(case.said.listed):
        yield problem("K-R44", "image_types", "types_count", types=len(types), pictures=len(case.said.listed))


def types_on_basic_route(case: Case) -> Found:
    """The vendor's tool checks the list there and then drops it; here a choice that is not sent is refused."""
    if case.is_video and case.said.types and not case.route.omni:
        yield problem("K-R44", "image_types", "types_ignored")


def r45_end_needs_first(case: Case) -> Found:
    if case.omni_video and case.full.end_frames and not case.full.first_frames:
        yield problem("K-R45", "image_tail", "end_without_first")


def r46_tail_needs_image(case: Case) -> Found:
    if case.is_video and case.full.tail and not case.full.listed:
        yield problem("K-R46", "image_tail", "tail_without_image")


def r47_o1_end_frame(case: Case) -> Found:
    if case.model == "kling-video-o1" and case.full.end_frames and len(case.pictures) > 2:
        yield problem("K-R47", "image", "o1_end_frame")


def r48_frames_with_edit(case: Case) -> Found:
    if case.is_video and case.full.has_frames and case.full.edits_clip:
        yield problem("K-R48", "video_refer_type", "frames_with_edit")


def r49_elements_with_frames(case: Case) -> Found:
    count = len(case.full.elements)
    if case.omni_video and case.full.has_frames and count > MOST_ELEMENTS_WITH_FRAMES:
        yield problem("K-R49", "element_ids", "elements_with_frames", count=count, most=MOST_ELEMENTS_WITH_FRAMES)


def r50_o1_frames_and_elements(case: Case) -> Found:
    both = case.full.first_frames and case.full.end_frames
    if case.model == "kling-video-o1" and both and case.full.elements:
        yield problem("K-R50", "element_ids", "o1_elements")


def r51_total(case: Case) -> Found:
    if not case.omni_video or not case.full.elements:
        return
    total = len(case.pictures) + len(case.full.elements)
    most = MOST_WITH_CLIP if case.full.clip else MOST_WITHOUT_CLIP
    if total > most:
        yield problem("K-R51", "element_ids", "total_many", count=total, most=most)


def r54_one_of_each_frame(case: Case) -> Found:
    for role, frames in ((Role.FIRST_FRAME, case.full.first_frames), (Role.END_FRAME, case.full.end_frames)):
        if case.is_video and len(frames) > 1:
            yield problem("K-R54", "image_types", "frame_twice", frame=role.value, count=len(frames))


def r55_placeholders(case: Case) -> Found:
    if case.said.is_element:
        return
    for name, there in dangling(case.full):
        yield problem("K-R55", "prompt", "placeholder", name=f"<<<{name}>>>", there=there)


def negative_on_omni(case: Case) -> Found:
    """§13.1: dropped there. With a picture and a ratio the vendor's tool says so (a notice here), else not (refused)."""
    if not case.request.negative_prompt:
        return
    announced = case.omni_video and case.route.why == "ratio"
    if case.route.omni and not announced:
        yield problem(None, "negative_prompt", "negative_on_omni")


def basic_route_inputs(case: Case) -> Found:
    """image2video takes one start picture; everything else typed beside it would be dropped."""
    if case.path is Path.IMAGE2VIDEO and case.full.listed[0].role is Role.END_FRAME:
        yield problem("K-R45", "image", "end_without_first")


RULES = (
    r33_one_clip,
    r34_clip_address,
    r35_clip_words,
    r36_clip_limits,
    r37_sound_with_clip,
    r43_picture_count,
    r44_lists,
    types_on_basic_route,
    r45_end_needs_first,
    r46_tail_needs_image,
    r47_o1_end_frame,
    r48_frames_with_edit,
    r49_elements_with_frames,
    r50_o1_frames_and_elements,
    r51_total,
    r54_one_of_each_frame,
    r55_placeholders,
    negative_on_omni,
    basic_route_inputs,
)


def _several(clip: Media) -> bool:
    """Two in one word: a link may hold commas of its own, and a file that was measured is one whatever its name is."""
    if clip.is_url:
        return re.search(r",\s*https?://", clip.source) is not None
    return "," in clip.source and clip.info is None
