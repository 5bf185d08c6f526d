"""What a preview cannot show: cross-field rules beyond the lists of `describe()`."""

from collections.abc import Iterator

from mediawright.plugin import Message, Operation, Problem, Request
from mediawright_previz.labels import DOMAIN
from mediawright_previz.render.scenes import main_clip

#: seconds of the longest film: an hour of somebody's clip is no preview
MOST_SECONDS = 300


def problems(request: Request) -> list[Problem]:
    """All problems of a request; empty when it can be rendered. Pure."""
    return [*_shots(request), *_length(request), *_content(request)]


def _shots(request: Request) -> Iterator[Problem]:
    total = sum(shot.duration for shot in request.shots)
    if total and request.duration and total != request.duration:
        yield _problem("duration", "shots_length", (str(total),), shots=total, duration=request.duration)


def _length(request: Request) -> Iterator[Problem]:
    clip = main_clip(request)
    measured = [m.info.duration for m in (clip, *request.audios) if m and m.info and m.info.duration]
    added = request.duration if request.operation is Operation.EXTEND_VIDEO else 0
    seconds = max(max(measured, default=0) + (added or 0), sum(shot.duration for shot in request.shots))
    if seconds > MOST_SECONDS:
        yield _problem("media" if measured else "duration", "too_long", (), most=MOST_SECONDS, seconds=round(seconds))


def _content(request: Request) -> Iterator[Problem]:
    if request.operation is Operation.LIP_SYNC and not (request.images or request.videos):
        yield _problem("media", "face", ())
    words = request.prompt.strip() or any(shot.prompt.strip() for shot in request.shots)
    if not (words or request.media or request.subject_ids):
        yield _problem("prompt", "words", ())


def _problem(field: str, key: str, allowed: tuple[str, ...], **values: object) -> Problem:
    message = Message(f"previz.problem.{key}", values, domain=DOMAIN)
    return Problem(field=field, message=message, rule=f"previz.{key}", allowed=allowed)
