"""The policy that holds for every machine of a shared ledger: every version of its text, and who made it."""

from mediawright.ledger.jobs import Store
from mediawright.types.dataclass import dataclass
from mediawright.types.storable import storable_text


@dataclass(frozen=True, slots=True)
class PolicyText:
    """One version, counted from 1, with its TOML text and who made it."""

    version: int
    text: str
    made_by: str | None = None


class Policies:
    """The versions of the policy; the newest holds, and none is ever changed."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def newest(self) -> PolicyText | None:
        """The policy that holds; None where none was ever made. Raises LocalFault."""
        row = self._store.db.first("SELECT version, text, made_by FROM policies ORDER BY version DESC LIMIT 1")
        return None if row is None else PolicyText(int(row["version"]), row["text"], row["made_by"])

    def add(self, text: str) -> PolicyText:
        """Make a text the policy. Ask for the newest and add inside one `Ledger.batch`. Raises LocalFault."""
        with self._store.db.write() as connection:
            known, who = self.newest(), self._store.who()
            made = PolicyText(known.version + 1 if known else 1, storable_text(text), who.name if who else None)
            connection.execute(
                "INSERT INTO policies (version, text, made_by, at) VALUES (?, ?, ?, ?)",
                (made.version, made.text, made.made_by, self._store.db.now()),
            )
            return made
