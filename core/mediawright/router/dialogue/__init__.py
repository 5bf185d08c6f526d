"""What people say in the middle of a conversation: acts, choices, changes, results.

>>> from mediawright.router.dialogue import context_of, record, turn
"""

from mediawright.router.dialogue.context import Context, context_of
from mediawright.router.dialogue.routing import turn
from mediawright.router.dialogue.turn import Turn, record

__all__ = ("Context", "Turn", "context_of", "record", "turn")
