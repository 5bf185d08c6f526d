"""Persons who are proved by a token: added, listed, taken back; who may do that, and who acts here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediawright.types.dataclass import dataclass
from mediawright.types.errors import InvalidRequest, NotFound, NotProved
from mediawright.types.message import Message, Problem
from mediawright.types.people import LONGEST_NAME
from mediawright.types.storable import storable_text

if TYPE_CHECKING:
    from datetime import datetime

    from mediawright.gate.policy import Policy
    from mediawright.ledger.tokens import Token
    from mediawright.services.studio import Studio


@dataclass(frozen=True, slots=True)
class Added:
    """A person with the token that proves them; it stands nowhere else. `first`: from now on only they add others."""

    name: str
    token: str
    first: bool


def add(studio: Studio, name: str, *, manages: bool | None = None, until: datetime | None = None) -> Added:
    """A token for a person, in place of the one they had; `manages` None: as before.

    The first person of a ledger manages the others, whatever was said, with a token that never runs out. Raises
    InvalidRequest for no name, and where nobody would be left who manages; NotProved where another one than such a person
    asks, LocalFault.
    """
    name = _name(name)
    tokens = studio.ledger.tokens
    with studio.ledger.batch():
        by = manager(studio)
        known, first = tokens.of(name), by is None
        leads = first or (manages if manages is not None else known is not None and known.manages)
        if known is not None and known.manages and (not leads or until is not None):
            _check_left(studio, known)
        if first and until is not None:
            raise InvalidRequest(Problem("for", Message("people.first_for_good")))
        name = known.name if known is not None else name
        return Added(name, tokens.add(name, manages=leads, until=until, by=by), first)


def remove(studio: Studio, name: str) -> str:
    """Take a person's token back; the name as it is kept. Raises NotFound, InvalidRequest, NotProved, LocalFault."""
    tokens = studio.ledger.tokens
    with studio.ledger.batch():
        manager(studio)
        known = tokens.of(_name(name))
        if known is None:
            raise NotFound(Problem("name", Message("people.not_there", {"person": name.strip()[:LONGEST_NAME]})))
        if known.manages:
            _check_left(studio, known)
        tokens.revoke(known.name)
        return known.name


def manager(studio: Studio) -> str | None:
    """The proved person who may manage others; None while there is nobody at all yet. Raises NotProved, LocalFault."""
    if not studio.ledger.tokens.all():
        return None
    person = studio.who
    if person.token is None or not person.manages:
        raise NotProved(Message("people.not_manager"), data={"reason": "not_manager"})
    return person.name


def check_loosening(studio: Studio, before: Policy, after: Policy) -> None:
    """Where persons have to be proved, only one who manages others allows more than before. Raises NotProved."""
    from mediawright.gate.loosening import loosens

    if before.tokens and loosens(before, after) and manager(studio) is None:
        raise NotProved(Message("people.not_manager"), data={"reason": "not_manager"})


def _name(name: str) -> str:
    found = storable_text(name).strip()
    if not found or len(found) > LONGEST_NAME or not found.isprintable():
        raise InvalidRequest(Problem("name", Message("people.no_name", {"most": LONGEST_NAME})))
    return found


def _check_left(studio: Studio, but: Token) -> None:
    """Raises InvalidRequest where nobody else manages others for good."""
    rest = (one for one in studio.ledger.tokens.all() if one.id != but.id)
    if not any(one.manages and one.revoked_at is None and one.expires_at is None for one in rest):
        raise InvalidRequest(Problem("name", Message("people.last_manager", {"person": but.name})))
