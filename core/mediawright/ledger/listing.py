"""Looking through the jobs: newest first, and how long past ones took. Index-backed, whatever the ledger's size."""

from collections.abc import Iterable
from datetime import datetime

from mediawright.ledger import rows
from mediawright.ledger.database import Database, Value
from mediawright.ledger.jobs import Store, find
from mediawright.types.job import Job
from mediawright.types.request import Request
from mediawright.types.states import State


def newest(
    store: Store,
    *,
    states: Iterable[State] | None,
    provider: str | None,
    parent: str | None,
    limit: int,
    before: str | None,
) -> list[Job]:
    """At most `limit` jobs, newest first; `before` (an id or the start of one) goes on where a page ended."""
    wanted = None if states is None else sorted({state.value for state in states})
    if wanted == [] or limit <= 0:
        return []
    sql, values = query(wanted, provider, parent, limit, _seq(store, before))
    return store.db.read_whole(rows.to_job, sql, values, store.unreadable)


def query(
    states: list[str] | None, provider: str | None, parent: str | None, limit: int, before: int | None
) -> tuple[str, list[Value]]:
    """The SQL: one limited look per state, so that each walks its index backwards and stops."""
    queries: list[str] = []
    values: list[Value] = []
    for state in states if states is not None else [None]:
        pairs = [("state = ?", state), ("provider = ?", provider), ("parent = ?", parent), ("seq < ?", before)]
        used = [(clause, value) for clause, value in pairs if value is not None]
        where = " AND ".join(clause for clause, _ in used) or "TRUE"
        queries.append(f"SELECT * FROM (SELECT * FROM jobs WHERE {where} ORDER BY seq DESC LIMIT {int(limit)})")
        values += [value for _, value in used]
    return f"{' UNION ALL '.join(queries)} ORDER BY seq DESC LIMIT {int(limit)}", values


def of_file(store: Store, sha256: str, limit: int) -> list[Job]:
    """Finished jobs that left a file with these bytes, newest first."""
    sql = "SELECT * FROM jobs WHERE state = 'done' AND instr(assets, ?) > 0 ORDER BY seq DESC LIMIT ?"
    return store.db.read_whole(rows.to_job, sql, [sha256, limit], store.unreadable)


def _seq(store: Store, before: str | None) -> int | None:
    if before is None:
        return None
    row = store.db.first("SELECT seq FROM jobs WHERE id = ?", (find(store, before).id,))
    return int(row["seq"]) if row is not None else None


KIND = """SELECT submitted_at, finished_at, request FROM jobs
    WHERE provider = ? AND model IS ? AND operation = ? AND state = 'done' ORDER BY seq DESC LIMIT ?"""
#: what of a request decides how long it takes, beside model and operation
WEIGHT = ("duration", "resolution", "mode")
ALIKE = " AND ".join(f"json_extract(request, '$.{name}') IS ?" for name in WEIGHT)
#: finished jobs of a kind among which those like a request are looked for
AMONG = 100


def durations(db: Database, request: Request, limit: int, *, alike: bool) -> list[float]:
    """Seconds from submit to result of the newest finished jobs of a request's kind, with `alike` only those of its length
    and quality; times that a clock spoiled are left out."""
    kind = (request.provider, request.model, request.operation.value)
    if alike:
        weight = tuple(getattr(request, name) for name in WEIGHT)
        found = db.read(f"SELECT * FROM ({KIND}) WHERE {ALIKE} LIMIT ?", (*kind, AMONG, *weight, limit))
    else:
        found = db.read(KIND, (*kind, limit))
    spans = [_seconds(row["submitted_at"], row["finished_at"]) for row in found]
    return [span for span in spans if span > 0]


def _seconds(start: str | None, end: str | None) -> float:
    if start is None or end is None:
        return 0.0
    return (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()
