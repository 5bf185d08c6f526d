"""One of every page, with made-up data: for translators, for tests, and for whoever wants to see the words in place.

`python -m devtools.gallery [--lang zh] [--width 60] [--chat]` shows them all.
"""

from devtools.gallery.account import account_pages
from devtools.gallery.approval import spending_pages
from devtools.gallery.errors import error_pages, every_error
from devtools.gallery.tables import table_pages
from mediawright.present.page import Page

__all__ = ["every_error", "every_page"]


def every_page() -> dict[str, Page]:
    """Name → page."""
    return {**spending_pages(), **account_pages(), **error_pages(), **table_pages()}
