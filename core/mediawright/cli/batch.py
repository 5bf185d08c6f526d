"""`mediawright batch FILE`: many requests, one price, one approval; the same command again goes on where it
stopped."""

import os
import sys
from typing import TYPE_CHECKING, Any

from mediawright.cli.console import Console, perform
from mediawright.commands.arguments import ARGUMENTS
from mediawright.commands.flags import BATCH_LINES, COMMON, Flag, command, new_app

if TYPE_CHECKING:
    from mediawright.handlers.batch_run import BatchRun
    from mediawright.handlers.response import Response
    from mediawright.services.studio import Studio

FLAGS = (
    Flag("approve_cost", "list"),
    Flag("again", "mark"),
    Flag("dry_run", "mark"),
    Flag("retry", "mark"),
    Flag("kind"),
    Flag("cheapest", "mark"),
    *BATCH_LINES,
    Flag("output_dir"),
    Flag("timeout"),
    Flag("progress"),
    *COMMON,
)


def batch(**values: Any) -> None:
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        timeout = console.timeout(values)
        return await _run(studio, console, values, timeout)

    perform(console, work)


async def _run(studio: "Studio", console: Console, values: dict[str, Any], timeout: float | None) -> "Response":
    from mediawright.handlers.batch_run import BatchRun
    from mediawright.handlers.declining import not_agreed
    from mediawright.present.progress_batch import BatchProgress
    from mediawright.types.errors import ConfirmationNeeded

    run = BatchRun(studio, console.lang, values)
    early = await run.prepared()
    if early is not None:
        return early
    if values.get("dry_run"):
        return await run.total(None)
    try:
        if not await _agreed(studio, console, run):
            return not_agreed()
    except ConfirmationNeeded as missing:
        return await run.total(missing)
    progress = BatchProgress.of(console.progress, sys.stderr, console.lang, studio.clock, os.environ)
    return await run.carried(timeout=timeout, progress=progress)


async def _agreed(studio: "Studio", console: Console, run: "BatchRun") -> bool:
    """The approval to all of it: said beforehand, or on the spot where a person sits here; False for a person's no.

    Raises ConfirmationNeeded where nobody could be asked.
    """
    from mediawright.types.money import Level

    if not run.batch.waiting:
        return True
    run.ask()
    if console.interactive and not (run.ceilings.named and Level.AMOUNT.meets(studio.require)):
        if not await console.agrees((await run.asked()).page):
            return False
        run.agree(Level.TERMINAL)
    else:
        run.agree(Level.AMOUNT, run.ceilings)
    return True


app = new_app()
app.command()(command(FLAGS, batch, *ARGUMENTS[("batch",)]))
