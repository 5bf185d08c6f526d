"""What a message or a structured change leads to, begun through the gate: for every front end that stays open."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mediawright.commands.action import Action
from mediawright.handlers import changes, listings, side_by_side
from mediawright.handlers.changes import Change
from mediawright.handlers.response import Response
from mediawright.handlers.threads import remembered
from mediawright.present.page import Page
from mediawright.services.approval import Consent
from mediawright.services.studio import Studio
from mediawright.types.job import Job
from mediawright.types.message import Lang, Message

#: seconds that free lines of a batch are waited for in the answer that begins them
BATCH_S = 20.0


async def begin(studio: Studio, found: Change | Response | Action, consent: Consent, lang: Lang) -> Job | Response:
    """Begin what a message came to: a request through the gate, a job, or an answer."""
    if isinstance(found, Change):
        return await _run(studio, found, consent, lang)
    if isinstance(found, Response):
        return found
    request = found.to_request(studio, lang)
    if request is not None:
        return await _run(studio, Change(request=request), consent, lang)
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in found.values.items()}
    match found.command:
        case ("compare",):
            return await side_by_side.priced(studio, values, lang)
        case ("batch",):
            from mediawright.handlers.batch_run import begun  # reads every command's flags

            return await begun(studio, values, lang, seconds=None if consent.page_only else BATCH_S)
        case ("confirm",):
            together = await side_by_side.shown(studio, str(values["quote"]), lang)
            if together is not None:
                return together
            known = replace(consent, again=consent.again or bool(values.get("again")))
            return await studio.confirm(str(values["quote"]), known, lang=lang, wait=False)
        case ("jobs", "wait"):
            return studio.ledger.get(str(values["job"]))
        case ("jobs", "show"):
            return listings.of_job_shown(studio, studio.ledger.get(str(values["job"])))
        case ("jobs", "list"):
            return listings.of_jobs(studio, studio.ledger.list(limit=20))
        case ("jobs", "cancel"):
            job = studio.ledger.get(str(values["job"]))
            before = job.state
            job, said = await studio.past.cancel(job, lang)
            return listings.of_cancel(studio, job, said, before=before)
        case ("revise" | "again" | "use" as verb,):
            of, drop = values.pop("of", None), values.pop("drop", ())
            made = change(studio, None, verb, str(of) if of else None, values, list(map(str, _listed(drop))), lang)
            return await _run(studio, made, consent, lang)
    page = Page(name="route", title=Message("route.title"), next=(found.with_(json=True),))
    return Response(page=page, status="routed")


def change(
    studio: Studio,
    thread: str | None,
    verb: str,
    of: str | None,
    values: Mapping[str, Any],
    drop: Sequence[str],
    lang: Lang,
) -> Change:
    """The request that a structured change leads to. Raises NotFound, InvalidRequest."""
    about = remembered(studio, thread) if thread is not None else None
    if verb == "revise":
        return changes.revised(studio, about, of, values, drop)
    if verb == "again":
        return changes.again(studio, about, of, values)
    return changes.used(studio, about, of, values, lang)


def _listed(value: Any) -> list[Any]:
    return [value] if isinstance(value, str) else list(value or ())


async def _run(studio: Studio, found: Change, consent: Consent, lang: Lang) -> Job:
    return await studio.run(found.request, found.consent(consent), lang=lang, wait=False)
