"""What every outcome says: a page, a status word, an exit code and the commands that go on. All front ends answer
with these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mediawright.commands.action import Next, for_reader
from mediawright.handlers.final_note import closed
from mediawright.handlers.refused_key import refused_key
from mediawright.handlers.response import Response
from mediawright.present import pages
from mediawright.present.page import Line, Page, Tone
from mediawright.present.pages.fields import title_in
from mediawright.services import actions
from mediawright.services.job_data import job_data
from mediawright.types.errors import (
    InvalidRequest,
    MediawrightError,
    SignInNeeded,
    StillRunning,
)
from mediawright.types.job import Job
from mediawright.types.message import Lang, Message, Text
from mediawright.types.money import Level
from mediawright.types.provider import AuthKind, Provider
from mediawright.types.states import State

if TYPE_CHECKING:
    from mediawright.services.approval import ApprovalNeeded
    from mediawright.services.planning import Plan
    from mediawright.services.studio import Studio


def title_of(studio: Studio, provider: str | None) -> Text | None:
    """A provider's name for people; its entry point's name where it cannot be loaded."""
    if provider is None:
        return None
    return title_in(_known(studio, provider), provider)


def _known(studio: Studio, provider: str) -> Mapping[str, Provider]:
    """The provider under its name, where it can still be loaded."""
    try:
        return {provider: studio.registry.load(provider).provider}
    except MediawrightError:
        return {}


def of_job(studio: Studio, job: Job) -> Response:
    """A job that is done, or that was sent and not waited for."""
    provider = title_of(studio, job.provider) or Text(job.provider, job.provider)
    if job.state is State.DONE:
        if job.subject_id:
            from mediawright.handlers.known_subjects import heard_saved

            heard_saved(studio, job)
        from mediawright.services.differences import differences

        page = pages.result(
            job,
            provider=provider,
            model=_model_of(studio, job),
            free=_free(studio, job),
            draft=_draft(studio, job),
            next=actions.after_result(job),
        )
        unlike = differences(job)
        if unlike:
            lines = tuple(Line(message, tone=Tone.WARN) for message in unlike)
            page = replace(page, body=(*page.body, *lines))
        page = _drawn(studio, job, page)
        page = _same(studio, job, closed(page, job, studio.ledger, studio.runner.closings.get(job.id)))
        from mediawright.runner.result_check import finding_of  # only a finished job needs it

        finding = finding_of(job, studio.ledger)
        told = {message.key for message in unlike}
        if finding is not None and not (finding.key == "quality.no_sound" and "differs.silent" in told):
            page = replace(page, body=(*page.body, Line(finding, Tone.WARN)))
        return Response(page=page, status="done").plus(data=job_data(job))
    if job.state is State.CANCELLED:
        page = pages.job_show(job, _known(studio, job.provider))
        return Response(page=page, status="cancelled").plus(data=job_data(job))
    drawn = _draft(studio, job)
    page = pages.submitted(job, expected=expected_of(studio, job), draft=drawn, next=actions.after_submit(job))
    return Response(page=_same(studio, job, page), status="submitted").plus(data=job_data(job))


def _drawn(studio: Studio, job: Job, page: Page) -> Page:
    """The page of a draft that nobody asked for says why there is one: nobody makes the real thing."""
    asked = studio.asked
    if asked is None or asked.provider or studio.config.provider or not _draft(studio, job):
        return page
    why = Message("plan.only_draft", {"provider": title_of(studio, job.provider)})
    return replace(page, body=(*page.body, pages.quiet(why)))


def _same(studio: Studio, job: Job, page: Page) -> Page:
    """The page of a request that came again says so: one approval is one job, and another one is made on purpose only."""
    if (note := studio.note_of(job)) is not None:
        page = replace(page, body=(*page.body, pages.quiet(note)))
    if job.id not in studio.same or job.free:
        return page
    return replace(
        page, body=(*page.body, pages.quiet(Message("jobs.same_wish"))), next=(*page.next, *actions.again(job))
    )


def of_plan(studio: Studio, plan: Plan, *, asks: bool = True, again: bool = False) -> Page:
    """The confirmation page of a plan. `again`: of a deliberate second run."""
    known = [(model, price) for model, price in plan.others if price.amount is not None] or plan.others
    others = tuple(pages.Able(label=model.label, price=price, name=model.name) for model, price in known)
    timing = plan.model.timing
    page = pages.confirmation(
        request=plan.request,
        quote=plan.quote,
        provider=plan.provider.title,
        model=plan.model,
        others=others,
        sole=not plan.others and _all_tried(plan),
        expected=pages.Expected(low=timing.typical_low, high=timing.typical_high) if timing else None,
        asks=asks,
        draft=plan.provider.drafts(plan.request.operation),
        subjects=_subjects(studio, plan),
        grade=plan.provider.grade_of(plan.model, plan.request.operation),
        next=(actions.confirm(plan.quote, again=again), actions.revise(plan.quote.id)),
    )
    first = tuple(Line(message) for message in plan.said)
    told = (*(Line(note, Tone.WARN) for note in plan.notes), *((pages.quiet(plan.chosen),) if plan.chosen else ()))
    return replace(page, body=(*first, *page.body, *told))


def _subjects(studio: Studio, plan: Plan) -> tuple[str, ...]:
    """The names of the saved subjects that take part."""
    if not plan.request.subject_ids:
        return ()
    from mediawright.handlers.known_subjects import names_of

    cast = plan.request.cast  # its members have rows of their own
    ours = {one for member in cast.members for one in member.copies.values()} if cast is not None else set()
    return names_of(studio, plan.provider.name, tuple(one for one in plan.request.subject_ids if one not in ours))


def _all_tried(plan: Plan) -> bool:
    """Tell whether every other model was asked: a broker has more of them than its table, an option of one model's own says
    nothing about others, and of very many only some are tried."""
    from mediawright.services.planning import MOST_TRIED

    known = plan.provider.models_for(plan.request.operation)
    return not plan.provider.broker and not plan.request.options and len(known) <= MOST_TRIED


async def of_failure(studio: Studio, error: MediawrightError, lang: Lang) -> Response:
    """Any failure, with what can be done about it. A missing sign-in gets its link here."""
    provider = title_of(studio, error.provider)
    status = error.code
    page: Page
    from mediawright.services.approval import ApprovalNeeded, Declined
    from mediawright.services.makers import MakerNeeded

    if isinstance(error, Declined):
        from mediawright.handlers.declining import declined

        return replace(declined(studio, error.plan.quote.id), exit=error.exit_code, failure=error)
    if isinstance(error, MakerNeeded):
        from mediawright.handlers.which_maker import which_maker

        return which_maker(studio, error)
    if isinstance(error, InvalidRequest) and error.problems and studio.asked is not None:
        from mediawright.handlers.nearest import first

        if (question := await first(studio, error)) is not None:
            return question
    if isinstance(error, ApprovalNeeded):
        page = of_plan(studio, error.plan, again=error.again)
        if error.required is not Level.AMOUNT:
            page = _answered_in_person(page, error)
    elif isinstance(error, SignInNeeded):
        page = await _sign_in(studio, error, lang)
    elif isinstance(error, StillRunning) and "job" in error.data:
        page = _still_running(studio, error)
    elif isinstance(error, InvalidRequest) and error.problems:
        page = pages.problems(error.problems, failure=error, close=_close_of(studio, error))
    else:
        page = pages.error(error, provider=provider)
    response = Response(page=page, status=status, exit=error.exit_code, failure=error)
    return response.plus(*_next_of(studio, error, page), data=_data_of(studio, error))


#: fields of a problem that is about work of earlier: what became of that is not said beside it
EARLIER = frozenset({"job", "task", "task_id"})


def _close_of(studio: Studio, error: InvalidRequest) -> Message | None:
    """What is surely true of a refusal: "nothing was sent" only where no job of it may have left."""
    if any(problem.field in EARLIER for problem in error.problems):
        return None
    if "job" not in error.data or not studio.has_ledger:
        return pages.NOTHING_SENT
    job = studio.ledger.get(str(error.data["job"]))
    if job.state is State.FAILED:
        return pages.NOTHING_CHARGED if job.task is None else None
    return pages.NOTHING_SENT if job.state in (State.QUOTED, State.APPROVED, State.EXPIRED) else None


def _answered_in_person(page: Page, missing: ApprovalNeeded) -> Page:
    """The confirmation page where an amount in a command is not enough: what is, and the command for a terminal."""
    from mediawright.gate.approvals import level_message

    note = level_message(missing.required)
    confirm = actions.confirm(missing.plan.quote, again=missing.again)
    ways = (*for_reader((confirm,)), actions.revise(missing.plan.quote.id))
    return replace(page, body=(*page.body, pages.quiet(note)), next=ways)


def _next_of(studio: Studio, error: MediawrightError, page: Page) -> tuple[Next, ...]:
    # a new sign-in changes nothing while a key from elsewhere comes first
    steps = () if page.name == pages.KEY_REFUSED else error.next
    if "job" in error.data and studio.has_ledger:
        steps += actions.after_failure(studio.ledger.get(str(error.data["job"])), error)
    return tuple(dict.fromkeys(step for step in steps if step not in page.next))


def _data_of(studio: Studio, error: MediawrightError) -> dict[str, Any]:
    data = dict(error.data)
    if "job" in data and studio.has_ledger:
        data |= job_data(studio.ledger.get(str(data["job"])))
    return data


async def _sign_in(studio: Studio, error: SignInNeeded, lang: Lang) -> Page:
    """The login link in the answer, not a stack of advice."""
    name = error.provider
    if name is None:
        return pages.error(error)
    provider = studio.registry.load(name).provider
    if (page := refused_key(studio, provider, lang)) is not None:
        return page
    link = await studio.accounts.link(name, lang)
    keys, own = provider.auth == (AuthKind.KEYS,), await studio.accounts.where_keys(name, lang)
    page = pages.sign_in_needed(provider.title, link=link, keys=keys, own=own, next=actions.login(provider, lang))
    if error.message.key == "talk.not_signed_in_yet":  # said to be done, and the provider knows of nothing
        page = replace(page, title=error.message)
    if link is None:
        return page
    shown = {"verification_uri": link.verification_uri, "verification_uri_complete": link.link}
    return replace(page, data={**page.data, **shown, "user_code": link.user_code, "expires_in": link.expires_in})


def _still_running(studio: Studio, error: StillRunning) -> Page:
    job = studio.ledger.get(str(error.data["job"]))
    began = job.submitted_at or job.created_at
    waited = (studio.clock.now() - began).total_seconds()
    expected, drawn = expected_of(studio, job), _draft(studio, job)
    page = pages.still_running(job, waited_s=waited, expected=expected, draft=drawn, next=(actions.wait(job),))
    if not studio.shared:
        return page
    from mediawright.handlers.unserved import with_note

    return with_note(studio, job, page)


def expected_of(studio: Studio, job: Job) -> pages.Expected | None:
    """How long it usually takes, for a sentence."""
    usual = studio.usual(job)
    return pages.Expected(low=usual[0], high=usual[1]) if usual else None


def _model_of(studio: Studio, job: Job) -> Text | None:
    model = studio.registry.load(job.provider).provider.model(job.request.model or "", job.request.operation.result)
    return model.label if model else None


def _free(studio: Studio, job: Job) -> bool:
    return studio.registry.load(job.provider).provider.free


def _draft(studio: Studio, job: Job) -> bool:
    return any(provider.drafts(job.request.operation) for provider in _known(studio, job.provider).values())
