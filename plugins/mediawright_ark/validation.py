"""What Ark would refuse, or bill otherwise than it was quoted, told before anything is sent: docs/contracts/ark.md §14."""

import re
from collections.abc import Iterator

from mediawright import plugin as mw
from mediawright_ark import request_body
from mediawright_ark.provider import AUTO, GROUPS

Op = mw.Operation
#: words in a prompt that the service takes for options: the bill would follow them and not the quote (§3.3)
_NAMES = "rs|resolution|rt|ratio|dur|duration|frames|fps|framespersecond|seed|cf|camerafixed|camera_fixed|wm|watermark"
FLAG = re.compile(rf"(?<!\S)--(?:{_NAMES})(?![\w-])", re.IGNORECASE)
#: bytes of a sound, and of a whole body with its inputs as base64
SOUND, WHOLE = 15 * 10**6, 64 * 10**6
#: a clip may be so much longer than the page says (§3.5)
SPARE = 0.2


def problems(request: mw.Request) -> list[mw.Problem]:
    """Return everything that would be refused."""
    group = GROUPS.get(str(request.model))
    if group is None:
        return []
    if request.operation.result is mw.MediaKind.IMAGE:
        return [*_picture(request, group["most_inputs"]), *_weight(request)]
    strict = group.get("strict", False)
    return [
        *_words(request),
        *_draft(request),
        *_inputs(request, group["inputs"]["seconds"], strict),
        *_weight(request),
    ]


def _problem(field: str, key: str, rule: str, **values: object) -> mw.Problem:
    return mw.Problem(field, mw.Message(f"ark.{key}", values, domain="ark"), rule=rule)


def _words(request: mw.Request) -> Iterator[mw.Problem]:
    found = FLAG.search(request.prompt)
    if found:
        yield _problem("prompt", "flag", "A-R6", flag=found[0])
    if request.operation is Op.TEXT_TO_VIDEO and not request.prompt.strip() and not request.options.get("draft_task"):
        yield mw.Problem("prompt", mw.Message("problem.prompt.missing"))
    if request.seed is not None and not -1 <= request.seed <= 2**31 - 1:
        yield _problem("seed", "seed", "A-R18", most=2**31 - 1)


def _draft(request: mw.Request) -> Iterator[mw.Problem]:
    own = request.options
    if own.get("draft") and request.resolution != "480p":
        yield _problem("resolution", "draft", "A-R20")
    if own.get("draft_task") and (request.prompt.strip() or request.seed is not None or own.get("draft")):
        yield _problem("options", "final", "A-R20")


def _inputs(request: mw.Request, longest: int, strict: bool) -> Iterator[mw.Problem]:
    if any(not clip.is_url for clip in request.videos):
        yield _problem("media", "clip_needs_link", "A-R15")
    references = request.operation is Op.REFERENCE_TO_VIDEO
    if references and not request.media:
        yield _problem("media", "no_reference", "A-R9")
    if references and not strict and request.audios and not (request.images or request.videos):
        yield _problem("media", "sound_needs_picture", "A-R14")
    for kind, given in (("video", request.videos), ("audio", request.audios)):
        lengths = [media.info.duration for media in given if media.info and media.info.duration]
        if sum(lengths) > longest + SPARE:
            yield _problem("media", f"{kind}_too_long", "A-R13", given=round(sum(lengths), 1), most=longest)
        if any(length < 2 - SPARE for length in lengths):
            yield _problem("media", f"{kind}_too_short", "A-R13")
    for media in request.audios:
        if media.info and media.info.size > SOUND:
            yield _problem("media", "sound_too_big", "A-R13", most=15)
    for media in request.images:
        yield from _sides(media, 300, 6000, 2.5)


def _sides(media: mw.Media, least: int, most: int, ratio: float) -> Iterator[mw.Problem]:
    info = media.info
    if info is None or not info.width or not info.height:
        return
    low, high = sorted((info.width, info.height))
    if low < least or high > most or high / low > ratio:
        yield _problem("media", "sides", "A-R13", width=info.width, height=info.height, least=least, most=most)


def _weight(request: mw.Request) -> Iterator[mw.Problem]:
    inline = sum(media.info.size for media in request.media if media.info and not media.is_url)
    if inline * 4 / 3 > WHOLE:
        yield _problem("media", "too_heavy", "A-R16", most=64)


def _picture(request: mw.Request, most_inputs: int) -> Iterator[mw.Problem]:
    group = GROUPS[str(request.model)]
    if request.options.get("size") or request.aspect_ratio not in (None, AUTO):
        wide, high = request_body.pixels(request)
        least, most = group["area"]
        if not least <= wide * high <= most or not 1 / 16 <= wide / max(high, 1) <= 16:
            yield _problem("options", "area", "A-R39", size=f"{wide}x{high}", least=least, most=most)
    if request.operation is Op.IMAGE_SERIES and not 1 <= request_body.series(request) <= 15 - len(request.images):
        yield _problem("series_amount", "series", "A-R42", most=15 - len(request.images))
    own = request.options
    if own.get("background") == "transparent":
        if own.get("output_format") == "jpeg":
            yield _problem("options", "no_alpha", "§8.1")
        if "auto" not in group.get("backgrounds", ()) and len(request.images) != 1:
            yield _problem("options", "alpha_needs_picture", "§8.1")
    for media in request.images:
        yield from _sides(media, 15, 36_000, 16)
