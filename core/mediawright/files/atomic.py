"""Small files that are either the old ones or the new ones, never half of each."""

import json
import os
from pathlib import Path
from typing import Any

from mediawright.os_errors import disk_faults
from mediawright.types.storable import storable

PRIVATE_FILE = 0o600


def write_private(path: Path, data: bytes) -> None:
    """Replace a file by a whole new one, readable by its owner only, on disk when this returns. Raises LocalFault."""
    import tempfile

    with disk_faults():
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix="~", dir=path.parent)  # 0600 from the start
        fresh = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def write_json(path: Path, value: Any) -> None:
    """`write_private` of a JSON value. Half characters and numbers that are none are made storable.

    Raises LocalFault, TypeError (no JSON).
    """
    write_private(path, json.dumps(storable(value), ensure_ascii=False, sort_keys=True, indent=2).encode() + b"\n")


def read_json(path: Path) -> Any:
    """The value of a JSON file; None where there is no such file or it cannot be read as JSON."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None


def sync_folder(folder: Path) -> None:
    """Make a rename in this folder survive a power cut, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:  # some network file systems have nothing to sync for a folder
        return
    finally:
        os.close(handle)
