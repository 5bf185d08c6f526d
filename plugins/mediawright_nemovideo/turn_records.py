"""What is kept of a turn between two calls and two processes: the job's handle, and which turn runs in a session.

Written before the message leaves and erased when the turn is classified (N-R9, N-R10).
"""

from dataclasses import asdict, field
from datetime import datetime
from typing import Any

from mediawright.plugin import Context, Task, dataclass
from mediawright_nemovideo.handle import Handle
from mediawright_nemovideo.settings import PROVIDER

LONGEST_S = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """`uploaded` inputs are not sent again when a refused submit is repeated; `waited` counts the 429 of this job.

    `handle`: the message that may have left. `refused`: the one before it, which the service refused: before another is
    sent it must have left no trace.
    """

    project: str = ""
    uploaded: int = 0
    waited: int = 0
    accepted: bool = False
    handle: dict[str, Any] = field(default_factory=dict)
    refused: dict[str, Any] = field(default_factory=dict)

    def opened(self) -> Handle | None:
        """The handle of the message that may have left; None: none was sent."""
        return _handle(self.handle)

    def earlier(self) -> Handle | None:
        """The handle of the message that was refused before; None: there was none."""
        return _handle(self.refused)


def _handle(kept: dict[str, Any]) -> Handle | None:
    return Handle.of(Task(provider=PROVIDER, id="", handle=kept)) if kept else None


def recall(ctx: Context, job: str) -> Record:
    kept = ctx.recall(f"turn:{job}", shared=True)
    return Record(**kept) if isinstance(kept, dict) else Record()


def keep(ctx: Context, job: str, record: Record) -> None:
    ctx.keep(f"turn:{job}", asdict(record), shared=True)


def runs(ctx: Context, session_id: str) -> tuple[str, datetime] | None:
    """The job whose turn runs in a session, and when its message was sent."""
    kept = ctx.recall(f"running:{session_id}", shared=True)
    if not isinstance(kept, dict):
        return None
    return str(kept["job"]), datetime.fromisoformat(kept["sent_at"])


def started(ctx: Context, handle: Handle) -> int:
    """A turn begins. Returns its number, or 0 where another turn of this installation runs beside it."""
    ctx.keep(f"running:{handle.session_id}", {"job": handle.job, "sent_at": handle.sent_at}, shared=True)
    turns = _turns(ctx)
    others = [job for job, at in turns["open"].items() if job != handle.job and _younger(at, handle.sent_at)]
    number = int(turns["count"]) + 1
    ctx.keep(
        "turns",
        {"count": number, "open": {job: turns["open"][job] for job in others} | {handle.job: handle.sent_at}},
        shared=True,
    )
    return 0 if others else number


def ran_alone(ctx: Context, handle: Handle) -> bool:
    """Did no other turn of this installation run beside it? Only then is the balance's difference its cost."""
    return handle.alone > 0 and _turns(ctx)["count"] == handle.alone


def _turns(ctx: Context) -> dict[str, Any]:
    kept = ctx.recall("turns", shared=True)
    return kept if isinstance(kept, dict) else {"count": 0, "open": {}}


def _younger(sent_at: str, now: str) -> bool:
    """A turn is over after an hour, whatever became of it."""
    return (datetime.fromisoformat(now) - datetime.fromisoformat(sent_at)).total_seconds() < LONGEST_S


def finished(ctx: Context, handle: Handle) -> None:
    """The turn is classified: the session is free."""
    running = runs(ctx, handle.session_id)
    if running is not None and running[0] == handle.job:
        ctx.keep(f"running:{handle.session_id}", None, shared=True)
    turns = _turns(ctx)
    if handle.job in turns["open"]:
        ctx.keep(
            "turns", {**turns, "open": {job: at for job, at in turns["open"].items() if job != handle.job}}, shared=True
        )
    ctx.keep(f"turn:{handle.job}", None, shared=True)
