"""What one machine does with the store."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from tests.bucket_server import Bucket

from mediawright.files.probe import sha256_of
from mediawright.paths import Home
from mediawright.store.shared_files import SharedFiles
from mediawright.testing.builders import a_job, a_request
from mediawright.types.errors import InvalidRequest
from mediawright.types.job import Asset, Job
from mediawright.types.operations import MediaKind
from mediawright.types.request import Media, Role


def a_result(tmp_path: Path, data: bytes = b"\x89PNG fox") -> Job:
    path = tmp_path / "out" / "fox.png"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    asset = Asset(path=str(path), kind=MediaKind.IMAGE, media_type="image/png", size=len(data), sha256=sha256_of(path))
    return replace(a_job(), output_dir=str(path.parent), assets=(asset,))


def kept(files: SharedFiles, job: Job) -> Job:
    return replace(job, assets=files.shared(job, job.assets))


def test_a_result_is_found_where_it_was_asked_for(shared_files: SharedFiles, tmp_path: Path) -> None:
    job = a_result(tmp_path)
    assert shared_files.near(kept(shared_files, job)) == job


def test_a_file_of_that_name_that_is_another_is_not_taken_for_it(shared_files: SharedFiles, tmp_path: Path) -> None:
    job = kept(shared_files, a_result(tmp_path))
    (tmp_path / "out" / "fox.png").write_bytes(b"a longer file of somebody else")
    (near,) = shared_files.near(job).assets
    assert Path(near.path) != tmp_path / "out" / "fox.png"


def test_a_fetched_file_that_is_damaged_is_fetched_again(shared_files: SharedFiles, tmp_path: Path) -> None:
    job = kept(shared_files, a_result(tmp_path))
    (first,) = shared_files.here(job).assets
    if Path(first.path).is_relative_to(tmp_path / "share"):
        return  # a folder's file is used where it lies
    Path(first.path).write_bytes(b"\x89PNG dog")
    (again,) = shared_files.here(job).assets
    assert Path(again.path).read_bytes() == b"\x89PNG fox"


def test_a_result_that_is_not_kept_any_more_stays_an_address(shared_files: SharedFiles, tmp_path: Path) -> None:
    (asset,) = shared_files.shared(a_result(tmp_path), a_result(tmp_path).assets)
    gone = replace(asset, path=asset.path.replace(asset.sha256, "0" * 64))
    job = replace(a_result(tmp_path), assets=(gone,), output_dir=None)
    assert shared_files.here(job).assets == (gone,)


def test_fetched_files_go_after_a_week(s3: object, shared_files: SharedFiles, home: Home, tmp_path: Path) -> None:
    old = home.fetched / ("0" * 64) / "old.png"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"old")
    os.utime(old, (0, 0))
    (found,) = shared_files.here(kept(shared_files, a_result(tmp_path))).assets
    assert old.exists() is Path(found.path).is_relative_to(tmp_path / "share")  # a folder fetches nothing


@pytest.mark.parametrize("text", ["store:", "store:x", "shop: a fox", "", "store:../../etc/passwd"])
def test_words_that_are_no_address_are_shown_as_they_are(shared_files: SharedFiles, text: str) -> None:
    assert shared_files.linked(text) == text


def test_what_is_another_fleet_s_is_neither_linked_nor_used(
    shared_files: SharedFiles, place: Bucket, home: Home, tmp_path: Path
) -> None:
    films = SharedFiles(place.address, "films", home.fetched, place.environ, home.ensure)
    (asset,) = kept(films, a_result(tmp_path)).assets
    assert asset.path.startswith("store:films/")
    assert shared_files.linked(asset.path) == asset.path
    request = a_request(media=(Media(kind=MediaKind.IMAGE, role=Role.REFERENCE, source=asset.path),))
    assert films.used(request) != request
    with pytest.raises(InvalidRequest):
        shared_files.used(request)
