"""Secrets in files, where there is no keyring: 0600 in a 0700 folder, ours alone, whole or not at all."""

import json
import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

from mediawright.files.atomic import PRIVATE_FILE, write_json
from mediawright.os_errors import disk_faults
from mediawright.types.errors import LocalFault
from mediawright.types.message import Message

_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)


def read_private(path: Path, notice: Callable[[Message], None]) -> dict[str, str] | None:
    """The texts of a private JSON file; None where there is none, or one that is no such JSON.

    One that others could read is repaired, and said so with `notice`. One that belongs to somebody else, or is a link,
    is refused: LocalFault.
    """
    try:
        handle = os.open(path, os.O_RDONLY | _NOFOLLOW)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise LocalFault(Message("secrets.not_readable")) from error
    with disk_faults("secrets.not_readable"), os.fdopen(handle, "rb") as file:
        _check_owner(handle, notice)
        data = file.read()
    return _texts(data)


def write_private_texts(path: Path, values: Mapping[str, str]) -> None:
    """Raises LocalFault."""
    write_json(path, dict(values))


def _check_owner(handle: int, notice: Callable[[Message], None]) -> None:
    if os.name != "posix":  # elsewhere the folder's own rules apply
        return
    found = os.fstat(handle)
    if found.st_uid != os.geteuid():
        raise LocalFault(Message("secrets.foreign"))
    if stat.S_IMODE(found.st_mode) & 0o077:
        os.fchmod(handle, PRIVATE_FILE)
        notice(Message("secrets.repaired"))


def _texts(data: bytes) -> dict[str, str] | None:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        return None
    return found
