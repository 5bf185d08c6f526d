"""`mediawright batch FILE`: many requests, one price, one approval; the same command again goes on where it
stopped."""

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mediawright.cli.console import Console, perform
from mediawright.commands.arguments import ARGUMENTS
from mediawright.commands.flags import AUDIO, COMMON, IMAGE, QUERY, SPENDING, VIDEO, Flag, command, new_app

if TYPE_CHECKING:
    from mediawright.commands.action import Action
    from mediawright.handlers.response import Response
    from mediawright.services.batch_carrying import Item
    from mediawright.services.batches import Batch, Batches
    from mediawright.services.studio import Studio

#: what says how a whole batch runs, and is no part of one request
HOW = frozenset(flag.name for flag in (*SPENDING, *QUERY, *COMMON))
#: what holds for every line that says nothing else
USUAL = (Flag("provider"), Flag("model", also=("-m",)), Flag("duration"), Flag("aspect_ratio"), Flag("resolution"))
FLAGS = (
    Flag("approve_cost", "list"),
    Flag("again", "mark"),
    Flag("dry_run", "mark"),
    Flag("retry", "mark"),
    Flag("kind"),
    Flag("cheapest", "mark"),
    *USUAL,
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
    from mediawright.handlers.which_maker import which_maker
    from mediawright.services.batch_file import KindNeeded, find_file, read_orders, results_beside, scope_of
    from mediawright.services.batch_price import Ceilings
    from mediawright.services.batches import Batches
    from mediawright.services.makers import MakerNeeded
    from mediawright.types.errors import ConfirmationNeeded, SignInNeeded

    path = find_file(values["file"], studio.roots)
    ceilings = Ceilings.read(values.get("approve_cost") or ())
    this = batch_module.this_batch(values)
    try:
        orders = read_orders(read_text(path), fields(), studio.read, usual_of(values))
        orders = await _cheapest(studio, orders, console.lang) if values.get("cheapest") else orders
    except KindNeeded:
        return batch_module.what_kind(this)
    batches = Batches(studio, console.lang)
    output_dir = studio.output_dir(values.get("output_dir"))
    # a line that may be charged already goes out again only with the amount beside the word
    knowing = bool(values.get("again")) and ceilings.named
    try:
        found = await batches.prepare(orders, scope_of(path), retry=bool(values.get("retry")), knowing=knowing)
    except (MakerNeeded, SignInNeeded) as needed:
        studio.asked = None  # what is asked about is the batch, not its first line
        if isinstance(needed, SignInNeeded):
            needed.data["batch"] = this.to_data()
            raise
        return which_maker(studio, needed, lambda **values: this.with_(**values))
    studio.asked = None
    if values.get("dry_run"):
        return batch_module.of_total(studio, found, this, None, await _facts(studio, console, found))
    try:
        if not await _agreed(studio, console, batches, found, ceilings, this):
            return not_agreed()
    except ConfirmationNeeded as missing:
        return batch_module.of_total(studio, found, this, missing, await _facts(studio, console, found))
    batches.start(found, output_dir)
    results = results_beside(path)
    await batches.carry(found, timeout=timeout, heard=_reports(studio, console, results))
    return batch_module.of_items(found.items, this, str(results))


def usual_of(values: dict[str, Any]) -> Any:
    """What the command says for all lines. Raises InvalidRequest for a kind that is none."""
    from mediawright.services.batch_file import Usual
    from mediawright.types.errors import InvalidRequest
    from mediawright.types.message import Message, Problem

    kind = values.get("kind")
    if kind not in (None, "video", "image"):
        problem = Message("problem.not_choice", {"field": "kind", "value": str(kind)[:40]})
        raise InvalidRequest(Problem("kind", problem, allowed=("video", "image")))
    said = {flag.name: values[flag.name] for flag in USUAL if values.get(flag.name) is not None}
    return Usual(command=kind, values=said)


async def _cheapest(studio: "Studio", orders: list[Any], lang: Any) -> list[Any]:
    """Each line at the model that costs least for it; lines that differ only in their words take the same one."""
    from dataclasses import replace

    from mediawright.services.relative import cheapest
    from mediawright.types.codec import content_hash

    chosen: dict[str, Any] = {}
    found = []
    for order in orders:
        alike = content_hash(order.request.with_(prompt=""))
        if alike not in chosen:
            chosen[alike] = await cheapest(studio.planner, order.request, lang)
        best = chosen[alike]
        found.append(replace(order, request=order.request.with_(provider=best.provider, model=best.model)))
    return found


async def _facts(studio: "Studio", console: Console, found: "Batch") -> Any:
    from mediawright.services.batch_facts import facts_of

    return await facts_of(studio, [item.plan for item in found.items if item.plan is not None], console.lang)


async def _agreed(
    studio: "Studio", console: Console, batches: "Batches", found: "Batch", ceilings: Any, this: "Action"
) -> bool:
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
        facts = await _facts(studio, console, found)
        page = of_total(studio, found, this, approval_needed(found.totals), facts).page
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
