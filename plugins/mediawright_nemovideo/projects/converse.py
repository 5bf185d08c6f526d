"""The free side of a project: open, use, list, close, upload, timeline (docs/contracts/nemovideo.md §4, §6, §7)."""

from dataclasses import asdict
from typing import Any

from mediawright.plugin import Context, InvalidRequest, Problem, TalkAction, TalkAnswer, TalkVerb
from mediawright_nemovideo.chat.uploads import is_text, read_prompt, upload_sources
from mediawright_nemovideo.client import Api
from mediawright_nemovideo.draft.state import State
from mediawright_nemovideo.draft.timeline import bars, in_words
from mediawright_nemovideo.messages import say
from mediawright_nemovideo.projects.registry import Project, Projects, open_project, replace_session
from mediawright_nemovideo.responses import Fault, Refusal
from mediawright_nemovideo.service import claim_link, session_state
from mediawright_nemovideo.settings import PROVIDER

NAME_LENGTH = 60


async def converse(ctx: Context, action: TalkAction) -> TalkAnswer:
    """One free action. Raises NotFound, InvalidRequest, SignInNeeded, Unreachable, Busy."""
    api = Api.of(ctx)
    return await _VERBS[action.verb](api, action)


async def _open(api: Api, action: TalkAction) -> TalkAnswer:
    """A new project, or the one of that name."""
    store = Projects.of(api)
    name = _checked(action.name) or None
    if name is not None and store.find(name) is not None:
        return await _use(api, action)
    project = await open_project(api, name, {"zh": "zh-CN"}.get(action.lang, action.lang))
    return TalkAnswer(message=say("project.opened", name=project.name), data=_plain(project, opened=True))


async def _use(api: Api, action: TalkAction) -> TalkAnswer:
    store = Projects.of(api)
    project = store.the(action.name)
    store.use(project.name)
    return TalkAnswer(message=say("project.using", name=project.name), data=_plain(project, opened=True))


async def _list(api: Api, action: TalkAction) -> TalkAnswer:
    store = Projects.of(api)
    opened = store.opened()
    projects = [_plain(project, opened=project == opened) for project in store.all()]
    if not projects:
        return TalkAnswer(message=say("project.no_projects"), data={"projects": []})
    names = tuple(item["name"] for item in projects)
    message = say("project.list_open", names=names, open=opened.name) if opened else say("project.list", names=names)
    return TalkAnswer(message=message, data={"projects": projects})


async def _close(api: Api, action: TalkAction) -> TalkAnswer:
    """Nothing is open any more; the project stays and can be used again."""
    store = Projects.of(api)
    project = store.the(action.name)
    if project == store.opened():
        store.close()
    return TalkAnswer(message=say("project.closed", name=project.name), data=_plain(project, opened=False))


async def _upload(api: Api, action: TalkAction) -> TalkAnswer:
    """Files and links into the project. A .txt is read as a request and never uploaded (N-R25)."""
    if not action.sources:
        raise InvalidRequest(Problem("sources", say("error.no_file")), provider=PROVIDER)
    texts = [source for source in action.sources if is_text(source)]
    if texts:
        return await _read(api, texts, action)
    project, _ = await _reached(api, action.name)
    files = await upload_sources(api, project.session_id, action.sources)
    names = tuple(str(file["name"]) for file in files)
    message = say("project.uploaded", names=names, project=project.name)
    return TalkAnswer(message=message, data=_plain(project, opened=True) | {"files": [dict(file) for file in files]})


async def _read(api: Api, texts: list[str], action: TalkAction) -> TalkAnswer:
    """The words of a text, to be said with the person's yes: what is said may cost."""
    if len(action.sources) > 1 or texts[0].startswith(("http://", "https://")):
        raise InvalidRequest(Problem("sources", say("error.text_file"), "N-R25"), provider=PROVIDER)
    text = await read_prompt(api.ctx, texts[0])
    return TalkAnswer(message=say("project.text_read", text=text), data={"prompt": text})


async def _timeline(api: Api, action: TalkAction) -> TalkAnswer:
    project, state = await _reached(api, action.name)
    link = await claim_link(api, project.task_id, project.session_id)
    data = _plain(project, opened=project == Projects.of(api).opened())
    data |= {
        "tracks": bars(state.tracks),
        "exportable": state.exportable,
        "ratio": str(state.canvas.get("ratio", "")),
    }
    data |= {"files": [str(item.get("filename", "")) for item in state.videos]} | ({"link": link} if link else {})
    message = say("error.markup") if state.markup else in_words(state.tracks)
    return TalkAnswer(message=message, data=data, raw=state.raw)


async def _reached(api: Api, name: str | None) -> tuple[Project, State]:
    """The project and its state; where its session is gone, a fresh one under the same name (the person is told)."""
    project = Projects.of(api).the(name)
    api.user_hint = project.user_id
    found = await session_state(api, project.session_id)
    if isinstance(found, Refusal) and found.fault is Fault.SESSION:
        return await replace_session(api, project), State()
    state: State = api.must(found)
    return project, state


def _checked(name: str | None) -> str:
    wanted = (name or "").strip()
    if len(wanted) > NAME_LENGTH or any(not letter.isprintable() for letter in wanted):
        raise InvalidRequest(Problem("project", say("project.bad_name", most=NAME_LENGTH)), provider=PROVIDER)
    return wanted


def _plain(project: Project, *, opened: bool) -> dict[str, Any]:
    shown = {key: value for key, value in asdict(project).items() if key not in {"api_url", "user_id"} and value}
    return shown | {"open": opened}


_VERBS = {
    TalkVerb.OPEN: _open,
    TalkVerb.USE: _use,
    TalkVerb.LIST: _list,
    TalkVerb.CLOSE: _close,
    TalkVerb.UPLOAD: _upload,
    TalkVerb.TIMELINE: _timeline,
}
