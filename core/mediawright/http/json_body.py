"""JSON with files in it, in flat memory: the text as the client library writes it, each file as base64, read on the way.

A file's last piece leaves only once all of it was found to be what was checked: a request with other bytes is never whole.
"""

import asyncio
import json
import os
from base64 import b64encode
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from mediawright.http.errors import InputChanged
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem
from mediawright.types.request import Base64File

#: bytes of a file read at once; a multiple of three, so that the pieces' base64 is that of the whole
PIECE = 3 * 65_536
#: half a character: no text that can be sent holds one, so it can mark a file's place while the JSON is written
MARK = "\ud800"


@dataclass(frozen=True, slots=True)
class JsonBody:
    """Pieces of JSON text with open files between them: one text more than files. Can be sent more than once."""

    texts: tuple[bytes, ...]
    files: tuple[tuple[Base64File, BinaryIO], ...]

    @property
    def size(self) -> int:
        """Bytes of the whole body."""
        return sum(map(len, self.texts)) + sum(-(-file.size // 3) * 4 for file, _ in self.files)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Raises InputChanged."""
        for text, (file, handle) in zip(self.texts, self.files, strict=False):
            yield text
            pieces = _pieces(file, handle)
            while piece := await asyncio.to_thread(next, pieces, b""):
                yield piece
        yield self.texts[-1]


@contextmanager
def opened(value: Any) -> Iterator[JsonBody | None]:
    """The body of a JSON value, its files open as long as the block; None where no file is in it.

    Raises InvalidRequest where a file cannot be read or has another size than it had: nothing was sent yet. UnicodeError,
    ValueError, TypeError as the client library does.
    """
    if not holds_file(value):
        yield None
        return
    found: list[Base64File] = []

    def place(item: Any) -> str:
        if not isinstance(item, Base64File):
            raise TypeError(f"Object of type {type(item).__name__} is not JSON serializable")
        found.append(item)
        return item.prefix + MARK

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=place)
    texts = tuple(part.encode() for part in text.split(MARK))
    if len(texts) != len(found) + 1:
        raise UnicodeError("half a character")
    with ExitStack() as stack:
        yield JsonBody(texts, tuple((file, stack.enter_context(_open(file))) for file in found))


def holds_file(value: Any) -> bool:
    """Is there a file anywhere in a JSON value?"""
    if isinstance(value, dict):
        return any(map(holds_file, value.values()))
    if isinstance(value, (list, tuple)):
        return any(map(holds_file, value))
    return isinstance(value, Base64File)


def _open(file: Base64File) -> BinaryIO:
    path = Path(file.path)
    try:
        handle = path.open("rb")
    except OSError:
        raise InvalidRequest(Problem("media", Message("files.unreadable", {"file": path.name}))) from None
    if os.fstat(handle.fileno()).st_size != file.size:
        handle.close()
        raise InvalidRequest(Problem("media", Message("files.changed", {"file": path.name})))
    return handle


def _pieces(file: Base64File, handle: BinaryIO) -> Iterator[bytes]:
    """Blocking. Raises InputChanged in place of the last piece."""
    from hashlib import sha256

    handle.seek(0)
    digest, left = sha256(), file.size
    while left:
        try:
            data = handle.read(min(PIECE, left))
        except OSError as error:
            raise InputChanged(data={"cause": error.strerror or ""}) from error
        digest.update(data)
        left -= len(data)
        if not data or (not left and digest.hexdigest() != file.sha256):
            raise InputChanged
        yield b64encode(data)
