"""What is left at fal, and what was made there (docs/contracts/fal.md §7)."""

from decimal import Decimal
from typing import Any

from mediawright import plugin as mw
from mediawright import sdk
from mediawright.sdk import finding


async def quota(api: sdk.TaskApi, ctx: mw.Context) -> mw.Quota:
    """Return the balance; a key without the right to read it is no failed sign-in, and is said (§2)."""
    call = sdk.HttpRequest(path="/v1/account/billing", method="GET", query={"expand": "credits"}, setting="api")
    answer = await api.call(ctx, call)
    if answer.status == 403:
        return mw.Quota(note=mw.Message("fal.balance_needs_admin", {"link": api.balance_page}, domain="fal"))
    data: Any = sdk.body_of(answer)
    left, unit = sdk.text(data, "credits.current_balance"), sdk.text(data, "credits.currency") or "USD"
    if answer.status >= 300 or not left:
        raise api.error(answer)
    return mw.Quota(balances=(mw.Balance(left=mw.Amount(Decimal(left), unit)),), raw=data)


async def history(api: sdk.TaskApi, ctx: mw.Context, window: mw.Window) -> list[mw.HistoryItem]:
    """Return past requests of the endpoints that were used from here: fal lists them per endpoint."""
    found: list[mw.HistoryItem] = []
    for model in (ctx.recall("used") or [])[:5]:
        found += await finding.history(api, ctx, window, model=str(model))
    oldest = ctx.clock.now().min.replace(tzinfo=ctx.clock.now().tzinfo)
    return sorted(found, key=lambda item: item.created_at or oldest, reverse=True)[: window.per_page]
