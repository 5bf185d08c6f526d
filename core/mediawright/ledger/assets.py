"""Every file that went in or came out, once, by its content: looked up by words, kind, provider, day and tag."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from mediawright.ledger.database import stamp
from mediawright.ledger.dialect import Value
from mediawright.ledger.jobs import Store
from mediawright.ledger.results import LONGEST, MOST, add_conditions, tag_of
from mediawright.types.dataclass import dataclass
from mediawright.types.operations import MediaKind
from mediawright.types.storable import storable_text

#: what stands before a file's hash among the things that have tags; a job stands there by its id
FILE = "sha256:"
#: characters of the hash that a file is called by, and with which it can be found
SHORT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which files are looked for. Every word must occur in the prompt, the file's name, the model's or a tag."""

    words: tuple[str, ...] = ()
    kind: MediaKind | None = None
    provider: str | None = None
    tag: str | None = None
    used: str | None = None  # "result" or "input"
    since: datetime | None = None
    until: datetime | None = None
    start: str | None = None  # the beginning of the hash


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetUse:
    """One use of a file. `used` is "result" or "input", `place` counts from 0 in the job's own order."""

    sha256: str
    job_id: str
    used: str
    place: int


class Assets:
    """Reads files by their content and writes their tags."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, sought: Sought | None = None, *, limit: int = 30, offset: int = 0) -> list[str]:
        """The hashes of at most `limit` files, the one used last first."""
        where, values = _where(sought or Sought())
        sql = (
            f"SELECT u.sha256 AS sha256, MAX(j.seq) AS last FROM asset_uses u JOIN jobs j ON j.id = u.job_id "
            f"WHERE {' AND '.join(where)} GROUP BY u.sha256 ORDER BY last DESC, u.sha256 LIMIT ? OFFSET ?"
        )
        return [row["sha256"] for row in self._store.db.read(sql, (*values, max(0, limit), max(0, offset)))]

    def uses(self, sha256: Iterable[str]) -> dict[str, list[AssetUse]]:
        """Hash → where the file was made and used, results first, the newest job first."""
        hashes = tuple(sha256)
        places = ", ".join("?" for _ in hashes)
        sql = (
            f"SELECT u.sha256, u.job_id, u.used, u.place FROM asset_uses u JOIN jobs j ON j.id = u.job_id "
            f"WHERE u.sha256 IN ({places}) ORDER BY u.used DESC, j.seq DESC, u.place"
        )
        found: dict[str, list[AssetUse]] = {}
        for row in self._store.db.read(sql, hashes) if hashes else ():
            use = AssetUse(sha256=row["sha256"], job_id=row["job_id"], used=row["used"], place=int(row["place"]))
            found.setdefault(use.sha256, []).append(use)
        return found

    def starting(self, start: str, limit: int = 3) -> list[str]:
        """The hashes that begin so."""
        return self.find(Sought(start=start), limit=limit)

    def tags_of(self, sha256: str, job_ids: Sequence[str]) -> tuple[str, ...]:
        """The tags of a file: its own, and those of the jobs that made it."""
        marked = (f"{FILE}{sha256}", *job_ids)
        sql = f"SELECT DISTINCT tag FROM tags WHERE marked IN ({', '.join('?' for _ in marked)}) ORDER BY tag"
        return tuple(row["tag"] for row in self._store.db.read(sql, marked))

    def tag(self, marked: str, add: Sequence[str], drop: Sequence[str] = ()) -> None:
        """Give a job (by its id) or a file (`FILE` + hash) these tags, and take others away."""
        kept = tuple(dict.fromkeys(tag for given in add if (tag := tag_of(given))))[:MOST]
        with self._store.db.write() as connection:
            for tag in (tag_of(given) for given in drop):
                connection.execute("DELETE FROM tags WHERE marked = ? AND tag = ?", (marked, tag))
            sql = "INSERT INTO tags (tag, marked) VALUES (?, ?) ON CONFLICT DO NOTHING"
            connection.executemany(sql, [(tag[:LONGEST], marked) for tag in kept])


def _where(sought: Sought) -> tuple[list[str], list[Value]]:
    """The conditions and their values."""
    where, values = ["1 = 1"], list[Value]()
    pairs: tuple[tuple[str, Value], ...] = (
        ("u.kind = ?", sought.kind.value if sought.kind else None),
        ("u.used = ?", sought.used),
        ("j.provider = ?", sought.provider),
        ("j.created_at >= ?", stamp(sought.since) if sought.since else None),
        ("j.created_at < ?", stamp(sought.until) if sought.until else None),
    )
    add_conditions(pairs, where, values)
    if sought.start:
        where.append("u.sha256 >= ? AND u.sha256 < ?")
        values += [sought.start.lower(), sought.start.lower() + "~"]
    if sought.tag:
        where.append(f"EXISTS (SELECT 1 FROM tags t WHERE t.tag = ? AND {_MARKED})")
        values.append(tag_of(sought.tag))
    for word in sought.words:
        like = f"%{_literal(storable_text(word).casefold())}%"
        tagged = f"EXISTS (SELECT 1 FROM tags t WHERE LOWER(t.tag) LIKE ? ESCAPE '!' AND {_MARKED})"
        where.append(f"(u.words LIKE ? ESCAPE '!' OR {tagged})")
        values += [like, like]
    return where, values


#: a tag of the file, or of the job that made it
_MARKED = f"(t.marked = '{FILE}' || u.sha256 OR (u.used = 'result' AND t.marked = u.job_id))"


def _literal(word: str) -> str:
    """A word in which nothing stands for anything else."""
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")
