"""What all pages of a board share, and the few ways in which one answers."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from mediawright.board.place import Place
from mediawright.board.sessions import Session, Sessions
from mediawright.board.templates import Templates, lang_of
from mediawright.board.thumbnails import Thumbnails
from mediawright.board.views.blocks import page_view
from mediawright.board.work import THREAD, BoardWork
from mediawright.clock import clock_of
from mediawright.config import Config
from mediawright.context.protocol import Clock
from mediawright.handlers.response import Response as Answer
from mediawright.ledger.results import Wanted
from mediawright.paths import Home
from mediawright.services.approval import ApprovalNeeded
from mediawright.services.studio import Studio
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import MediawrightError
from mediawright.types.job import Job
from mediawright.types.message import Lang

Say = Callable[[str], None]
ShowFile = Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class Site:
    """One board. `say` is where the person who started it reads, in the language `said_in`."""

    work: BoardWork
    place: Place
    sessions: Sessions
    templates: Templates
    thumbnails: Thumbnails
    home: Home
    clock: Clock
    say: Say
    said_in: Lang
    #: shows a file in this machine's file manager; None where there is no desktop, or the board is reached from elsewhere
    show_file: ShowFile | None = None

    def origin(self) -> str:
        """Where a browser reaches the board: "http://127.0.0.1:49152"."""
        return self.place.origin or self.work.address

    @classmethod
    def of(cls, work: BoardWork, place: Place, sessions: Sessions, say: Say, said_in: Lang = "en") -> "Site":
        home, clock = Home.find(work.environ), clock_of(work.environ)
        return cls(work, place, sessions, Templates(place), Thumbnails(home), home, clock, say, said_in)

    def lang(self, request: Request) -> Lang:
        try:
            configured = Config.load(self.home).lang
        except MediawrightError:
            configured = "auto"  # the pages that need the settings tell what is wrong with them
        return lang_of(request, configured)

    def to(self, path: str) -> RedirectResponse:
        """See another page of the board."""
        return RedirectResponse(self.place.path(path), status_code=303)

    def page(self, request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        return self.templates.page(request, template, self.lang(request), status=status, **values)

    async def shown(self, request: Request, name: str, here: str, make: Callable[[Studio, Lang], Any]) -> Response:
        """A page whose values are made with a studio; what cannot be made is told as every failure is."""
        lang = self.lang(request)

        async def work(studio: Studio) -> dict[str, Any]:
            made = make(studio, lang)
            values = await made if isinstance(made, Awaitable) else made
            return {**head(studio), **values}

        try:
            values = await self.work.read_only(work)
        except MediawrightError as error:
            return await self.failed(request, error, here)
        return self.page(request, name, here=here, **values)

    async def failed(self, request: Request, error: MediawrightError, here: str = "") -> Response:
        """A failure as a page of its own."""
        answer = await self.work.failure(error, self.lang(request))
        return self.answered(request, answer, here=here, status=404 if error.code == "not_found" else 400)

    def answered(
        self, request: Request, answer: Answer, *, here: str = "", status: int = 200, thread: str = THREAD
    ) -> Response:
        """An answer in words, with what can be done next."""
        lang = self.lang(request)
        view = page_view(answer.page, lang)
        steps = [str(step) for step in answer.page.next] if answer.failure is not None else []
        return self.page(
            request,
            "answer.html",
            status=status,
            here=here,
            answer=view,
            commands=steps,
            thread=thread,
            waiting=0,
            running=0,
        )

    def led_to(self, request: Request, answer: Answer, thread: str = THREAD) -> Response:
        """Where a form leads: to the waiting page of a price, to the page of a job, or to the answer in words."""
        session: Session = request.state.session
        failure = answer.failure
        if isinstance(failure, ApprovalNeeded):
            stale, quote_id = "?changed=1" if failure.stale else "", str(failure.data["quote"])
            self.work.talked(quote_id, thread)
            return self.to(f"/quotes/{quote(quote_id)}{stale}")
        job = answer.page.data.get("job")
        if job is not None and failure is None and answer.page.name != "jobs":
            return self.to(f"/jobs/{job.id if isinstance(job, Job) else job}")
        return self.to(f"/answers/{session.keep((answer, thread))}")


def counts(studio: Studio) -> dict[str, Any]:
    """What waits for an approval, and what runs: the numbers beside the names of the pages."""
    if not studio.has_ledger:
        return {"waiting": 0, "running": 0}
    return {"waiting": len(studio.ledger.open_quotes(99)), "running": len(studio.unfinished())}


def head(studio: Studio) -> dict[str, Any]:
    """What the head of every page needs: the numbers, and whether there are films."""
    return {**counts(studio), "films": studio.has_ledger and studio.ledger.films.any()}


def has_any(studio: Studio) -> bool:
    """Was anything ever made here?"""
    return studio.has_ledger and bool(studio.ledger.results.page(Wanted(), limit=1))
