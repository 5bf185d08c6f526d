"""Where the ledger is: a file of this machine, or a schema of a PostgreSQL database that several machines share."""

import re
from pathlib import Path

from mediawright.types.dataclass import dataclass
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem

#: the fleet where none is named
STUDIO = "studio"
_SCHEMES = ("postgresql://", "postgres://")
#: a name of PostgreSQL has at most 63 bytes
_FLEET_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True, repr=False)
class PostgresAddress:
    """A database as libpq's URL names it, and the fleet whose schema it is. The URL may hold a password: show `shown`."""

    url: str
    fleet: str = STUDIO

    def __repr__(self) -> str:
        return f"PostgresAddress({self.shown})"

    @property
    def schema(self) -> str:
        return f"mw_{self.fleet}"

    @property
    def shown(self) -> str:
        """Host, database and schema, as a person may see them."""
        from urllib.parse import parse_qs, urlsplit

        parts = urlsplit(self.url)
        named = parse_qs(parts.query)
        host = parts.netloc.rpartition("@")[2] or named.get("host", ["localhost"])[0]
        database = parts.path.strip("/") or named.get("dbname", [""])[0]
        return "/".join(filter(None, (host, database, self.schema)))


Where = Path | PostgresAddress


def postgres_address(text: str, fleet: str = STUDIO, *, password: bool = False) -> PostgresAddress:
    """Read an address. `password`: one may stand in it. Raises InvalidRequest, which never repeats the address."""
    from urllib.parse import parse_qs, urlsplit

    try:
        parts = urlsplit(text.strip())
        named = parse_qs(parts.query)
        parts.port  # noqa: B018  raises where it is no number
    except ValueError as error:
        raise InvalidRequest(Problem("ledger", Message("ledger.address_wrong"))) from error
    if not text.strip().startswith(_SCHEMES):
        raise InvalidRequest(Problem("ledger", Message("ledger.address_wrong")))
    if not password and (parts.password is not None or {"password", "sslpassword"} & named.keys()):
        raise InvalidRequest(Problem("ledger", Message("ledger.address_password")))
    check_fleet(fleet)
    return PostgresAddress(text.strip(), fleet)


def check_fleet(name: str) -> None:
    """Raises InvalidRequest for what cannot name a schema."""
    if not _FLEET_NAME.fullmatch(name):
        raise InvalidRequest(Problem("fleet", Message("ledger.fleet_name")))
