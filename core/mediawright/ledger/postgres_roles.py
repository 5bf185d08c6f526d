"""Three roles of a shared ledger, as SQL: who owns the schema, who carries jobs, who asks and approves. Pure.

Whoever may write `jobs` may approve. A client cannot change the schema, the policy, or the roster of workers, and reaches
nothing of the engine that hands out turns. Grants hold for the tables of now: after a newer version they are given again.
"""

from mediawright.ledger.address import STUDIO, PostgresAddress
from mediawright.ledger.postgres_schema import Step
from mediawright.types.dataclass import dataclass

#: tables that both only read: their rows are written by whoever owns the schema
ONLY_READ = ("migrations", "policies", "tokens")
#: tables whose rows stay: a job that was approved, what was recorded of it, and the sums of it
STAY = ("jobs", "events", "spent")
WORKERS_OWN = ("workers",)
#: the time as the ledger spells it
_NOW = """to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')"""


@dataclass(frozen=True, slots=True)
class Roles:
    """The names of the roles of one fleet; a database may hold several fleets that do not see each other."""

    owner: str
    worker: str
    client: str

    @classmethod
    def of(cls, address: PostgresAddress) -> "Roles":
        """`mw_owner`, `mw_worker` and `mw_client`; those of another fleet than the usual one carry its name."""
        own = "" if address.fleet == STUDIO else f"{address.fleet}_"
        return cls(f"mw_{own}owner", f"mw_{own}worker", f"mw_{own}client")


def roles_sql(roles: Roles) -> str:
    """Make the roles that are not there. They are groups: a person's own role becomes a member of one."""
    made = "\n".join(
        f"    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN CREATE ROLE {role} NOLOGIN; END IF;"
        for role in (roles.owner, roles.worker, roles.client)
    )
    return f"DO $$ BEGIN\n{made}\nEND $$;\nGRANT {roles.owner} TO CURRENT_USER;\n"


def schema_sql(address: PostgresAddress, steps: tuple[Step, ...]) -> str:
    """Make the whole schema in an empty database, as the program does when it opens it."""
    done = "\n".join(
        f"{step.sql.rstrip()}\nINSERT INTO migrations (name, at) VALUES ('{step.name}', {_NOW});" for step in steps
    )
    return (
        f"CREATE SCHEMA {address.schema};\nSET search_path = {address.schema};\n"
        'CREATE TABLE migrations (name TEXT COLLATE "C" PRIMARY KEY, at TEXT COLLATE "C" NOT NULL);\n'
        f"{done}\n"
    )


def grants_sql(address: PostgresAddress, roles: Roles) -> str:
    """Give the schema to its owner, and to workers and clients what they need of it and nothing else."""
    schema, both = address.schema, f"{roles.worker}, {roles.client}"
    read, workers, stay = _named(schema, ONLY_READ), _named(schema, WORKERS_OWN), _named(schema, STAY)
    return f"""DO $$ DECLARE one RECORD; BEGIN
    FOR one IN SELECT tablename AS name FROM pg_tables WHERE schemaname = '{schema}' LOOP
        EXECUTE 'ALTER TABLE {schema}.' || quote_ident(one.name) || ' OWNER TO {roles.owner}';
    END LOOP;
    FOR one IN SELECT oid::regprocedure AS name FROM pg_proc WHERE pronamespace = '{schema}'::regnamespace LOOP
        EXECUTE 'ALTER FUNCTION ' || one.name || ' OWNER TO {roles.owner}';
    END LOOP;
END $$;
ALTER SCHEMA {schema} OWNER TO {roles.owner};
REVOKE ALL ON SCHEMA {schema} FROM PUBLIC, {both};
REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM PUBLIC, {both};
GRANT USAGE ON SCHEMA {schema} TO {both};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {both};
REVOKE INSERT, UPDATE, DELETE ON {read} FROM {both};
REVOKE DELETE ON {stay} FROM {both};
REVOKE UPDATE ON {schema}.events FROM {both};
REVOKE INSERT, UPDATE, DELETE ON {workers} FROM {roles.client};
"""


def _named(schema: str, tables: tuple[str, ...]) -> str:
    return ", ".join(f"{schema}.{table}" for table in tables)
