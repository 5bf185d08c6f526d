"""A conversation as it is kept: until when, and in which language it is held."""

from datetime import timedelta

from mediawright.ledger.threads import Thread
from mediawright.services.studio import Studio
from mediawright.types.message import Lang

#: the language of a message without words where nothing was said before
UNSAID: Lang = "en"


def idle(studio: Studio) -> timedelta:
    """After how long a conversation is forgotten."""
    return timedelta(hours=max(0, studio.config.thread_hours))


def remembered(studio: Studio, thread: str) -> Thread | None:
    """A conversation that is not forgotten yet; None for a new one."""
    return studio.ledger.threads.get(thread, idle(studio)) if studio.has_ledger else None


def speak(studio: Studio, thread: str, lang: Lang) -> None:
    """Keep the language of a conversation that has nothing else to keep yet: the next message may be a bare number."""
    before = remembered(studio, thread)
    if lang != (before.lang if before else UNSAID):
        studio.ledger.threads.put(thread, before.said if before else {"context": {"stage": "none"}}, lang, idle(studio))
