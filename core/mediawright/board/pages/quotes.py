"""Waiting pages: the price before anything is sent, its alternatives, and the click that agrees to the amount."""

from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from mediawright.board.forms import text_in
from mediawright.board.site import Site, head
from mediawright.board.views.blocks import View
from mediawright.board.views.chips import CHANGEABLE, fields
from mediawright.board.views.confirmation import confirmation_view, inputs_of, waiting_view
from mediawright.board.work import new_thread
from mediawright.handlers.beginning import begin, change
from mediawright.handlers.declining import declined
from mediawright.handlers.jobs import of_job
from mediawright.handlers.response import Response as Answer
from mediawright.ledger import StoredQuote
from mediawright.present.catalog import render
from mediawright.present.pages.fields import Providers, model_in, title_in, with_provider
from mediawright.present.values import moment
from mediawright.services.approval import ApprovalNeeded, Consent
from mediawright.services.studio import Studio
from mediawright.types.errors import NotFound
from mediawright.types.message import Lang, Message
from mediawright.types.request import Request as Wanted


async def listing(site: Site, request: Request) -> Response:
    """What waits for an approval."""

    def make(studio: Studio, lang: Lang) -> dict[str, Any]:
        known = site.work.providers(studio)
        kept = studio.ledger.open_quotes() if studio.has_ledger else []
        return {"quotes": [_waiting(stored, known, lang) for stored in kept], "thread": new_thread()}

    return await site.shown(request, "waiting.html", "waiting", make)


def _waiting(stored: StoredQuote, known: Providers, lang: Lang) -> View:
    quote, request = stored.quote, stored.request
    model = with_provider(model_in(known, quote.provider, request), title_in(known, quote.provider))
    until = moment(quote.expires_at, lang)
    return waiting_view(quote.id, request, quote.price, render(model, lang), until, lang)


async def show(site: Site, request: Request) -> Response:
    """One waiting page, priced anew. A quote that became a job leads to the job."""
    lang, quote_id = site.lang(request), request.path_params["quote"]
    thread = site.work.thread_of(quote_id)

    async def work(studio: Studio) -> Answer:
        stored = studio.ledger.quote(quote_id)
        if stored.job_id is not None:
            return of_job(studio, studio.ledger.get(stored.job_id))
        consent = Consent(page_only=True, again=bool(stored.settings.get("again")))
        return of_job(studio, await studio.confirm(quote_id, consent, lang=lang, wait=False))

    answer = await site.work.answer(work, lang, thread)
    missing = answer.failure
    if isinstance(missing, NotFound):
        return await site.failed(request, missing, "waiting")
    if not isinstance(missing, ApprovalNeeded) or missing.data["quote"] != quote_id.upper():
        return site.led_to(request, answer, thread)
    numbers = await site.work.read_only(_head)
    view = confirmation_view(missing, answer.page, lang)
    for one in view["inputs"]:
        if one["local"] and one["kind"] != "document":
            one["picture"] = site.place.path(f"/inputs/{quote_id}/{one['number']}")
    changed = bool(request.query_params.get("changed"))
    return site.page(request, "quote.html", here="waiting", view=view, changed=changed, thread=thread, **numbers)


async def _head(studio: Studio) -> dict[str, Any]:
    return head(studio)


async def confirm(site: Site, request: Request, form: FormData) -> Response:
    """The click: run exactly this quote for at most the amount that stood on the button."""
    lang, quote_id = site.lang(request), request.path_params["quote"]
    cost, again = text_in(form, "cost"), text_in(form, "again") == "1"
    thread = site.work.thread_of(quote_id)

    async def work(studio: Studio) -> Answer:
        # without an amount nothing is agreed to, whatever was approved beforehand
        consent = Consent(approve_cost=cost or None, again=again, page_only=not cost)
        job = await studio.confirm(quote_id, consent, lang=lang, wait=False)
        site.work.carry(job, lang, thread)
        return of_job(studio, job)

    answer = await site.work.spend(work, lang, thread)
    return site.to("/jobs") if answer is None else site.led_to(request, answer, thread)


async def alter(site: Site, request: Request, form: FormData) -> Response:
    """A chip, or the form of all values: a new page in place of this one, with its own price."""
    lang, of = site.lang(request), request.path_params["of"]
    values, thread = changes_in(form), site.work.thread_of(of)

    async def work(studio: Studio) -> Answer:
        made = change(studio, None, "revise", of, values, _dropped(form), lang)
        found = await begin(studio, made, Consent(page_only=True, again=_again(studio, of)), lang)
        return found if isinstance(found, Answer) else of_job(studio, found)

    return site.led_to(request, await site.work.answer(work, lang, thread), thread)


def changes_in(form: FormData) -> dict[str, str]:
    """The values that a chip or a form gives to fields, as flags take them."""
    name, _, value = text_in(form, "change").partition("=")
    values = {name: value} if name in CHANGEABLE and value else {}
    given = {field: text_in(form, field) for field in CHANGEABLE if field in form}
    before = {field: text_in(form, f"was_{field}") for field in given}
    return values | {field: value for field, value in given.items() if value and value != before[field]}


def _dropped(form: FormData) -> list[str]:
    """Fields that a form emptied."""
    return [
        field for field in ("negative_prompt", "seed") if text_in(form, f"was_{field}") and not text_in(form, field)
    ]


def _again(studio: Studio, of: str) -> bool:
    """Is it the page of a deliberate second run that is changed?"""
    try:
        return bool(studio.ledger.quote(of).settings.get("again"))
    except NotFound:
        return False


async def decline(site: Site, request: Request, form: FormData) -> Response:
    """A no: the page is taken back for good, and the answer says that nothing was sent, or what was."""
    lang, quote_id = site.lang(request), request.path_params["quote"]

    async def work(studio: Studio) -> Answer:
        return declined(studio, quote_id)

    answer = await site.work.answer(work, lang)
    return site.to(f"/answers/{request.state.session.keep((answer, site.work.thread_of(quote_id)))}")


async def editor(site: Site, request: Request) -> Response:
    """Everything about a quote or a job that can be changed, as a form; it leads to a page of its own."""
    of = request.path_params["of"]

    async def make(studio: Studio, lang: Lang) -> dict[str, Any]:
        wanted = studio.past.request_of(of)
        priced = await studio.planner.priced(wanted, lang)
        return {
            "of": of,
            "prompt": wanted.prompt,
            "fields": [group for group in fields(priced.model, wanted, lang) if len(group["chips"]) > 1],
            "models": _models(studio, wanted, lang),
            "model": priced.model.name,
            "provider": priced.provider.title.in_(lang),
            "operation": render(Message(f"operation.{wanted.operation.value}"), lang),
            "inputs": inputs_of(wanted, lang),
        }

    return await site.shown(request, "editor.html", "waiting", make)


def _models(studio: Studio, wanted: Wanted, lang: Lang) -> list[View]:
    if wanted.provider is None:
        return []
    able = studio.registry.load(wanted.provider).provider.models_for(wanted.operation)
    return [{"value": model.name, "label": model.label.in_(lang)} for model in able[:60]]
