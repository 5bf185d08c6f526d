"""What is left at fal (docs/contracts/fal.md §7)."""

from decimal import Decimal
from typing import Any

from mediawright import plugin as mw
from mediawright import sdk


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
