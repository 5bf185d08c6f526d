"""The conversation that a command belongs to, and its language."""

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from mediawright.clock import clock_of
from mediawright.config import Config
from mediawright.ledger.threads import language_in
from mediawright.paths import Home
from mediawright.types.errors import MediawrightError
from mediawright.types.message import LANGS, Lang


def language(home: Home, thread: str, environ: Mapping[str, str]) -> Lang | None:
    """The language kept for a conversation; None for a new one, and where the settings or the ledger cannot be read."""
    try:
        config = Config.load(home)
        idle, where = timedelta(hours=max(0, config.thread_hours)), config.ledger_at(environ, home)
        if isinstance(where, Path):
            found = language_in(where, thread, clock_of(environ).now(), idle)
        else:
            from mediawright.ledger import Ledger
            from mediawright.ledger.clock import SharedClock

            with Ledger(where, SharedClock(clock_of(environ))) as ledger:
                kept = ledger.threads.get(thread, idle)
            found = kept.lang if kept is not None else None
    except MediawrightError:
        return None  # the command itself tells what is wrong
    return next((lang for lang in LANGS if lang == found), None)


def named_here(name: str) -> str:
    """The id of a conversation that has no name: `name`, on a shared ledger with the user and the machine."""
    try:
        where = Config.load(Home.find(os.environ)).ledger_at(os.environ, Home.find(os.environ))
    except MediawrightError:
        return name  # the command itself tells what is wrong
    if isinstance(where, Path):
        return name
    from mediawright.ledger.place import person

    return f"{name} {person()}"
