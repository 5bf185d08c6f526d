"""Jobs: what runs and what became of the rest, one with all its files, and what can be done about it."""

from typing import Any, TypeGuard

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from mediawright.board.forms import text_in
from mediawright.board.pages.gallery import choices_of
from mediawright.board.site import Site
from mediawright.board.views.blocks import View, page_view
from mediawright.board.views.jobs import job_view
from mediawright.board.views.results import cards
from mediawright.board.work import THREAD, BoardWork
from mediawright.commands.action import Action
from mediawright.handlers import listings
from mediawright.handlers.beginning import begin, change
from mediawright.handlers.changes import Change
from mediawright.handlers.jobs import of_job
from mediawright.handlers.response import Response as Answer
from mediawright.present.pages.fields import Providers
from mediawright.services.approval import Consent
from mediawright.services.studio import Studio
from mediawright.types.errors import MediawrightError, NotFound
from mediawright.types.job import Job
from mediawright.types.message import Lang
from mediawright.types.states import FINAL, State

#: finished jobs of one page, and running ones that are shown at most
LISTED, RUNNING = 40, 200
#: states that can be asked for alone
ASKED = (State.DONE, State.FAILED, State.UNCERTAIN, State.CANCELLED)


def view_of(studio: Studio, work: BoardWork, job: Job, known: Providers, lang: Lang) -> View:
    """A job as it stands now."""
    live = work.live.get(job.id)
    over = job.state in FINAL
    usual = None if over or job.provider not in known else studio.usual(job)
    held = job.id in work.live or (not over and (studio.ledger.lease_holder(job.id) is not None or studio.in_line(job)))
    progress = live.progress if live is not None else None
    return job_view(job, known, lang, now=studio.clock.now(), usual=usual, progress=progress, held=held)


async def listing(site: Site, request: Request) -> Response:
    """What runs first, then the rest page by page."""
    asked, before = request.query_params.get("state", ""), request.query_params.get("before") or None
    only = next((state for state in ASKED if state.value == asked), None)

    def make(studio: Studio, lang: Lang) -> dict[str, Any]:
        known, kept = site.work.providers(studio), studio.has_ledger
        running = studio.unfinished()[::-1] if not before and only is None else []
        states = (only,) if only is not None else FINAL
        found = studio.ledger.list(states=states, limit=LISTED + 1, before=before) if kept else []
        return {
            "jobs": [view_of(studio, site.work, job, known, lang) for job in running[:RUNNING]],
            "past": [view_of(studio, site.work, job, known, lang) for job in found[:LISTED]],
            "older": found[LISTED - 1].id if len(found) > LISTED else "",
            "state": only.value if only else "",
            "states": [state.value for state in ASKED],
        }

    return await site.shown(request, "jobs.html", "jobs", make)


async def show(site: Site, request: Request) -> Response:
    """One job: its files, its facts, and the ways on."""

    def make(studio: Studio, lang: Lang) -> dict[str, Any]:
        result = studio.ledger.results.of(request.path_params["job"])
        job, known = result.job, site.work.providers(studio)
        ready = job.state is State.DONE and job.provider in known  # a provider that is gone leaves its results behind
        answer = of_job(studio, job) if ready else listings.of_job_shown(studio, job)
        files = cards([result], known, lang)
        return {
            "job": view_of(studio, site.work, job, known, lang),
            "result": result,
            "cards": files,
            "answer": page_view(answer.page, lang),
            "uses": choices_of([card["kind"] for card in files], known, lang),
            "tasks": [str(step.values["task_id"]) for step in answer.page.next if _adopts(step)],
            "known": job.quote is not None,
            "thread": result.thread or THREAD,
            "opens": bool(files) and site.show_file is not None,
        }

    return await site.shown(request, "job.html", "jobs", make)


def _adopts(step: object) -> TypeGuard[Action]:
    return isinstance(step, Action) and step.command == ("jobs", "adopt") and "task_id" in step.values


async def cancel(site: Site, request: Request, form: FormData) -> Response:
    """Ask for an end; the answer says what became of it."""
    lang, job_id = site.lang(request), request.path_params["job"]

    async def work(studio: Studio) -> Answer:
        job = studio.ledger.get(job_id)
        before = job.state
        job, said = await studio.past.cancel(job, lang)
        answer = listings.of_cancel(studio, job, said, before=before)
        page = answer.page
        return Answer(page=page, status=answer.status, exit=answer.exit)

    answer = await site.work.spend(work, lang)
    if answer is None:
        return site.to(f"/jobs/{job_id}")
    return site.to(f"/answers/{request.state.session.keep((answer, THREAD))}")


async def resume(site: Site, request: Request, form: FormData) -> Response:
    """Carry a job on, or all that nobody carries; free, and sends nothing again."""
    lang, named = site.lang(request), text_in(form, "job")

    async def work(studio: Studio) -> list[Job]:
        found = [studio.ledger.get(named)] if named else studio.unfinished()
        return [job for job in found if studio.ledger.lease_holder(job.id) is None]

    try:
        jobs = await site.work.read_only(work)
    except MediawrightError as error:
        return await site.failed(request, error, "jobs")
    for job in jobs:
        site.work.carry(job, lang)
    return site.to(f"/jobs/{named}" if named else "/jobs")


async def favourite(site: Site, request: Request, form: FormData) -> Response:
    """Mark a job as a favourite, or take the mark away."""

    async def work(studio: Studio) -> None:
        studio.ledger.results.favour(request.path_params["job"], text_in(form, "on") == "1")

    return await _marked(site, request, form, work)


async def tags(site: Site, request: Request, form: FormData) -> Response:
    """Give a job these tags, parted by commas of either language."""
    given = text_in(form, "tags").replace("，", ",").replace("、", ",").split(",")

    async def work(studio: Studio) -> None:
        studio.ledger.results.tag(request.path_params["job"], given)

    return await _marked(site, request, form, work)


async def _marked(site: Site, request: Request, form: FormData, work: Any) -> Response:
    try:
        await site.work.read_only(work)
    except NotFound as error:
        return await site.failed(request, error)
    back = text_in(form, "back")
    inside = back.startswith(site.place.path("/")) and not back.startswith("//")
    return site.to(back.removeprefix(site.place.prefix) if inside else f"/jobs/{request.path_params['job']}")


async def settle(site: Site, request: Request, form: FormData) -> Response:
    """A person's word on an unclear job: this task at the provider is its own. Nothing is sent or charged by it."""
    lang, job_id, task = site.lang(request), request.path_params["job"], text_in(form, "task")

    async def work(studio: Studio) -> Answer:
        job = studio.past.settle(studio.ledger.get(job_id), task)
        site.work.carry(job, lang)
        return of_job(studio, job)

    return site.led_to(request, await site.work.answer(work, lang))


async def again(site: Site, request: Request, form: FormData) -> Response:
    """The page of another take; nothing is sent."""
    return await _changed(site, request, "again", request.path_params["job"], {})


async def use(site: Site, request: Request, form: FormData) -> Response:
    """The page of something new from results; nothing is sent."""
    values = {name: text_in(form, name) for name in ("operation", "prompt")}
    number = text_in(form, "number") or "1"
    given = {name: value for name, value in values.items() if value}
    return await _changed(site, request, "use", f"{request.path_params['job']}:{number}", given)


async def _changed(site: Site, request: Request, verb: str, of: str, values: dict[str, Any]) -> Response:
    lang = site.lang(request)

    async def work(studio: Studio) -> Answer:
        made: Change = change(studio, None, verb, of, values, [], lang)
        found = await begin(studio, made, Consent(page_only=True), lang)
        return found if isinstance(found, Answer) else of_job(studio, found)

    return site.led_to(request, await site.work.answer(work, lang))
