"""The answer to a move of the ledger."""

from mediawright.handlers.response import Response
from mediawright.present import pages
from mediawright.present.page import Tone
from mediawright.services.ledger_move import Moved
from mediawright.types.message import Message


def of_move(moved: Moved) -> Response:
    """How many jobs are where now."""
    text = Message("ledger.moved_whole", {"n": moved.rows["jobs"], "where": moved.where})
    return Response(page=pages.note(text, Tone.GOOD), status="moved").plus(
        data={"where": moved.where, "rows": moved.rows}
    )
