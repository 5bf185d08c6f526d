"""A page at a terminal, through rich."""

from mediawright.present.page import Page
from mediawright.types.message import Lang


def terminal(page: Page, lang: Lang, width: int, *, color: bool = False) -> str:
    """The page as text for a terminal of `width` columns; escape codes only with `color`."""
    raise NotImplementedError
