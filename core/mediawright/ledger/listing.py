"""Looking through the jobs: newest first, and how long past ones took. Index-backed, whatever the ledger's size."""

from collections.abc import Iterable
from datetime import datetime

from mediawright.ledger.database import Database
from mediawright.ledger.dialect import SQLITE, Dialect, Value
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
    sql, values = query(wanted, provider, parent, limit, _seq(store, before), store.db.dialect)
    return store.db.read_whole(store.to_job, sql, values, store.unreadable)


def query(
    states: list[str] | None,
    provider: str | None,
    parent: str | None,
    limit: int,
    before: int | None,
    dialect: Dialect = SQLITE,
) -> tuple[str, list[Value]]:
    """The SQL: one limited look per state, so that each walks its index backwards and stops."""
    queries: list[str] = []
    values: list[Value] = []
    for state in states if states is not None else [None]:
        pairs = [("state = ?", state), ("provider = ?", provider), ("parent = ?", parent), ("seq < ?", before)]
        used = [(clause, value) for clause, value in pairs if value is not None]
        where = " AND ".join(clause for clause, _ in used) or "TRUE"
        one = f"SELECT * FROM jobs WHERE {where} ORDER BY seq DESC LIMIT {int(limit)}"
        queries.append(f"SELECT * FROM ({one}){dialect.page}")
        values += [value for _, value in used]
    return f"{' UNION ALL '.join(queries)} ORDER BY seq DESC LIMIT {int(limit)}", values


def of_file(store: Store, sha256: str, limit: int) -> list[Job]:
    """Finished jobs that left a file with these bytes, newest first."""
    sql = (
        f"SELECT * FROM jobs WHERE state = 'done' AND {store.db.dialect.instr}(assets, ?) > 0 ORDER BY seq DESC LIMIT ?"
    )
    return store.db.read_whole(store.to_job, sql, [sha256, limit], store.unreadable)


def _seq(store: Store, before: str | None) -> int | None:
    if before is None:
        return None
    row = store.db.first("SELECT seq FROM jobs WHERE id = ?", (find(store, before).id,))
    return int(row["seq"]) if row is not None else None


#: what of a request decides how long it takes, beside model and operation
WEIGHT = ("duration", "resolution", "mode")
#: finished jobs of a kind among which those like a request are looked for
AMONG = 100


def durations(db: Database, request: Request, limit: int, *, alike: bool) -> list[float]:
    """Seconds from submit to result of the newest finished jobs of a request's kind, with `alike` only those of its length
    and quality; times that a clock spoiled are left out."""
    kind = (request.provider, request.model, request.operation.value)
    kind_of = of_kind(db.dialect)
    if alike:
        weight = tuple(db.dialect.compared(getattr(request, name)) for name in WEIGHT)
        same = " AND ".join(f"{db.dialect.said('request', name)} {db.dialect.same} ?" for name in WEIGHT)
        sql = f"SELECT * FROM ({kind_of}){db.dialect.page} WHERE {same} LIMIT ?"
        found = db.read(sql, (*kind, AMONG, *weight, limit))
    else:
        found = db.read(kind_of, (*kind, limit))
    spans = [_seconds(row["submitted_at"], row["finished_at"]) for row in found]
    return [span for span in spans if span > 0]


def of_kind(dialect: Dialect) -> str:
    """The SQL of the times of finished jobs of one provider, model and operation."""
    return f"""SELECT submitted_at, finished_at, request FROM jobs
    WHERE provider = ? AND model {dialect.same} ? AND operation = ? AND state = 'done' ORDER BY seq DESC LIMIT ?"""


def _seconds(start: str | None, end: str | None) -> float:
    if start is None or end is None:
        return 0.0
    return (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()
