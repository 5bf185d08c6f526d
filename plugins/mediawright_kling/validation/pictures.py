"""K-R57 to K-R66: pictures and elements (§12.4). K-R67 to K-R69 belong to the polls (`library`, `account`)."""

from mediawright.plugin import Media, Role
from mediawright_kling.options import CHARACTER_TAG, REF_TYPES, TAGS, items_of, text_of
from mediawright_kling.refusals import problem
from mediawright_kling.request_body import resolution_of
from mediawright_kling.routes import Path
from mediawright_kling.validation.case import Case, Found

MOST_REFERENCES = 10
RESOLUTIONS = ("1k", "2k", "4k")
NAME_LIMIT = 20
DESCRIPTION_LIMIT = 100
MOST_MORE_PICTURES = 3


def r57_series_picture(case: Case) -> Found:
    if case.said.is_series and not case.pictures:
        yield problem("K-R57", "image", "series_picture")


def r58_series_model(case: Case) -> Found:
    if case.said.is_series and case.model == "kling-image-o1":
        yield problem("K-R58", "model", "series_model", ("kling-v3-omni",))


def r59_references(case: Case) -> Found:
    count = len(case.pictures) + len(case.full.elements)
    if case.omni_image and count > MOST_REFERENCES:
        yield problem("K-R59", "image", "references_many", count=count, most=MOST_REFERENCES)


def r60_amounts(case: Case) -> Found:
    if not case.said.is_image:
        return
    request = case.request
    if case.said.is_series:
        amount = request.series_amount
        if amount != "auto" and (isinstance(amount, bool) or amount not in range(2, 10)):
            allowed = (*map(str, range(2, 10)), "auto")
            yield problem("K-R60", "series_amount", "series_amount", allowed, amount=amount)
    elif isinstance(request.count, bool) or request.count not in range(1, 10):
        yield problem("K-R60", "n", "count", tuple(map(str, range(1, 10))), count=request.count)


def r61_resolution(case: Case) -> Found:
    if not case.said.is_image:
        return
    resolution = resolution_of(case.full)
    if resolution not in RESOLUTIONS:
        yield problem("K-R61", "resolution", "resolution", RESOLUTIONS, resolution=resolution)
    elif resolution == "4k" and case.model != "kling-v3-omni" and (case.omni_image or case.path is Path.GENERATIONS):
        yield problem("K-R61", "resolution", "resolution_4k", ("1k", "2k"), model=case.model)


def r62_auto_ratio(case: Case) -> Found:
    if case.path is Path.GENERATIONS and case.full.ratio == "auto":
        yield problem("K-R62", "aspect_ratio", "ratio_auto")


def clips_of_a_picture(case: Case) -> Found:
    if case.said.is_image and case.request.videos:
        yield problem(None, "video", "not_taken", option="video")


def r64_element_words(case: Case) -> Found:
    if not case.said.is_element:
        return
    limits = {"name": NAME_LIMIT, "description": DESCRIPTION_LIMIT}
    for field, limit in limits.items():
        text = (text_of(case.request, field) or "").strip()
        if not text:
            yield problem("K-R64", field, f"element_{field}_missing")
        elif len(text) > limit:
            yield problem("K-R64", field, "element_words_long", length=len(text), limit=limit)
    if not text_of(case.request, "ref_type"):
        yield problem("K-R64", "ref_type", "ref_type_missing", tuple(REF_TYPES))


def r65_element_source(case: Case) -> Found:
    ref_type = text_of(case.request, "ref_type") if case.said.is_element else None
    if not ref_type:
        return
    if ref_type not in REF_TYPES:
        yield problem("K-R65", "ref_type", "ref_type", tuple(REF_TYPES), ref_type=ref_type)
    elif ref_type == "image_refer":
        yield from _image_refer(case)
    else:
        yield from _video_refer(case)


def _image_refer(case: Case) -> Found:
    if not _frontal(case):
        yield problem("K-R65", "frontal_image", "frontal_missing")
    if case.full.clip:
        yield problem("K-R65", "video", "clip_with_pictures")


def _video_refer(case: Case) -> Found:
    if not case.full.clip or not case.full.clip.source.strip():
        yield problem("K-R65", "video", "element_clip_missing")
    elif not case.full.clip.is_url:
        yield problem("K-R65", "video", "clip_local")
    if case.pictures:
        yield problem("K-R65", "frontal_image", "pictures_with_clip")


def _frontal(case: Case) -> tuple[Media, ...]:
    return case.request.of(None, Role.CHARACTER)


def r66_element_amounts(case: Case) -> Found:
    if not case.said.is_element:
        return
    more = len(case.pictures) - len(_frontal(case))
    if more > MOST_MORE_PICTURES:
        yield problem("K-R66", "refer_images", "refer_images_many", count=more, most=MOST_MORE_PICTURES)
    if len(_frontal(case)) > 1:
        yield problem("K-R66", "frontal_image", "frontal_many")
    if len(case.request.videos) > 1:
        yield problem("K-R66", "video", "clip_one", count=len(case.request.videos))


def element_tags(case: Case) -> Found:
    """§10: eight tags exist; a voice fits a clip's element, or a picture element that is a character."""
    if not case.said.is_element:
        return
    tags = items_of(case.request.options, "tags") or ()
    unknown = [tag for tag in tags if tag not in TAGS]
    if unknown:
        yield problem(None, "tags", "tags", tuple(TAGS), found=", ".join(unknown))
    pictures = text_of(case.request, "ref_type") == "image_refer"
    if pictures and text_of(case.request, "voice_id") and CHARACTER_TAG not in tags:
        yield problem(None, "voice_id", "voice_on_pictures", tag=CHARACTER_TAG)


RULES = (
    r57_series_picture,
    r58_series_model,
    r59_references,
    r60_amounts,
    r61_resolution,
    r62_auto_ratio,
    clips_of_a_picture,
    r64_element_words,
    r65_element_source,
    r66_element_amounts,
    element_tags,
)
