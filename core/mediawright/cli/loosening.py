"""A change that allows more than before: asked about at this terminal where `config require` wants the user's own answer."""

from collections.abc import Callable
from typing import TypeVar

from mediawright.cli.console import Console
from mediawright.types.errors import ConfirmationNeeded
from mediawright.types.money import Level

Done = TypeVar("Done")


async def approved(console: Console, change: Callable[[Level], Done]) -> Done:
    """Make a change, after asking the user where it needs an answer and a terminal is here. Raises ConfirmationNeeded."""
    try:
        return change(Level.AMOUNT)
    except ConfirmationNeeded as missing:
        from mediawright.present import pages

        if not console.interactive or not await console.agrees(pages.note(missing.message)):
            raise
    return change(Level.TERMINAL)
