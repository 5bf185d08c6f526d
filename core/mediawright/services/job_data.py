"""A job as `--json` and the results file of a batch print it."""

from typing import Any

from mediawright.types.codec import plain
from mediawright.types.job import Job


def job_data(job: Job) -> dict[str, Any]:
    """What `--json` says of a job, the same everywhere."""
    return {
        "job": job.id,
        "state": job.state.value,
        "provider": job.provider,
        "model": job.request.model,
        "task_id": job.task.id if job.task else None,
        "files": [plain(asset) for asset in job.assets],
        "charged": plain(job.charged),
        "quoted": plain(job.quote.price.amount) if job.quote else None,
        "element_id": job.subject_id,
    }
