"""Films: every one that was begun, and the storyboard of one as plan and ledger have it."""

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from mediawright.board.site import Site
from mediawright.board.views.blocks import View
from mediawright.board.views.storyboard import film_view, storyboard_view
from mediawright.handlers.films import FilmService
from mediawright.ledger.films import FilmRow
from mediawright.services.films.assembling import CUT
from mediawright.services.films.driver import Driver
from mediawright.services.studio import Studio
from mediawright.types.errors import NotFound
from mediawright.types.job import Job
from mediawright.types.message import Lang, Message, Problem


async def listing(site: Site, request: Request) -> Response:
    """Every film, by its plan."""

    def make(studio: Studio, lang: Lang) -> dict[str, Any]:
        kept = studio.ledger.films.all() if studio.has_ledger else []
        return {"found": [_film(site, studio, row, lang) for row in kept]}

    return await site.shown(request, "films.html", "films", make)


def _film(site: Site, studio: Studio, row: FilmRow, lang: Lang) -> View:
    jobs = _jobs(studio, row)
    first = next((job for job in jobs if job.assets), None)
    picture = site.place.path(f"/thumbs/{first.id}/1") if first is not None else ""
    return film_view(
        row, studio.ledger.films.spent(row.id), len(jobs), picture, draft=_draft(studio, row, lang), lang=lang
    )


def _jobs(studio: Studio, row: FilmRow) -> list[Job]:
    """The takes of a film that the ledger still has, its cuts left out."""
    found = []
    for step in studio.ledger.films.steps(row.id):
        if step.step.startswith(CUT):
            continue
        try:
            found.append(studio.ledger.get(step.job_id))
        except NotFound:
            continue
    return found


def _draft(studio: Studio, row: FilmRow, lang: Lang) -> bool:
    """Is it the free draft of a film? A plan has one of each."""
    return Driver(studio, lang).film_id(Path(row.plan_path)) != row.id


async def show(site: Site, request: Request) -> Response:
    """One film, shot by shot. A plan that is gone or broken is told in words."""
    name = request.path_params["film"]

    async def make(studio: Studio, lang: Lang) -> dict[str, Any]:
        row = studio.ledger.films.get(name) if studio.has_ledger else None
        if row is None:
            raise NotFound(Problem("film", Message("board.film.unknown")))
        if not Path(row.plan_path).is_file():  # noqa: ASYNC240  a single path
            raise NotFound(Problem("film", Message("board.film.gone", {"file": row.plan_path})))
        film = await FilmService(studio, lang).look(row.plan_path, draft=_draft(studio, row, lang))
        view = storyboard_view(film, studio.ledger.films.spent(row.id), lang)
        for shot in view["shots"]:
            if shot["shown"] is not None:
                shot["picture"] = site.place.path(f"/thumbs/{shot['job']}/1")
        return {"film": view, "plan": row.plan_path}

    return await site.shown(request, "film.html", "films", make)
