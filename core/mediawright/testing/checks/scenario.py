"""One end-to-end test as the checks see it: the stage, a good request, the secrets, and which call is the paid one."""

from collections.abc import AsyncIterator, Callable

from mediawright.testing.findings import Finding
from mediawright.testing.harness import Harness, path_of
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import MediawrightError, PluginFault
from mediawright.types.job import Task
from mediawright.types.request import Request

SUBMIT, POLL = "mediawright.hookspecs.submit", "mediawright.hookspecs.poll"
MANY = "mediawright.hookspecs.poll_many"


@dataclass(frozen=True, slots=True)
class Scenario:
    """One end-to-end test: the stage, a good request, the secrets that were planted, and which of `wire`'s calls spends."""

    harness: Harness
    request: Request
    secrets: dict[str, str]
    paid: int = -1

    @property
    def spending(self) -> tuple[str, str] | None:
        """Method and path of the one call that spends, as `wire` shows it; None for a provider without one."""
        if not self.harness.plugin.has("wire") or self.harness.proxy is None:
            return None
        calls = self.harness.plugin.wire(self.request, "job")
        return (calls[self.paid].method, path_of(calls[self.paid].url)) if calls else None

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
    """What came, in a word; the cause of a fault beside it."""
    if isinstance(said, PluginFault):
        return f"a fault of the plugin ({said.message.values.get('reason', said.message.key)})"
    return type(said).__name__ if isinstance(said, BaseException) else f"a {type(said).__name__}"
