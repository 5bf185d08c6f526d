"""A real context over a home of its own, with a clock and identifiers that a test moves by hand."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mediawright.config import Config
from mediawright.context.factory import Contexts
from mediawright.context.plugin import PluginContext
from mediawright.context.protocol import Clock
from mediawright.paths import Home
from mediawright.testing.fakes import PredictableIds
from mediawright.types.provider import Provider


@dataclass(frozen=True)
class ContextOpener:
    """The fixture's value: `async with open_context(provider, job_id="job-1", ACME_KEY="…") as ctx:`

    Words in capitals are the whole environment. Loopback may be called, nothing sleeps, files are read below `folder`.
    """

    folder: Path
    clock: Clock
    ids: PredictableIds

    def __call__(self, provider: Provider, **more: Any) -> AbstractAsyncContextManager[PluginContext]:
        environ = {name: str(value) for name, value in more.items() if name.isupper()}
        named = {name: value for name, value in more.items() if not name.isupper()}
        return self._opened(provider, environ, named)

    @asynccontextmanager
    async def _opened(
        self, provider: Provider, environ: dict[str, str], named: dict[str, Any]
    ) -> AsyncIterator[PluginContext]:
        used = {
            "HOME": str(self.folder / "me"),
            "MEDIAWRIGHT_HOME": str(self.folder / "home"),
            "MEDIAWRIGHT_NO_KEYRING": "1",
            "MEDIAWRIGHT_ALLOW_LOOPBACK": "1",
        } | environ
        home, work = Home.find(used), self.folder / "work"
        work.mkdir(exist_ok=True)
        async with Contexts(home, Config(), used, self.clock, self.ids, cwd=work) as contexts:
            yield contexts.open(provider, **named)
