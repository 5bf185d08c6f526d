"""What ChatArt refuses beyond the plain value lists: rules that hang on several fields at once, and what fits instead.

Everything here is said before anything is uploaded or paid (C-R10), with the values that would have been taken. Nothing
is changed silently (C-R15): a model that does not fit is answered with those that do.
"""

from collections.abc import Callable, Iterable, Iterator

from mediawright.plugin import Media, Message, Operation, Problem, Request, Role
from mediawright_chatart import request_plan
from mediawright_chatart.models import KINDS, Kind, catalogue
from mediawright_chatart.provider import INPUT_BYTES, MEDIA_TYPES, NAME
from mediawright_chatart.request_plan import Plan
from mediawright_chatart.sources import extension_known

#: named by older editions, served by none of its calls (§6.7)
NOT_SERVED = {Operation.ANIMATE_IMAGE: "chatart.rule.no_restyled_clip", Operation.LIP_SYNC: "chatart.rule.no_lip_sync"}


def problems(request: Request) -> list[Problem]:
    """Everything that is wrong with a completed request; empty: it may be priced and sent."""
    if request.operation not in KINDS:
        key = NOT_SERVED.get(request.operation, "chatart.rule.not_offered")
        return [_problem("operation", key, "§6.7" if request.operation in NOT_SERVED else None)]
    plan = request_plan.plan(request)
    if plan is None:
        names = [entry.name for entry in catalogue().able(*KINDS[request.operation])]
        return [_problem("model", "chatart.rule.model", "C-R11", names)]
    return [found for rule in RULES for found in rule(request, plan)]


def _problem(field: str, key: str, rule: str | None, allowed: Iterable[str] = (), **values: object) -> Problem:
    names = tuple(allowed)
    return Problem(field, Message(key, {"allowed": " / ".join(names)} | values, NAME), rule, names)


def pictures(request: Request, plan: Plan) -> Iterator[Problem]:
    """Which roles go together (§6.3, §16)."""
    if plan.kind not in (Kind.I2V, Kind.OMNI):
        return
    framed = request_plan.frames(request)
    roles = [media.role for media in framed]
    if framed and len(framed) < len(request.images):
        yield _problem("media", "chatart.rule.frames_or_references", "§6.3")
    elif roles.count(Role.FIRST_FRAME) > 1 or roles.count(Role.END_FRAME) > 1:
        yield _problem("media", "chatart.rule.two_frames", "§6.3")
    elif roles == [Role.END_FRAME]:
        yield _problem("media", "chatart.rule.end_frame_alone", "§6.3")


def model_takes_them(request: Request, plan: Plan) -> Iterator[Problem]:
    """A model that cannot take these inputs is answered with those that can; it is never swapped (C-R15)."""
    if request_plan.fits(request, plan.entry):
        return
    names = [entry.name for entry in request_plan.models_that_fit(request)]
    key = "chatart.rule.model_inputs" if names else "chatart.rule.no_model_inputs"
    yield _problem("model", key, "C-R15", names, model=plan.entry.name)


def sound(request: Request, plan: Plan) -> Iterator[Problem]:
    """Which type a request from pictures becomes decides about sound: no silence from one or two pictures, and no sound
    from every model of references (§6.1)."""
    if request.operation is not Operation.IMAGE_TO_VIDEO:
        return
    if plan.kind is Kind.I2V and plan.entry.audio_in_omni and request.sound is False:
        yield _problem("sound", "chatart.rule.always_sound", "§6.1", ["on"])
    if plan.kind is Kind.OMNI and request.sound and not plan.entry.audio_in_omni:
        yield _problem("sound", "chatart.rule.no_sound", "§6.1", ["off"], model=plan.entry.name)


def picture_shape(request: Request, plan: Plan) -> Iterator[Problem]:
    """A picture's ratio is asked for, never assumed (§17.3)."""
    if not plan.kind.is_image:
        return
    ratios = plan.entry.ratios[plan.kind]
    if request.aspect_ratio is None:
        yield _problem("aspect_ratio", "chatart.rule.ratio_needed", "§17.3", ratios)
    elif plan.ratio is None and not unseen(request.images[0]):
        yield _problem("aspect_ratio", "chatart.rule.ratio_unmeasured", "§8.1", ratios)


def unseen(media: Media) -> bool:
    """A link that nobody has fetched yet: what hangs on its content is checked when the price is made."""
    return media.is_url and media.info is None


def extended_clip(request: Request, plan: Plan) -> Iterator[Problem]:
    """The longer clip keeps the quality of its source (§6.5)."""
    if plan.kind is not Kind.EXTEND or not request.videos:
        return
    if plan.resolution is None:
        if not unseen(request.videos[0]):
            yield _problem("video", "chatart.rule.clip_height_unknown", "§6.5")
    elif request.resolution not in (None, plan.resolution):
        yield _problem("resolution", "chatart.rule.quality_of_clip", "§6.5", [plan.resolution])


def driving_clip(request: Request, plan: Plan) -> Iterator[Problem]:
    """What is replaced must be said, and the clip must last a second at least (§9)."""
    if plan.kind is not Kind.REPLACE:
        return
    if request.scope is None and plan.entry.replace:
        yield _problem("scope", "chatart.rule.scope_needed", "§16", plan.entry.replace.scopes)
    if not request.videos or unseen(request.videos[0]):
        return
    if plan.seconds is None:
        yield _problem("video", "chatart.rule.clip_length_unknown", "§9")
    elif plan.seconds < 1:
        yield _problem("video", "chatart.rule.clip_too_short", "§9")


def links(request: Request, plan: Plan) -> Iterator[Problem]:
    """What a link's name promises; a local file is measured and checked by its content (§5.2, §5.6)."""
    for media in request.media:
        if media.is_url and not extension_known(media.source):
            yield _problem("media", "chatart.error.upload", "§5.2")


def copy_problems(media: Media) -> Iterator[Problem]:
    """What is wrong with a fetched copy, asked before anything is uploaded (C-R10)."""
    info = media.info
    if info is None or info.media_type not in MEDIA_TYPES:
        yield _problem("media", "chatart.error.upload", "§5.2")
    elif not 0 < info.size <= INPUT_BYTES:
        yield _problem("media", "chatart.rule.file_size", "§5.2")


Rule = Callable[[Request, Plan], Iterator[Problem]]
RULES: tuple[Rule, ...] = (
    pictures, model_takes_them, sound, picture_shape, extended_clip, driving_clip, links,
)  # fmt: skip
