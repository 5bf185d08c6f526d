"""The states of all jobs as they change, read from the record of the moves."""

from datetime import datetime

from mediawright.ledger import rows
from mediawright.ledger.dialect import Row
from mediawright.ledger.jobs import Store
from mediawright.types.dataclass import dataclass
from mediawright.types.states import COMMITTED, FINAL, State
from mediawright.types.storable import storable_text

#: jobs that were agreed to and are not over
OPEN = COMMITTED - FINAL
_JOINED = "FROM events e JOIN jobs j ON j.id = e.job_id LEFT JOIN job_threads t ON t.job_id = e.job_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A job came to a state. `seq` grows from change to change; `old` None: it is where the job stands, or began."""

    seq: int
    at: datetime
    job_id: str
    state: State
    old: State | None = None
    thread: str | None = None


class Feed:
    """Reads only. Every method may raise LocalFault."""

    def __init__(self, store: Store) -> None:
        self._db = store.db

    def version(self) -> int:
        """A number that is another one after another process has written (https://sqlite.org/pragma.html#pragma_data_version)."""
        return int(self._db.read(self._db.dialect.version)[0][0])

    def standing(self, thread: str | None = None) -> tuple[int, list[Change]]:
        """The last change of all, and where each job stands that is not over, the oldest first."""
        top = int(self._db.read("SELECT COALESCE(MAX(seq), 0) AS top FROM events")[0]["top"])
        states = ", ".join(f"'{state.value}'" for state in sorted(OPEN))
        sql = (
            "SELECT MAX(e.seq) AS seq, j.updated_at AS at, e.job_id, j.state, NULL AS old, t.thread_id "
            f"{_JOINED} WHERE j.state IN ({states}) AND (CAST(? AS TEXT) IS NULL OR t.thread_id = ?) "
            "GROUP BY e.job_id, j.seq, j.updated_at, j.state, t.thread_id ORDER BY j.seq"
        )
        wanted = storable_text(thread) if thread else None
        return top, self._db.read_as(_to_change, sql, (wanted, wanted))

    def since(self, seq: int) -> list[Change]:
        """The changes after that one, in their order."""
        said = self._db.dialect.said
        sql = (
            f"SELECT e.seq, e.at, e.job_id, {said('e.data', 'from')} AS old, t.thread_id, "
            f"COALESCE({said('e.data', 'to')}, {said('e.data', 'state')}) AS state {_JOINED} "
            "WHERE e.seq > ? AND e.kind IN ('added', 'moved') ORDER BY e.seq"
        )
        return self._db.read_as(_to_change, sql, (seq,))


@rows.readable
def _to_change(row: Row) -> Change:
    return Change(
        seq=row["seq"],
        at=datetime.fromisoformat(row["at"]),
        job_id=row["job_id"],
        state=State(row["state"]),
        old=State(row["old"]) if row["old"] else None,
        thread=row["thread_id"],
    )
