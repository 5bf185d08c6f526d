"""What `revise`, `again`, `use` and a change in words share: the way through the gate."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mediawright.cli.console import Console, perform
from mediawright.cli.generate import HOW, run

if TYPE_CHECKING:
    from mediawright.handlers.changes import Change
    from mediawright.handlers.response import Response
    from mediawright.ledger.threads import Thread
    from mediawright.services.studio import Studio
    from mediawright.types.message import Lang

Making = Callable[["Studio", "Thread | None", dict[str, Any], "Lang"], "Change"]


def perform_change(values: dict[str, Any], making: Making) -> None:
    """Make the changed request and run it as its flags say; leave with its exit code."""
    about = str(values.get("of") or "").partition(":")[0] or None
    console = Console.of(values, about=about)

    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers.threads import remembered

        timeout = console.timeout(values)
        how = {name: values.pop(name, None) for name in HOW}
        change = making(studio, remembered(studio, console.thread), values, console.lang)
        return await carried(studio, console, change, how, timeout)

    perform(console, work)


async def carried(
    studio: "Studio", console: Console, change: "Change", how: dict[str, Any], timeout: float | None
) -> "Response":
    """A changed request through the gate."""
    more = {"replaces": change.replaces, "said": change.said, "again": change.again or bool(how.get("again"))}
    return await run(studio, console, change.request, {**how, **more}, timeout)
