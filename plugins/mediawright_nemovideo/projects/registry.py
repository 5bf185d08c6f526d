"""Projects by name: which session belongs to which, and which is open. Kept between two calls; no secret in it."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from mediawright.plugin import Context, NotFound, Problem, dataclass
from mediawright_nemovideo.client import Api
from mediawright_nemovideo.messages import say
from mediawright_nemovideo.service import Session, create_session
from mediawright_nemovideo.settings import PROVIDER


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A named session at one address of the service."""

    name: str
    session_id: str
    task_id: str = ""
    user_id: str = ""
    language: str = "en"
    api_url: str = ""
    created_at: str = ""


@dataclass(slots=True)
class Projects:
    """The shelf. Projects of another address are kept but not seen."""

    ctx: Context
    api_url: str

    @classmethod
    def of(cls, api: Api) -> "Projects":
        return cls(api.ctx, api.config.api_url)

    def all(self) -> tuple[Project, ...]:
        """Every project of this address, the oldest first."""
        return tuple(Project(**item) for item in self._kept().values() if item.get("api_url") == self.api_url)

    def find(self, name: str) -> Project | None:
        return next((project for project in self.all() if project.name == name), None)

    def opened(self) -> Project | None:
        """The one that is talked to when none is named."""
        return self.find(str(self.ctx.recall("open", shared=True) or ""))

    def the(self, name: str | None) -> Project:
        """The named or the open one. Raises NotFound."""
        found = self.find(name) if name else self.opened()
        if found is None:
            names = tuple(project.name for project in self.all())
            message = say("project.unknown", name=name) if name else say("project.none_open")
            raise NotFound(Problem("project", message, allowed=names), provider=PROVIDER)
        return found

    def save(self, project: Project, *, open_it: bool = True) -> Project:
        self.ctx.keep("projects", {**self._kept(), self._key(project.name): asdict(project)}, shared=True)
        if open_it:
            self.use(project.name)
        return project

    def use(self, name: str) -> None:
        self.ctx.keep("open", name, shared=True)

    def close(self) -> None:
        """Nothing is open; the projects stay."""
        self.ctx.keep("open", None, shared=True)

    def free_name(self) -> str:
        """The first unused "project-N"."""
        taken = {project.name for project in self.all()}
        return next(name for n in range(1, len(taken) + 2) if (name := f"project-{n}") not in taken)

    def _kept(self) -> Mapping[str, Any]:
        kept = self.ctx.recall("projects", shared=True)
        return kept if isinstance(kept, dict) else {}

    def _key(self, name: str) -> str:
        return f"{self.api_url} {name}"


async def open_project(api: Api, name: str | None, language: str) -> Project:
    """A new session under a name (None: a free one), and open. Raises what the service refused."""
    session: Session = api.must(await create_session(api, name or "project", language))
    store = Projects.of(api)
    project = Project(
        name=name or store.free_name(),
        session_id=session.session_id,
        task_id=session.task_id,
        user_id=session.user_id,
        language=language,
        api_url=api.config.api_url,
        created_at=api.ctx.clock.now().isoformat(),
    )
    return store.save(project)


async def replace_session(api: Api, project: Project) -> Project:
    """The old session is gone (1002): the same name, a new session. The person is told."""
    api.ctx.say(say("error.session"))
    session: Session = api.must(await create_session(api, project.name, project.language))
    fresh = replace(project, session_id=session.session_id, task_id=session.task_id, user_id=session.user_id)
    return Projects.of(api).save(fresh)
