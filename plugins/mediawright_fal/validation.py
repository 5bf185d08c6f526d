"""Rules that hang on several fields: fal accepts first and refuses later, so they are checked here (contract §4.1, §9)."""

from collections.abc import Iterator

from mediawright import plugin as mw
from mediawright_fal import fields
from mediawright_fal import schema as schemas
from mediawright_fal.provider import GROUPS, known

#: seconds of all shots together, and how many there may be (§9.1)
LEAST_S, MOST_S, MOST_SHOTS = 3, 15, 6


def problems(request: mw.Request) -> list[mw.Problem]:
    """Return everything that an endpoint would refuse, and what it would silently do otherwise."""
    if request.model is None:
        return []
    return [*_words(request), *_high(request), *_many(request), *_nowhere(request)]


def _problem(field: str, key: str, rule: str, **values: object) -> mw.Problem:
    return mw.Problem(field, mw.Message(f"fal.{key}", values, domain="fal"), rule=rule)


def _words(request: mw.Request) -> Iterator[mw.Problem]:
    """A prompt or a list of shots, not both, and one of them (§9.1)."""
    schema = known(str(request.model), request.operation)
    shots = request.shots or request.options.get("multi_prompt")
    if "multi_prompt" not in schema["properties"]:
        return
    length = fields.length_of_shots(request)
    if length is not None and not LEAST_S <= length <= MOST_S:
        yield _problem("multi_prompt", "shots_length", "§9.1", given=length, least=LEAST_S, most=MOST_S)
    if len(shots or ()) > MOST_SHOTS:
        yield _problem("multi_prompt", "too_many_shots", "§9.1", given=len(shots or ()), most=MOST_SHOTS)
    if shots and request.prompt.strip():
        yield _problem("prompt", "prompt_or_shots", "§9.1")
    elif not shots and not request.prompt.strip():
        yield mw.Problem("prompt", mw.Message("problem.prompt.missing"), rule="§9.1")


def _high(request: mw.Request) -> Iterator[mw.Problem]:
    """Fine resolutions need the longest clip."""
    ruled = GROUPS.get(str(request.model), {}).get("rule") == "high_needs_8"
    if ruled and request.resolution in ("1080p", "4k") and request.duration not in (None, 8):
        yield _problem("duration", "high_needs_8", "§9.1", resolution=request.resolution)


def _many(request: mw.Request) -> Iterator[mw.Problem]:
    most = GROUPS.get(str(request.model), {}).get("total")
    if most is not None and len(request.media) > most:
        yield _problem("media", "too_many_files", "§9.1", given=len(request.media), most=most)
    if most is not None and request.audios and not (request.images or request.videos):
        yield _problem("media", "sound_needs_picture", "§9.1")


def _nowhere(request: mw.Request) -> Iterator[mw.Problem]:
    """What was asked for and has no field is refused, never dropped (§12.1)."""
    schema = known(str(request.model), request.operation)
    if request.sound and not schemas.first(schema, fields.SOUND) and not _always_sounds(request):
        yield _problem("sound", "no_sound", "§12.1")
    for name in ("style", "scope", "watermark"):
        if getattr(request, name):
            yield _problem(name, "no_field", "§12.1", what=name)
    if request.keep_original_sound is not None and not schemas.first(schema, fields.KEEP_SOUND):
        yield _problem("keep_original_sound", "no_field", "§12.1", what="keep_original_sound")


def _always_sounds(request: mw.Request) -> bool:
    return bool(GROUPS.get(str(request.model), {}).get("sound"))
