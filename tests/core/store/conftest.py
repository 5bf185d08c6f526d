"""Both kinds of stores: a folder, and a bucket where moto is installed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.bucket_server import Bucket, bucket_server

from mediawright.paths import Home
from mediawright.store.opening import open_store
from mediawright.store.protocol import Store
from mediawright.store.shared_files import SharedFiles


@pytest.fixture(scope="session")
def s3() -> Iterator[Bucket]:
    with bucket_server() as bucket:
        yield bucket


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Bucket:
    """Where the store is, and the environment that opens it."""
    if request.param == "folder":
        (tmp_path / "share").mkdir()
        return Bucket((tmp_path / "share").as_uri(), {})
    found: Bucket = request.getfixturevalue("s3")
    return Bucket(f"{found.address}/{tmp_path.name}", found.environ)


@pytest.fixture
def store(place: Bucket) -> Store:
    return open_store(place.address, place.environ)


@pytest.fixture
def shared_files(place: Bucket, home: Home) -> SharedFiles:
    return SharedFiles(place.address, "studio", home.fetched, place.environ, home.ensure)
