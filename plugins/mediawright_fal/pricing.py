"""What a request costs: the table's price, beside what fal says today, else what it cost the account before (§12.4)."""

from decimal import Decimal, InvalidOperation

from mediawright import plugin as mw
from mediawright import sdk
from mediawright_fal.provider import ENDPOINTS, FAL, TABLE

SOURCE = "https://fal.ai/pricing"
UNITS = {word: mw.Per(unit) for word, unit in TABLE["units"].items()}


async def price(api: sdk.TaskApi, ctx: mw.Context, request: mw.Request) -> mw.Price | None:
    """Return the price of a request; None leaves it to the table. The higher one of table and today counts."""
    model, own = ENDPOINTS.model(str(request.model)), sdk.own_price(ENDPOINTS, request)
    table = own or mw.price_of(model, request)
    today = await _today(api, ctx, model, ENDPOINTS.with_shots(request)) if ctx.credential is not None else None
    if table is None and today is None:
        return await _estimated(api, ctx, model.name)
    if today is None or today.amount is None:
        return own
    if table is None:
        return today
    shown = sdk.compared(table, today, FAL.title)
    return own if shown is table else shown


async def _today(api: sdk.TaskApi, ctx: mw.Context, model: mw.Model, request: mw.Request) -> mw.Price | None:
    async def ask(name: str) -> sdk.UnitPrice | None:
        call = sdk.HttpRequest(path="/v1/models/pricing", method="GET", query={"endpoint_id": name}, setting="api")
        answer = await api.call(ctx, call, tries=1)
        data = sdk.body_of(answer) if answer.status < 300 else None
        return sdk.UnitPrice(value=sdk.text(data, "prices[0].unit_price"), unit=sdk.text(data, "prices[0].unit"))

    told, pixels = await sdk.unit_price(ctx, model.name, ask), ENDPOINTS.words.pixels
    return sdk.counted(told, UNITS, model, request, source=SOURCE, day=ENDPOINTS.updated, pixels=pixels)


async def _estimated(api: sdk.TaskApi, ctx: mw.Context, name: str) -> mw.Price | None:
    """What one call of this endpoint cost the account on average, said as an estimate; None where fal does not say."""
    if ctx.credential is None:
        return None
    asked = {"estimate_type": "historical_api_price", "endpoints": {name: {"call_quantity": 1}}}
    call = sdk.HttpRequest(path="/v1/models/pricing/estimate", json=asked, setting="api")
    try:
        answer = await api.call(ctx, call, tries=1)
        cost = Decimal(sdk.text(sdk.body_of(answer) if answer.status < 300 else None, "total_cost"))
    except (mw.MediawrightError, InvalidOperation):
        return None
    if not cost.is_finite() or cost <= 0:  # an endpoint that was never used; unknown is never free (F-R13)
        return None
    note = mw.Message("fal.average", {}, domain="fal")
    return mw.Price(amount=mw.Amount(cost, "USD"), source=SOURCE, about=True, usd=cost, notes=(note,))
