"""What a provider keeps of jobs on a ledger that machines share, so that any of them can go on with the job."""

import json
from typing import Any

from mediawright.files.key_value import Kept
from mediawright.ledger import rows
from mediawright.ledger.jobs import Store


class SharedValues:
    """Key → JSON value of one provider, the same on all machines. `before`: the file of this machine, in which such values
    stood before the ledger was shared."""

    def __init__(self, store: Store, provider: str, before: Kept) -> None:
        self._db = store.db
        self._provider = provider
        self._before = before

    def get(self, key: str) -> Any:
        """None where nothing was kept. Raises LocalFault."""
        row = self._db.first("SELECT value FROM kept WHERE provider = ? AND key = ?", (self._provider, key))
        return self._before.get(key) if row is None else json.loads(row["value"])

    def set(self, key: str, value: Any) -> None:
        """None forgets the key. Raises LocalFault."""
        with self._db.write() as connection:
            if value is None:
                connection.execute("DELETE FROM kept WHERE provider = ? AND key = ?", (self._provider, key))
            else:
                connection.execute(
                    "INSERT INTO kept (provider, key, value, at) VALUES (?, ?, ?, ?) ON CONFLICT (provider, key) "
                    "DO UPDATE SET value = excluded.value, at = excluded.at",
                    (self._provider, key, rows.text(value), self._db.now()),
                )
        if value is None:
            self._before.set(key, None)
