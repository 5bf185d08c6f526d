"""What a target is told: one JSON object for all kinds. It never holds a link, a key or a token.

A prompt and the folders of files stand in it only where the target asks for them.
"""

import re
from datetime import UTC, datetime
from typing import Any

from mediawright.ledger.scrub import scrub_text
from mediawright.services.notify.targets import Target
from mediawright.types.codec import plain
from mediawright.types.dataclass import dataclass
from mediawright.types.job import Asset, Job
from mediawright.types.message import Lang
from mediawright.types.notices import Ending

#: characters of a prompt and of a sentence, and files that are named; the whole stays below 20 kB, as the Standard Webhooks
#: specification advises
LONGEST_PROMPT, LONGEST_TEXT, MOST_FILES = 2000, 600, 20
#: an absolute path in a sentence, of any system: only its last part is told
_PATH = re.compile(r"(?<![\w:/\\])(?:[A-Za-z]:[\\/]|~?/|\\\\)(?:[^\s\"'“”‘’<>|:*?]*[\\/])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One end in words. `id` is the notice's; `reason`: why it failed, in the same language."""

    id: str
    ending: Ending
    at: datetime
    lang: Lang
    text: str
    reason: str = ""
    thread: str | None = None


def payload(job: Job, told: Told, target: Target) -> dict[str, Any]:
    """The JSON object. Bytes, pixels and seconds; times in UTC."""
    data: dict[str, Any] = {
        "job": job.id,
        "ending": told.ending.value,
        "state": job.state.value,
        "provider": job.provider,
        "model": job.request.model,
        "operation": job.request.operation.value,
        "thread": told.thread,
        "lang": told.lang,
        "text": safe_text(told.text, target),
        "reason": safe_text(told.reason, target) or None,
        "charged": plain(job.charged),
        "files": [_file(asset, target) for asset in job.assets[:MOST_FILES]],
        "files_in_all": len(job.assets),
        "created_at": stamp(job.created_at),
        "finished_at": stamp(job.finished_at) if job.finished_at else None,
    }
    if target.with_prompt:
        data["prompt"] = scrub_text(job.request.prompt)[:LONGEST_PROMPT]
    return envelope(f"job.{told.ending.value}", told.id, told.at, data)


def envelope(kind: str, notice_id: str, at: datetime, data: dict[str, Any]) -> dict[str, Any]:
    """The object around the data, in the shape that the Standard Webhooks specification recommends."""
    return {"type": kind, "id": notice_id, "timestamp": stamp(at), "data": data}


def safe_text(text: str, target: Target) -> str:
    """A sentence without links' queries and tokens, and without folders unless the target asks for them; not too long."""
    shown = scrub_text(text)
    return (shown if target.with_paths else _PATH.sub("", shown))[:LONGEST_TEXT]


def stamp(time: datetime) -> str:
    """A time as RFC 3339 in UTC: "2026-01-31T08:00:00Z"."""
    return time.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _file(asset: Asset, target: Target) -> dict[str, Any]:
    found = {
        "name": re.split(r"[\\/]", asset.path)[-1],
        "kind": asset.kind.value,
        "media_type": asset.media_type,
        "size": asset.size,
        "width": asset.width,
        "height": asset.height,
        "duration": asset.duration,
        "path": asset.path if target.with_paths else None,
    }
    return {name: value for name, value in found.items() if value is not None}
