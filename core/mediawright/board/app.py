"""The board as an ASGI app: every page under its path, behind the guard."""

from collections.abc import Awaitable, Callable
from importlib.resources import files
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from mediawright.board.forms import form_of
from mediawright.board.guard import Guard
from mediawright.board.pages import (
    accounts,
    entry,
    events,
    films,
    folders,
    gallery,
    jobs,
    media,
    quotes,
    spending,
    talk,
)
from mediawright.board.site import Site

Look = Callable[[Site, Request], Awaitable[Response]]
Change = Callable[[Site, Request, FormData], Awaitable[Response]]

#: path → the page that only shows
LOOKS: tuple[tuple[str, Look], ...] = (
    ("/", gallery.gallery),
    ("/compare", gallery.compare),
    ("/waiting", quotes.listing),
    ("/quotes/{quote}", quotes.show),
    ("/revise/{of}", quotes.editor),
    ("/answers/{answer}", talk.answer),
    ("/jobs", jobs.listing),
    ("/jobs/{job}", jobs.show),
    ("/films", films.listing),
    ("/films/{film}", films.show),
    ("/media/{job}/{number:int}", media.media),
    ("/thumbs/{job}/{number:int}", media.thumbnail),
    ("/inputs/{of}/{number:int}", media.input_thumbnail),
    ("/providers", accounts.listing),
    ("/providers/{name}/balance", accounts.balance),
    ("/providers/{name}/sign-in", accounts.way_in),
    ("/providers/{name}/state", accounts.state),
    ("/spending", spending.spending),
    ("/events", events.events),
    ("/open", entry.open_once),
    ("/sign-in", entry.closed),
)
#: path → what changes something; each takes a form with the session's token
CHANGES: tuple[tuple[str, Change], ...] = (
    ("/say", talk.say),
    ("/quotes/{quote}/confirm", quotes.confirm),
    ("/quotes/{quote}/decline", quotes.decline),
    ("/revise/{of}", quotes.alter),
    ("/films/{film}/run", films.run),
    ("/jobs/resume", jobs.resume),
    ("/jobs/{job}/cancel", jobs.cancel),
    ("/jobs/{job}/folder", folders.open_folder),
    ("/jobs/{job}/favourite", jobs.favourite),
    ("/jobs/{job}/tags", jobs.tags),
    ("/jobs/{job}/again", jobs.again),
    ("/jobs/{job}/settle", jobs.settle),
    ("/jobs/{job}/use", jobs.use),
    ("/providers/{name}/sign-in", accounts.sign_in),
    ("/language", entry.language),
    ("/sign-out", entry.sign_out),
)


def board_app(site: Site) -> Guard:
    """The whole board."""
    path = site.place.path
    routes: list[BaseRoute] = [Route(path(at), _look(site, look), methods=["GET"]) for at, look in LOOKS]
    routes += [Route(path(at), _change(site, change), methods=["POST"]) for at, change in CHANGES]
    routes.append(Route(path("/sign-in"), _look(site, entry.sign_in), methods=["POST"]))
    static = StaticFiles(directory=str(files("mediawright.board") / "static"))
    routes.append(Mount(path("/static"), static))
    app = Starlette(routes=routes, exception_handlers={HTTPException: _told(site), Exception: _told(site)})
    return Guard(app, site.place, site.sessions, site.clock)


def _look(site: Site, look: Look) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        return await look(site, request)

    return endpoint


def _change(site: Site, change: Change) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        form = await form_of(request)
        try:
            return await change(site, request, form)
        finally:
            await form.close()

    return endpoint


def _told(site: Site) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def told(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        plain: dict[str, Any] = {"here": "", "waiting": 0, "running": 0, "status_code": status}
        return site.page(request, "refused.html", status=status, **plain)

    return told
