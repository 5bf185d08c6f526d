"""A job followed from wherever it stands, in this process or after a restart (docs/contracts/nemovideo.md §5, §9)."""

from collections.abc import AsyncIterator

from mediawright.plugin import Context, Message, Progress, State, Task
from mediawright_nemovideo import turn_records
from mediawright_nemovideo.chat import live_stream
from mediawright_nemovideo.chat.execution import Case
from mediawright_nemovideo.chat.local_responses import answered
from mediawright_nemovideo.chat.recovery import recover, silent
from mediawright_nemovideo.chat.stream_progress import OPEN_ENDS, listen
from mediawright_nemovideo.chat.turn import Ending
from mediawright_nemovideo.draft.timeline import in_words
from mediawright_nemovideo.errors import sentence
from mediawright_nemovideo.export.poll import poll_export
from mediawright_nemovideo.export.render import export
from mediawright_nemovideo.export.result import talked
from mediawright_nemovideo.handle import Phase
from mediawright_nemovideo.messages import say
from mediawright_nemovideo.projects.registry import Projects, replace_session


async def watch(ctx: Context, task: Task) -> AsyncIterator[Progress]:
    """Progress until a verdict. Safe to start again: nothing in here sends a message to the agent."""
    case = Case.of(ctx, task)
    if case.handle.phase is Phase.TURN:
        async for progress in _turn(case):
            yield progress
    if not case.final and case.handle.phase is Phase.EXPORT:
        async for progress in export(case):
            yield progress
    if not case.final:
        yield await answered(case)


async def _turn(case: Case) -> AsyncIterator[Progress]:
    stream = live_stream.listening(case.handle.job)
    if stream is not None:
        async for progress in listen(case, stream):
            yield progress
        live_stream.release(case.handle.job)
    elif case.ending is None:
        case.ending = Ending.DETACHED
    async for progress in _classified(case, restarted=stream is None):
        yield progress
    async for progress in _concluded(case):
        yield progress


async def _classified(case: Case, *, restarted: bool) -> AsyncIterator[Progress]:
    """§5.6: what each end asks for. Sets `case.found`."""
    if case.ending in OPEN_ENDS:
        async for progress in recover(case, restarted=restarted):
            yield progress
    elif case.ending is Ending.SILENT or (case.ending is Ending.DONE and case.handle.generation):
        async for progress in silent(case):
            yield progress
    else:
        await case.poll()
        case.found = case.satisfied
    if case.found and case.handle.generation and case.new_media and not case.handle.raw_told:
        case.change(raw_told=True)
        yield case.running("raw", note=say("progress.raw_ready"))


async def _concluded(case: Case) -> AsyncIterator[Progress]:
    """The verdict on the turn, or the way on to the export."""
    if case.ending is Ending.ERROR or not (case.found or _spoken(case)):
        yield await _failure(case)
    elif case.handle.export:
        if case.seen is None or not case.seen.exportable:
            yield case.failed(_no_clip(case), charged=await case.charge())
            return
        turn_records.finished(case.ctx, case.handle)
        case.change(phase=Phase.EXPORT)
        yield case.running("tracks", note=say("progress.tracks", timeline=in_words(case.seen.tracks)), data=case.data())
    else:
        yield await talked(case)


def _spoken(case: Case) -> bool:
    """Did the turn end well without a change: an answer in words, or an edit that changed nothing to be seen?"""
    return case.ending is Ending.DONE or (case.ending is Ending.SILENT and not case.lost_session)


async def _failure(case: Case) -> Progress:
    """Nothing came of it, or an error was said. What was made nevertheless is told; nothing is sent again."""
    charged = await case.charge()
    if case.lost_session:
        project = Projects.of(case.api).find(case.handle.project)
        if project is not None and project.session_id == case.handle.session_id:
            await replace_session(case.api, project)
        return case.failed(say("error.session"), code="1002", charged=charged)
    if case.ending is Ending.ERROR and case.error is not None:
        reason = sentence(case.error, case.api.config, case.api.who)
        if case.changed and case.seen is not None:
            reason = say("reason.error_made", reason=reason, timeline=in_words(case.seen.tracks))
        return case.failed(reason, code=case.error.code, words=case.error.words, charged=charged)
    keys = {Ending.EMPTY: "reason.empty", Ending.STALLED: "reason.timeout", Ending.TIMEOUT: "reason.timeout"}
    key = keys.get(case.ending, "reason.lost") if case.ending else "reason.lost"
    return case.failed(say(key), charged=charged)


def _no_clip(case: Case) -> Message:
    if case.seen is not None and case.seen.markup:
        return say("error.markup")
    return say("reason.said", reply=case.reply.text) if case.reply.text else say("reason.no_clip")


async def poll(ctx: Context, task: Task) -> Progress:
    """One poll for another process: whatever it sees, it sends nothing and decides nothing that `watch` decides."""
    case = Case.of(ctx, task)
    if case.handle.phase is Phase.ANSWER or (case.handle.phase is Phase.DONE and not case.handle.render_id):
        return await answered(case)
    if case.handle.render_id:
        return await poll_export(case)
    await case.poll()
    return Progress(state=State.RUNNING, stage="turn", data=case.data(), task=case.handle.task())
