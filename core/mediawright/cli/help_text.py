"""Help sentences in the language of the terminal, taken from the catalogues when the help is made."""

import os
from functools import lru_cache

from mediawright.types.message import Lang, Message


@lru_cache(maxsize=1)
def terminal_lang() -> Lang:
    """The language of this terminal: the locale's, English where it says nothing."""
    from mediawright.present.language import locale_language

    return locale_language(os.environ)


def help_of(key: str) -> str:
    """One help sentence."""
    from mediawright.present.catalog import render

    return render(Message(key), terminal_lang())
