"""Read a service's list of tasks: past work for people, and what became of a create whose answer was lost."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from mediawright.sdk import json_paths
from mediawright.sdk.endpoint import Clock, Listing
from mediawright.types.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From when to when rows are asked for (UTC), and for which of the service's models; `page` and `size` of one page."""

    start: datetime
    end: datetime
    model: str = ""
    page: int = 1
    size: int | None = None
    one_page: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One task of the list. `created` None where the list does not say when."""

    id: str
    status: str
    created: datetime | None
    model: str
    data: Mapping[str, Any]


#: gets one page: the query in, the answer's JSON out
Fetch = Callable[[dict[str, str | int | list[str]]], Awaitable[Any]]


async def rows(listing: Listing, span: Span, fetch: Fetch) -> AsyncIterator[Row]:
    """Yield every row of the span, page by page, at most `listing.pages` pages. Raises what `fetch` raises."""
    page, cursor, seen = span.page, "", set[str]()
    for _ in range(1 if span.one_page else listing.pages):
        data = await fetch(_query(listing, span, page, cursor))
        found = [row_of(listing, item) for item in _items(listing, data) if isinstance(item, dict)]
        fresh = [row for row in found if row.id and row.id not in seen]
        for row in fresh:
            yield row
        seen.update(row.id for row in fresh)
        total = json_paths.text(data, listing.total) if listing.total else ""
        if total.isdigit() and len(seen) >= int(total):
            return
        page, cursor = page + 1, json_paths.text(data, listing.next_cursor, 2000) if listing.next_cursor else ""
        if (listing.cursor and not cursor) or not fresh or not (listing.cursor or listing.page):
            return


def _items(listing: Listing, data: Any) -> list[Any]:
    paths = (listing.items,) if isinstance(listing.items, str) else listing.items
    return next((found for path in paths if (found := json_paths.every(data, path))), [])


def row_of(listing: Listing, item: Mapping[str, Any]) -> Row:
    return Row(
        id=json_paths.text(item, listing.id),
        status=json_paths.text(item, listing.status, 60),
        created=time_of(json_paths.first(item, listing.created), listing.clock),
        model=json_paths.text(item, listing.model) if listing.model else "",
        data=item,
    )


def time_of(value: Any, clock: Clock) -> datetime | None:
    """Return a time as the list writes it, in UTC; None where it cannot be read."""
    try:
        if clock is Clock.ISO:
            when = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
            return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
        return datetime.fromtimestamp(float(value) / (1000 if clock is Clock.MILLISECONDS else 1), UTC)
    except (ValueError, TypeError, OverflowError, OSError):
        return None


def near(row: Row, sent_at: datetime, listing: Listing) -> bool:
    """Tell whether a row may have been made by a create sent at that moment; a row without a time may."""
    if row.created is None:
        return True
    early, late = sent_at - timedelta(seconds=listing.before_s), sent_at + timedelta(seconds=listing.after_s)
    return early <= row.created <= late


def _query(listing: Listing, span: Span, page: int, cursor: str) -> dict[str, str | int | list[str]]:
    wide = timedelta(seconds=listing.widen_s)
    start, end = span.start - wide, span.end + wide
    if listing.longest_s is not None:
        start = max(start, end - timedelta(seconds=listing.longest_s))
    values = {
        "model": span.model,
        "start": _written(start, listing.time_format),
        "end": _written(end, listing.time_format),
    }
    filled = {name: text.format_map(values) for name, text in listing.query.items()}
    query: dict[str, str | int | list[str]] = {name: text for name, text in filled.items() if text}
    if listing.page:
        query[listing.page] = page
    if listing.cursor and cursor:
        query[listing.cursor] = cursor
    if listing.size:
        query[listing.size] = span.size or listing.page_size
    return query


def _written(when: datetime, time_format: str) -> str:
    return when.astimezone(UTC).strftime(time_format) if time_format else str(int(when.timestamp()))
