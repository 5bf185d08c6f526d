"""Quotes that wait for an approval, and the one job that each of them can become."""

import json
from collections.abc import Collection, Mapping
from dataclasses import field, replace
from datetime import datetime, timedelta
from typing import Any

from mediawright.ledger import jobs, rows
from mediawright.ledger.database import stamp
from mediawright.ledger.dialect import Row
from mediawright.ledger.jobs import Store
from mediawright.ledger.scrub import settle_request
from mediawright.types.codec import plain, restore
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import InvalidRequest, NotFound
from mediawright.types.job import Job
from mediawright.types.message import Message, Problem
from mediawright.types.money import Quote
from mediawright.types.people import Person
from mediawright.types.request import Request
from mediawright.types.states import State
from mediawright.types.storable import storable_text

#: nobody confirms a quote after this; until then "it has expired" can still be said
KEPT = timedelta(days=1)
#: a job that ended so stands in nobody's way
OVER = (State.FAILED.value, State.EXPIRED.value, State.CANCELLED.value)
PUT = (
    "INSERT INTO quotes (id, quote, request, output_dir, lang, settings, expires_at, together, created_by, "
    "created_token, account) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
SAME_REQUEST = (
    "SELECT * FROM jobs WHERE (request_hash = ? OR wish = ?) AND created_at >= ? AND state NOT IN (?, ?, ?) "
    "ORDER BY seq DESC LIMIT 1"
)
#: a request in such a state may have been accepted, and no answer says so
UNSETTLED = (State.SUBMITTING.value, State.UNCERTAIN.value)
SAME_UNSETTLED = "SELECT * FROM jobs WHERE (request_hash = ? OR wish = ?) AND state IN (?, ?) ORDER BY seq DESC"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredQuote:
    """A quote with the request it stands for and how it was to be run; `job_id` once it became a job.

    `withdrawn`: a changed request took its place, or the person said no; it can be agreed to no more. `together`: the
    name under which one approval covers it with others, in the order of `position`. `created_by`: who asked for it;
    `created_token`: the id of the token that proves it. `account`: which of several at the provider would pay.
    """

    quote: Quote
    request: Request
    output_dir: str | None = None
    lang: str = "en"
    settings: Mapping[str, Any] = field(default_factory=dict)
    job_id: str | None = None
    withdrawn: bool = False
    together: str | None = None
    position: int = 0
    created_by: str | None = None
    created_token: str | None = None
    account: str | None = None


def put(store: Store, stored: StoredQuote) -> None:
    """Store a quote and delete expired ones.

    Not fsynced on its own; the approval's commit makes it durable.
    """
    quote, ended = stored.quote, stamp(store.db.clock.now() - KEPT)
    who = store.who() if stored.created_by is None else Person(stored.created_by, stored.created_token)
    settings = {**stored.settings, **({"position": stored.position} if stored.together else {})}
    values = (
        known_as(quote.id),
        rows.text(plain(quote)),
        rows.text(plain(stored.request)),
        stored.output_dir and storable_text(stored.output_dir),
        stored.lang,
        rows.text(plain(settings)),
        stamp(quote.expires_at),
        stored.together and known_as(stored.together),
        who.name if who is not None else None,
        who.token if who is not None else None,
        store.account(quote.provider) if stored.account is None and store.account is not None else stored.account,
    )
    with store.db.write(durable=False) as connection:
        connection.execute("DELETE FROM quotes WHERE job_id IS NULL AND expires_at < ?", (ended,))
        connection.execute(PUT, values)


def known_as(quote_id: str) -> str:
    """The id as it stands in the ledger, however a person typed it."""
    return quote_id.strip().upper()


def get(store: Store, quote_id: str) -> StoredQuote:
    """The quote of that id, in any case. Raises NotFound."""
    found = store.db.read_as(to_quote, "SELECT * FROM quotes WHERE id = ?", (known_as(quote_id),))
    if not found:
        raise NotFound(Problem("quote", Message("ledger.no_quote", {"quote": known_as(quote_id)})))
    return found[0]


def waiting(store: Store, limit: int) -> list[StoredQuote]:
    """The quotes that nothing was made of and that can still be agreed to, the newest first."""
    sql = (
        "SELECT * FROM quotes WHERE job_id IS NULL AND withdrawn_at IS NULL AND expires_at >= ? "
        "ORDER BY expires_at DESC, id LIMIT ?"
    )
    return store.db.read_whole(to_quote, sql, (store.db.now(), limit), set())


def together(store: Store, name: str) -> list[StoredQuote]:
    """The quotes that one approval covers, in their order; none for an unknown name."""
    found = store.db.read_as(to_quote, "SELECT * FROM quotes WHERE together = ?", (known_as(name),))
    return sorted(found, key=lambda stored: stored.position)


@rows.readable
def to_quote(row: Row) -> StoredQuote:
    """The kept quote of a row."""
    settings = json.loads(row["settings"])
    return StoredQuote(
        quote=restore(Quote, json.loads(row["quote"])),
        request=restore(Request, json.loads(row["request"])),
        output_dir=row["output_dir"],
        lang=row["lang"],
        settings=settings,
        job_id=row["job_id"],
        withdrawn=row["withdrawn_at"] is not None,
        together=row["together"],
        position=settings.get("position", 0),
        created_by=row["created_by"],
        created_token=row["created_token"],
        account=row["account"],
    )


def decline(store: Store, quote_id: str) -> Job | None:
    """Take a quote back for good, with the job that was made from it and waits for its approval still.

    None: nothing was started from it, and nothing will be. Else the job that was started before: it goes on. By the name
    of several they are all taken back; the first job that goes on is told.
    """
    if covered := together(store, quote_id):
        with store.db.write():
            started = [decline(store, stored.quote.id) for stored in covered]
        return next((job for job in started if job is not None), None)
    sql = "UPDATE quotes SET withdrawn_at = COALESCE(withdrawn_at, ?) WHERE id = ? AND job_id IS NULL"
    with store.db.write() as connection:
        if connection.execute(sql, (store.db.now(), known_as(quote_id))).rowcount == 1:
            return None
        try:
            job = of_job(store, quote_id)
        except NotFound:  # it ran out long ago, and no job was made from it
            return None
        if job is None or job.state is not State.QUOTED:
            return job
        jobs.move(store, job.id, State.QUOTED, State.CANCELLED, {})
        return None


def check_stands(stored: StoredQuote) -> None:
    """Raises InvalidRequest for a quote that was withdrawn before anything was made from it."""
    if stored.withdrawn and stored.job_id is None:
        raise InvalidRequest(Problem("quote", Message("ledger.quote_withdrawn", {"quote": stored.quote.id})))


def claim(store: Store, quote_id: str, job: Job, *, again: bool, knowing: bool) -> Job:
    """The one job of a quote: made now, or the one that was made from it or from the same request before.

    "The same request" counts within the quote's life and not with `again`; while it is not known whether it was
    accepted, it counts at any age, unless `knowing`. Two processes get the same job.
    The row is no promise yet: the approval that follows waits for the disk, and with it all that was written before.
    """
    with store.db.write(durable=False) as connection:
        stored = get(store, quote_id)
        if stored.job_id is not None:
            return jobs.read(store, stored.job_id)
        check_stands(stored)
        life = stored.quote.expires_at - stored.quote.created_at
        twin = None if knowing else unsettled(store, job.same)
        twin = twin or (None if again else of_request(store, job.same, life))
        mine = twin or jobs.add(store, _of(stored, job))
        settled = rows.text(plain(settle_request(stored.request)))
        sql = "UPDATE quotes SET job_id = ?, request = ? WHERE id = ?"
        connection.execute(sql, (mine.id, settled, known_as(stored.quote.id)))
        return mine


def _of(stored: StoredQuote, job: Job) -> Job:
    """The job with whoever asked, and the account that the price was told for."""
    by, token = stored.created_by, stored.created_token
    return replace(job, created_by=by, created_token=token, account=stored.account)


def add_once(store: Store, job: Job, within: timedelta) -> Job:
    """The job of the same request that was added within that time, or this one, added now; one step for all processes."""
    with store.db.write():
        return of_request(store, job.same, within) or jobs.add(store, job)


def needs(store: Store, mark: str) -> bool:
    """Does a request that may still be sent hold this text: a job's not gone out, an open quote's, a conversation's?"""
    unsent = sorted(state.value for state in rows.UNSENT)
    places = ", ".join("?" for _ in unsent)
    instr, stage = store.db.dialect.instr, store.db.dialect.said("said", "context.stage")
    sql = (
        f"SELECT EXISTS(SELECT 1 FROM jobs WHERE state IN ({places}) AND {instr}(request, ?) > 0) OR "
        f"EXISTS(SELECT 1 FROM quotes WHERE job_id IS NULL AND expires_at >= ? AND {instr}(request, ?) > 0) OR "
        f"EXISTS(SELECT 1 FROM threads WHERE {stage} IN ('sign_in', 'question') AND {instr}(said, ?) > 0)"
    )
    found = store.db.first(sql, (*unsent, mark, store.db.now(), mark, mark))
    return found is not None and bool(found[0])


def of_job(store: Store, quote_id: str) -> Job | None:
    """The job that was made from a quote, or None. Raises NotFound for an unknown quote."""
    job_id = get(store, quote_id).job_id
    return None if job_id is None else jobs.read(store, job_id)


def of_request(store: Store, same: str, within: timedelta) -> Job | None:
    """The newest job of the same request added within that time, unless it failed, expired or was cancelled."""
    since = stamp(_back(store.db.clock.now(), within))
    return next(iter(store.db.read_as(store.to_job, SAME_REQUEST, (same, same, since, *OVER))), None)


def unsettled(store: Store, same: str, but: Collection[str] = ()) -> Job | None:
    """The newest job of the same request that may have been accepted without an answer that says so, however old."""
    found = store.db.read_as(store.to_job, SAME_UNSETTLED, (same, same, *UNSETTLED))
    return next((job for job in found if job.id not in but), None)


def _back(now: datetime, within: timedelta) -> datetime:
    return now - min(within, timedelta(days=36500))
