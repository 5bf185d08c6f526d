"""Secrets in files: ours alone."""

import os
import stat
from pathlib import Path

import pytest

from mediawright.secrets.private_files import read_private, write_private_texts
from mediawright.types.errors import LocalFault
from mediawright.types.message import Message

POSIX = pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_texts_come_back_from_a_file_of_our_own(tmp_path: Path) -> None:
    notices: list[Message] = []
    write_private_texts(tmp_path / "a.json", {"token": "not-a-real-secret"})
    assert read_private(tmp_path / "a.json", notices.append) == {"token": "not-a-real-secret"}
    assert (mode(tmp_path / "a.json"), notices) == (0o600, [])


@POSIX
@pytest.mark.parametrize("loose", [0o644, 0o660, 0o606, 0o777])
def test_a_file_that_others_could_read_is_repaired_and_said_so(loose: int, tmp_path: Path) -> None:
    notices: list[Message] = []
    write_private_texts(tmp_path / "a.json", {"token": "not-a-real-secret"})
    (tmp_path / "a.json").chmod(loose)
    assert read_private(tmp_path / "a.json", notices.append) == {"token": "not-a-real-secret"}
    assert (mode(tmp_path / "a.json"), [notice.key for notice in notices]) == (0o600, ["secrets.repaired"])


@POSIX
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only the superuser can give files away")
def test_a_file_of_somebody_else_is_refused(tmp_path: Path) -> None:
    write_private_texts(tmp_path / "a.json", {"token": "not-a-real-secret"})
    os.chown(tmp_path / "a.json", 12345, 12345)
    with pytest.raises(LocalFault) as caught:
        read_private(tmp_path / "a.json", lambda _: None)
    assert caught.value.message.key == "secrets.foreign"


@POSIX
def test_a_link_is_refused(tmp_path: Path) -> None:
    write_private_texts(tmp_path / "b.json", {"token": "not-a-real-secret"})
    (tmp_path / "a.json").symlink_to(tmp_path / "b.json")
    with pytest.raises(LocalFault):
        read_private(tmp_path / "a.json", lambda _: None)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"a": 1}', "[" * 99999, "\udcff"])
def test_a_broken_file_is_absent(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    (tmp_path / "a.json").chmod(0o600)
    assert read_private(tmp_path / "a.json", lambda _: None) is None


def test_a_missing_file_is_absent(tmp_path: Path) -> None:
    assert read_private(tmp_path / "a.json", lambda _: None) is None
