"""What a batch says: its price together before the approval, and how its lines ended."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mediawright.commands.action import Action, for_reader
from mediawright.gate.budgets import SecondPersonNeeded
from mediawright.handlers.listings import providers
from mediawright.handlers.response import Response
from mediawright.handlers.together import failure_of, notes_of, unsettled_jobs
from mediawright.present.page import Line, Tone
from mediawright.present.pages import quiet
from mediawright.present.pages.batch import batch_done, batch_total
from mediawright.services.actions import action, resume
from mediawright.services.batch_carrying import Item
from mediawright.services.batch_counts import counts
from mediawright.services.batch_facts import Facts
from mediawright.services.batch_price import Totals
from mediawright.services.batches import Batch
from mediawright.services.studio import Studio
from mediawright.types.codec import plain
from mediawright.types.errors import (
    ConfirmationNeeded,
    ExitCode,
    Uncertain,
)
from mediawright.types.message import Message
from mediawright.types.route import Ask, Choice

NO_FACTS = Facts()


#: what a command says of its lines, besides how it runs
OF_LINES = ("kind", "provider", "model", "cheapest", "duration", "aspect_ratio", "resolution")


def this_batch(values: Mapping[str, Any]) -> Action:
    """The command itself, without an approval."""
    return action("batch", file=values["file"], **{name: values.get(name) or None for name in OF_LINES})


def same_again(this: Action, costs: Sequence[str] = (), *, again: bool | None = None) -> Action:
    """The action that goes on with this file, with these amounts agreed to."""
    return this.with_(again=again, approve_cost=costs)


def what_kind(this: Action) -> Response:
    """A clip or a picture of each line? Each answer is the command that makes it."""
    from mediawright.handlers.turn_questions import asked

    kinds = (("text_to_video", "video"), ("text_to_image", "image"))
    choices = tuple(Choice(key=key, label=Message(f"batch.kind_{kind}"), operation=key) for key, kind in kinds)
    ask = Ask(reason="output_type", question=Message("batch.what_kind"), choices=choices)
    return asked(ask, [this.with_(kind=kind) for _, kind in kinds])


def of_total(
    studio: Studio, batch: Batch, this: Action, missing: ConfirmationNeeded | None, facts: Facts = NO_FACTS
) -> Response:
    """Every line that needs an approval with its price, and what they cost together. Without `missing`: a dry run."""
    priced = [(plan.request, plan.quote.price) for item in batch.items if (plan := item.plan) is not None]
    step = same_again(this, batch.totals.words)
    page = batch_total(
        priced,
        providers(studio),
        asks=missing is not None,
        span=facts.span,
        left=facts.left,
        next=(step,),
    )
    page = replace(page, body=(*page.body, *map(quiet, notes_of(batch.items))))
    if missing is None:
        return Response(page=page, status="dry_run")
    if "require" in missing.data:
        page = replace(page, body=(*page.body, quiet(missing.message)), next=for_reader((step,)))
    if isinstance(missing, SecondPersonNeeded):
        page = replace(page, body=(*page.body, Line(missing.message, Tone.WARN)))
    page = replace(page, data={**page.data, "batch": this.to_data()})
    response = Response(page=page, status=missing.code, exit=ExitCode.CONFIRM, failure=missing)
    return response.plus(data={"require": missing.data["require"]}) if "require" in missing.data else response


def of_items(items: Sequence[Item], this: Action, results: str) -> Response:
    """How many are done, failed or still going; the command that goes on where something is left."""
    failure = failure_of(items, "batch.failed")
    left = any(not item.over for item in items)
    page = batch_done(
        [item.job for item in items if item.job],
        next=(*_unsettled(items, this), *((same_again(this),) if left else ())),
    )
    refused = [{"line": item.order.line, "error": item.failure.code} for item in items if item.failure]
    more = {
        "results": results,
        "counts": counts(items),
        "refused": refused,
        "jobs": [plain(_row(item)) for item in items],
    }
    status, exit = (failure.code, failure.exit_code) if failure else ("done", ExitCode.DONE)
    return Response(page=page, status=status, exit=exit, failure=failure).plus(data=more)


def _unsettled(items: Sequence[Item], this: Action) -> tuple[Action, ...]:
    """The ways on from lines that may have been accepted: look them up, or send them again for their amount."""
    found = [item for item in items if isinstance(item.failure, Uncertain)]
    if not found:
        return ()
    quotes = [item.plan.quote if item.plan else item.job.quote if item.job else None for item in found]
    costs = Totals.of_prices(quote.price for quote in quotes if quote is not None).words
    return (resume(*unsettled_jobs(items)), same_again(this, costs, again=True))


def _row(item: Item) -> dict[str, object]:
    job = item.job
    return {
        "line": item.order.line,
        "id": item.order.id,
        "job": job.id if job else None,
        "state": job.state if job else None,
    }
