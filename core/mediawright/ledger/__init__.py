"""The ledger: every job and every approval on disk before anything is sent, safe with many processes at once.

It is kept in one of two databases: SQLite, a file of one machine (the default), or PostgreSQL, for several machines.
Both run the same statements through one interface (`database.Database`); the few words in which they differ are in
`dialect`.

A change of the schema is a step for each of them:

1. a function `mNNN_…` at the end of `migrations.MIGRATIONS` for SQLite;
2. a file `postgres_steps/pNNN_….sql` (the next number of that folder) for PostgreSQL: the same tables, columns and names.
   Texts are `TEXT COLLATE "C"`, whole numbers `BIGINT`; `WITHOUT ROWID` and `COLLATE NOCASE` are left out; an index that
   is read newest first ends in `seq`. A new column is a statement: `ALTER TABLE t ADD COLUMN c TEXT COLLATE "C";`

`tests/core/ledger/test_schemas.py` compares the two without a server. In statements `?` stands for a value, `ON CONFLICT`
in the place of `INSERT OR …`, and words of `dialect` for JSON, searching in texts, and comparing with NULL.
"""

from mediawright.ledger.budget_usage import Allowance, Committed
from mediawright.ledger.errors import StaleState
from mediawright.ledger.ledger import Ledger
from mediawright.ledger.opening import SetAside
from mediawright.ledger.quotes import StoredQuote

__all__ = ["Allowance", "Committed", "Ledger", "SetAside", "StaleState", "StoredQuote"]
