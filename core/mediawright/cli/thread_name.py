"""The conversation of a command that names none."""

import os

#: the conversation of a home in which no other is named
DEFAULT_THREAD = "default"


def own_thread() -> str:
    """The conversation where no other is named: of this home, or of this user and machine where the ledger is shared."""
    from mediawright.paths import LEDGER, Home

    if not os.environ.get(LEDGER) and not Home.find(os.environ).config_file.exists():
        return DEFAULT_THREAD
    from mediawright.cli.conversation import named_here

    return named_here(DEFAULT_THREAD)
