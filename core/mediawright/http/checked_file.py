"""A file on its way out, hashed while it is read: its last piece leaves only once all of it was what was checked."""

import os
from typing import BinaryIO

from mediawright.http.errors import InputChanged


class CheckedFile:
    """Reads `size` bytes of an open file, whatever its length is by now.

    `read` raises InputChanged in place of the last piece where the bytes are others than those of `sha256`, or fewer.
    From the beginning (`seek(0)`) it can be read again. It has no `fileno`: its length is the one that was checked.
    """

    def __init__(self, file: BinaryIO, size: int, sha256: str) -> None:
        from hashlib import sha256 as new

        self._file = file
        self._size = size
        self._wanted = sha256
        self._new = new
        self._at = 0
        self._digest = new()

    def read(self, count: int = -1) -> bytes:
        """Blocking. Raises InputChanged."""
        left = self._size - self._at
        if not left:
            return b""
        try:
            data = self._file.read(left if count < 0 else min(count, left))
        except OSError as error:
            raise InputChanged(data={"cause": error.strerror or ""}) from error
        self._digest.update(data)
        self._at += len(data)
        if not data or (self._at == self._size and self._digest.hexdigest() != self._wanted):
            raise InputChanged
        return data

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """To the beginning, or (for whoever asks for the length) to the end and back."""
        self._at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        if self._at == 0:
            self._file.seek(0)
            self._digest = self._new()
        return self._at


class FilePart:
    """Reads `size` bytes of an open file from `offset` on; raises InputChanged where the file ends before."""

    def __init__(self, file: BinaryIO, offset: int, size: int) -> None:
        self._file = file
        self._offset = offset
        self._size = size
        self.seek(0)

    def read(self, count: int = -1) -> bytes:
        """Blocking. Raises InputChanged."""
        left = self._size - self._at
        if not left:
            return b""
        try:
            data = self._file.read(left if count < 0 else min(count, left))
        except OSError as error:
            raise InputChanged(data={"cause": error.strerror or ""}) from error
        if not data:
            raise InputChanged
        self._at += len(data)
        return data

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: getattr(self, "_at", 0), os.SEEK_END: self._size}[whence]
        self._file.seek(self._offset + self._at)
        return self._at
