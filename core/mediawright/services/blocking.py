"""The studio for programs without async: the same calls on an event loop of its own, written once.

with BlockingStudio() as studio:
    request = studio.read("video", {"prompt": "a fox at dawn", "duration": 5})
    job = studio.run(request, Consent(approve_cost="4"))
"""

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from mediawright.runner.observer import ProgressObserver
from mediawright.services.approval import Consent
from mediawright.services.comparisons import Comparison
from mediawright.services.planning import Plan
from mediawright.services.spending import Spending
from mediawright.services.studio import Studio
from mediawright.types.job import Job
from mediawright.types.message import Lang
from mediawright.types.request import Request
from mediawright.types.verdicts import WireCall

T = TypeVar("T")


class BlockingStudio:
    """A thin shell: every method waits for the `Studio` method of its name. `studio` is that studio, for the rest."""

    def __init__(self, environ: Mapping[str, str] | None = None, cwd: Path | None = None) -> None:
        self.studio = Studio.open(environ, cwd)
        self._runner = asyncio.Runner()

    def __enter__(self) -> Self:
        self.wait_for(self.studio.__aenter__())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.wait_for(self.studio.__aexit__(kind, error, trace))
        finally:
            self._runner.close()

    def wait_for(self, work: Coroutine[Any, Any, T]) -> T:
        """The outcome of any of the studio's coroutines."""
        return self._runner.run(work)

    def read(self, command: str, values: Mapping[str, Any]) -> Request:
        """See `Studio.read`."""
        return self.studio.read(command, values)

    def revise(self, quote_or_job: str, values: Mapping[str, Any] | None = None, drop: Sequence[str] = ()) -> Request:
        """See `Studio.revise`."""
        return self.studio.revise(quote_or_job, values, drop)

    def again(self, job: str, count: int | None = None) -> Request:
        """See `Studio.again`."""
        return self.studio.again(job, count)

    def use(self, job: str, values: Mapping[str, Any], numbers: Sequence[int] = (1,)) -> Request:
        """See `Studio.use`."""
        return self.studio.use(job, values, numbers)

    def plan(self, request: Request, *, lang: Lang = "en") -> Plan:
        """See `Studio.plan`."""
        return self.wait_for(self.studio.plan(request, lang=lang))

    def dry_run(self, request: Request, *, lang: Lang = "en") -> tuple[Plan, tuple[WireCall, ...]]:
        """See `Studio.dry_run`."""
        return self.wait_for(self.studio.dry_run(request, lang=lang))

    def run(self, request: Request, consent: Consent | None = None, **how: Any) -> Job:
        """See `Studio.run`."""
        return self.wait_for(self.studio.run(request, consent, **how))

    def compare(self, models: Sequence[str], wish: Mapping[str, Any], **how: Any) -> Comparison:
        """See `Studio.compare`."""
        return self.wait_for(self.studio.compare(models, wish, **how))

    def spending(self, by: str = "day", since: str | None = None, until: str | None = None) -> Spending:
        """See `Studio.spending`."""
        return self.studio.spending(by, since, until)

    def confirm(self, quote_id: str, consent: Consent, **how: Any) -> Job:
        """See `Studio.confirm`."""
        return self.wait_for(self.studio.confirm(quote_id, consent, **how))

    def carry(
        self, job: Job, *, lang: Lang = "en", timeout: float | None = None, observer: ProgressObserver | None = None
    ) -> Job:
        """See `Studio.carry`."""
        return self.wait_for(self.studio.carry(job, lang=lang, timeout=timeout, observer=observer))
