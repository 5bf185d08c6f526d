"""Films: every one that was begun, and the storyboard of one as plan and ledger have it."""

from pathlib import Path
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from mediawright.board.forms import text_in
from mediawright.board.site import Site
from mediawright.board.views.blocks import View
from mediawright.board.views.storyboard import film_view, storyboard_view
from mediawright.handlers.films import FilmService
from mediawright.handlers.response import Response as Answer
from mediawright.ledger.films import FilmRow
from mediawright.present.catalog import render
from mediawright.present.pages.fields import sum_words
from mediawright.services.films.assembling import CUT
from mediawright.services.films.driver import Driver
from mediawright.services.films.works import Film
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
        draft = _draft(studio, row, lang)
        return {"film": view, "plan": row.plan_path, "id": row.id, "yes": None if draft else _yes(studio, film, lang)}

    return await site.shown(request, "film.html", "films", make)


def _yes(studio: Studio, film: Film, lang: Lang) -> View | None:
    """What a click agrees to where another person asked for the film; None where this person is not the one to agree."""
    driver = Driver(studio, lang)
    asker = driver.asked_by_another(film)
    if asker is None:
        return None
    whole = driver.whole(film)
    if not whole.sums or whole.unknown:
        return None
    amount = " + ".join(render(sum_words(one), lang) for one in whole.sums)
    return {
        "cost": " + ".join(whole.words),
        "asked": render(Message("board.film.asked", {"person": asker}), lang),
        "button": render(Message("board.confirm.yes_price", {"amount": amount}), lang),
    }


async def run(site: Site, request: Request, form: FormData) -> Response:
    """The click: make the film for at most the amount that stood on the button. What takes longer goes on."""
    lang, name, cost = site.lang(request), request.path_params["film"], text_in(form, "cost")

    async def work(studio: Studio) -> Answer:
        row = studio.ledger.films.get(name)
        if row is None:
            raise NotFound(Problem("film", Message("board.film.unknown")))
        # without an amount nothing is agreed to
        return await FilmService(studio, lang).run(row.plan_path, approve_cost=[cost] if cost else [])

    answer = await site.work.spend(work, lang)
    return site.to(f"/films/{name}") if answer is None else site.led_to(request, answer)
