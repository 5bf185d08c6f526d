"""Films: the one approval with its cap, and which jobs are takes of which shot."""

import json
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from decimal import Decimal
from typing import Any

from mediawright.ledger import rows
from mediawright.ledger.database import Database, stamp
from mediawright.ledger.dialect import Row
from mediawright.ledger.jobs import Store
from mediawright.types.dataclass import dataclass
from mediawright.types.money import Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmRow:
    """A film. `cap`: at most so much of each unit; `agreed`: step → shape and price that were said yes to.

    `unknown`: steps without a price beforehand were said yes to as well. `made`: what the last cut left.
    """

    id: str
    plan_path: str
    title: str
    lang: str
    output_dir: str
    cap: tuple[Amount, ...] = ()
    unknown: bool = False
    agreed: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    agreed_at: datetime | None = None
    expires_at: datetime | None = None
    made: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmStep:
    """One take of one step. `verdict` is the check after download as data.

    `chosen_at` is set where a person chose it, `chosen_for` is the shape of the words that it was chosen for.
    """

    film_id: str
    step: str
    take: int
    key: str
    shape: str
    job_id: str
    verdict: Mapping[str, Any] | None = None
    chosen_at: datetime | None = None
    chosen_for: str | None = None


class Films:
    """Reads and writes films; every write is one transaction, or part of the one around it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, film_id: str) -> FilmRow | None:
        found = self._store.db.read_as(_to_film, "SELECT * FROM films WHERE id = ?", (film_id,))
        return found[0] if found else None

    def all(self) -> list[FilmRow]:
        return self._store.db.read_as(_to_film, "SELECT * FROM films ORDER BY plan_path")

    def any(self) -> bool:
        """Was any film begun?"""
        return self._store.db.first("SELECT 1 FROM films LIMIT 1", ()) is not None

    def put(self, film: FilmRow) -> None:
        """Write a film, new or known. Its yes is on the disk when this comes back."""
        values = (
            film.id,
            film.plan_path,
            film.title,
            film.lang,
            film.output_dir,
            rows.text({"amounts": [[str(one.value), one.unit] for one in film.cap], "unknown": film.unknown}),
            rows.text({name: dict(one) for name, one in film.agreed.items()}),
            stamp(film.agreed_at) if film.agreed_at else None,
            stamp(film.expires_at) if film.expires_at else None,
            rows.text(dict(film.made)),
        )
        sql = (
            "INSERT INTO films (id, plan_path, title, lang, output_dir, cap, agreed, agreed_at, expires_at, made) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET plan_path = excluded.plan_path, "
            "title = excluded.title, lang = excluded.lang, output_dir = excluded.output_dir, cap = excluded.cap, "
            "agreed = excluded.agreed, "
            "agreed_at = excluded.agreed_at, expires_at = excluded.expires_at, made = excluded.made"
        )
        with self._store.db.write() as connection:
            connection.execute(sql, values)

    def steps(self, film_id: str) -> list[FilmStep]:
        """All takes, by step and number."""
        sql = "SELECT * FROM film_steps WHERE film_id = ? ORDER BY step, take"
        return self._store.db.read_as(_to_step, sql, (film_id,))

    def add_step(self, step: FilmStep) -> None:
        """A new take; one that is there already stays as it is."""
        sql = (
            "INSERT INTO film_steps (film_id, step, take, key, shape, job_id, verdict, chosen_at) "
            "VALUES (?, ?, ?, ?, ?, ?, NULL, NULL) ON CONFLICT DO NOTHING"
        )
        with self._store.db.write() as connection:
            connection.execute(sql, (step.film_id, step.step, step.take, step.key, step.shape, step.job_id))

    def judge(self, job_id: str, verdict: Mapping[str, Any]) -> None:
        """Keep what the check after download found."""
        with self._store.db.write(durable=False) as connection:
            sql = "UPDATE film_steps SET verdict = ? WHERE job_id = ?"
            connection.execute(sql, (rows.text(dict(verdict)), job_id))

    def choose(self, film_id: str, step: str, take: int, shape: str) -> bool:
        """Use this take from now on for words of this shape. False where there is none of that number."""
        with self._store.db.write() as connection:
            sql = "UPDATE film_steps SET chosen_at = ?, chosen_for = ? WHERE film_id = ? AND step = ? AND take = ?"
            return connection.execute(sql, (self._store.db.now(), shape, film_id, step, take)).rowcount == 1

    def held(self, film_id: str, unit: str, but: str = "") -> Decimal:
        """What all jobs of a film took and may still take, in one unit; the job `but` is left out."""
        return held(self._store.db, film_id, unit, but)

    def spent(self, film_id: str) -> tuple[Amount, ...]:
        """The same for every unit."""
        sql = (
            "SELECT held_unit AS unit, SUM(held) AS held FROM jobs JOIN film_steps ON job_id = jobs.id "
            "WHERE film_id = ? AND held > 0 GROUP BY held_unit ORDER BY held_unit"
        )
        found = self._store.db.read_as(lambda row: (row["held"], row["unit"]), sql, (film_id,))
        return tuple(Amount((Decimal(value) / rows.MILLION).normalize(), unit) for value, unit in found)


def held(db: Database, film_id: str, unit: str, but: str) -> Decimal:
    sql = (
        "SELECT COALESCE(SUM(held), 0) AS held FROM jobs JOIN film_steps ON job_id = jobs.id "
        "WHERE film_id = ? AND held_unit = ? AND jobs.id != ? AND held > 0"
    )
    row = db.first(sql, (film_id, unit, but))
    return Decimal(int(row["held"])) / rows.MILLION if row is not None else Decimal(0)


@rows.readable
def _to_film(row: Row) -> FilmRow:
    cap = json.loads(row["cap"] or "{}")
    return FilmRow(
        id=row["id"],
        plan_path=row["plan_path"],
        title=row["title"],
        lang=row["lang"],
        output_dir=row["output_dir"],
        cap=tuple(Amount(Decimal(value), unit) for value, unit in cap.get("amounts", ())),
        unknown=bool(cap.get("unknown")),
        agreed=json.loads(row["agreed"] or "{}"),
        agreed_at=_time(row["agreed_at"]),
        expires_at=_time(row["expires_at"]),
        made=json.loads(row["made"] or "{}"),
    )


@rows.readable
def _to_step(row: Row) -> FilmStep:
    return FilmStep(
        film_id=row["film_id"],
        step=row["step"],
        take=row["take"],
        key=row["key"],
        shape=row["shape"],
        job_id=row["job_id"],
        verdict=json.loads(row["verdict"]) if row["verdict"] else None,
        chosen_at=_time(row["chosen_at"]),
        chosen_for=row["chosen_for"],
    )


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
