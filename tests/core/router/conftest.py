"""One router for all tests of this room: it is immutable, and loading is measured elsewhere."""

import pytest
from tests.core.router.providers import ALL

from mediawright.router import Router


@pytest.fixture(scope="session")
def router() -> Router:
    return Router(ALL)
