"""An answer as HTML for a page inside a chat program: the board's own templates, with small pictures in the text itself.

Such a page reaches no file and no network. Pictures come inside the answer, in a bounded number of bytes; a whole file is
read by the program's own `resources/read`, up to the size that the server hands over, and a larger one is named.
"""

import asyncio
import base64
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mcp.server.apps import client_supports_apps
from mcp.server.context import ServerRequestContext

from mediawright.handlers.films import FilmService
from mediawright.handlers.listings import providers
from mediawright.handlers.response import Response
from mediawright.mcp.limits import LARGEST_READ
from mediawright.mcp.tool_executor import ToolExecutor
from mediawright.mcp.tool_results import Told
from mediawright.present.catalog import render
from mediawright.services.approval import ApprovalNeeded
from mediawright.services.batch_price import Ceilings
from mediawright.services.studio import Studio
from mediawright.types.errors import ConfirmationNeeded
from mediawright.types.job import Asset, Job
from mediawright.types.message import Lang, Message
from mediawright.types.money import Amount
from mediawright.types.operations import MediaKind
from mediawright.types.states import IN_FLIGHT, State

if TYPE_CHECKING:
    from mediawright.board.templates import Templates
    from mediawright.types.provider import Provider

#: where the page stands beside an answer
KEY = "mediawright/page"
#: bytes of all pictures of one answer: programs cut or refuse answers of a megabyte
PICTURES = 400_000
#: pages of films
FILMS = frozenset({"film_price", "film_board", "film_done"})
#: states in which a page asks again by itself
RUNNING = IN_FLIGHT | {State.APPROVED, State.SUBMITTING}
View = dict[str, Any]


class PageMaker:
    """Makes pages for clients that said that they show them."""

    def __init__(self, executor: ToolExecutor) -> None:
        self._executor = executor
        self._providers: Mapping[str, Provider] | None = None

    @cached_property
    def _templates(self) -> "Templates":
        from mediawright.board.place import Place
        from mediawright.board.templates import Templates

        return Templates(Place())

    async def shown(self, ctx: ServerRequestContext[Any, Any], result: Told, arguments: Mapping[str, Any]) -> Told:
        """The result with its page, where the client shows pages. A page that cannot be made is left out."""
        if result.response is None or not client_supports_apps(ctx):
            return result
        lang: Lang = "zh" if (result.structured_content or {}).get("lang") == "zh" else "en"
        with suppress(Exception):  # what was agreed to or made is told in words, whatever becomes of its page
            html = await self.html(result.response, result.structured_content or {}, arguments, lang)
            result.meta = {**(result.meta or {}), KEY: {"html": html, "lang": "zh-Hans" if lang == "zh" else "en"}}
        return result

    async def html(self, response: Response, told: Mapping[str, Any], arguments: Mapping[str, Any], lang: Lang) -> str:
        """The page of an answer."""

        async def made(studio: Studio) -> str:
            view = await self._view(studio, response, told, arguments, lang)
            shared = {"follow": "", "changed": False, "agree": None, "again": "", "prompt": ""}
            return self._templates.text("fragments/hosted.html", lang, hosted=True, **{**shared, **view})

        return await self._executor.read_only(made)

    async def _view(
        self, studio: Studio, response: Response, told: Mapping[str, Any], arguments: Mapping[str, Any], lang: Lang
    ) -> View:
        from mediawright.board.views.blocks import page_view

        failure = response.failure
        if isinstance(failure, ApprovalNeeded):
            return await self._confirmation(studio, failure, response, lang)
        answer = {"answer": page_view(response.page, lang)}
        if response.page.name in FILMS and isinstance(arguments.get("plan"), str):
            film = await self._film(studio, str(arguments["plan"]), lang)
            if response.page.name == "film_done":
                film["made"] = ""  # the page itself says where the film is
            return {"kind": "film", "film": film, "agree": agreeing(response, told, lang), **answer}
        if response.several:
            return await self._results(studio, response.several, answer, lang)
        job = _job_of(studio, response)
        if job is not None and job.state is State.DONE and job.assets:
            return await self._results(studio, (job.id,), answer, lang)
        if job is not None and job.state in RUNNING:
            return {"kind": "job", "job": self._row(studio, job, lang), "follow": job.id}
        return {"kind": "answer", "agree": agreeing(response, told, lang), **answer}

    async def _confirmation(self, studio: Studio, missing: ApprovalNeeded, response: Response, lang: Lang) -> View:
        from mediawright.board.views.confirmation import confirmation_view

        view = confirmation_view(missing, response.page, lang)
        pictures = Pictures(studio)
        for one, media in zip(view["inputs"], missing.plan.request.media, strict=True):
            if not media.is_url:
                path, _ = studio.roots.find_media(media.source, "media")
                one["picture"] = await pictures.of(Path(path), media.kind, "")
        return {"kind": "confirmation", "view": view, "changed": missing.stale}

    async def _results(self, studio: Studio, jobs: tuple[str, ...], answer: View, lang: Lang) -> View:
        from mediawright.board.views.results import cards

        pictures, found = Pictures(studio), [studio.ledger.results.of(job) for job in jobs]
        views = cards(found, self._known(studio), lang)
        for card, asset in zip(views, (asset for one in found for asset in one.job.assets), strict=True):
            card |= await pictures.of_asset(asset)
        one = found[0].job if len(found) == 1 else None
        again = one.id if one is not None and one.quote is not None else ""
        prompt = one.request.prompt.strip() if one is not None else ""
        return {"kind": "results", "cards": views, "again": again, "prompt": prompt, **answer}

    async def _film(self, studio: Studio, plan: str, lang: Lang) -> View:
        from mediawright.board.views.storyboard import storyboard_view

        film, pictures = await FilmService(studio, lang).look(plan), Pictures(studio)
        view = storyboard_view(film, studio.ledger.films.spent(film.row.id), lang)
        for shot in view["shots"]:
            if shot["shown"] is not None:
                shot |= await pictures.of_asset(shot["shown"])
        return view

    def _row(self, studio: Studio, job: Job, lang: Lang) -> View:
        from mediawright.board.views.jobs import job_view

        known = self._known(studio)
        usual = studio.usual(job) if job.provider in known else None
        return job_view(job, known, lang, now=studio.clock.now(), usual=usual, held=True)

    def _known(self, studio: Studio) -> "Mapping[str, Provider]":
        if self._providers is None:
            self._providers = providers(studio)
        return self._providers


class Pictures:
    """Small pictures as text, until their bytes are used up."""

    def __init__(self, studio: Studio) -> None:
        from mediawright.board.thumbnails import Thumbnails

        self._thumbnails: Thumbnails = Thumbnails(studio.home)
        self._left = PICTURES

    async def of(self, path: Path, kind: MediaKind, digest: str) -> str:
        """A picture as a `data:` address; "" where there is none, or no room for it."""
        from mediawright.board.thumbnails import TYPE

        try:
            found = await self._thumbnails.of(path, kind, digest if len(set(digest)) > 1 else "")
            content = await asyncio.to_thread(found.read_bytes) if found is not None else b""
        except (OSError, ImportError):  # the file is gone, or the library for pictures is not installed
            return ""
        text = base64.b64encode(content).decode()
        if not text or len(text) > self._left:
            return ""
        self._left -= len(text)
        return f"data:{TYPE};base64,{text}"

    async def of_asset(self, asset: Asset) -> View:
        """The picture of a result, and whether the whole of it can be read."""
        path = Path(asset.path)
        size = await asyncio.to_thread(_size, path)
        picture = await self.of(path, asset.kind, asset.sha256) if size is not None else ""
        readable = size is not None and asset.kind is not MediaKind.DOCUMENT and size <= LARGEST_READ
        return {"picture": picture, "readable": readable, "uri": path.as_uri() if readable else ""}


def _size(path: Path) -> int | None:
    """Bytes of a plain file; None for anything else."""
    return path.stat().st_size if path.is_file() and not path.is_symlink() else None


def _job_of(studio: Studio, response: Response) -> Job | None:
    """The one job that an answer is about."""
    job = response.page.data.get("job") or (response.failure.data.get("job") if response.failure is not None else None)
    return studio.ledger.get(str(job)) if isinstance(job, str) else None


def agreeing(response: Response, told: Mapping[str, Any], lang: Lang) -> View | None:
    """The button of a page for several things at once: the call that agrees to exactly its sums. None: nothing is asked."""
    if not isinstance(response.failure, ConfirmationNeeded):
        return None
    for call in told.get("calls") or ():
        cost = call["arguments"].get("accepted_cost")
        if cost:
            label = render(Message("board.host.yes", {"cost": _sums(cost, lang)}), lang)
            return {"tool": call["tool"], "arguments": call["arguments"], "label": label}
    return None


def _sums(cost: str | Sequence[str], lang: Lang) -> str:
    """What a call agrees to, in words: "12 units + 0.5 USD"."""
    named = Ceilings.read([cost] if isinstance(cost, str) else cost)
    parts = [Message("price.exact", {"amount": Amount(value, unit or "")}) for unit, value in named.values.items()]
    parts += [Message("price.unknown")] if named.unknown else []
    return " + ".join(render(part, lang) for part in parts)
