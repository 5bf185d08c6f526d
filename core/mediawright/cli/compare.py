"""`mediawright compare "…" --models a,b,c`: one wish at several models, one page of prices, one approval, one picture of
all results."""

import os
import sys
from typing import TYPE_CHECKING, Any

from mediawright.cli.console import Console, perform
from mediawright.commands.arguments import ARGUMENTS
from mediawright.commands.flags import COMMON, COMPARED, Flag, command, new_app
from mediawright.types.errors import ConfirmationNeeded

if TYPE_CHECKING:
    from mediawright.handlers.response import Response
    from mediawright.services.batch_price import Ceilings
    from mediawright.services.comparisons import Comparison, Comparisons
    from mediawright.services.studio import Studio

#: values that say how to run, not what to make
HOW = ("models", "kind", "approve_cost", "again", "dry_run", "output_dir")
FLAGS = (
    Flag("models", "list"),
    Flag("kind"),
    *COMPARED,
    Flag("approve_cost", "list"),
    Flag("again", "mark"),
    Flag("dry_run", "mark"),
    Flag("output_dir"),
    Flag("timeout"),
    Flag("progress"),
    *COMMON,
)


def compare(**values: Any) -> None:
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        from mediawright.cli.words_in import words_of
        from mediawright.handlers.compare import of_prices
        from mediawright.handlers.side_by_side import wished
        from mediawright.services.batch_price import Ceilings
        from mediawright.services.comparisons import Comparisons

        timeout = console.timeout(values)
        how = {name: values.pop(name, None) for name in HOW}
        values["prompt"] = words_of(wished(values.pop("text")), "prompt")
        ceilings = Ceilings.read(how["approve_cost"] or ())
        comparisons = Comparisons(studio, console.lang)
        requests = comparisons.requests(how["models"] or (), values, how["kind"])
        # a request that may be charged already goes out again only with the amount beside the word
        again = bool(how["again"]) and ceilings.named
        found = await comparisons.quoted(requests, output_dir=how["output_dir"], again=again, keep=not how["dry_run"])
        if how["dry_run"]:
            return of_prices(studio, found, None)
        return await carried(studio, console, comparisons, found, ceilings, timeout)

    perform(console, work)


async def confirmed(
    studio: "Studio", console: Console, name: str, approve_cost: str | None, timeout: float | None
) -> "Response":
    """Exactly what a comparison's page showed; the same again goes on where it stopped."""
    from mediawright.handlers.compare import of_prices
    from mediawright.services.batch_price import Ceilings
    from mediawright.services.comparisons import Comparisons, Requoted

    comparisons, ceilings = Comparisons(studio, console.lang), Ceilings.read([approve_cost] if approve_cost else ())
    try:
        found = await comparisons.opened(name)
    except Requoted as missing:
        return of_prices(studio, missing.comparison, missing)
    return await carried(studio, console, comparisons, found, ceilings, timeout)


async def carried(
    studio: "Studio",
    console: Console,
    comparisons: "Comparisons",
    found: "Comparison",
    ceilings: "Ceilings",
    timeout: float | None,
) -> "Response":
    """Through the approval, said beforehand or on the spot where a person sits here, to the results."""
    from mediawright.handlers.compare import of_prices, of_results
    from mediawright.handlers.declining import not_agreed
    from mediawright.present.progress_batch import BatchProgress
    from mediawright.services.batch_counts import counts

    try:
        if not await _agreed(studio, console, comparisons, found, ceilings):
            return not_agreed()
    except ConfirmationNeeded as missing:
        return of_prices(studio, found, missing)
    await comparisons.start(found)
    progress = BatchProgress.of(console.progress, sys.stderr, console.lang, studio.clock, os.environ)
    done = await comparisons.carry(found, timeout=timeout, heard=lambda items: progress.update(counts(items)))
    progress.done()
    return of_results(studio, done)


async def _agreed(
    studio: "Studio", console: Console, comparisons: "Comparisons", found: "Comparison", ceilings: "Ceilings"
) -> bool:
    """Give the approvals; False for a person's no, which takes the offer back. Raises ConfirmationNeeded."""
    from mediawright.handlers.compare import of_prices
    from mediawright.services.batch_price import Ceilings, approval_needed
    from mediawright.types.money import Level

    if not found.batch.waiting:
        return True
    level, required = Level.AMOUNT, studio.require
    if console.interactive and not (ceilings.named and level.meets(required)):
        page = of_prices(studio, found, approval_needed(found.batch.totals)).page
        if not await console.agrees(page):
            comparisons.decline(found)
            return False
        ceilings, level = Ceilings.read(found.batch.totals.words), Level.TERMINAL
    comparisons.approve(found, ceilings, level)
    return True


app = new_app()
app.command()(command(FLAGS, compare, *ARGUMENTS[("compare",)]))
