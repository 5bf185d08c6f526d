"""Make roles and grants in a database, all or nothing. Needs a role that may make roles, or the owner's."""

from mediawright.context.protocol import Clock
from mediawright.ledger import postgres_schema
from mediawright.ledger.address import PostgresAddress
from mediawright.ledger.postgres import PostgresDatabase
from mediawright.ledger.postgres_roles import Roles, grants_sql, roles_sql, schema_sql


def set_up(address: PostgresAddress, clock: Clock) -> Roles:
    """Bring the schema up to date, then make its roles and give them their rights. May be done again at any time.

    Raises LocalFault where the database does not answer, or the role may not do this."""
    roles, database = Roles.of(address), PostgresDatabase(address, clock)
    try:
        with database.write() as connection:
            connection.execute(roles_sql(roles))
            connection.execute(grants_sql(address, roles))
    finally:
        database.close()
    return roles


def script(address: PostgresAddress) -> str:
    """The same as SQL for whoever keeps the database, to be run in an empty one with `psql -1 -f`."""
    roles = Roles.of(address)
    return "\n".join(
        (
            f"-- {address.schema}: for an empty database, as a role that may make roles and schemas.",
            roles_sql(roles),
            schema_sql(address, postgres_schema.steps()),
            grants_sql(address, roles),
            "-- The tables of the workers' engine are made by `mediawright fleet init`, or by a worker whose role may.",
            "",
        )
    )
