"""What a comparison says: every price and the total before the approval, and the table of results after it."""

from dataclasses import replace

from mediawright.commands.action import Action, for_reader
from mediawright.handlers.listings import providers
from mediawright.handlers.response import Response
from mediawright.handlers.together import failure_of, notes_of, unsettled_jobs
from mediawright.installing import absent, install_command
from mediawright.present.page import Line
from mediawright.present.pages import quiet
from mediawright.present.pages.compare import Result, compared, comparison
from mediawright.services.actions import action, resume
from mediawright.services.comparisons import Comparison
from mediawright.services.studio import Studio
from mediawright.types.errors import (
    ConfirmationNeeded,
    ExitCode,
)
from mediawright.types.message import Message


def on(found: Comparison, cost: str | None = None) -> Action:
    """The action that approves a comparison, or goes on with one that was approved."""
    return action("confirm", quote=found.id, approve_cost=cost)


def of_prices(studio: Studio, found: Comparison, missing: ConfirmationNeeded | None) -> Response:
    """All prices and the total. Without `missing` it is a dry run: nothing of it is kept."""
    known = providers(studio)
    priced = [(plan.request, plan.quote.price) for item in found.items if (plan := item.plan) is not None]
    step = on(found, found.cost or None)
    next_ = () if missing is None else (step,)
    page = comparison(found.id, priced, known, cost=found.cost, asks=missing is not None, next=next_)
    page = replace(page, body=(*page.body, *map(quiet, notes_of(found.items))))
    if missing is None:
        return Response(page=page, status="dry_run")
    if missing.message.key not in ("batch.ask", "batch.unknown_too"):
        page = replace(page, body=(Line(missing.message), *page.body))
    missing.data.update({"quote": found.id, "cost": found.cost})
    if "require" in missing.data:
        page = replace(page, next=for_reader((step,)))
    response = Response(page=page, status=missing.code, exit=ExitCode.CONFIRM, failure=missing)
    return response.plus(
        data={name: missing.data[name] for name in ("quote", "cost", "require") if name in missing.data}
    )


def of_results(studio: Studio, found: Comparison) -> Response:
    """What each model made of the wish; the command that goes on where something is left."""
    items, failure = found.items, failure_of(found.items, "compare.failed")
    left = () if found.over else (on(found),)
    unsettled = unsettled_jobs(items)
    page = compared(
        found.id,
        [Result(request=item.order.request, job=item.job, failure=item.failure) for item in items],
        providers(studio),
        sheet=found.sheet,
        folder=found.folder,
        next=(*((resume(*unsettled),) if unsettled else ()), *left),
    )
    lacking = absent(("PIL",)) and any(item.job and item.job.assets for item in items)
    if found.over and lacking:
        page = replace(page, body=(*page.body, quiet(Message("compare.no_sheet"))))
        page = replace(page, next=(*page.next, install_command("film")))
    status, code = (failure.code, failure.exit_code) if failure else ("done", ExitCode.DONE)
    return Response(page=page, status=status, exit=code, failure=failure)
