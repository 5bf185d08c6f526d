"""The one list of tasks of both standards, by time (docs/contracts/kling-more.md §3, K-N32)."""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from mediawright.plugin import Context, HistoryItem, NotFound, Rejected, SignInNeeded
from mediawright_kling import client
from mediawright_kling.auth.api_key import api_key_of
from mediawright_kling.standard.records import STATES
from mediawright_kling.standard.tasks import TASKS, task_at

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: kinds of the list; a saved subject is in none of them
PRODUCTS = ("video", "image")
MOST = 500  # records of one answer


async def items_of(ctx: Context, kind: str | None, span: tuple[datetime, datetime], most: int) -> list[HistoryItem]:
    """The newest tasks of a span, at most `most` of each kind; empty without an API key, or where there is no such list.
    Raises Unreachable, Busy."""
    found: list[HistoryItem] = []
    try:
        for product in PRODUCTS if kind is None else tuple({kind} & set(PRODUCTS)):
            async for record in records(ctx, product, span, most):
                found.append(_item(ctx, record, product, await client.base_of(ctx)))
    except (SignInNeeded, NotFound, Rejected):
        return found
    return found


async def records(
    ctx: Context, product: str, span: tuple[datetime, datetime], most: int
) -> AsyncIterator[Mapping[str, Any]]:
    """Page by page: the first by times and filters, every later one by its cursor alone; it ends where there is no more or
    no cursor to go on with. Raises like `client.post`."""
    values = api_key_of(ctx)
    start, end = (max(0, int(when.timestamp() * 1000)) for when in span)
    filters = [{"key": "product_type", "values": [product]}]
    body: dict[str, Any] = {"start_time": start, "end_time": end, "limit": min(most, MOST), "filters": filters}
    while most > 0:
        envelope = await client.post(ctx, TASKS, body, values=values)
        data = envelope.data if isinstance(envelope.data, Mapping) else {}
        page = [one for one in data.get("result") or () if isinstance(one, Mapping) and one.get("id")]
        for record in page[:most]:
            yield record
        most -= len(page)
        cursor = str(data.get("next_cursor") or "")
        if not page or not data.get("has_more") or not cursor:
            return
        body = {"cursor": cursor}


def _item(ctx: Context, record: Mapping[str, Any], kind: str, base: str) -> HistoryItem:
    made, word = record.get("create_time"), str(record.get("status") or "")
    return HistoryItem(
        id=str(record["id"]),
        kind=kind,
        state=STATES[word].value if word in STATES else word,
        created_at=EPOCH + timedelta(milliseconds=made) if isinstance(made, int) else None,
        error=str(record.get("message") or "") or None,
        task=task_at(ctx, str(record["id"]), TASKS, base),
    )
