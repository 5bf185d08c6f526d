"""Opening a ledger on PostgreSQL, where its library is installed."""

from mediawright.context.protocol import Clock
from mediawright.installing import absent, install_command
from mediawright.ledger.address import PostgresAddress
from mediawright.ledger.database import Database
from mediawright.types.errors import LocalFault
from mediawright.types.message import Message


def open_postgres(address: PostgresAddress, clock: Clock) -> Database:
    """The ledger at an address, ready to use. Raises LocalFault: no library, not reached, refused, newer."""
    if absent(("psycopg",)):
        raise LocalFault(Message("ledger.no_library", {"command": install_command("fleet-client")}))
    from mediawright.ledger.postgres import PostgresDatabase

    return PostgresDatabase(address, clock)
