"""Rules that hang on several fields: fal accepts first and refuses later, so they are checked here (contract §4.1, §9)."""

from collections.abc import Iterator

from mediawright import plugin as mw
from mediawright import sdk
from mediawright_fal.provider import ENDPOINTS

#: seconds of all shots together, and how many there may be (§9.1)
LEAST_S, MOST_S, MOST_SHOTS = 3, 15, 6
say = sdk.OwnWords("fal")


def problems(request: mw.Request) -> list[mw.Problem]:
    """Return everything that an endpoint would refuse, and what it would silently do otherwise."""
    return [*_words(request), *_of_row(request), *ENDPOINTS.problems(request)] if request.model is not None else []


def _words(request: mw.Request) -> Iterator[mw.Problem]:
    """A prompt or a list of shots, not both, and one of them (§9.1)."""
    if "multi_prompt" not in ENDPOINTS.schema(request)["properties"]:
        return
    shots, length = request.shots or request.options.get("multi_prompt"), ENDPOINTS.length_of_shots(request)
    if length is not None and not LEAST_S <= length <= MOST_S:
        yield say.problem("multi_prompt", "shots_length", "§9.1", given=length, least=LEAST_S, most=MOST_S)
    if len(shots or ()) > MOST_SHOTS:
        yield say.problem("multi_prompt", "too_many_shots", "§9.1", given=len(shots or ()), most=MOST_SHOTS)
    if shots and request.prompt.strip():
        yield say.problem("prompt", "prompt_or_shots", "§9.1")
    elif not shots and not request.prompt.strip():
        yield mw.Problem("prompt", mw.Message("problem.prompt.missing"), rule="§9.1")


def _of_row(request: mw.Request) -> Iterator[mw.Problem]:
    """Fine resolutions need the longest clip; a sound goes with something to be seen, where inputs are counted together."""
    row = ENDPOINTS.groups.get(str(request.model), {})
    high = row.get("rule") == "high_needs_8" and request.resolution in ("1080p", "4k")
    if high and request.duration not in (None, 8):
        yield say.problem("duration", "high_needs_8", "§9.1", resolution=request.resolution)
    if "total" in row and request.audios and not (request.images or request.videos):
        yield say.problem("media", "sound_needs_picture", "§9.1")
