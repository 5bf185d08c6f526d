"""Which machines can carry a job: files of this machine bind it to this machine, until they are where all reach them."""

from pathlib import Path

from mediawright.files.roots import Roots
from mediawright.secrets.links import MARK
from mediawright.types.errors import InvalidRequest
from mediawright.types.job import Job

#: no machine has this name: only the front end that was asked can carry such a job
FRONT_END = "-"


def reach_of(job: Job, machine: str, workers: Roots, *, stored: bool) -> str | None:
    """None where any machine can carry the job; else the one that can: `machine`, or FRONT_END.

    `workers`: what a worker of this home may read, whatever folder the request was made in. `stored`: there is a store,
    which has the inputs by now and takes the results.
    """
    if MARK in repr(job.request):
        return machine  # a link whose credential this home keeps
    if stored:
        return None
    given = [media.original or media.source for media in job.request.media if not media.is_url]
    inputs = [Path(source) for source in (*given, *job.request.option_files)]
    return machine if all(_readable(path, workers) for path in inputs) else FRONT_END


def _readable(path: Path, workers: Roots) -> bool:
    if not path.is_absolute():
        return False  # it begins at the folder that the request was made in
    try:
        workers.find_media(str(path), "media")
    except InvalidRequest:
        return False
    return True
