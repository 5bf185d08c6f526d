"""A batch from its file to what became of its lines, for every front end: read, priced together, agreed to, carried."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from mediawright.commands.flags import AUDIO, BATCH_LINES, COMMON, IMAGE, QUERY, SPENDING, VIDEO, Flag
from mediawright.files.text import read_text
from mediawright.gate.budgets import SecondPersonNeeded
from mediawright.handlers.batch import of_items, of_total, this_batch, what_kind
from mediawright.handlers.response import Response
from mediawright.handlers.which_maker import which_maker
from mediawright.services.batch_carrying import Item
from mediawright.services.batch_counts import counts, result_line
from mediawright.services.batch_facts import facts_of
from mediawright.services.batch_file import (
    KindNeeded,
    Order,
    Usual,
    find_file,
    read_orders,
    results_beside,
    scope_of,
    write_results,
)
from mediawright.services.batch_price import Ceilings, approval_needed
from mediawright.services.batches import Batch, Batches
from mediawright.services.makers import MakerNeeded
from mediawright.services.relative import cheapest
from mediawright.services.studio import Studio
from mediawright.types.codec import content_hash
from mediawright.types.errors import ConfirmationNeeded, InvalidRequest, SignInNeeded
from mediawright.types.message import Lang, Message, Problem
from mediawright.types.money import Level

#: what says how a whole batch runs, and is no part of one request
HOW = frozenset(flag.name for flag in (*SPENDING, *QUERY, *COMMON))
#: seconds between two writings of the results
WRITE_EVERY = 1.0


class Progress(Protocol):
    """Hears how many lines are done, at work and to come."""

    def update(self, counts: Mapping[str, int], /) -> None: ...

    def done(self) -> None: ...


class BatchRun:
    """One run over one file. `values` are those of the command, `batch` is there once it was prepared."""

    def __init__(self, studio: Studio, lang: Lang, values: Mapping[str, Any]) -> None:
        self._studio, self._lang, self._values = studio, lang, values
        self._batches = Batches(studio, lang)
        self._this = this_batch(values)
        self._path = find_file(values["file"], studio.roots)
        self._ceilings = Ceilings.read(values.get("approve_cost") or ())
        self.batch = Batch(items=())

    async def prepared(self) -> Response | None:
        """Read and plan every line; an answer where a question comes first. Raises InvalidRequest, SignInNeeded."""
        studio = self._studio
        try:
            orders = read_orders(read_text(self._path), fields(), studio.read, _usual_of(self._values))
            orders = await self._cheapest(orders) if self._values.get("cheapest") else orders
        except KindNeeded:
            return what_kind(self._this)
        # a line that may be charged already goes out again only with the amount beside the word
        knowing = bool(self._values.get("again")) and self._ceilings.named
        retry = bool(self._values.get("retry"))
        try:
            self.batch = await self._batches.prepare(orders, scope_of(self._path), retry=retry, knowing=knowing)
        except (MakerNeeded, SignInNeeded) as needed:
            studio.asked = None  # what is asked about is the batch, not its first line
            if isinstance(needed, SignInNeeded):
                needed.data["batch"] = self._this.to_data()
                raise
            return which_maker(studio, needed, lambda **values: self._this.with_(**values))
        studio.asked = None
        return None

    async def total(self, missing: ConfirmationNeeded | None) -> Response:
        """The page of all lines with their prices. Without `missing`: a dry run."""
        plans = [item.plan for item in self.batch.items if item.plan is not None]
        facts = await facts_of(self._studio, plans, self._lang)
        return of_total(self._studio, self.batch, self._this, missing, facts)

    def ask(self) -> None:
        """Keep what waits for another person's approval. Raises SecondPersonNeeded where this one cannot give it."""
        self._batches.ask(self.batch, self._studio.output_dir(self._values.get("output_dir")))

    async def asked(self) -> Response:
        """The page that waits for an approval."""
        return await self.total(approval_needed(self.batch.totals))

    @property
    def ceilings(self) -> Ceilings:
        """What was agreed to beforehand."""
        return self._ceilings

    def agree(self, level: Level, ceilings: Ceilings | None = None) -> None:
        """Take an approval; without `ceilings` one to exactly the shown totals. Raises ConfirmationNeeded."""
        self._batches.approve(self.batch, ceilings or Ceilings.read(self.batch.totals.words), level)

    async def carried(self, *, timeout: float | None, progress: Progress | None = None) -> Response:
        """Start what was agreed to and bring it home; the results file beside the lines is kept up to date meanwhile.

        `timeout` (seconds) ends the wait, not the jobs.
        """
        await self._batches.start(self.batch, self._studio.output_dir(self._values.get("output_dir")))
        results = results_beside(self._path)
        await self._batches.carry(self.batch, timeout=timeout, heard=self._reports(results, progress))
        return of_items(self.batch.items, self._this, str(results))

    def _reports(self, results: Path, progress: Progress | None) -> Any:
        written = float("-inf")

        def heard(items: Sequence[Item]) -> None:
            nonlocal written
            now, said = self._studio.clock.monotonic(), counts(items)
            over = not said["at_work"]
            if progress is not None:
                progress.update(said)
            if over or now - written >= WRITE_EVERY:
                written = now
                write_results(results, map(result_line, items))
            if over and progress is not None:
                progress.done()

        return heard

    async def _cheapest(self, orders: list[Order]) -> list[Order]:
        """Each line at the model that costs least for it; lines that differ only in their words take the same one."""
        chosen: dict[str, Any] = {}
        found = []
        for order in orders:
            alike = content_hash(order.request.with_(prompt=""))
            if alike not in chosen:
                chosen[alike] = await cheapest(self._studio.planner, order.request, self._lang)
            best = chosen[alike]
            found.append(replace(order, request=order.request.with_(provider=best.provider, model=best.model)))
        return found


async def begun(studio: Studio, values: Mapping[str, Any], lang: Lang, *, seconds: float | None) -> Response:
    """A batch that a message names: its page; what needs no yes starts at once, where `seconds` are given to wait."""
    run = BatchRun(studio, lang, values)
    early = await run.prepared()
    if early is not None:
        return early
    if run.batch.waiting or seconds is None:
        try:
            run.ask()
        except SecondPersonNeeded as missing:
            return await run.total(missing)
        return await run.asked()
    return await run.carried(timeout=seconds)


def _usual_of(values: Mapping[str, Any]) -> Usual:
    """What the command says for all lines. Raises InvalidRequest for a kind that is none."""
    kind = values.get("kind")
    if kind not in (None, "video", "image"):
        problem = Message("problem.not_choice", {"field": "kind", "value": str(kind)[:40]})
        raise InvalidRequest(Problem("kind", problem, allowed=("video", "image")))
    said = {flag.name: values[flag.name] for flag in BATCH_LINES if values.get(flag.name) is not None}
    return Usual(command=kind, values=said)


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
