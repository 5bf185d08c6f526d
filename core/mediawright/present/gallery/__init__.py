"""One of every page, with made-up data: for translators, for tests, and for whoever wants to see the words in place.

`python -m mediawright.present.gallery [--lang zh] [--width 60] [--chat]` shows them all.
"""

from mediawright.present.gallery.account import account_pages
from mediawright.present.gallery.spending import spending_pages
from mediawright.present.gallery.tables import table_pages
from mediawright.present.gallery.trouble import every_error, trouble_pages
from mediawright.present.page import Page

__all__ = ["every_error", "every_page"]


def every_page() -> dict[str, Page]:
    """Name → page."""
    return {**spending_pages(), **account_pages(), **trouble_pages(), **table_pages()}
