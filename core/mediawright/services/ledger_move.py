"""The move from a ledger of this home to one that several machines share, with the setting that leads there."""

from typing import TYPE_CHECKING

from mediawright.types.dataclass import dataclass
from mediawright.types.errors import ConfirmationNeeded, InvalidRequest
from mediawright.types.message import Message, Problem
from mediawright.types.money import Level

if TYPE_CHECKING:
    from mediawright.services.studio import Studio


@dataclass(frozen=True, slots=True)
class Moved:
    """`where`: host, database and schema. `rows`: table → how many rows were copied."""

    where: str
    rows: dict[str, int]


def move(studio: "Studio", to: str, fleet: str | None, level: Level) -> Moved:
    """Copy the ledger, close the file, and set `ledger` (and `fleet`), in this order.

    Raises InvalidRequest (no such address, nothing to move), ConfirmationNeeded where the change of the setting needs
    another level of approval, LocalFault as `ledger.moving`.
    """
    from mediawright.ledger.address import STUDIO, postgres_address
    from mediawright.ledger.moving import move_ledger

    address = postgres_address(to, fleet or studio.config.fleet or STUDIO)
    if studio.shared or not studio.home.ledger.exists():
        raise InvalidRequest(Problem("to", Message("ledger.move_nothing")))
    if not level.meets(studio.require):
        raise ConfirmationNeeded(Message("gate.level_change"), data={"require": studio.require.value})
    rows = move_ledger(studio.home.ledger, address, studio.local_clock)
    studio.decide("ledger", address.url, level=level)
    if fleet is not None:
        studio.decide("fleet", fleet, level=level)
    return Moved(address.shown, rows)
