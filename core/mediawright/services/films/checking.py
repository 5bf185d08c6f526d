"""The check after download of a film's take, with what its request asked for."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from mediawright.film.plan import Plan
from mediawright.types.job import Job
from mediawright.types.operations import MediaKind
from mediawright.types.request import Request


def check_take(job: Job, plan: Plan, number: int) -> Mapping[str, Any]:
    """What the check found, as data. Blocking."""
    return check_job(job, still=plan.shots[number].kind != "video")


def check_job(job: Job, *, still: bool = False) -> Mapping[str, Any]:
    """The heaviest of what the check found in a job's files. Blocking. Raises ImportError without the extra `media`."""
    from mediawright.media.quality import ORDER, Quality, check_file

    worst = Quality()
    for asset in job.assets:
        found = check_file(Path(asset.path), asset.media_type, asked_of(job.request, asset.kind, still=still))
        if ORDER.index(found.verdict) >= ORDER.index(worst.verdict):
            worst = found
    return worst.as_data()


def asked_of(request: Request, kind: MediaKind, *, still: bool = False) -> Any:
    """What the request asked of a file."""
    from mediawright.media.quality import Asked

    if kind is not request.operation.result:
        return Asked(still=still)
    ratio = None
    if request.aspect_ratio and ":" in request.aspect_ratio:
        wide, high = request.aspect_ratio.split(":", 1)
        ratio = float(Fraction(int(wide), int(high))) if wide.isdigit() and high.isdigit() and int(high) else None
    lines = (request.resolution or "").removesuffix("p")
    return Asked(
        duration=request.duration if kind is MediaKind.VIDEO else None,
        ratio=ratio,
        short_side=int(lines) if lines.isdigit() and kind is MediaKind.VIDEO else None,
        sound=bool(request.sound),
        still=still,
    )
