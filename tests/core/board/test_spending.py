"""Spending as charts: every sum is there in words, a chart is as high as its figures, limits show what is used of them."""

import re
from datetime import timedelta
from decimal import Decimal

from tests.core.board.conftest import Harness

from mediawright.board.views.spending import DAYS, chart_views, top
from mediawright.gate.zones import zone_of
from mediawright.ledger.spending import Agreed
from mediawright.services.spending import By, Spending, gathered
from mediawright.testing.builders import a_job, a_request, an_approval
from mediawright.testing.fakes import START
from mediawright.types.money import Amount
from mediawright.types.states import State


def agreed(
    day: int, provider: str = "acme", quoted: int = 90, charged: int | None = 80, unit: str = "credits"
) -> Agreed:
    return Agreed(
        provider=provider,
        model="one",
        at=START + timedelta(days=day),
        thread=None,
        quoted=Decimal(quoted),
        quoted_unit=unit,
        usd=None,
        charged=None if charged is None else Decimal(charged),
        charged_unit=None if charged is None else unit,
        open=Decimal(quoted) if charged is None else None,
    )


def over(by: By, *jobs: Agreed) -> Spending:
    return gathered(jobs, by, START, START + timedelta(days=400), "UTC")


def test_days_without_anything_keep_their_place_and_the_highest_column_fills_the_chart() -> None:
    assert zone_of("UTC") is not None
    (chart,) = chart_views(over(By.DAY, agreed(0), agreed(4, quoted=45, charged=0)), "en", str)
    first, last = chart["columns"]
    assert (len(chart["columns"]), len(chart["table"]), len(chart["marks"])) == (2, 2, 5)
    assert first["quoted"]["y"] == 10.0
    assert last["quoted"]["height"] == first["quoted"]["height"] / 2
    assert last["charged"]["height"] == 0
    assert last["quoted"]["x"] - first["quoted"]["x"] > 4 * first["quoted"]["width"]
    assert first["label"].endswith("80 credits charged, 90 credits quoted")
    (long,) = chart_views(over(By.DAY, agreed(0), agreed(300)), "en", str)
    assert (len(long["columns"]), len(long["marks"]) <= 6, DAYS) == (1, True, 62)


def test_each_unit_has_a_chart_of_its_own_and_the_dearest_comes_first() -> None:
    found = over(
        By.PROVIDER, agreed(0), agreed(1, "other", 30), agreed(1, "third", 300, None), agreed(2, "euro", 5, 5, "CNY")
    )
    credits, yuan = chart_views(found, "en", str.upper)
    assert [bar["label"] for bar in credits["bars"]] == ["THIRD", "ACME", "OTHER"]
    assert [bar["quoted_share"] for bar in credits["bars"]] == [1.0, 0.3, 0.1]
    assert (credits["open"], yuan["open"], yuan["charged"]) == ("300 credits", "", "¥5.00")
    assert max(map(top, found.rows)) == 300
    assert chart_views(over(By.DAY), "zh", str) == []


async def test_the_page_tells_sums_and_limits_in_both_languages(harness: Harness) -> None:
    browser = await harness.opened()
    assert "Nothing that costs" in (await browser.get("/spending")).text
    async with harness.site.work.studio() as studio:
        now = studio.clock.now()
        job = a_job(a_request("a fox"), at=now)
        done = a_job(
            a_request("a fox"),
            at=now,
            state=State.DONE,
            approval=an_approval(job, at=now),
            charged=Amount(Decimal(70), "credits"),
            submitted_at=now,
            finished_at=now,
        )
        studio.ledger.add(done)
        from mediawright.handlers.policy import act

        act(studio, "limit", {"amount": "1000 units", "per": "day"})
    for by in ("day", "provider", "model", "thread", "nonsense"):
        page = (await browser.get(f"/spending?by={by}&since=7d")).text
        assert "70 credits charged, 90 credits quoted" in page, by
        assert "0 units of 1,000 units" in page
        assert re.search(r'style="|<script(?![^>]* src=)', page) is None
    chinese = await harness.opened("zh")
    assert "花费" in (await chinese.get("/spending")).text
