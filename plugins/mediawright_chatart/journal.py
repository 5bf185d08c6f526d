"""What this machine remembers of submits under way, so that nothing is sent twice and nothing accepted is lost (C-R21).

Kept in the provider's own state, never with a secret: per job when the spending call began, which tasks exist, what was
uploaded, how often "not now" was heard; and the ids this client knows, so that a look into the history can leave them out.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from mediawright.plugin import Context, Job, MediaKind, Task
from mediawright_chatart.provider import NAME

KNOWN_IDS = 400
KNOWN = "known_ids"
#: a submit that was accepted was accepted within this time of leaving
A_CALL = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One job's submit. `began` is when the first spending call left, `sent` the latest; None before that."""

    began: str | None = None
    sent: str | None = None
    sending: bool = False
    ids: tuple[int | str, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    refusals: Mapping[str, int] = field(default_factory=dict)
    looks: int = 0

    @property
    def began_at(self) -> datetime | None:
        return datetime.fromisoformat(self.began) if self.began else None

    @property
    def sent_at(self) -> datetime | None:
        return datetime.fromisoformat(self.sent) if self.sent else None


def read(ctx: Context, job_id: str) -> Entry | None:
    row = ctx.recall(_key(job_id))
    return Entry(**(row | {"ids": tuple(row.get("ids", ()))})) if isinstance(row, dict) else None


def write(ctx: Context, job_id: str, entry: Entry, **changes: Any) -> Entry:
    """Keep the entry with some fields changed, before anything else happens."""
    changed = replace(entry, **changes)
    row = asdict(changed) | {"ids": list(changed.ids), "links": dict(changed.links), "refusals": dict(changed.refusals)}
    ctx.keep(_key(job_id), row)
    return changed


def close(ctx: Context, job_id: str | None) -> None:
    """The task is in the ledger: the entry has done its work."""
    entry = read(ctx, job_id) if job_id else None
    if job_id and entry:
        write(ctx, job_id, entry, sending=False)
        ctx.keep(_key(job_id), None)


def remember(ctx: Context, *ids: int | str) -> None:
    """Ids that this client knows: never taken for the lost one."""
    known = _listed(ctx, KNOWN)
    fresh = [str(name) for name in ids if str(name) not in known]
    if fresh:
        ctx.keep(KNOWN, [*known, *fresh][-KNOWN_IDS:])


def knows(ctx: Context, task: str) -> bool:
    return task in _listed(ctx, KNOWN)


def kind_of(job: Job) -> MediaKind:
    """Which of ChatArt's two lists the job's tasks are in."""
    return job.request.operation.result or MediaKind.VIDEO


def task_of(job: Job, entry: Entry) -> Task:
    """What a later poll needs: which list the tasks are in, their ids as received, and when they began (for names)."""
    began = entry.began_at or job.updated_at
    handle = {
        "kind": kind_of(job).value,
        "ids": list(entry.ids),
        "at": f"{began.astimezone():%Y%m%d%H%M%S}",
        "asked": job.request.count or 1,
    }
    return Task(provider=NAME, id=",".join(str(name) for name in entry.ids), handle=handle)


def _key(job_id: str) -> str:
    return f"submit.{job_id}"


def _listed(ctx: Context, key: str) -> list[str]:
    kept = ctx.recall(key)
    return kept if isinstance(kept, list) else []
