"""What jobs made, as a gallery needs it: searched in pages, with the marks that a person set."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from mediawright.ledger.database import stamp
from mediawright.ledger.dialect import Dialect, Row, Value
from mediawright.ledger.jobs import Store, find, read
from mediawright.types.dataclass import dataclass
from mediawright.types.job import Job
from mediawright.types.operations import MediaKind
from mediawright.types.storable import storable_text

#: characters of a tag, and tags that one job may have
LONGEST, MOST = 40, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which results are looked for. Every word must occur in the prompt, the model's name or a tag; `since` counts, `until`
    does not."""

    words: tuple[str, ...] = ()
    provider: str | None = None
    kind: MediaKind | None = None
    since: datetime | None = None
    until: datetime | None = None
    thread: str | None = None
    tag: str | None = None
    favourite: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A job that made files, with its marks."""

    job: Job
    favourite: bool = False
    tags: tuple[str, ...] = ()
    thread: str | None = None


class Results:
    """Reads results and writes marks. A mark never changes a job."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def page(self, wanted: Wanted | None = None, *, limit: int = 24, before: str | None = None) -> list[Result]:
        """At most `limit` jobs with files, the newest first; `before` is the id that the last page ended with."""
        where, values = _where(wanted or Wanted(), self._store.db.dialect)
        if before is not None:
            where.append("seq < (SELECT seq FROM jobs WHERE id = ?)")
            values.append(find(self._store, before).id)
        sql = f"SELECT * FROM jobs j WHERE {' AND '.join(where)} ORDER BY seq DESC LIMIT ?"
        jobs = self._store.db.read_whole(self._store.to_job, sql, (*values, max(0, limit)), self._store.unreadable)
        return self._marked(jobs)

    def of(self, job_id: str) -> Result:
        """One job with its marks. Raises NotFound."""
        return self._marked([find(self._store, job_id)])[0]

    def providers(self) -> list[str]:
        """The providers that anything was made with."""
        sql = "SELECT DISTINCT provider FROM jobs WHERE assets IS NOT NULL ORDER BY provider"
        return [row["provider"] for row in self._store.db.read(sql)]

    def tags(self, limit: int = 40) -> list[tuple[str, int]]:
        """The tags in use with how often, the commonest first."""
        sql = "SELECT tag, COUNT(*) AS n FROM tags GROUP BY tag ORDER BY n DESC, tag LIMIT ?"
        return [(row["tag"], int(row["n"])) for row in self._store.db.read(sql, (limit,))]

    def threads(self, limit: int = 40) -> list[str]:
        """The conversations that results came from, the latest first."""
        sql = "SELECT thread_id FROM job_threads GROUP BY thread_id ORDER BY MAX(job_id) DESC LIMIT ?"
        return [row["thread_id"] for row in self._store.db.read(sql, (limit,))]

    def favour(self, job_id: str, on: bool) -> None:
        """Make a job a favourite, or none. Raises NotFound."""
        with self._store.db.write() as connection:
            job = read(self._store, job_id)
            connection.execute("DELETE FROM favourites WHERE job_id = ?", (job.id,))
            if on:
                connection.execute("INSERT INTO favourites (job_id, at) VALUES (?, ?)", (job.id, self._store.db.now()))

    def tag(self, job_id: str, tags: Sequence[str]) -> tuple[str, ...]:
        """Give a job these tags in place of its own; the ones that it has now. Raises NotFound."""
        kept = tuple(dict.fromkeys(tag for given in tags if (tag := tag_of(given))))[:MOST]
        with self._store.db.write() as connection:
            job = read(self._store, job_id)
            connection.execute("DELETE FROM tags WHERE marked = ?", (job.id,))
            connection.executemany("INSERT INTO tags (tag, marked) VALUES (?, ?)", [(tag, job.id) for tag in kept])
        return kept

    def belongs(self, job_id: str, thread: str) -> None:
        """Note the conversation that a job came from; the first one stands."""
        sql = "INSERT INTO job_threads (job_id, thread_id) VALUES (?, ?) ON CONFLICT DO NOTHING"
        with self._store.db.write(durable=False) as connection:
            connection.execute(sql, (job_id, storable_text(thread)))

    def _marked(self, jobs: Sequence[Job]) -> list[Result]:
        ids = [job.id for job in jobs]
        places = ", ".join("?" for _ in ids)
        favourites = {
            row["job_id"] for row in self._rows(f"SELECT job_id FROM favourites WHERE job_id IN ({places})", ids)
        }
        tags: dict[str, list[str]] = {}
        for row in self._rows(f"SELECT marked, tag FROM tags WHERE marked IN ({places}) ORDER BY tag", ids):
            tags.setdefault(row["marked"], []).append(row["tag"])
        threads = {
            row["job_id"]: row["thread_id"]
            for row in self._rows(f"SELECT job_id, thread_id FROM job_threads WHERE job_id IN ({places})", ids)
        }
        return [
            Result(job=job, favourite=job.id in favourites, tags=(*tags.get(job.id, ()),), thread=threads.get(job.id))
            for job in jobs
        ]

    def _rows(self, sql: str, ids: Sequence[str]) -> list[Row]:
        return self._store.db.read(sql, tuple(ids)) if ids else []


def tag_of(given: str) -> str:
    """A tag as it is kept: one line, no mark before it, not too long; "" for nothing."""
    return storable_text(" ".join(given.split())).lstrip("#").strip()[:LONGEST]


def add_conditions(pairs: Iterable[tuple[str, Value]], where: list[str], values: list[Value]) -> None:
    """Add the conditions that have a value, and their values as the ledger keeps them."""
    for clause, value in pairs:
        if value is not None:
            where.append(clause)
            values.append(storable_text(value) if isinstance(value, str) else value)


def _where(wanted: Wanted, dialect: Dialect) -> tuple[list[str], list[Value]]:
    """The conditions and their values."""
    where, values = ["assets IS NOT NULL"], list[Value]()
    pairs: tuple[tuple[str, Value], ...] = (
        ("provider = ?", wanted.provider),
        (f"{dialect.said('assets', '0.kind')} = ?", wanted.kind.value if wanted.kind else None),
        ("created_at >= ?", stamp(wanted.since) if wanted.since else None),
        ("created_at < ?", stamp(wanted.until) if wanted.until else None),
        ("id IN (SELECT job_id FROM job_threads WHERE thread_id = ?)", wanted.thread),
        ("id IN (SELECT marked FROM tags WHERE tag = ?)", wanted.tag),
    )
    add_conditions(pairs, where, values)
    if wanted.favourite:
        where.append("id IN (SELECT job_id FROM favourites)")
    for word in wanted.words:
        like = f"%{_literal(storable_text(word))}%"
        like_it = f"{dialect.like} ? ESCAPE '!'"
        where.append(
            f"({dialect.said('request', 'prompt')} {like_it} OR model {like_it} OR "
            f"EXISTS (SELECT 1 FROM tags WHERE marked = j.id AND tag {like_it}))"
        )
        values += [like, like, like]
    return where, values


def _literal(word: str) -> str:
    """A word in which nothing stands for anything else."""
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")
