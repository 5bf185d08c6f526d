"""What the board's pages do: each piece with a studio of its own, and jobs that are carried to their files meanwhile."""

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path

from mediawright.handlers.errors import answered
from mediawright.handlers.hints import leaves_something, shown
from mediawright.handlers.jobs import of_failure, of_job
from mediawright.handlers.listings import providers
from mediawright.handlers.response import Response
from mediawright.handlers.threads import remember
from mediawright.runner.observer import NullObserver
from mediawright.services.kept_work import KeptWork
from mediawright.services.studio import Studio
from mediawright.types.auth import AuthLink
from mediawright.types.errors import MediawrightError
from mediawright.types.job import Job, Progress
from mediawright.types.message import Lang
from mediawright.types.provider import Provider

Answering = Callable[[Studio], Awaitable[Response]]

#: the board's own conversation
THREAD = "board"
#: how long a page waits for a submit (seconds); it goes on by itself
SUBMIT_S = 25.0
#: waiting pages whose conversation is remembered
MOST_THREADS = 500


def new_thread() -> str:
    """A conversation of its own, for a message that begins something."""
    return f"{THREAD}-{secrets.token_hex(4)}"


class Live(NullObserver):
    """The provider's own word on one job that this process follows."""

    def __init__(self) -> None:
        self.progress: Progress | None = None

    def update(self, progress: Progress) -> None:
        self.progress = progress


class BoardWork(KeptWork):
    """The work behind the pages. Jobs that were started here are followed here; all others by the ledger."""

    def __init__(self, environ: Mapping[str, str], cwd: Path) -> None:
        super().__init__(environ, cwd)
        self.live: dict[str, Live] = {}
        self.ending = asyncio.Event()
        #: the links of sign-ins that were begun here, by provider
        self.links: dict[str, AuthLink] = {}
        #: the conversations of waiting pages, as far as this process knows them
        self._threads: OrderedDict[str, str] = OrderedDict()
        self._providers: Mapping[str, Provider] | None = None
        #: where the server listens, and how many streams of events are open
        self.address = ""
        self.streams = 0

    def providers(self, studio: Studio) -> Mapping[str, Provider]:
        """Every provider that loads, found once: what they describe does not change while this process lives."""
        if self._providers is None:
            self._providers = providers(studio)
        return self._providers

    async def warm(self) -> None:
        """Load what the first page needs before somebody waits for it."""

        async def load(studio: Studio) -> None:
            self.providers(studio)
            if studio.has_ledger:
                self.tell_ends(studio)

        with suppress(MediawrightError):  # the page that needs it tells what is wrong
            await self.read_only(load)

    def talked(self, quote_id: str, thread: str) -> None:
        """Remember the conversation that a waiting page came from."""
        self._threads[quote_id] = thread
        while len(self._threads) > MOST_THREADS:
            self._threads.popitem(last=False)

    def thread_of(self, quote_id: str) -> str:
        """The conversation of a waiting page; the board's own where nothing says."""
        return self._threads.get(quote_id.upper(), THREAD)

    async def answer(self, work: Answering, lang: Lang, thread: str = THREAD) -> Response:
        """An answer that starts nothing, kept in its conversation."""
        return await self.read_only(self._whole(work, lang, thread))

    async def failure(self, error: MediawrightError, lang: Lang) -> Response:
        """A failure as every front end tells it."""

        async def told(studio: Studio) -> Response:
            return await of_failure(studio, error, lang)

        return await self.read_only(told)

    async def spend(self, work: Answering, lang: Lang, thread: str = THREAD) -> Response | None:
        """The answer of something that may spend, which no closed window cuts. None: it goes on and answers later."""
        return await self.keep(self._whole(work, lang, thread), SUBMIT_S)

    def _whole(self, work: Answering, lang: Lang, thread: str) -> Answering:
        async def whole(studio: Studio) -> Response:
            studio.thread = thread
            response = await answered(studio, work, lang, debug=self.debug)
            if leaves_something(studio, response):
                remember(studio, thread, response, lang)
            return shown(studio, response)

        return whole

    def carry(self, job: Job, lang: Lang, thread: str = THREAD) -> None:
        """Follow a job to its files from now on, unless it is followed already."""
        if not self.follows(job.id):
            self.follow(job.id, asyncio.create_task(self._carry(job, lang, thread)))

    async def _carry(self, job: Job, lang: Lang, thread: str) -> None:
        live = self.live[job.id] = Live()

        async def home(studio: Studio) -> Response:
            return of_job(studio, await studio.bring_home(job, lang=lang, observer=live))

        try:
            with suppress(Exception):  # what became of it stands in the ledger, and the next page tells it
                await self.read_only(self._whole(home, lang, thread))
        finally:
            self.live.pop(job.id, None)

    async def finish(self, seconds: float = 20.0) -> None:
        """Let what is being sent reach its end; jobs that only wait at a provider wait there."""
        self.ending.set()
        await super().finish(seconds)
