"""A shot of the plan → the request that makes it, as far as the model that takes it can."""

from collections.abc import Callable, Mapping
from typing import Any

from mediawright.film.naming import mentioned, without_marks
from mediawright.film.plan import Cast, Line, Plan
from mediawright.film.timeline import Span, made_length, seconds_to_make
from mediawright.services.films.files import PlanFile
from mediawright.types.capability import Capability
from mediawright.types.codec import content_hash
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem
from mediawright.types.request import Request

#: said to every model that makes sound, so that clips can be cut together
CLEAN = {"en": "no background music, no captions, no on-screen text", "zh": "无背景音乐，无字幕，画面无文字"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a shot asks for, before a model is known. `values` are those of the command of the same kind."""

    command: str
    values: Mapping[str, Any]
    seconds: float


def wanted(file: PlanFile, number: int, span: Span, first_frame: str | None, *, pictures: bool) -> Wanted:
    """The values of a shot. `first_frame`: its path where the shot has one; `pictures`: give those of the cast along."""
    plan = file.plan
    shot = plan.shots[number]
    values: dict[str, Any] = {
        "prompt": words_of(plan, number, looks=not pictures),
        "provider": shot.provider or plan.defaults.provider,
        "model": shot.model or plan.defaults.model,
        "option": [f"{name}={value}" for name, value in {**plan.defaults.options, **shot.options}.items()],
    }
    if shot.kind == "still":
        values |= _of_pictures(plan, shot.provider, shot.model, shot.options)
        return Wanted("image", values | {"aspect_ratio": plan.format.ratio}, 0.0)
    given = [str(file.file(name)) for name in shot.pictures]
    if pictures and not first_frame:
        cast = mentioned(f"{shot.prompt} {shot.camera}", own_cast(plan))
        shown = [str(file.file(name)) for one in cast for name in one.pictures[:1]]
        if shown:  # to keep to, not to begin with
            values["operation"] = "reference_to_video"
        given += shown
    if given and not first_frame:
        values["image"] = given
    if first_frame:
        values["first_frame"] = first_frame
    if shot.end_frame:
        values["end_frame"] = str(file.file(shot.end_frame))
    return Wanted("video", values, seconds_to_make(span, plan.format.fps))


def own_cast(plan: Plan) -> tuple[Cast, ...]:
    """The cast that the plan itself describes. A member of the library keeps its `@name`: planning lets it take part."""
    return tuple(one for one in plan.cast if not one.library)


def words_of(plan: Plan, number: int, *, looks: bool) -> str:
    """The prompt: what is seen, who that is, the camera, the look of the film, and what is to be left out."""
    shot = plan.shots[number]
    chinese = plan.language == "zh"
    stop = "。" if chinese else ". "
    own = own_cast(plan)
    parts = [without_marks(shot.prompt, own)]
    if looks:
        cast = [one for one in mentioned(f"{shot.prompt} {shot.camera}", own) if one.look]
        parts += [f"{one.name}：{one.look}" if chinese else f"{one.name}: {one.look}" for one in cast]
    parts += [without_marks(shot.camera, own), plan.style.look]
    if shot.kind == "video":
        if plan.defaults.sound if shot.sound is None else shot.sound:
            parts += [said(line, plan.language) for line in shot.lines if not line.off_screen and not line.file]
        parts.append(CLEAN[plan.language])
    return stop.join(part.strip().rstrip("。.") for part in parts if part.strip())


def said(line: Line, language: str) -> str:
    """A line that the clip itself is to say."""
    if language == "zh":
        how = f"（{line.how}）" if line.how else ""
        return f"{line.who}{how}说：“{line.says}”"
    how = f", {line.how}," if line.how else ""
    return f'{line.who}{how} says: "{line.says}"'


def picture_wanted(plan: Plan, one: Cast) -> Wanted:
    """The picture of a member of the cast, from its look: what the shots are given to keep to."""
    chinese = plan.language == "zh"
    person = one.kind == "person"
    pose = (
        ("单人，正面，全身，素色背景" if chinese else "one person, facing us, full figure, plain background")
        if person
        else ""
    )
    parts = [f"{one.name}：{one.look}" if chinese else f"{one.name}: {one.look}", pose, plan.style.look]
    values = {
        "prompt": ("。" if chinese else ". ").join(part.strip().rstrip("。.") for part in parts if part.strip()),
        "aspect_ratio": "3:4" if person else plan.format.ratio,
        **_of_pictures(plan, None, None, {}),
    }
    return Wanted("image", values, 0.0)


def picture_fitted(asked: Wanted, able: Capability, read: Callable[[str, Mapping[str, Any]], Request]) -> Request:
    """The request for a model that can do so much."""
    values = dict(asked.values)
    if values["aspect_ratio"] not in able.aspect_ratios:
        values.pop("aspect_ratio")
    return read(asked.command, values)


def _of_pictures(plan: Plan, provider: str | None, model: str | None, own: Mapping[str, Any]) -> dict[str, Any]:
    """Who makes a picture: as `[pictures]` says, else the provider of the shots with its usual model for pictures."""
    maker = plan.pictures
    usual = maker.provider if maker.named else plan.defaults.provider
    options = [f"{name}={value}" for name, value in {**maker.options, **own}.items()]
    return {"provider": provider or usual, "model": model or maker.model, "option": options}


def fitted(
    asked: Wanted, plan: Plan, number: int, able: Capability, read: Callable[[str, Mapping[str, Any]], Request]
) -> Request:
    """The request for a model that can do so much: the shortest length that is enough, shape, size and sound it takes.

    Raises InvalidRequest where no length of the model is enough.
    """
    shot = plan.shots[number]
    values = dict(asked.values)
    if able.durations and asked.command == "video":
        length = made_length(asked.seconds, able.durations)
        if length is None:
            longest = max(able.durations)
            problem = Message("film.no_length", {"shot": shot.id, "needed": f"{asked.seconds:g}", "longest": longest})
            raise InvalidRequest(Problem("duration", problem, allowed=tuple(map(str, sorted(able.durations)))))
        values["duration"] = length
    if plan.format.ratio in able.aspect_ratios:
        values["aspect_ratio"] = plan.format.ratio
    else:
        values.pop("aspect_ratio", None)
    if plan.format.resolution in able.resolutions:
        values["resolution"] = plan.format.resolution
    sound = plan.defaults.sound if shot.sound is None else shot.sound
    if sound in able.sound:
        values["sound"] = sound
    if able.negative_prompt and plan.style.avoid:
        values["negative_prompt"] = plan.style.avoid
    return read(asked.command, values)


def shape_of(request: Request, stands: Mapping[str, str]) -> str:
    """A request with its inputs by content, film-made ones by what they stand for: equal for equal words and wishes."""
    return _hashed(request, lambda source, sha256: stands.get(source) or sha256)


def key_of(request: Request, hashes: Mapping[str, str]) -> str:
    """A request with all its inputs by content."""
    return _hashed(request, lambda source, sha256: hashes.get(source) or sha256)


def _hashed(request: Request, name: Callable[[str, str], str]) -> str:
    media = [
        [one.kind.value, one.role.value, name(one.source, one.info.sha256 if one.info else one.source)]
        for one in request.media
    ]
    return content_hash([media, request.with_(media=())])
