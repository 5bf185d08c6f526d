"""The export: submit, poll, one retry with a new id, a lost answer looked up first (docs/contracts/nemovideo.md §9)."""

from collections.abc import AsyncIterator
from typing import Any

from mediawright.plugin import (
    InvalidRequest,
    Job,
    MediaKind,
    NotAvailable,
    NotSent,
    Output,
    Problem,
    Progress,
    SignInNeeded,
    State,
    StillRunning,
    Task,
    Uncertain,
    Unreachable,
)
from mediawright_nemovideo.chat.execution import Case
from mediawright_nemovideo.client import Api
from mediawright_nemovideo.draft.state import State as Draft
from mediawright_nemovideo.errors import error_of, rate_wait, sentence
from mediawright_nemovideo.export.result import delivered, link_of
from mediawright_nemovideo.handle import Handle, Phase
from mediawright_nemovideo.messages import say
from mediawright_nemovideo.projects.registry import Project
from mediawright_nemovideo.responses import Fault, Refusal, Render, Rendering
from mediawright_nemovideo.service import download_path, poll_render, render_body, session_state, submit_render
from mediawright_nemovideo.settings import PROVIDER


async def start_export(api: Api, job: Job, project: Project) -> Task:
    """An export asked for by itself. The first id is the job's own, so that a lost answer can be looked up.

    Raises InvalidRequest (nothing to export), OutOfCredits (plan), Rejected, Uncertain.
    """
    state: Draft = api.must(await session_state(api, project.session_id))
    check_exportable(state)
    handle = Handle.at(
        project,
        job,
        Phase.EXPORT,
        export=True,
        render_id=f"render_{job.id}",
        render_sent=True,
        sent_at=api.ctx.clock.now().isoformat(),
        submits=1,
    )
    found = await sent_render(api, handle, state.draft, submitting=True)
    if isinstance(found, Refusal) and found.fault in (Fault.DUPLICATE, Fault.MISSING):
        handle = handle.with_(render_id=f"render_{api.ctx.new_id()}", submits=2)
        found = await sent_render(api, handle, state.draft, submitting=True)
    if isinstance(found, Refusal):
        if not found.sure:
            raise Uncertain(provider=PROVIDER, provider_code=found.code, provider_message=found.words or None)
        raise error_of(found, api.config, api.who, "render")
    return handle.task()


def check_exportable(state: Draft) -> None:
    """§7.2. Raises InvalidRequest, or NotAvailable for the draft format that this service cannot export."""
    if state.markup:
        raise NotAvailable(Problem("project", say("error.markup"), "N-R18"), provider=PROVIDER)
    if not state.exportable:
        raise InvalidRequest(Problem("project", say("error.nothing_to_export"), "N-R18"), provider=PROVIDER)


async def sent_render(api: Api, handle: Handle, draft: Any, *, submitting: bool = False) -> Render | Refusal:
    """Submit under the handle's id. An answer that was lost is looked up before anything else (N-R20): MISSING means
    that the service does not know the id."""
    body = render_body(handle.render_id, handle.session_id, draft, handle.resolution)
    try:
        found = await submit_render(api, body, submitting=submitting)
    except NotSent:
        raise
    except (Uncertain, Unreachable):
        return await poll_render(api, handle.render_id)
    return found if isinstance(found, Render) else await _refused_or_known(api, handle, found)


async def _refused_or_known(api: Api, handle: Handle, refused: Refusal) -> Render | Refusal:
    """What is known of an id whose submit was refused: a duplicate of our own id, or an answer of something in between, may
    stand for an export that runs. Raises Unreachable where that cannot be found out and the refusal was not sure."""
    try:
        known = await poll_render(api, handle.render_id)
    except Unreachable:
        if refused.sure:
            return refused
        raise
    if isinstance(known, Render):
        return known
    return refused if refused.sure or refused.fault is Fault.RATE else known


async def export(case: Case) -> AsyncIterator[Progress]:
    """Take an exportable draft to a file's link. Raises StillRunning when the polls are used up."""
    if case.handle.render_id and not case.handle.render_sent:
        # killed between writing the id down and sending it, or just after
        case.change(render_sent=True)
        known = await _poll(case)
        if isinstance(known, Refusal):
            # an id that never arrived was no try: kills alone must not use up what failures may
            arrived = known.fault is not Fault.MISSING
            case.change(render_id="", submits=case.handle.submits - (not arrived))
    waited = case.ctx.clock.now() - (case.handle.sent or case.ctx.clock.now())
    at_once = waited.total_seconds() >= case.clocks.render_poll
    while not case.final:
        if case.handle.render_id:
            async for progress in _watched(case, at_once=at_once):
                yield progress
        else:
            at_once = False
            async for progress in _submitted(case):
                yield progress


async def _submitted(case: Case) -> AsyncIterator[Progress]:
    """A fresh id, written down before it is sent; one more only after a failure (N-R20)."""
    api = case.api
    if case.handle.submits >= api.config.bounds.render_submits:
        yield case.failed(say("reason.render"))
        return
    if case.seen is None and not await case.poll():
        if not case.lost_session:
            raise Unreachable(say("error.server"), provider=PROVIDER)
        yield case.failed(say("error.session"), code="1002")
        return
    assert case.seen is not None
    case.change(render_id=f"render_{api.ctx.new_id()}", submits=case.handle.submits + 1, render_sent=False)
    yield case.running("export", note=say("progress.exporting"))
    sent = case.seen.draft
    found = await sent_render(api, case.handle, sent)
    if isinstance(found, Refusal) and found.fault is Fault.RATE:
        wait = rate_wait(found, api.config)
        yield case.running("export", note=say("error.rate"), look_again_s=wait)
        found = await sent_render(api, case.handle, sent)
    if isinstance(found, Refusal) and found.fault is Fault.BAD:
        # the second stage may have written on since the draft was read (§5.7.6): as it is now it goes out once more
        yield case.running("settle", look_again_s=case.clocks.settle[-1])
        if await case.poll() and case.seen is not None and case.seen.draft != sent:
            case.change(render_id="")
            return
    if isinstance(found, Refusal):
        for progress in _refused(case, found):
            yield progress
        return
    case.change(render_sent=True)
    yield case.running("export", percent=found.percent)


def _refused(case: Case, refusal: Refusal) -> list[Progress]:
    if refusal.fault is Fault.TOKEN:
        case.api.must(refusal)
    if refusal.fault in (Fault.DUPLICATE, Fault.MISSING, Fault.SERVER):
        case.change(render_id="")
        return []
    reason = sentence(refusal, case.api.config, case.api.who, "render")
    return [case.failed(reason, code=refusal.code, words=refusal.words)]


async def _watched(case: Case, *, at_once: bool) -> AsyncIterator[Progress]:
    """Every 30 s, at most 10 looks; trouble with a poll is no failure of the export (N-R22)."""
    percent: float | None = None
    for number in range(case.api.config.bounds.render_polls):
        wait = 0.0 if at_once and number == 0 else case.clocks.render_poll
        yield case.running("export", percent=percent, look_again_s=wait)
        found = await _poll(case)
        if isinstance(found, Render) and found.status is Rendering.RUNNING:
            percent = found.percent
        elif isinstance(found, Render) or (found is not None and _is_gone(case, found)):
            async for progress in _ended(case, found):
                yield progress
            return
    link = await link_of(case)
    raise StillRunning(say("error.render_slow", link=link), provider=PROVIDER, data={"job": case.handle.job})


def _is_gone(case: Case, refusal: Refusal) -> bool:
    """Is a refused look final (the id is not known)? A refused token is raised, any other trouble passes."""
    if refusal.fault is Fault.TOKEN:
        case.api.must(refusal)
    return refusal.sure and refusal.fault in (Fault.BAD, Fault.MISSING)


async def _ended(case: Case, found: Render | Refusal) -> AsyncIterator[Progress]:
    """A file, an end by somebody's wish, or a failure that may be tried once more."""
    if isinstance(found, Render) and found.status is Rendering.COMPLETED:
        yield await delivered(case, output_of(case, found))
    elif isinstance(found, Render) and found.status is Rendering.CANCELLED:
        case.final = True
        yield Progress(state=State.CANCELLED, task=case.handle.task())
    else:
        case.change(render_id="")
        if case.handle.submits < case.api.config.bounds.render_submits:
            yield case.running("export", note=say("progress.export_again"))


async def _poll(case: Case) -> Render | Refusal | None:
    try:
        return await poll_render(case.api, case.handle.render_id)
    except SignInNeeded:
        raise
    except Unreachable:
        return None


def output_of(case: Case, render: Render) -> Output:
    """The file. Without a direct link it comes from the download endpoint (N-R21)."""
    url = render.url or case.api.config.url(download_path(case.handle.render_id))
    extra = {} if render.url else {"fallback": True}
    return Output(
        kind=MediaKind.VIDEO, name=f"nemovideo_{case.handle.render_id}", url=url, duration=render.seconds, extra=extra
    )
