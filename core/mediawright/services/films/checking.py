"""The check after download of a film's take: the one that every job has, or a new one where it was not made."""

from collections.abc import Mapping
from typing import Any

from mediawright.film.plan import Plan
from mediawright.runner.result_check import check_job
from mediawright.types.job import Job


def check_take(job: Job, plan: Plan, number: int) -> Mapping[str, Any]:
    """What the check found, as data. Blocking."""
    return check_job(job, still=plan.shots[number].kind != "video")
