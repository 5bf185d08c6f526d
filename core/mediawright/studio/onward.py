"""The exact commands that go on from here: what stands in every answer's `next`."""

import shlex
from collections.abc import Sequence

from mediawright.types.job import Job
from mediawright.types.money import Price, Quote

PROGRAM = "mediawright"


def spell(*words: str) -> str:
    """One command line, quoted for a shell."""
    return shlex.join((PROGRAM, *words))


def cost_word(price: Price) -> str:
    """What `--approve-cost` takes for this price: the number, or "unknown"."""
    return "unknown" if price.amount is None else f"{price.amount.value.normalize():f}"


def confirm(quote: Quote) -> str:
    return spell("confirm", quote.id, "--approve-cost", cost_word(quote.price), "--json")


def wait(job: Job) -> str:
    return spell("jobs", "wait", job.id, "--json")


def after_submit(job: Job) -> tuple[str, ...]:
    return (wait(job), spell("jobs", "show", job.id, "--json"))


def uncertain(job_id: str) -> tuple[str, ...]:
    return (spell("jobs", "resume", job_id, "--json"), spell("jobs", "show", job_id, "--json"))


def login(provider: str) -> tuple[str, ...]:
    return (spell("auth", "login", provider, "--json"),)


def unfinished(jobs: Sequence[Job]) -> tuple[str, ...]:
    """One command for all of them, or for the only one."""
    return (spell("jobs", "resume", *([jobs[0].id] if len(jobs) == 1 else []), "--json"),)
