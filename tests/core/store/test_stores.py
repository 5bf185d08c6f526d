"""What both kinds of stores promise: whole, once, told when it cannot be."""

import hashlib
import os
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.bucket_server import Bucket

from mediawright.store.address import Key
from mediawright.store.folder import FolderAway, FolderStore
from mediawright.store.opening import open_store
from mediawright.store.protocol import Store
from mediawright.types.errors import LocalFault, Unreachable


def a_file(tmp_path: Path, data: bytes, name: str = "fox.png") -> tuple[Key, Path]:
    path = tmp_path / name
    path.write_bytes(data)
    return Key("studio", "job-1", hashlib.sha256(data).hexdigest(), name), path


def test_what_is_put_is_fetched(store: Store, tmp_path: Path) -> None:
    key, path = a_file(tmp_path, b"fox" * 1000, "狐狸, at dawn.png")
    store.put(key, path)
    target = tmp_path / "back"
    assert store.fetch(key, target)
    assert target.read_bytes() == path.read_bytes()


def test_a_file_in_parts_comes_back_whole(store: Store, tmp_path: Path) -> None:
    key, path = a_file(tmp_path, os.urandom(12_000_000), "film.mp4")
    store.put(key, path)
    assert store.fetch(key, tmp_path / "back")
    assert hashlib.sha256((tmp_path / "back").read_bytes()).hexdigest() == key.sha256


def test_what_is_not_kept_is_told(store: Store, tmp_path: Path) -> None:
    assert not store.fetch(Key("studio", "job-1", "b" * 64, "none.png"), tmp_path / "back")


def test_bytes_that_are_kept_are_not_written_again(store: Store, tmp_path: Path, place: Bucket) -> None:
    key, path = a_file(tmp_path, b"first")
    store.put(key, path)
    path.write_bytes(b"other")  # as long, and not what the key says
    store.put(key, path) if place.address.startswith("s3") else None
    store.fetch(key, tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == b"first"


def test_many_at_once_leave_one_whole_file(store: Store, tmp_path: Path) -> None:
    key, path = a_file(tmp_path, os.urandom(3_000_000))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: store.put(key, path), range(16)))
    assert store.fetch(key, tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == path.read_bytes()


def test_a_link_leads_to_the_bytes_for_ten_minutes(s3: Bucket, tmp_path: Path) -> None:
    store = open_store(s3.address, s3.environ)
    key, path = a_file(tmp_path, b"fox", "a fox é.png")
    store.put(key, path)
    link = store.link(key)
    assert link is not None
    assert "X-Amz-Expires=600" in link
    assert "not-a-secret" not in link
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(link, timeout=10) as answer:
        assert answer.read() == b"fox"


def test_a_bucket_that_is_away_is_told(s3: Bucket, tmp_path: Path) -> None:
    away = open_store(s3.address, {**s3.environ, "AWS_ENDPOINT_URL": "http://127.0.0.1:9"})
    key, path = a_file(tmp_path, b"fox")
    with pytest.raises(Unreachable) as told:
        away.put(key, path)
    assert told.value.message.key == "store.unreachable"


def test_a_bucket_that_is_none_is_told(s3: Bucket, tmp_path: Path) -> None:
    with pytest.raises(LocalFault) as told:
        open_store("s3://no-such-bucket", s3.environ).put(*a_file(tmp_path, b"fox"))
    assert told.value.message.key == "store.refused"


def test_a_folder_that_is_not_mounted_is_not_made(tmp_path: Path) -> None:
    key, path = a_file(tmp_path, b"fox")
    with pytest.raises(FolderAway):
        FolderStore(tmp_path / "away").put(key, path)
    with pytest.raises(FolderAway):
        FolderStore(tmp_path / "away").fetch(key, tmp_path / "back")
    assert not (tmp_path / "away").exists()


def test_a_damaged_file_in_a_folder_is_put_again(tmp_path: Path) -> None:
    key, path = a_file(tmp_path, b"fox")
    (tmp_path / "share").mkdir()
    store = FolderStore(tmp_path / "share")
    store.put(key, path)
    kept = tmp_path / "share" / key.text
    kept.write_bytes(b"f")
    store.put(key, path)
    assert kept.read_bytes() == b"fox"
    assert [one.name for one in kept.parent.iterdir()] == [key.name]


def test_a_file_that_changed_on_its_way_is_not_kept(tmp_path: Path) -> None:
    key, path = a_file(tmp_path, b"fox")
    path.write_bytes(b"dog")
    (tmp_path / "share").mkdir()
    with pytest.raises(LocalFault):
        FolderStore(tmp_path / "share").put(key, path)
    assert not [one for one in (tmp_path / "share").rglob("*") if one.is_file()]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_is_told_and_leaves_no_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key, path = a_file(tmp_path, b"fox" * 100_000)
    (tmp_path / "share").mkdir()

    def full(source: Path, target: Path) -> None:
        target.write_bytes(b"half")
        with Path("/dev/full").open("wb") as device:
            device.write(source.read_bytes())

    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(LocalFault) as told:
        FolderStore(tmp_path / "share").put(key, path)
    assert told.value.message.key == "error.disk_full"
    assert not [one for one in (tmp_path / "share").rglob("*") if one.is_file()]
