"""The HTTP library logs links and headers when a program around us turns logging on: cleaned like our own lines."""

import logging
import weakref

from mediawright.http.redact import SafeLog, redact

LOGGERS = ("httpx2", *(f"httpcore2.{part}" for part in ("connection", "http11", "http2", "proxy", "socks")))


class Cleaner(logging.Filter):
    """Lets every record through, without secrets. One per logger, for all clients of a process."""

    def __init__(self) -> None:
        super().__init__()
        self.known: weakref.WeakSet[SafeLog] = weakref.WeakSet()

    def filter(self, record: logging.LogRecord) -> bool:
        text = redact(record.getMessage())
        for log in self.known:
            text = log.clean(text)
        record.msg, record.args = text, ()
        return True


def clean_library_logs(log: SafeLog) -> None:
    """From now on the library's loggers hide what this log hides."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        cleaner = next((f for f in logger.filters if isinstance(f, Cleaner)), None)
        if cleaner is None:
            cleaner = Cleaner()
            logger.addFilter(cleaner)
        cleaner.known.add(log)
