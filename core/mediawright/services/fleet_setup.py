"""Set up the database of a fleet: the ledger's schema, its roles, and the engine's tables where workers are to run."""

from typing import TYPE_CHECKING

from mediawright.commands.action import Action
from mediawright.installing import absent, install_command
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import InvalidRequest, LocalFault
from mediawright.types.message import Message, Problem

if TYPE_CHECKING:
    from mediawright.ledger.address import PostgresAddress
    from mediawright.services.studio import Studio

#: how a machine is told where the shared record is
SHARE = Action.of("config", "set", key="ledger", value="postgresql://user@host/database")


@dataclass(frozen=True, slots=True)
class SetUp:
    """`where`: host, database and schema. `roles`: owner, worker, client. `engine`: are its tables there, too?"""

    where: str
    roles: tuple[str, str, str]
    engine: bool


def set_up(studio: "Studio") -> SetUp:
    """Make or update everything. Raises InvalidRequest where the ledger is a file, LocalFault."""
    address = _address(studio)
    from mediawright.ledger.postgres_setup import set_up as made

    roles = made(address, studio.local_clock)
    engine = not absent(("dbos",))
    if engine:
        from mediawright.fleet.engine import prepare

        prepare(address, roles.worker)
    return SetUp(address.shown, (roles.owner, roles.worker, roles.client), engine)


def script(studio: "Studio") -> str:
    """The SQL of it, without touching the database. Raises InvalidRequest, LocalFault."""
    address = _address(studio)
    from mediawright.ledger.postgres_setup import script as written

    return written(address)


def _address(studio: "Studio") -> "PostgresAddress":
    from mediawright.ledger.address import PostgresAddress

    if not isinstance(studio.where, PostgresAddress):
        raise InvalidRequest(Problem("ledger", Message("fleet.not_shared")), next=(SHARE,))
    if absent(("psycopg",)):
        raise LocalFault(Message("ledger.no_library", {"command": install_command("fleet-client")}))
    return studio.where
