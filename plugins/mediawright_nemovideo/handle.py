"""What is stored with a job: enough for another process to go on, nothing secret, no link (N-R10)."""

from collections.abc import Mapping
from dataclasses import asdict, field, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from mediawright.plugin import Job, Task, dataclass
from mediawright_nemovideo.settings import PROVIDER

if TYPE_CHECKING:
    from mediawright_nemovideo.projects.registry import Project


class Phase(StrEnum):
    """Where a job stands at the provider."""

    TURN = "turn"  # the message is out, its turn runs or its end is not known
    EXPORT = "export"
    ANSWER = "answer"  # nothing was sent: the client answers by itself
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handle:
    """`export` True: a file is wanted at the end. `available`, `frozen`: credits before the turn; `alone`: the turn's number
    where no other ran beside it at its start, 0 where one did; `user`: whose credits these are.
    `ended`, `said`, `wants`, `error_*`: what the stream's end left behind, so that a restart knows it too."""

    phase: Phase
    job: str
    project: str
    session_id: str
    task_id: str = ""
    language: str = "en"
    generation: bool = False
    export: bool = False
    sent_at: str = ""
    message_hash: str = ""
    baseline: Mapping[str, Any] = field(default_factory=dict)
    available: float = 0.0
    frozen: float = 0.0
    alone: int = 0
    user: str = ""
    cut_at: str = ""
    reads: int = 0
    render_id: str = ""
    render_sent: bool = False
    submits: int = 0
    resolution: str | None = None
    road: str = "chat"
    raw_told: bool = False
    ended: str = ""
    said: str = ""
    wants: tuple[str, ...] = ()
    error_code: str = ""
    error_words: str = ""

    @classmethod
    def at(cls, project: "Project", job: Job, phase: Phase, **more: Any) -> "Handle":
        """A job at its place."""
        return cls(
            phase=phase,
            job=job.id,
            project=project.name,
            session_id=project.session_id,
            task_id=project.task_id,
            language=project.language,
            resolution=job.request.resolution,
            **more,
        )

    @classmethod
    def of(cls, task: Task) -> "Handle":
        data = dict(task.handle)
        data["phase"] = Phase(data["phase"])
        data["wants"] = tuple(data.get("wants", ()))
        return cls(**data)

    def task(self) -> Task:
        """The core's reference to it."""
        plain = {key: value for key, value in asdict(self).items() if value not in (None, "", {}, (), False, 0)}
        plain["phase"] = self.phase.value
        return Task(provider=PROVIDER, id=self.id, handle=plain)

    @property
    def id(self) -> str:
        """A session holds many turns: the job's beginning tells them apart."""
        return f"{self.session_id}.{self.job[:8]}"

    def with_(self, **changes: Any) -> "Handle":
        return replace(self, **changes)

    @property
    def sent(self) -> datetime | None:
        return datetime.fromisoformat(self.sent_at) if self.sent_at else None
