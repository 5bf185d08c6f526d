"""`mediawright batch FILE.jsonl`: many requests, one price, one approval; the same command again goes on where it
stopped."""

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mediawright.cli.console import Console, perform
from mediawright.commands.arguments import ARGUMENTS
from mediawright.commands.flags import AUDIO, COMMON, IMAGE, QUERY, SPENDING, VIDEO, Flag, command, new_app

if TYPE_CHECKING:
    from mediawright.handlers.response import Response
    from mediawright.services.batch_carrying import Item
    from mediawright.services.batches import Batch, Batches
    from mediawright.services.studio import Studio

#: what says how a whole batch runs, and is no part of one request
HOW = frozenset(flag.name for flag in (*SPENDING, *QUERY, *COMMON))
FLAGS = (
    Flag("approve_cost", "list"),
    Flag("again", "mark"),
    Flag("dry_run", "mark"),
    Flag("retry", "mark"),
    Flag("output_dir"),
    Flag("timeout"),
    Flag("progress"),
    *COMMON,
)
#: seconds between two writings of the results
WRITE_EVERY = 1.0


def batch(**values: Any) -> None:
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        timeout = console.timeout(values)
        return await _run(studio, console, values, timeout)

    perform(console, work)


async def _run(studio: "Studio", console: Console, values: dict[str, Any], timeout: float | None) -> "Response":
    from mediawright.files.text import read_text
    from mediawright.handlers import batch as batch_module
    from mediawright.handlers.declining import not_agreed
    from mediawright.services.batch_file import find_file, read_orders, results_beside, scope_of
    from mediawright.services.batch_price import Ceilings
    from mediawright.services.batches import Batches
    from mediawright.types.errors import ConfirmationNeeded

    path = find_file(values["file"], studio.roots)
    ceilings = Ceilings.read(values.get("approve_cost") or ())
    orders = read_orders(read_text(path), fields(), studio.read)
    batches = Batches(studio, console.lang)
    output_dir = studio.output_dir(values.get("output_dir"))
    # a line that may be charged already goes out again only with the amount beside the word
    knowing = bool(values.get("again")) and ceilings.named
    found = await batches.prepare(orders, scope_of(path), retry=bool(values.get("retry")), knowing=knowing)
    if values.get("dry_run"):
        return batch_module.of_total(studio, found, values["file"], None)
    try:
        if not await _agreed(studio, console, batches, found, ceilings):
            return not_agreed()
    except ConfirmationNeeded as missing:
        return batch_module.of_total(studio, found, values["file"], missing)
    batches.start(found, output_dir)
    results = results_beside(path)
    await batches.carry(found, timeout=timeout, heard=_reports(studio, console, results))
    return batch_module.of_items(found.items, values["file"], str(results))


async def _agreed(studio: "Studio", console: Console, batches: "Batches", found: "Batch", ceilings: Any) -> bool:
    """The approval to all of it: said beforehand, or on the spot where a person sits here; False for a person's no.

    Raises ConfirmationNeeded where nobody could be asked.
    """
    from mediawright.handlers.batch import of_total
    from mediawright.services.batch_price import Ceilings, approval_needed
    from mediawright.types.money import Level

    if not found.waiting:
        return True
    level, required = Level.AMOUNT, studio.require
    if console.interactive and not (ceilings.named and level.meets(required)):
        page = of_total(studio, found, "", approval_needed(found.totals)).page
        if not await console.agrees(page):
            return False
        ceilings, level = Ceilings.read(found.totals.words), Level.TERMINAL
    batches.approve(found, ceilings, level)
    return True


def _reports(studio: "Studio", console: Console, results: Any) -> Any:
    """Tells the one who waits, and keeps the results file up to date."""
    from mediawright.present.progress_batch import BatchProgress
    from mediawright.services.batch_counts import counts, result_line
    from mediawright.services.batch_file import write_results

    progress = BatchProgress.of(console.progress, sys.stderr, console.lang, studio.clock, os.environ)
    written = float("-inf")

    def heard(items: "tuple[Item, ...]") -> None:
        nonlocal written
        now, said = studio.clock.monotonic(), counts(items)
        progress.update(said)
        over = not said["at_work"]
        if over or now - written >= WRITE_EVERY:
            written = now
            write_results(results, map(result_line, items))
        if over:
            progress.done()

    return heard


def fields() -> Mapping[str, Mapping[str, str]]:
    """Command → every spelling of a value that a line may hold → its name."""
    return {name: _spellings(flags) for name, flags in (("video", VIDEO), ("image", IMAGE), ("audio", AUDIO))}


def _spellings(flags: tuple[Flag, ...]) -> dict[str, str]:
    return {
        spelling.lstrip("-").replace("-", "_"): flag.name
        for flag in flags
        if flag.name not in HOW
        for spelling in (flag.name, *flag.also)
        if not (spelling.startswith("-") and not spelling.startswith("--"))
    }


app = new_app()
app.command()(command(FLAGS, batch, *ARGUMENTS[("batch",)]))
