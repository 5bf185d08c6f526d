"""Builds the `ctx` of one plugin for one call from the network, the disk and the secrets of this machine."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from mediawright.config import Config
from mediawright.files.outputs import FileSink, OnBytes
from mediawright.home import Home
from mediawright.types.context import Clock, Context, Credential, Ids
from mediawright.types.job import Progress
from mediawright.types.message import Message
from mediawright.types.provider import Provider


class Contexts:
    """Opens contexts; owns the one HTTP client behind them. Use as `async with Contexts(...) as contexts`."""

    def __init__(
        self,
        home: Home,
        config: Config,
        environ: Mapping[str, str],
        clock: Clock,
        ids: Ids,
        *,
        cwd: Path | None = None,
    ) -> None:
        self.home = home
        self.config = config

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        raise NotImplementedError

    def open(
        self,
        provider: Provider,
        *,
        lang: str = "en",
        job_id: str | None = None,
        on_progress: Callable[[Progress], None] | None = None,
        on_say: Callable[[Message], None] | None = None,
        credential: Credential | None = None,
    ) -> Context:
        """The context of one provider for one call (with `job_id`: for one job)."""
        raise NotImplementedError

    def sink(self, job_id: str, output_dir: str | Path | None = None, *, on_bytes: OnBytes | None = None) -> FileSink:
        """Where one job's results go: below `output_dir`, else the configured folder, else the working directory.
        Raises InvalidRequest where that is outside the allowed roots."""
        raise NotImplementedError
