"""In these tests a missing sentence or value is an error."""

from collections.abc import Iterator

import pytest

from mediawright.present import catalog


@pytest.fixture(autouse=True)
def _strict() -> Iterator[None]:
    catalog.strict(True)
    yield
    catalog.strict(False)
