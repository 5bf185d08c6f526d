"""The one message of a job: everything is made ready first, then it is sent once (docs/contracts/nemovideo.md §5)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mediawright.plugin import (
    Busy,
    Context,
    Job,
    NotSent,
    Operation,
    Rejected,
    SignInNeeded,
    Task,
    Uncertain,
    content_hash,
)
from mediawright_nemovideo import turn_records
from mediawright_nemovideo.chat import live_stream
from mediawright_nemovideo.chat.live_stream import Live
from mediawright_nemovideo.chat.message import message_text
from mediawright_nemovideo.chat.routing import Road, Routed, route
from mediawright_nemovideo.chat.turn import Turn
from mediawright_nemovideo.chat.uploads import upload, upload_sources
from mediawright_nemovideo.client import Api
from mediawright_nemovideo.draft.state import State, snapshot
from mediawright_nemovideo.errors import error_of, rate_wait
from mediawright_nemovideo.export.render import start_export
from mediawright_nemovideo.handle import Handle, Phase
from mediawright_nemovideo.messages import say
from mediawright_nemovideo.projects.opening import creates, place_for, refuse_edit, the_project
from mediawright_nemovideo.projects.registry import Project, replace_session
from mediawright_nemovideo.responses import Fault, Refusal, about_session
from mediawright_nemovideo.service import Credits, credits, session_state
from mediawright_nemovideo.settings import APP, PROVIDER
from mediawright_nemovideo.traces import left_traces

#: refusals after which the message may be sent again
REPEATED = frozenset({Fault.TOKEN, Fault.SESSION, Fault.RATE})


async def submit(ctx: Context, job: Job) -> Task:
    """Start a job. Raises Rejected, OutOfCredits, NotFound, Busy, NotSent, Uncertain, SignInNeeded."""
    api = Api.of(ctx)
    routed = routed_of(job)
    if routed.road is Road.EXPORT:
        return await start_export(api, job, the_project(api, job))
    if routed.road is not Road.CHAT:
        return await _answer_only(api, job, routed)
    return await _start_turn(api, job, routed)


def routed_of(job: Job) -> Routed:
    """Export, credits and status never reach the agent (N-R17)."""
    if job.request.operation is Operation.EXPORT:
        return Routed(Road.EXPORT)
    if job.request.operation is Operation.CHAT_EDIT:
        return route(job.request.prompt)
    return Routed(Road.CHAT, message_text(job.request))


def chat_body(session_id: str, text: str) -> dict[str, object]:
    """§5.1: snake_case throughout."""
    return {
        "app_name": APP,
        "user_id": "me",
        "session_id": session_id,
        "new_message": {"parts": [{"text": text}]},
    }


async def _answer_only(api: Api, job: Job, routed: Routed) -> Task:
    """Nothing to be said to the agent: links are uploaded, the rest is answered from what the service shows."""
    project = the_project(api, job)
    if routed.links:
        await upload_sources(api, project.session_id, routed.links)
    return Handle.at(project, job, Phase.ANSWER, road=routed.road.value).task()


async def _start_turn(api: Api, job: Job, routed: Routed) -> Task:
    await _no_earlier_turn(api, job)
    project = await place_for(api, job)
    await _upload_inputs(api, job, project, routed)
    handle = await _prepared(api, job, project, routed)
    api.ctx.say(say("progress.minutes" if handle.generation else "progress.moment"))
    handle = await _send(api, job, project, handle, routed.text)
    return handle.task()


async def _upload_inputs(api: Api, job: Job, project: Project, routed: Routed) -> None:
    record = replace(turn_records.recall(api.ctx, job.id), project=project.name)
    for media in job.request.media[record.uploaded :]:
        await upload(api, project.session_id, media)
        record = replace(record, uploaded=record.uploaded + 1)
        turn_records.keep(api.ctx, job.id, record)
    if record.uploaded < len(job.request.media) + len(routed.links):
        await upload_sources(api, project.session_id, routed.links)
        record = replace(record, uploaded=len(job.request.media) + len(routed.links))
    turn_records.keep(api.ctx, job.id, record)


async def _prepared(api: Api, job: Job, project: Project, routed: Routed) -> Handle:
    """The baseline and the credits before, taken for every turn after the inputs are there (N-R10)."""
    baseline = await _baseline(api, project.session_id)
    before: Credits = api.must(await credits(api))
    generation = job.request.operation is not Operation.CHAT_EDIT
    return Handle.at(
        project,
        job,
        Phase.TURN,
        generation=generation,
        export=generation or routed.then_export,
        message_hash=content_hash(routed.text),
        baseline=baseline,
        available=before.available,
        frozen=before.frozen,
        user=api.who.user_id,
    )


async def _baseline(api: Api, session_id: str) -> dict[str, Any]:
    state: State = api.must(await session_state(api, session_id))
    return snapshot(state)


async def _no_earlier_turn(api: Api, job: Job) -> None:
    """A message that was refused some time ago may have started a turn nevertheless. Raises Uncertain."""
    record = turn_records.recall(api.ctx, job.id)
    earlier = record.earlier()
    if earlier is not None and await left_traces(api, earlier):
        turn_records.keep(api.ctx, job.id, replace(record, handle=record.refused, refused={}))
        raise Uncertain(provider=PROVIDER)


async def _send(api: Api, job: Job, project: Project, handle: Handle, text: str) -> Handle:
    """The message, once. Only an explicit refusal before any event is answered by one repeat (N-R8)."""
    handle, refused = await _attempt(api, handle, text)
    if refused is not None and refused.fault is Fault.TOKEN:
        handle, refused = await _attempt(api, handle, text)
    if refused is not None and refused.fault is Fault.SESSION:
        fresh = await replace_session(api, project)
        if not creates(job) or job.request.media:
            refuse_edit(refused)
        moved = handle.with_(
            session_id=fresh.session_id, task_id=fresh.task_id, baseline=await _baseline(api, fresh.session_id)
        )
        handle, refused = await _attempt(api, moved, text)
    if refused is not None:
        raise _final(api, handle, refused)
    return handle


async def _attempt(api: Api, handle: Handle, text: str) -> tuple[Handle, Refusal | None]:
    """Write down that the message is about to leave, then let it leave. A refusal is given back only where the service
    itself said it and nothing was started. Raises Uncertain, NotSent, SignInNeeded."""
    ctx, headers = api.ctx, await api.headers()
    handle = handle.with_(sent_at=ctx.clock.now().isoformat())
    handle = handle.with_(alone=turn_records.started(ctx, handle))
    record = turn_records.recall(ctx, handle.job)
    turn_records.keep(ctx, handle.job, replace(record, handle=dict(handle.task().handle)))
    stream = Live(ctx, Turn(api.config.clocks, ctx.clock.monotonic()))
    stream.open(api.config, headers, chat_body(handle.session_id, text))
    try:
        refused = await stream.accepted()
    except NotSent:
        turn_records.finished(ctx, handle)
        turn_records.keep(ctx, handle.job, replace(record, handle={}))
        raise
    if refused is None:
        live_stream.register(handle.job, stream)
        turn_records.keep(ctx, handle.job, replace(record, handle=dict(handle.task().handle), accepted=True))
        return handle, None
    if not refused.sure:
        ctx.debug("answered by something in between", code=refused.code)
        raise Uncertain(provider=PROVIDER, provider_code=refused.code, provider_message=refused.words or None)
    await _believed(api, handle, record, refused, headers)
    return handle, about_session(refused)


async def _believed(
    api: Api, handle: Handle, record: turn_records.Record, refused: Refusal, sent_with: Mapping[str, str]
) -> None:
    """Forget a message that was refused, once nothing is to be seen of it; its token is renewed where that was refused.

    Raises Uncertain where a turn runs after all (the record is kept), SignInNeeded.
    """
    forgotten = replace(record, handle={}, refused=dict(handle.task().handle))
    # with the token that the message left with: another one may belong to another user, or not be had
    if await left_traces(api, handle, repeated=about_session(refused).fault in REPEATED):
        raise Uncertain(provider=PROVIDER, provider_code=refused.code, provider_message=refused.words or None)
    if refused.fault is Fault.TOKEN and await api.headers() == sent_with:
        try:
            await api.renewed()
        except SignInNeeded:
            _forget(api, handle, forgotten)
            raise
    _forget(api, handle, forgotten)


def _forget(api: Api, handle: Handle, record: turn_records.Record) -> None:
    turn_records.finished(api.ctx, handle)
    turn_records.keep(api.ctx, handle.job, record)


def _final(api: Api, handle: Handle, refused: Refusal) -> Exception:
    """The refusal as an error. The first 429 asks the core to come again after the wait, the second is the end (N-R7)."""
    if refused.fault is not Fault.RATE:
        return error_of(refused, api.config, api.who)
    record = turn_records.recall(api.ctx, handle.job)
    if record.waited:
        return Rejected(say("error.rate_again"), provider=PROVIDER, provider_code=refused.code)
    turn_records.keep(api.ctx, handle.job, replace(record, waited=record.waited + 1))
    wait = rate_wait(refused, api.config)
    return Busy(say("error.rate"), retry_after=wait, provider=PROVIDER, provider_code=refused.code)
