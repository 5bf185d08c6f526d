"""Server-sent events: jobs as they change, while somebody looks."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from mediawright.board.pages.jobs import view_of
from mediawright.board.site import Site, counts
from mediawright.board.views.jobs import fingerprint
from mediawright.services.studio import Studio
from mediawright.types.errors import MediawrightError
from mediawright.types.job import Job
from mediawright.types.message import Lang

#: how often the ledger is read while somebody looks (seconds), after how long a silent stream says that it lives,
#: and how many may look at once
TICK_S, SILENCE_S, MOST = 1.0, 15.0, 16
#: jobs that one stream follows
FOLLOWED = 100


async def events(site: Site, request: Request) -> Response:
    """The stream. Each job comes as the row of the list, in the language of the page."""
    if site.work.streams >= MOST:
        raise HTTPException(503)
    stream = _stream(site, request, site.lang(request))
    return StreamingResponse(stream, media_type="text/event-stream", headers={"x-accel-buffering": "no"})


async def _stream(site: Site, request: Request, lang: Lang) -> AsyncIterator[str]:
    site.work.streams += 1
    try:
        yield "retry: 3000\n\n"
        async with site.work.studio() as studio:
            told = Told(site, studio, lang, request.state.session.csrf, seen_in(request.query_params.getlist("seen")))
            quiet = 0.0
            while not site.work.ending.is_set():
                found = told.changes()
                quiet = 0.0 if found else quiet + TICK_S
                for name, data in found:
                    yield message(name, data)
                if quiet >= SILENCE_S:
                    quiet = 0.0
                    yield ": still here\n\n"
                await _tick(site)
    finally:
        site.work.streams -= 1


async def _tick(site: Site) -> None:
    try:
        await asyncio.wait_for(site.work.ending.wait(), TICK_S)
    except TimeoutError:
        return


def message(name: str, data: Any) -> str:
    """One event; JSON has no line breaks, so one line holds it."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def seen_in(given: Sequence[str]) -> dict[str, str]:
    """Job → state, as the page that listens shows them ("ID:running"): what changed before it listened is told, too."""
    pairs = (one.partition(":") for one in given[:FOLLOWED])
    return {job: state for job, _, state in pairs if job and state}


class Told:
    """What one stream has said so far. `seen`: the states that its page shows."""

    def __init__(
        self, site: Site, studio: Studio, lang: Lang, csrf: str, seen: Mapping[str, str] | None = None
    ) -> None:
        self._site, self._studio, self._lang, self._csrf = site, studio, lang, csrf
        self._seen = {job: state for job, state in (seen or {}).items() if self._has(job)}
        self._known = site.work.providers(studio)
        self._said: dict[str, tuple[object, ...]] = {}
        self._counts: dict[str, Any] = {}
        self._first = True

    def _has(self, job_id: str) -> bool:
        try:
            return self._studio.has_ledger and self._studio.ledger.get(job_id).id == job_id
        except MediawrightError:
            return False

    def changes(self) -> list[tuple[str, Any]]:
        """What is new since the last time. A ledger that cannot be read at the moment changes nothing."""
        try:
            return self._changes()
        except MediawrightError:
            return []

    def _changes(self) -> list[tuple[str, Any]]:
        if not self._studio.has_ledger:
            return []
        running = {job.id: job for job in self._studio.unfinished()[-FOLLOWED:]}
        named = (*self._said, *self._seen) if self._first else tuple(self._said)
        gone = [self._studio.ledger.get(job_id) for job_id in named if job_id not in running]
        found = [event for job in (*running.values(), *gone) if (event := self._job(job)) is not None]
        for job in gone:
            self._said.pop(job.id, None)
        numbers = counts(self._studio)
        if numbers != self._counts:
            self._counts = numbers
            found.append(("counts", numbers))
        self._first = False
        return found

    def _job(self, job: Job) -> tuple[str, Any] | None:
        view = view_of(self._studio, self._site.work, job, self._known, self._lang)
        mark = fingerprint(view)
        if self._said.get(job.id) == mark:
            return None
        self._said[job.id] = mark
        if self._first and self._seen.get(job.id, view["state"]) == view["state"]:
            return None  # the page shows it as it is
        html = self._site.templates.text("fragments/job_row.html", self._lang, job=view, csrf=self._csrf)
        return "job", {"job": job.id, "state": view["state"], "html": html}
