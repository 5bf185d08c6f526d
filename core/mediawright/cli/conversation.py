"""The language of the conversation that a command belongs to."""

import os
from datetime import timedelta

from mediawright.clock import clock_of
from mediawright.config import Config
from mediawright.ledger.threads import language_in
from mediawright.paths import Home
from mediawright.types.errors import MediawrightError
from mediawright.types.message import LANGS, Lang


def language(home: Home, thread: str) -> Lang | None:
    """The language kept for a conversation; None for a new one, and where the settings cannot be read."""
    try:
        idle = timedelta(hours=max(0, Config.load(home).thread_hours))
    except MediawrightError:
        return None  # the command itself tells what is wrong with them
    found = language_in(home.ledger, thread, clock_of(os.environ).now(), idle)
    return next((lang for lang in LANGS if lang == found), None)
