"""Who a person is, proved by a token: random, shown once, kept as a salted hash, ended by a date or by a word.

A token is `mwt_ID_SECRET`. Its id finds the row; 256 random bits of secret need no slow hash, and a salt keeps equal secrets
from showing as such. What is wrong with a token is told only to whoever knows its secret.
"""

import hashlib
import hmac
import secrets
from datetime import datetime

from mediawright.ledger.database import stamp
from mediawright.ledger.dialect import Row
from mediawright.ledger.jobs import Store
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import NotProved
from mediawright.types.message import Message
from mediawright.types.people import Person
from mediawright.types.storable import storable_text

MARK = "mwt"
#: bytes of a token's id, its secret and its salt
ID_BYTES, SECRET_BYTES, SALT_BYTES = 6, 32, 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One token of a person, without its secret. `manages`: may they add and remove others, and loosen the policy?"""

    id: str
    name: str
    manages: bool
    made_by: str | None
    made_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None

    def holds(self, now: datetime) -> bool:
        """Does it prove its person now?"""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


class Tokens:
    """The table of the tokens; no row is ever deleted, so that what was done with one can always be told."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._db = store.db

    def all(self) -> list[Token]:
        """Every token, the oldest first."""
        return [_token(row) for row in self._db.read("SELECT * FROM tokens ORDER BY made_at, id")]

    def of(self, name: str) -> Token | None:
        """The token of a person that was not taken back, whether or not its time is over; capitals do not count."""
        wanted = name.strip().casefold()
        return next((one for one in self.all() if one.revoked_at is None and one.name.casefold() == wanted), None)

    def add(self, name: str, *, manages: bool, until: datetime | None, by: str | None) -> str:
        """A new token of a person, in place of the one they had; it is shown now and never again. Raises LocalFault."""
        known, secret = secrets.token_hex(ID_BYTES), secrets.token_urlsafe(SECRET_BYTES)
        salt = secrets.token_hex(SALT_BYTES)
        with self._db.write() as connection:
            self.revoke(name)
            connection.execute(
                "INSERT INTO tokens (id, name, salt, hash, manages, made_by, made_at, expires_at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    known,
                    storable_text(name),
                    salt,
                    _hash(salt, secret),
                    int(manages),
                    by,
                    self._db.now(),
                    stamp(until) if until is not None else None,
                ),
            )
        return f"{MARK}_{known}_{secret}"

    def revoke(self, name: str) -> bool:
        """Take a person's token back; False where they had none. Raises LocalFault."""
        with self._db.write() as connection:
            held = self.of(name)
            if held is None:
                return False
            connection.execute("UPDATE tokens SET revoked_at = ? WHERE id = ?", (self._db.now(), held.id))
            return True

    def proved(self, token: str, said: str | None = None) -> Person:
        """The person whose token it is; `said`: who they say they are. Raises NotProved, LocalFault."""
        mark, _, rest = token.strip().partition("_")
        known, _, secret = rest.partition("_")
        row = self._db.first("SELECT * FROM tokens WHERE id = ?", (storable_text(known),))
        salt, kept = (row["salt"], row["hash"]) if row is not None else ("", _hash("", ""))
        right = hmac.compare_digest(_hash(salt, secret), kept)
        if row is None or mark != MARK or not right:
            raise NotProved(Message("people.wrong_token"), data={"reason": "wrong_token"})
        found = _token(row)
        if not found.holds(self._db.clock.now()):
            reason = "taken_back" if found.revoked_at is not None else "run_out"
            values = {"person": found.name}
            raise NotProved(Message(f"people.{reason}", values), data={"reason": reason, "person": found.name})
        if said is not None and said.casefold() != found.name.casefold():
            raise NotProved(Message("people.another_one", {"person": said}), data={"reason": "another_one"})
        return Person(found.name, found.id, found.manages)


def _hash(salt: str, secret: str) -> str:
    return hmac.new(salt.encode(), secret.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def _token(row: Row) -> Token:
    return Token(
        id=row["id"],
        name=row["name"],
        manages=bool(row["manages"]),
        made_by=row["made_by"],
        made_at=datetime.fromisoformat(row["made_at"]),
        expires_at=datetime.fromisoformat(row["expires_at"]) if row["expires_at"] else None,
        revoked_at=datetime.fromisoformat(row["revoked_at"]) if row["revoked_at"] else None,
    )
