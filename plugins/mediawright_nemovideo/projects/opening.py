"""Which project a job belongs to, and that its session is alive and free (docs/contracts/nemovideo.md §4, N-R8, N-R9)."""

from datetime import datetime, timedelta

from mediawright.plugin import Busy, Job, MediawrightError, NotFound, Operation, Problem, Rejected, Request
from mediawright_nemovideo import turn_records
from mediawright_nemovideo.chat.message import language_tag
from mediawright_nemovideo.chat.routing import wants_creation
from mediawright_nemovideo.client import Api
from mediawright_nemovideo.draft.state import State
from mediawright_nemovideo.messages import say
from mediawright_nemovideo.projects.registry import Project, Projects, open_project, replace_session
from mediawright_nemovideo.responses import Fault, Refusal
from mediawright_nemovideo.service import session_state
from mediawright_nemovideo.settings import PROVIDER


def creates(job: Job) -> bool:
    """Is it a request for something new (which may go to a new session), not a change of what is there?"""
    return job.request.operation is not Operation.CHAT_EDIT or wants_creation(job.request.prompt)


async def place_for(api: Api, job: Job) -> Project:
    """The project of a job, alive and free.

    A named project, else the open one; a generation that names none takes the open one only while it is still empty,
    else a new one. Raises NotFound, Rejected, Busy.
    """
    store, name = Projects.of(api), _named(api, job)
    project = store.find(name) if name else store.opened()
    if project is None and (not creates(job) or (name is not None and job.request.operation is Operation.CHAT_EDIT)):
        store.the(name)
    if project is not None:
        state = await alive(api, project, job)
        if isinstance(state, Project):
            return state
        if name or job.request.operation is Operation.CHAT_EDIT or _unused(api, state, project):
            _alone(api, project, job)
            return project
        name = None
    return await open_project(api, name, language_tag(job.request.prompt, api.ctx.lang))


async def alive(api: Api, project: Project, job: Job) -> State | Project:
    """The state; where the session is gone, the fresh project that a creation may use. Raises Rejected for an edit."""
    api.user_hint = project.user_id
    state = await session_state(api, project.session_id)
    if isinstance(state, Refusal) and state.fault is Fault.SESSION:
        fresh = await replace_session(api, project)
        return fresh if creates(job) else refuse_edit(state)
    found = api.must(state)
    assert isinstance(found, State)
    return found


def refuse_edit(refusal: Refusal) -> Project:
    """An edit is not sent to a new, empty session without the person's word (N-R8)."""
    raise Rejected(say("error.session_edit"), provider=PROVIDER, provider_code=refusal.code)


def check_open(api: Api, request: Request) -> None:
    """Raises NotFound for a change of what is there where nothing is open: it is told before there is a price."""
    if not wants_creation(request.prompt):
        named = request.options.get("project")
        Projects.of(api).the(named if isinstance(named, str) and named else None)


async def is_empty(api: Api, request: Request) -> bool:
    """Has the project that is talked to no timeline yet? Trouble with the poll counts as no."""
    name = request.options.get("project")
    store = Projects.of(api)
    project = store.find(name) if isinstance(name, str) and name else store.opened()
    if project is None:
        return True
    try:
        found = await session_state(api, project.session_id)
    except MediawrightError:
        return False
    return isinstance(found, State) and not found.exportable and not found.markup


def the_project(api: Api, job: Job) -> Project:
    """The project that something is exported from. Raises NotFound."""
    project = Projects.of(api).the(_named(api, job))
    api.user_hint = project.user_id
    return project


def _named(api: Api, job: Job) -> str | None:
    said = job.request.options.get("project")
    if said is not None and (not isinstance(said, str) or not said.strip()):
        raise NotFound(Problem("project", say("project.none_open")), provider=PROVIDER)
    return said or turn_records.recall(api.ctx, job.id).project or None


def _unused(api: Api, state: State, project: Project) -> bool:
    running = turn_records.runs(api.ctx, project.session_id)
    return (
        not state.tracks
        and not state.media
        and not state.markup
        and (running is None or not _runs_still(api, running[1]))
    )


def _alone(api: Api, project: Project, job: Job) -> None:
    """One turn at a time: a further request waits its turn and the person hears of it (N-R9)."""
    running = turn_records.runs(api.ctx, project.session_id)
    if running is None or running[0] == job.id or not _runs_still(api, running[1]):
        return
    message = say("turn.queued", project=project.name)
    api.ctx.say(message)
    raise Busy(message, retry_after=api.config.clocks.queue_poll, provider=PROVIDER, data={"running": running[0]})


def _runs_still(api: Api, sent_at: datetime) -> bool:
    return api.ctx.clock.now() - sent_at < timedelta(seconds=api.config.clocks.turn)
