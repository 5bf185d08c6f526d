"""The answer to a set-up of a fleet's database."""

from mediawright.handlers.response import Response
from mediawright.present import pages
from mediawright.present.page import Tone
from mediawright.services.fleet_setup import SetUp
from mediawright.types.message import Message


def of_set_up(made: SetUp) -> Response:
    """Which roles there are now; their members are made by whoever keeps the database."""
    owner, worker, client = made.roles
    text = Message("ledger.set_up", {"where": made.where, "worker": worker, "client": client})
    return Response(page=pages.note(text, Tone.GOOD), status="set_up").plus(
        data={"where": made.where, "owner": owner, "worker": worker, "client": client, "engine": made.engine}
    )
