"""Downloads that may be cut at any byte: continued with Range, measured, typed and hashed while they stream."""

import asyncio
import hashlib
import os
import re
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING

from mediawright.http import retry
from mediawright.http.body import pieces
from mediawright.http.client import Http
from mediawright.http.errors import LinkExpired, ResultCut, TooLarge, TooSlow, WrongContent
from mediawright.http.file_writer import Store
from mediawright.http.httpx_errors import understood
from mediawright.http.partial import Partial
from mediawright.http.public_links import open_public
from mediawright.os_errors import DISK_FULL, disk_faults, fresh_file, own_file
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import Busy, LocalFault, Retry, Unreachable
from mediawright.types.message import Message

if TYPE_CHECKING:
    from mediawright.http.transport import Response

HEAD = 8192  # bytes that a type is told from
SAFE_EVERY = 64_000_000  # bytes between two flushes to the disk
BLOCK = 262_144  # bytes that are written at once, at least
ENOUGH = 256_000  # bytes that make a try count as progress
LATER = frozenset({408, 425, *retry.PASSING})

_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")

#: a file that ends at the same place so often, fetched from its first byte, is no longer than that
WHOLE_TRIES = 3

#: names the media type of a file's first bytes; raises WrongContent where it is not what was expected
Identify = Callable[[bytes], str]
#: does a file of that type end before its own content does?
IsCut = Callable[[Path, str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadLimits:
    """Bytes, seconds."""

    max_bytes: int = 4 * 1024**3
    max_s: float = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Downloaded:
    """A whole `.part`, flushed to the disk."""

    path: Path
    size: int
    sha256: str
    media_type: str


class Download:
    """One link into one `.part` file.

    Raises LinkExpired, WrongContent (both: ask for a fresh link), AddressRefused, TooLarge, TooSlow, Unreachable, and
    LocalFault when the disk is full; the `.part` stays, except where its content is wrong or too much. ResultCut where three
    tries from the first byte ended at the same place, short of the announced length or of what `is_cut` finds in it.
    """

    def __init__(
        self,
        http: Http,
        url: str,
        part: Path,
        identify: Identify,
        *,
        private: Mapping[str, str] | None = None,
        limits: DownloadLimits | None = None,
        on_bytes: Callable[[int, int | None], None] | None = None,
        is_cut: IsCut | None = None,
    ) -> None:
        self._http = http
        self._url = url
        self._is_cut = is_cut
        self._ends: Counter[int] = Counter()
        self._from_first: bool | None = None
        self._part = part
        self._identify = identify
        self._private = private
        self._limits = limits or DownloadLimits()
        self._on_bytes = on_bytes
        self._hash = hashlib.sha256()
        self._size = 0
        self._type = ""
        self._head = b""
        self._known: Partial | None = None

    async def run(self) -> Downloaded:
        deadline = self._http.clock.monotonic() + self._limits.max_s
        failures = 0
        while True:
            before, self._from_first = self._size, None
            try:
                with disk_faults():
                    await self._round(deadline)
                    await self._check_end()
                return Downloaded(
                    path=self._part, size=self._size, sha256=self._hash.hexdigest(), media_type=self._type
                )
            except (WrongContent, TooLarge):
                Partial.remove(self._part)
                raise
            except Unreachable as error:
                self._count_end(before, error)
                failures = 1 if self._size - before > ENOUGH else failures + 1
                await self._pause(error, failures, deadline)

    async def _check_end(self) -> None:
        """Raises Unreachable where the file's own marks say that more belongs to it, which no answer said."""
        if self._is_cut is not None and await asyncio.to_thread(self._is_cut, self._part, self._type):
            Partial.forget(self._part)
            raise Unreachable(Message("http.cut"))

    def _count_end(self, before: int, error: Unreachable) -> None:
        """Raises ResultCut where the file ended here each time. A rest that is promised and empty is asked for no more."""
        if self._from_first is False and self._size == before:
            Partial.forget(self._part)
        if not self._from_first or not self._size:
            return
        self._ends[self._size] += 1
        if self._ends[self._size] >= WHOLE_TRIES:
            told = Message("error.result_cut", {"size": self._size})
            raise ResultCut(told, data={"part": str(self._part)}) from error

    async def _pause(self, error: Unreachable, failures: int, deadline: float) -> None:
        """Wait before going on, or let the failure out."""
        asked_wait_s = error.retry_after if isinstance(error, Busy) else None
        wait = retry.wait_before(self._http.policy, failures, rng=self._http.rng(), retry_after=asked_wait_s)
        late = wait is None or self._http.clock.monotonic() + wait > deadline
        if error.retry is Retry.NEVER or isinstance(error, TooSlow) or wait is None or late:
            raise error
        self._http.log.line("download goes on", at=self._size, after_s=round(wait, 2))
        await self._http.clock.sleep(wait)

    async def _round(self, deadline: float) -> None:
        known = Partial.load(self._part)
        if known and known.is_whole_of(self._url):
            await asyncio.to_thread(self._read_again, known.safe)
            return
        start = known.safe if known and known.validator else 0
        wanted = {"range": f"bytes={start}-", "if-range": known.validator} if known and start else {}
        async with open_public(self._http, self._url, headers=wanted, private=self._private) as response:
            status = response.status_code
            if status == 416 or (status == 206 and not _continues(response, known, start)):
                Partial.remove(self._part)  # the file is another one now: from the beginning
                raise Unreachable(Message("http.cut"))
            self._check_status(response)
            self._from_first = status != 206
            await self._receive(response, start if status == 206 else 0, deadline)

    def _check_status(self, response: "Response") -> None:
        status = response.status_code
        if status in {200, 206}:
            return
        if status in LATER or status >= 500:
            asked_wait_s = retry.read_retry_after(response.headers.get("retry-after"), self._http.clock.now())
            raise Busy(retry_after=asked_wait_s, data={"status": status})
        raise LinkExpired(data={"status": status})

    async def _receive(self, response: "Response", start: int, deadline: float) -> None:
        total = _total(response, start)
        self._check_room(total, start)
        packed = response.headers.get("content-encoding", "identity") not in {"", "identity"}
        self._known = Partial.begin(self._url, {} if packed else response.headers, None if packed else total)
        with FileIO((own_file if start else fresh_file)(self._part), "r+") as file:
            await asyncio.to_thread(self._rewind, file, start)
            try:
                await self._stream(response, file, deadline)
                await asyncio.to_thread(self._checkpoint, file)
            except BaseException:
                self._checkpoint(file)
                raise
            if not packed and total is not None and self._size != total:
                raise Unreachable(Message("http.cut"))
            self._settle_type()

    async def _stream(self, response: "Response", file: FileIO, deadline: float) -> None:
        """Receive and store; what has come is on the file in any case."""
        total, received = (self._known.total if self._known else None), self._size
        block = bytearray()
        store = Store(partial(self._take, file), partial(self._checkpoint, file), SAFE_EVERY)
        try:
            with understood(repeatable=True):
                async for data in pieces(response):
                    received += len(data)
                    if received > self._limits.max_bytes:
                        raise TooLarge(data={"limit_bytes": self._limits.max_bytes})
                    if not block and len(data) >= BLOCK:  # as it came: a copy costs as much as its way here
                        await store.put(data)
                    else:
                        block += data
                    if len(block) >= (BLOCK if self._type else HEAD):
                        await store.put(block)
                        block = bytearray()
                    if self._on_bytes:
                        self._on_bytes(received, total)
                    if self._http.clock.monotonic() > deadline:
                        raise TooSlow()
        finally:
            try:
                await store.put(block)
            finally:
                await store.rest()

    def _take(self, file: FileIO, data: bytes | bytearray) -> None:
        left = memoryview(data)
        while left:
            count = file.write(left)  # a full disk may take a part of it
            self._hash.update(left[:count])
            self._size += count
            if not self._type:
                self._head += left[: min(count, HEAD - len(self._head))]
                if len(self._head) >= HEAD:
                    self._settle_type()
            left = left[count:]

    def _settle_type(self) -> None:
        self._type = self._type or self._identify(self._head)

    def _read_again(self, size: int) -> None:
        with FileIO(own_file(self._part), "r+") as file:
            self._rewind(file, size)
            self._settle_type()

    def _rewind(self, file: FileIO, start: int) -> None:
        """Hash again what is there, and cut off what may not be whole."""
        self._hash, self._size, self._type, self._head = hashlib.sha256(), 0, "", b""
        while self._size < start and (data := file.read(min(1 << 20, start - self._size))):
            self._hash.update(data)
            self._size += len(data)
            self._head += data[: HEAD - len(self._head)]
        file.truncate(start)
        if len(self._head) >= HEAD:
            self._settle_type()

    def _checkpoint(self, file: FileIO) -> None:
        safe = self._size
        os.fsync(file.fileno())
        if self._known:
            self._known.reached(safe).save(self._part)

    def _check_room(self, total: int | None, start: int) -> None:
        if total is None:
            return
        if total > self._limits.max_bytes:
            raise TooLarge(data={"limit_bytes": self._limits.max_bytes, "announced_bytes": total})
        if total - start > shutil.disk_usage(self._part.parent).free:
            raise LocalFault(Message(DISK_FULL))


def _continues(response: "Response", known: Partial | None, start: int) -> bool:
    """Is this the rest of what we have? (the same file, from the byte that was asked for)"""
    found = _RANGE.match(response.headers.get("content-range", ""))
    if response.status_code != 206 or not found or known is None or int(found[1]) != start:
        return False
    etag = response.headers.get("etag", "")
    same_size = known.total is None or found[3] in {"*", str(known.total)}
    return same_size and (not etag or not known.etag or etag == known.etag)


def _total(response: "Response", start: int) -> int | None:
    """The whole file's length in bytes where the answer says it."""
    found = _RANGE.match(response.headers.get("content-range", ""))
    if response.status_code == 206 and found and found[3] != "*":
        return int(found[3])
    length = response.headers.get("content-length", "")
    return start + int(length) if length.isdigit() else None
