"""Several models side by side, and what was spent, as tools."""

from collections.abc import Mapping
from typing import Any, Literal

from mcp_types import CallToolResult, InputRequiredResult

from mediawright.handlers.compare import of_prices, of_results
from mediawright.handlers.declining import declined
from mediawright.handlers.response import Response
from mediawright.handlers.spending import of_spending
from mediawright.mcp.conversation import settings_in
from mediawright.mcp.elicitation import Heard
from mediawright.mcp.tool_call import MARGIN, Asked, ToolCall
from mediawright.mcp.tool_results import result_of
from mediawright.present.chat import chat
from mediawright.present.pages import error as error_page
from mediawright.present.pages import note
from mediawright.services.batch_price import Ceilings, Totals, approval_needed
from mediawright.services.comparisons import Comparisons, Requoted
from mediawright.services.studio import Studio
from mediawright.types.errors import ConfirmationNeeded, ExitCode, InvalidRequest, StillRunning
from mediawright.types.message import Message, Problem
from mediawright.types.money import Level

#: nothing of it waits for a yes any more
AGREED = "agreed"
By = Literal["day", "provider", "model", "thread"]
Kind = Literal["video", "image", "audio"]


async def compare(
    call: ToolCall, prompt: str, models: list[str], kind: Kind | None, settings: Mapping[str, Any]
) -> CallToolResult:
    """All prices on one page, kept under one quote id. Sends and spends nothing."""

    async def work(studio: Studio) -> Response:
        comparisons = Comparisons(studio, call.lang)
        wish = {**settings_in(settings), "prompt": prompt}
        found = await comparisons.quoted(comparisons.requests(models, wish, kind))
        return of_prices(studio, found, approval_needed(found.batch.totals))

    return await call.told(work)


async def is_comparison(call: ToolCall, name: str) -> bool:
    """Is this the id of a comparison?"""

    async def known(studio: Studio) -> bool:
        return Comparisons(studio, call.lang).known(name)

    return await call.executor.read_only(known)


async def confirm(call: ToolCall, name: str, accepted: str, seconds: float | None) -> Asked:
    """Run a comparison after the user's yes: the amounts must be the shown ones, and a client that can ask the user does."""
    # what is free, or covered by the user's policy, has no amount to name
    ceilings, level = Ceilings.read([accepted] if accepted.strip() else ()), Level.AMOUNT

    async def waiting(studio: Studio) -> Response:
        try:
            found = await Comparisons(studio, call.lang).opened(name)
        except Requoted as missing:
            return of_prices(studio, missing.comparison, missing)
        if not found.batch.waiting:
            return Response(page=note(Message("compare.goes_on")), status=AGREED)
        check_exact(found.batch.totals, ceilings)
        return of_prices(studio, found, approval_needed(found.batch.totals))

    page = await call.read_only(call.whole(waiting))
    if page.status != AGREED:
        shown = page.page.data.get("comparison")
        if page.exit is not ExitCode.CONFIRM or shown is None or str(shown).casefold() != name.strip().casefold():
            return result_of(page, call.lang)  # refused, or priced anew: that needs a yes of its own
        if call.asker.can_ask and name not in call.executor.unanswered:
            cost = str(page.page.data["cost"])
            heard = await call.asker.approve(chat(page.page, call.lang), cost, call.left(MARGIN), {"quote": name})
            if isinstance(heard, InputRequiredResult):
                return heard
            if heard is Heard.NO:
                return await call.told(lambda studio: _declined(studio, name))
            if heard is not Heard.YES:
                call.executor.unanswered.add(name)
                return result_of(page, call.lang)
            level = Level.ELICITATION
    return await _run(call, name, ceilings, level, seconds)


async def _run(call: ToolCall, name: str, ceilings: Ceilings, level: Level, seconds: float | None) -> CallToolResult:
    """What goes on when the call's time is over; the same call again tells how it stands."""
    most = call.left(MARGIN)
    patience = most if seconds is None else min(seconds, most)

    async def work(studio: Studio) -> Response:
        comparisons = Comparisons(studio, call.lang)
        found = await comparisons.opened(name)
        if found.batch.waiting:
            try:
                comparisons.approve(found, ceilings, level)
            except ConfirmationNeeded as missing:
                return of_prices(studio, found, missing)
        await comparisons.start(found)
        return of_results(studio, await comparisons.carry(found, timeout=patience))

    response = await call.executor.keep(call.whole(work), call.left(MARGIN / 2))
    if response is None:
        later = StillRunning(Message("compare.goes_on"))
        response = Response(page=error_page(later), status=later.code, exit=later.exit_code, failure=later)
    return result_of(response, call.lang)


async def spending(call: ToolCall, by: By, since: str | None) -> CallToolResult:
    async def work(studio: Studio) -> Response:
        return of_spending(studio, studio.spending(by, since))

    return await call.told(work)


async def _declined(studio: Studio, name: str) -> Response:
    return declined(studio, name)


def check_exact(totals: Totals, ceilings: Ceilings) -> None:
    """The accepted amounts must be the shown ones: an amount that nobody was shown is no approval. Raises InvalidRequest."""
    shown = {amount.unit: amount.value for amount in totals.sums}
    if len(shown) == 1 and None in ceilings.values:
        ceilings = Ceilings({next(iter(shown)): ceilings.values[None]}, ceilings.unknown)
    if dict(ceilings.values) != shown or ceilings.unknown != bool(totals.unknown):
        raise InvalidRequest(Problem("accepted_cost", Message("mcp.wrong_cost"), allowed=(" + ".join(totals.words),)))
