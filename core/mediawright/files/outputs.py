"""Where results go: a `.part` that grows, is checked, hashed and then moved into place under a name of its own."""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from mediawright.files.lock import tried
from mediawright.files.names import safe_stem
from mediawright.files.place import bring_near, place
from mediawright.files.probe import measure_result, seconds, sha256_of
from mediawright.files.records import Records
from mediawright.files.sniff import EMPTY, HEAD, extension, kind_of, name_of, sniff
from mediawright.files.whole import is_cut
from mediawright.http.client import Http
from mediawright.http.download import Download, DownloadLimits
from mediawright.http.errors import ResultChanged, ResultCut, TooLarge, WrongContent
from mediawright.http.partial import Partial
from mediawright.os_errors import disk_faults, fresh_file
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import LocalFault
from mediawright.types.job import Asset, Output
from mediawright.types.message import Message
from mediawright.types.operations import MediaKind

#: processes that bring the same result home at once, at most: all but the last have lost their lease
MOST_WRITERS = 20

OnBytes = Callable[[Output, int, int | None], None]
#: the name of a result's file, without its extension
StemOf = Callable[[Output], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whole:
    path: Path
    size: int
    sha256: str
    media_type: str


class FileSink:
    """The `Sink` that plugins get: one output folder for one job.

    `directory` was checked against the roots and exists. `workdir` is the job's private folder: it remembers what is
    done, so that a file that is there and whole is not fetched again. `tag` keeps the `.part` files of two jobs apart.
    `stem_of` names a result's file, without its extension; without it the provider's own name of the result does.
    `on_bytes(output, done, total)` hears of progress in bytes.
    """

    def __init__(
        self,
        http: Http,
        directory: Path,
        *,
        workdir: Path,
        tag: str = "",
        stem_of: StemOf | None = None,
        limits: DownloadLimits | None = None,
        on_bytes: OnBytes | None = None,
    ) -> None:
        self._http = http
        self._directory = directory
        self._workdir = workdir
        self._records = Records(workdir)
        self._tag = tag
        self._stem_of = stem_of or _own_name
        self._limits = limits or DownloadLimits()
        self._on_bytes = on_bytes

    async def fetch(
        self,
        output: Output,
        url: str | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        trusted: bool = False,
    ) -> Asset:
        """Raises LinkExpired, WrongContent, TooLarge, TooSlow, ResultCut, Unreachable, LocalFault (see `http.download`)."""
        done = await asyncio.to_thread(self._records.find, output)
        if done:
            return done
        with self._part(output) as part:
            loaded = await Download(
                self._http,
                url or output.url,
                part,
                lambda head: expected(output.kind, head),
                private=headers if trusted else None,
                limits=self._limits,
                on_bytes=lambda so_far, total: self._tell(output, so_far, total),
                is_cut=is_cut,
            ).run()
            whole = _Whole(path=loaded.path, size=loaded.size, sha256=loaded.sha256, media_type=loaded.media_type)
            return await asyncio.to_thread(self._checked, output, whole)

    async def write(self, output: Output, chunks: AsyncIterator[bytes]) -> Asset:
        """Bytes from the plugin itself. Raises WrongContent, TooLarge, ResultCut (what came is kept), LocalFault."""
        with self._part(output) as part:
            try:
                with disk_faults(), os.fdopen(fresh_file(part), "wb") as file:
                    whole = await self._collect(output, part, file, chunks)
            except (WrongContent, TooLarge):
                part.unlink(missing_ok=True)
                raise
            if await asyncio.to_thread(is_cut, part, whole.media_type):
                told = Message("error.result_cut", {"size": whole.size})
                raise ResultCut(told, data={"part": str(part)}, again=True)
            return await asyncio.to_thread(self._checked, output, whole)

    async def take(self, output: Output, path: Path) -> Asset:
        """A file that the plugin made in its work folder. Raises WrongContent, LocalFault."""
        return await asyncio.to_thread(self._take, output, path)

    def _take(self, output: Output, path: Path) -> Asset:
        with disk_faults(), path.open("rb") as file:
            media_type = expected(output.kind, file.read(HEAD))
        with self._part(output) as part:
            part.unlink(missing_ok=True)  # a link there would be followed by a copy across disks
            bring_near(path, part)
            with disk_faults():
                whole = _Whole(path=part, size=part.stat().st_size, sha256=sha256_of(part), media_type=media_type)
            return self._finish(output, whole)

    async def _collect(self, output: Output, part: Path, file: BinaryIO, chunks: AsyncIterator[bytes]) -> _Whole:
        digest, size, head = hashlib.sha256(), 0, b""
        async for data in chunks:
            size += len(data)
            if size > self._limits.max_bytes:
                raise TooLarge(data={"limit_bytes": self._limits.max_bytes})
            file.write(data)
            digest.update(data)
            head += data[: HEAD - len(head)]
            self._tell(output, size, None)
        file.flush()
        os.fsync(file.fileno())
        media_type = expected(output.kind, head)
        return _Whole(path=part, size=size, sha256=digest.hexdigest(), media_type=media_type)

    def _checked(self, output: Output, whole: _Whole) -> Asset:
        """Finish only what is on the disk as it was hashed on its way there: what is recorded is what is delivered."""
        with disk_faults():
            same = sha256_of(whole.path) == whole.sha256
        if not same:
            Partial.remove(whole.path)
            raise ResultChanged
        return self._finish(output, whole)

    def _finish(self, output: Output, whole: _Whole) -> Asset:
        path = place(whole.path, self._directory, self._stem_of(output), extension(whole.media_type), whole.sha256)
        Partial.remove(whole.path)
        facts = measure_result(path, whole.media_type)
        asset = Asset(
            path=str(path),
            kind=output.kind,
            media_type=whole.media_type,
            size=whole.size,
            sha256=whole.sha256,
            width=facts.width,
            height=facts.height,
            duration=facts.duration if facts.duration is not None else seconds(output.duration),
            made_id=output.made_id,
        )
        self._records.add(output, asset)
        return asset

    @contextmanager
    def _part(self, output: Output) -> Iterator[Path]:
        """The `.part` of an output, which nobody else writes meanwhile: while another does, one beside it.

        The lock lies in the job's own folder, not among the person's files. Raises LocalFault.
        """
        mark = f"{self._tag}-{output.index}" if self._tag else str(output.index)
        stem = self._stem_of(output)
        if (self._directory / f"{_own_name(output)}.{mark}.part").exists():
            stem = _own_name(output)  # begun when results were called what the provider calls them
        for number in range(1, MOST_WRITERS):
            ending = f"{mark}.part" if number == 1 else f"{mark}-{number}.part"
            part = self._directory / f"{stem}.{ending}"
            with tried(self._workdir / f"{part.name}.lock") as mine:
                if mine:
                    yield part
                    return
        raise LocalFault(Message("error.cannot_write"))

    def _tell(self, output: Output, done: int, total: int | None) -> None:
        if self._on_bytes:
            self._on_bytes(output, done, total)


def _own_name(output: Output) -> str:
    return safe_stem(output.name)


def expected(kind: MediaKind, head: bytes) -> str:
    """The media type of a result's first bytes. Raises WrongContent where that is another kind than was promised."""
    media_type = sniff(head)
    if media_type == EMPTY or kind_of(media_type) is not kind:
        values = {
            "found": name_of(media_type),
            "kind": name_of(f"{kind.value}/x") if kind is not MediaKind.DOCUMENT else "",
        }
        raise WrongContent(Message("error.wrong_content", values), data={"found": media_type, "expected": kind.value})
    return media_type
