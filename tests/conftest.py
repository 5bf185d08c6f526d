"""For every test: a missing sentence is an error, not a stand-in."""

import pytest

from mediawright.present import catalog


@pytest.fixture(autouse=True)
def _strict_sentences() -> None:
    catalog.strict(True)
