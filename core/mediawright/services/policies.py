"""Which policy holds for a studio, and where a change of it goes: the ledger of a team, else this machine's own file."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from mediawright.gate import policy_store
from mediawright.gate.policy import Policy
from mediawright.gate.units import sound, units_of
from mediawright.gate.zones import zone_here
from mediawright.services.people import check_loosening
from mediawright.types.money import Level

if TYPE_CHECKING:
    from mediawright.services.studio import Studio


def policy_of(studio: "Studio") -> Policy:
    """As it stands at this moment; locked where a limit is in a unit that nothing is counted in. Raises LocalFault."""
    found = policy_store.settled(studio.home.config, zone_here({}, studio.clock.now()))
    if studio.shared:
        from mediawright.gate.shared_policy import combined, read_shared

        shared = read_shared(studio.ledger)
        found = found if shared is None else combined(shared, found)
    return sound(found, lambda: units_of(plugin.provider for plugin in studio.registry.load_all()))


def change_policy(studio: "Studio", change: Callable[[Policy], Policy], id: str | None, level: Level) -> None:
    """Change the policy of the team, or of this machine where it is one machine's; `id`: what is to be removed.

    Raises LocalFault for a broken policy, ConfirmationNeeded where it allows more and `level` is too weak, NotProved where
    persons have to be proved and nobody who manages them asks for it.
    """
    from mediawright.gate.shared_policy import HERE, edit_shared

    def checked(before: Policy) -> Policy:
        after = change(before)
        check_loosening(studio, before, after)
        return after

    if studio.shared and not (id is not None and id.strip().lower().endswith(HERE)):
        edit_shared(studio.ledger, checked, level=level, required=studio.require)
        return
    studio.home.ensure(studio.home.config)
    policy_store.edit(studio.home.config, checked, level=level, required=studio.require)
