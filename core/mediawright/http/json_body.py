"""JSON with files in it: each is put in as base64 text before anything is sent, and only as the bytes that were checked.

Every provider bounds what it takes this way to 10 to 64 MB (`types/request.py`), so the text is made in memory.
"""

import hashlib
from base64 import b64encode
from pathlib import Path
from typing import Any

from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem
from mediawright.types.request import Base64File


def holds_file(value: Any) -> bool:
    """Is there a file anywhere in a JSON value?"""
    if isinstance(value, dict):
        return any(map(holds_file, value.values()))
    if isinstance(value, (list, tuple)):
        return any(map(holds_file, value))
    return isinstance(value, Base64File)


def inlined(value: Any) -> Any:
    """Return a JSON value with the text of each file in its place. Blocking.

    Raises InvalidRequest where a file cannot be read, or is not what it was: nothing was sent yet.
    """
    if isinstance(value, dict):
        return {name: inlined(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [inlined(item) for item in value]
    return text_of(value) if isinstance(value, Base64File) else value


def text_of(file: Base64File) -> str:
    """What stands for a file in JSON. Blocking. Raises InvalidRequest."""
    path = Path(file.path)
    try:
        with path.open("rb") as handle:
            data = handle.read(file.size + 1)  # a byte too many is enough to know
    except OSError:
        raise InvalidRequest(Problem("media", Message("files.unreadable", {"file": path.name}))) from None
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise InvalidRequest(Problem("media", Message("files.changed", {"file": path.name})))
    return file.prefix + b64encode(data).decode("ascii")
