"""The service's list of tasks: pages are turned to the end, times are read, and each row comes once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mediawright.sdk.endpoint import Clock, Listing
from mediawright.sdk.lookup import Row, Span, near, rows, time_of

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
SPAN = Span(start=NOW - timedelta(hours=1), end=NOW, model="m-1")


async def asked(listing: Listing, pages: list[Any], span: Span = SPAN) -> tuple[list[str], list[dict[str, Any]]]:
    queries: list[dict[str, Any]] = []

    async def fetch(query: dict[str, str | int | list[str]]) -> Any:
        queries.append(query)
        return pages[min(len(queries), len(pages)) - 1]

    return [row.id async for row in rows(listing, span, fetch)], queries


async def test_numbered_pages_are_turned_until_nothing_new_comes() -> None:
    listing = Listing(path="/l", items="items[]", page="page", size="n", page_size=2, query={"model": "{model}"})
    pages = [{"items": [{"id": "a"}, {"id": "b"}]}, {"items": [{"id": "c"}]}, {"items": []}]
    found, queries = await asked(listing, pages)
    assert found == ["a", "b", "c"]
    assert queries[:2] == [{"model": "m-1", "page": 1, "n": 2}, {"model": "m-1", "page": 2, "n": 2}]


async def test_a_cursor_is_followed_to_its_end() -> None:
    listing = Listing(path="/l", items="items[]", cursor="cursor", next_cursor="next")
    pages = [{"items": [{"id": "a"}], "next": "x"}, {"items": [{"id": "b"}], "next": None}]
    found, queries = await asked(listing, pages)
    assert (found, queries) == (["a", "b"], [{}, {"cursor": "x"}])


async def test_a_list_that_never_ends_is_left_after_so_many_pages() -> None:
    listing = Listing(path="/l", items="items[]", cursor="cursor", next_cursor="next", pages=3)
    pages = [{"items": [{"id": str(n)}], "next": "x"} for n in range(9)]
    assert (await asked(listing, pages))[0] == ["0", "1", "2"]


async def test_the_span_is_asked_for_as_the_service_writes_times() -> None:
    listing = Listing(path="/l", items="i[]", query={"start": "{start}"}, time_format="%Y%m%d%H%M%S")
    assert (await asked(listing, [{}]))[1] == [{"start": "20261130080000"}]


@pytest.mark.parametrize(
    ("value", "clock"),
    [
        (NOW.timestamp(), Clock.SECONDS),
        (NOW.timestamp() * 1000, Clock.MILLISECONDS),
        ("2026-11-30T09:00:00Z", Clock.ISO),
        ("2026-11-30T17:00:00+08:00", Clock.ISO),
    ],
)
def test_times_are_read_as_they_are_written(value: Any, clock: Clock) -> None:
    assert time_of(value, clock) == NOW


@pytest.mark.parametrize("value", [None, "soon", 1e300, [], {}])
def test_a_time_that_cannot_be_read_is_none(value: Any) -> None:
    assert time_of(value, Clock.SECONDS) is None


def test_a_row_is_near_when_it_was_made_about_when_we_sent() -> None:
    listing = Listing(path="/l", items="i[]", before_s=60, after_s=120)
    made = [Row(id="a", status="", created=NOW + timedelta(seconds=s), model="", data={}) for s in (-61, -60, 120, 121)]
    assert [near(row, NOW, listing) for row in made] == [False, True, True, False]


async def test_a_span_of_an_unknown_zone_is_asked_for_wider_and_never_longer_than_taken() -> None:
    listing = Listing(
        path="/l",
        items=("data[]", "tasks[]"),
        query={"start": "{start}", "end": "{end}"},
        time_format="%d%H",
        widen_s=9 * 3600,
        longest_s=24 * 3600,
    )
    found, queries = await asked(listing, [{"tasks": [{"id": "a"}]}])
    assert (found, queries) == (["a"], [{"start": "2923", "end": "3018"}])
    long = Span(start=NOW - timedelta(days=7), end=NOW)
    assert (await asked(listing, [{"data": [{"id": "b"}]}], long))[1] == [{"start": "2918", "end": "3018"}]
