"""Both kinds of stores: a folder, and a bucket where moto is installed."""

import pytest
from tests.bucket_server import Bucket

from mediawright.paths import Home
from mediawright.store.opening import open_store
from mediawright.store.protocol import Store
from mediawright.store.shared_files import SharedFiles


@pytest.fixture
def store(place: Bucket) -> Store:
    return open_store(place.address, place.environ)


@pytest.fixture
def shared_files(place: Bucket, home: Home) -> SharedFiles:
    return SharedFiles(place.address, "studio", home.fetched, place.environ, home.ensure)
