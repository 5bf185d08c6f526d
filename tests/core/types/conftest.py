"""Every problem has its words."""

from collections.abc import Callable

import pytest

from mediawright.present.catalog import Catalogue
from mediawright.types.message import LANGS, Message


@pytest.fixture(scope="session")
def spoken() -> Callable[[Message], list[str]]:
    """The sentence in both languages; a missing one or a missing value fails."""
    catalogue = Catalogue()
    catalogue.strict()
    return lambda message: [catalogue.render(message, lang) for lang in LANGS]
