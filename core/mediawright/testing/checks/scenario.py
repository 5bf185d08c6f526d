"""One end-to-end test as the checks see it: the stage, a good request, the secrets, and which call is the paid one."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import field
from pathlib import PurePath

from mediawright.testing.findings import Finding
from mediawright.testing.harness import PACE, Harness, path_of
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import MediawrightError, PluginFault
from mediawright.types.job import Task
from mediawright.types.operations import Operation
from mediawright.types.request import Request
from mediawright.types.verdicts import WireCall

SUBMIT, POLL = "mediawright.hookspecs.submit", "mediawright.hookspecs.poll"
MANY = "mediawright.hookspecs.poll_many"
#: a minute of anybody's time at most, for a simulator or a tool that takes its own
PACE_WAIT = 60 * PACE


@dataclass(frozen=True, slots=True)
class Scenario:
    """One end-to-end test: the stage, a good request, the secrets that were planted, and which of `wire`'s calls spends.

    `samples` are good requests of the author's own. `final` are answers (status, body) to a poll that the service documents
    as the end of a task that failed.
    """

    harness: Harness
    request: Request
    secrets: dict[str, str]
    paid: int = -1
    samples: Mapping[Operation, Request] = field(default_factory=dict)
    final: tuple[tuple[int, bytes], ...] = ()

    @property
    def spending(self) -> tuple[str, str] | None:
        """Method and path of the one call that spends, as `wire` shows it; None for a provider without one."""
        return self.spending_of(self.request)

    def spending_of(self, request: Request) -> tuple[str, str] | None:
        """The same for another request."""
        if not self.harness.plugin.has("wire") or self.harness.proxy is None:
            return None
        calls = self.harness.plugin.wire(request, "job")
        return (self.paid_of(calls).method, path_of(self.paid_of(calls).url)) if calls else None

    def paid_of(self, calls: Sequence[WireCall]) -> WireCall:
        """The one of them that spends; the last where a kind of request makes fewer calls."""
        return calls[self.paid] if -len(calls) <= self.paid < len(calls) else calls[-1]

    def spent(self) -> int:
        return self.harness.proxy.calls.count(self.spending) if self.harness.proxy and self.spending else 0


ScenarioCheck = Callable[[Scenario], AsyncIterator[Finding]]


async def submitted(scenario: Scenario) -> Task | MediawrightError:
    job = scenario.harness.approved(scenario.request)
    try:
        return await scenario.harness.plugin.submit(scenario.harness.open(job), job)
    except MediawrightError as error:
        return error


def named(said: object) -> str:
    """What came, in a word; of a fault its cause and its line."""
    if isinstance(said, PluginFault):
        reason, file = said.message.values.get("reason", said.message.key), str(said.data.get("file", ""))
        at = f" at {PurePath(file).name}:{said.data.get('line')}" if file else ""
        return f"a fault of the plugin ({reason}){at}"
    return type(said).__name__ if isinstance(said, BaseException) else f"a {type(said).__name__}"
