"""Which files each job was given and which it made, by their content: written beside the job, in the same step."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from mediawright.ledger.dialect import Connection
from mediawright.types.codec import plain
from mediawright.types.job import Job
from mediawright.types.storable import storable_text

#: sha256, job, "result" or "input", place, kind, words to be found by
UseRow = tuple[str, str, str, int, str, str]
#: characters of the words that a file is found by
LONGEST = 4000


def record(connection: Connection, job: Job) -> None:
    """Write what this job uses and made, in place of what stood there."""
    request, assets = plain(job.request), plain(job.assets)
    connection.execute("DELETE FROM asset_uses WHERE job_id = ?", (job.id,))
    sql = "INSERT INTO asset_uses (sha256, job_id, used, place, kind, words) VALUES (?, ?, ?, ?, ?, ?)"
    connection.executemany(sql, list(_uses(job.id, job.provider, request, assets)))


def uses_of_row(job_id: str, provider: str, request: str, assets: str | None) -> list[UseRow]:
    """The same for a row of an older ledger; nothing for one that cannot be read."""
    try:
        return list(_uses(job_id, provider, json.loads(request), json.loads(assets or "[]")))
    except (ValueError, TypeError, LookupError, AttributeError):
        return []


def _uses(job_id: str, provider: str, request: Mapping[str, Any], assets: Any) -> Iterator[UseRow]:
    words = " ".join((request.get("prompt", ""), request.get("model", ""), provider))
    for place, item in enumerate(request.get("media", ())):
        if sha256 := item.get("info", {}).get("sha256"):
            source = item.get("original") or item["source"]
            yield sha256, job_id, "input", place, item["kind"], _found_by(source, words)
    for place, item in enumerate(assets):
        yield item["sha256"], job_id, "result", place, item["kind"], _found_by(item["path"], words)


def _found_by(path: str, words: str) -> str:
    name = path.replace("\\", "/").rpartition("/")[2]
    return storable_text(f"{name} {words}".casefold()[:LONGEST])
