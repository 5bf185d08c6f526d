"""A no to a price page: taken back for good, or told that it came too late."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mediawright.handlers.response import Response
from mediawright.present import pages
from mediawright.present.page import Line, Page
from mediawright.services import actions
from mediawright.services.job_data import job_data
from mediawright.types.errors import ExitCode, MediawrightError
from mediawright.types.message import Message
from mediawright.types.states import FINAL

if TYPE_CHECKING:
    from mediawright.services.studio import Studio
    from mediawright.types.job import Job


def declined(studio: Studio, quote_id: str) -> Response:
    """Take a page's price offer back, or show the job that was started from it before the no came.

    "Nothing was sent or charged" is said only where no job was ever started from it.
    """
    job = studio.ledger.decline_quote(quote_id)
    if job is not None:
        return _too_late(studio, job)
    return _nothing_charged({"declined": quote_id})


def not_agreed() -> Response:
    """A no at the terminal to a price of which nothing is kept: the next run of the command asks anew."""
    return replace(_nothing_charged({}), exit=ExitCode.CONFIRM)


def _nothing_charged(data: dict[str, str]) -> Response:
    body = (Line(Message("thread.nothing_charged")),)
    page = Page(name="declined", title=Message("thread.declined"), body=body, data=data)
    return Response(page=page, status="declined")


def _too_late(studio: Studio, job: Job) -> Response:
    try:
        known = {job.provider: studio.registry.load(job.provider).provider}
    except MediawrightError:
        known = {}
    ways = (actions.action("jobs", "cancel", job=job.id),) if job.state not in FINAL else ()
    page = pages.job_show(job, known, next=(actions.show(job), *ways))
    page = replace(page, body=(Line(Message("thread.started_before")), *page.body))
    return Response(page=page, status="started_before").plus(data=job_data(job))
