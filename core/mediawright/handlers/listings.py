"""Answers that only show: lists, looks, dry runs, who is signed in, what is installed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mediawright.commands.action import Action
from mediawright.handlers.final_note import tracks_of
from mediawright.handlers.jobs import of_plan, title_of
from mediawright.handlers.response import Response
from mediawright.present import pages
from mediawright.present.page import Page
from mediawright.services import actions
from mediawright.services.job_data import job_data
from mediawright.services.planning import Plan
from mediawright.services.studio import Studio
from mediawright.types.codec import plain
from mediawright.types.errors import ExitCode
from mediawright.types.foreign import harmless_all
from mediawright.types.job import Job, Progress
from mediawright.types.message import Message, Text
from mediawright.types.provider import Provider
from mediawright.types.states import FINAL, State
from mediawright.types.verdicts import (
    Cancelled,
    NotPossible,
    Requested,
    Stopped,
    SubjectAction,
    Subjects,
    SubjectVerb,
    TalkAction,
    TalkAnswer,
    WireCall,
)

if TYPE_CHECKING:
    from mediawright.services.jobs import Outcome


def providers(studio: Studio) -> dict[str, Provider]:
    """Name → provider, of all that load."""
    return {plugin.name: plugin.provider for plugin in studio.registry.load_all()}


def of_dry_run(studio: Studio, plan: Plan, calls: Sequence[WireCall]) -> Response:
    """The price, and the exact requests a submit would send; nothing was sent."""
    page = of_plan(studio, plan, asks=False)
    data = {
        "requests": [plain_call(call) for call in calls],
        "request": plain(plan.request),
        "price": plain(plan.quote.price),
    }
    page = replace(
        page, name="dry_run", data={**page.data, **data}, next=(), body=(*page.body, *pages.wire_blocks(calls))
    )
    return Response(page=page, status="dry_run")


def plain_call(call: WireCall) -> dict[str, Any]:
    """A call as JSON with its body untouched: an empty text in it is the provider's, not an unset field."""
    return {
        "method": call.method,
        "url": call.url,
        "query": dict(call.query),
        "headers": dict(call.headers),
        "json": call.json,
    }


def of_task(studio: Studio, provider: str, task_id: str, progress: Progress) -> Response:
    """How a provider's task stands. Links are shown once, to be used at once, and kept nowhere."""
    title = title_of(studio, provider) or Text(provider, provider)
    page = pages.task_state(title, task_id, progress)
    failed = progress.state is State.FAILED
    done = progress.state is State.SUCCEEDED
    exit_code = ExitCode.DONE if done or not failed else ExitCode.FAILED
    fetch = actions.action("jobs", "adopt", task_id=task_id, provider=provider)
    return Response(page=page, status=progress.state.value, exit=exit_code).plus(*(() if failed else (fetch,)))


def of_subjects(studio: Studio, provider: str, action: SubjectAction, found: Subjects) -> Response:
    title = title_of(studio, provider) or Text(provider, provider)
    if action.kind == "element":
        from mediawright.handlers.known_subjects import heard

        heard(studio, provider, action, found)
    if action.verb is SubjectVerb.DELETE:
        return Response(page=pages.subject_deleted(title, action.id or ""), status="deleted")
    page = pages.subjects(title, found, presets=action.verb is SubjectVerb.LIST_PRESETS)
    return Response(page=page, status="listed").plus(data={"raw": found.raw, "page": action.page})


def of_jobs(studio: Studio, jobs: Sequence[Job]) -> Response:
    if not jobs:
        return Response(page=pages.nothing_found(Message("jobs.none")), status="listed").plus(data={"jobs": []})
    unfinished = studio.unfinished()
    after = actions.unfinished(unfinished) if unfinished else ()
    return Response(page=pages.job_list(jobs, providers(studio), next=after), status="listed")


def of_job_shown(studio: Studio, job: Job) -> Response:
    from mediawright.runner.reconcile import candidates_of

    over = job.state in (State.DONE, State.FAILED, State.CANCELLED, State.EXPIRED)
    after: tuple[Action, ...] = () if over else (actions.wait(job),)
    events = studio.ledger.events(job.id)
    found = candidates_of(events) if job.state is State.UNCERTAIN else []
    after += actions.which_is_it(job, found)
    page = pages.job_show(job, providers(studio), events=events, candidates=found, next=after)
    if studio.shared:
        from mediawright.handlers.unserved import with_note

        page = with_note(studio, job, page)
    return Response(page=page, status=job.state.value).plus(data=job_data(job))


def of_outcomes(studio: Studio, outcomes: Sequence["Outcome"]) -> Response:
    """Several jobs delivered, or as far as they came; the first failure gives the exit code."""
    if not outcomes:
        return Response(page=pages.nothing_found(Message("jobs.all_finished")), status="done").plus(data={"jobs": []})
    failures = [outcome.failure for outcome in outcomes if outcome.failure]
    response = of_jobs(studio, [outcome.job for outcome in outcomes])
    if not failures:
        return replace(response, status="done")
    return replace(response, status=failures[0].code, exit=failures[0].exit_code)


def of_cancel(studio: Studio, job: Job, said: Cancelled, *, before: State) -> Response:
    """`before` is how the job stood when its end was asked for, `said` what the provider made of it."""
    if before in FINAL:
        return of_job_shown(studio, job)
    title = title_of(studio, job.provider) or Text(job.provider, job.provider)
    page: Page = pages.note(_cancel_words(said, before, title))
    stopped = isinstance(said, Stopped)
    after = () if stopped else (actions.wait(job),)
    status = "cancelled" if stopped else "cancel_requested" if isinstance(said, Requested) else "goes_on"
    return Response(page=replace(page, next=after), status=status).plus(data=job_data(job))


def _cancel_words(said: Cancelled, before: State, title: Text) -> Message:
    if isinstance(said, NotPossible):
        return said.why or Message("jobs.cannot_cancel", {"provider": title})
    if isinstance(said, Requested):
        return said.note or Message("jobs.cancel_requested", {"provider": title})
    return Message("jobs.given_up" if before is State.UNCERTAIN else "jobs.cancelled", {"provider": title})


def of_talk(studio: Studio, provider: str, action: TalkAction, answer: TalkAnswer) -> Response:
    """What an action on the edit session said, with the tracks as they are now where it brings them."""
    page = pages.talk(answer, tracks=tracks_of(answer.data.get("tracks", ())))
    return Response(page=page, status=action.verb.value).plus(
        data=harmless_all({**answer.data, "raw": answer.raw, "provider": provider})
    )
