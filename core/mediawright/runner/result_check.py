"""The check after download of every job: damaged files and what is worth a person's glance, kept in the job's record."""

import asyncio
from collections.abc import Mapping
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from mediawright.ledger import Ledger
from mediawright.types.errors import LocalFault
from mediawright.types.job import Job
from mediawright.types.message import Message
from mediawright.types.operations import MediaKind
from mediawright.types.request import Request

#: the event that keeps what was found
EVENT = "checked"


def check_job(job: Job, *, still: bool = False) -> Mapping[str, Any]:
    """The heaviest of what the check found in a job's files. Blocking. Raises ImportError without the extra `media`."""
    from mediawright.media.quality import ORDER, Quality, check_file

    worst = Quality()
    for asset in job.assets:
        found = check_file(Path(asset.path), asset.media_type, asked_of(job.request, asset.kind, still=still))
        if ORDER.index(found.verdict) >= ORDER.index(worst.verdict):
            worst = found
    return worst.as_data()


async def record_check(job: Job, ledger: Ledger) -> None:
    """Check a finished job's files and keep what was found. Whatever a parser meets, the job stays done."""
    if not job.assets or any(find_spec(name) is None for name in ("av", "PIL")):
        return
    try:
        found = await asyncio.to_thread(check_job, job)
    except Exception:  # noqa: BLE001  the file was paid for and is here: a check decides nothing
        return
    ledger.note(job.id, EVENT, **found)


def finding_of(job: Job, ledger: Ledger) -> Message | None:
    """The one sentence about a job's files, None where there is none to say."""
    try:
        events = [event for event in ledger.events(job.id) if event.kind == EVENT]
    except LocalFault:
        return None
    if not events:
        return None
    from mediawright.media.quality import from_data

    first = from_data(events[-1].data).first
    return first.message if first else None


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
