"""Where results go: a `.part` that grows, is checked, hashed and then moved into place under a name of its own."""

from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from mediawright.types.job import Asset, Output

if TYPE_CHECKING:
    from mediawright.http.client import Http

OnBytes = Callable[[Output, int, int | None], None]


class FileSink:
    """The `Sink` that plugins get: one output folder for one job.

    `directory` was checked against the roots. `workdir` is the job's private folder (records of what is done).
    `on_bytes(output, done, total)` hears of progress in bytes.
    """

    def __init__(
        self, http: "Http", directory: Path, *, workdir: Path, tag: str = "", on_bytes: OnBytes | None = None
    ) -> None:
        self._http = http
        self._directory = directory
        self._workdir = workdir
        self._tag = tag
        self._on_bytes = on_bytes

    async def fetch(
        self,
        output: Output,
        url: str | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        trusted: bool = False,
    ) -> Asset:
        raise NotImplementedError

    async def write(self, output: Output, chunks: AsyncIterator[bytes]) -> Asset:
        raise NotImplementedError

    async def take(self, output: Output, path: Path) -> Asset:
        raise NotImplementedError
