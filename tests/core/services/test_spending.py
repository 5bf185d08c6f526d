"""What was spent, as rows: quoted against charged, in units and in money."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from mediawright.handlers import policy as policy_pages
from mediawright.handlers.spending import of_spending
from mediawright.ledger import Ledger
from mediawright.ledger.address import Where
from mediawright.present.chat import chat
from mediawright.services.spending import By, SpendingRow, as_csv, by_of, gathered, spending, zone_for
from mediawright.services.studio import Studio
from mediawright.testing.builders import a_job, a_quote, a_request, an_approval
from mediawright.testing.fakes import START, FakeClock
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import LANGS
from mediawright.types.money import Amount, ApprovalKind, Price
from mediawright.types.states import State


class Book:
    """A ledger with jobs that were agreed to."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger, self.number = ledger, 0

    def __call__(
        self,
        amount: str | None,
        unit: str = "units",
        *,
        usd: str | None = None,
        charged: str | None = None,
        state: State = State.DONE,
        at: datetime = START,
        provider: str = "acme",
        model: str | None = "one",
        thread: str | None = None,
        kind: ApprovalKind = ApprovalKind.PERSON,
        sent: bool = True,
    ) -> str:
        self.number += 1
        request = a_request(str(self.number), model=model)
        price = Price(
            amount=None if amount is None else Amount(Decimal(amount), unit), usd=None if usd is None else Decimal(usd)
        )
        job = a_job(request, id=f"{self.number:02}-job", at=at, provider=provider, state=state)
        job = replace(
            job,
            quote=replace(a_quote(request), price=price),
            approval=replace(an_approval(job, at=at), ceiling=price.amount, kind=kind),
            charged=None if charged is None else Amount(Decimal(charged), unit),
            submitted_at=at if sent else None,
        )
        self.ledger.add(job)
        if thread is not None:
            self.ledger.results.belongs(job.id, thread)
        return job.id


@pytest.fixture
def book(either: Where) -> Iterator[Book]:
    with Ledger(either, FakeClock()) as ledger:
        yield Book(ledger)


def rows(book: Book, by: By = By.PROVIDER, zone: str = "UTC") -> tuple[SpendingRow, ...]:
    return gathered(book.ledger.agreed(None, None), by, START, START, zone).rows


def test_quoted_stands_against_charged_in_units_and_in_money(book: Book) -> None:
    book("4", usd="0.56", charged="4")
    book("8", usd="1.12", charged="6")
    book("4", usd="0.56", state=State.RUNNING)
    (row,) = rows(book)
    assert (row.key, row.unit, row.jobs) == ("acme", "units", 3)
    assert [row.quoted, row.charged, row.open, row.charge_untold] == [16, 10, 4, 1]
    assert (row.money_unit, row.money_quoted, row.money_charged) == ("USD", Decimal("2.24"), Decimal("1.40"))
    assert row.without_money == 0


@pytest.mark.parametrize(
    ("asked", "approved", "person"), [("lin", "wang", "wang"), ("lin", "", "lin"), ("", "wang", "wang"), ("", "", None)]
)
def test_spending_is_that_of_who_approved_else_of_who_asked(
    book: Book, asked: str, approved: str, person: str | None
) -> None:
    job = a_job(id="01-job", state=State.DONE, created_by=asked)
    book.ledger.add(replace(job, approval=an_approval(job, by=approved)))
    assert [agreed.person or None for agreed in book.ledger.agreed(None, None)] == [person]


def test_money_is_never_guessed(book: Book) -> None:
    book("30", "credits", charged="30")
    book("6", "CNY", charged="6")
    book(None)
    found = {row.unit: row for row in rows(book)}
    assert (found["credits"].money_unit, found["credits"].without_money) == (None, 1)
    assert [found["CNY"].money_unit, found["CNY"].money_charged] == ["CNY", 6]
    assert (found[None].price_unknown, found[None].without_money) == (1, 1)


def test_what_was_never_sent_and_what_is_free_is_no_spending(book: Book) -> None:
    book("4", kind=ApprovalKind.FREE)
    for state in (State.FAILED, State.EXPIRED, State.CANCELLED):
        book("4", state=state, sent=False)
    assert rows(book) == ()
    book("4", state=State.FAILED)  # it was sent, and may have been charged
    assert len(rows(book)) == 1


def test_a_day_belongs_to_the_zone(book: Book) -> None:
    evening = datetime(2026, 10, 1, 20, tzinfo=UTC)
    book("4", at=evening)
    assert [row.key for row in rows(book, By.DAY)] == ["2026-10-01"]
    assert [row.key for row in rows(book, By.DAY, "Asia/Shanghai")] == ["2026-10-02"]


def test_rows_stand_for_days_providers_models_and_conversations(book: Book) -> None:
    book("4", provider="acme", thread="=1+1", at=START)
    book("2", provider="other", model=None, at=START + timedelta(days=1))
    assert [row.key for row in rows(book, By.DAY)] == ["2026-10-01", "2026-10-02"]
    assert [row.key for row in rows(book, By.PROVIDER)] == ["acme", "other"]
    assert [row.key for row in rows(book, By.MODEL)] == ["acme/one", "other"]
    assert [row.key for row in rows(book, By.THREAD)] == ["", "=1+1"]
    found = gathered(book.ledger.agreed(None, None), By.THREAD, START, START, "UTC")
    read = list(csv.DictReader(io.StringIO(as_csv(found))))
    assert [(line["thread"], line["unit"], line["quoted"]) for line in read] == [
        ("", "units", "2"),
        ("'=1+1", "units", "4"),
    ]


def test_one_broken_row_hides_no_other(book: Book) -> None:
    broken, _ = book("4"), book("8")
    with book.ledger._db.write() as raw:
        raw.execute("UPDATE jobs SET quote = '{', money = NULL WHERE id = ?", (broken,))
    assert [job.quoted for job in book.ledger.agreed(None, None)] == [None, 8]


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"MEDIAWRIGHT_HOME": str(tmp_path), "HOME": str(tmp_path), "MEDIAWRIGHT_NO_KEYRING": "1", "TZ": "UTC"}


@pytest.mark.parametrize(
    ("since", "jobs"), [(None, 3), ("today", 1), ("今天", 1), ("3d", 2), ("2026-09-27", 2), ("48h", 1), ("366d", 4)]
)
async def test_a_span_says_since_when(tmp_path: Path, environ: dict[str, str], since: str | None, jobs: int) -> None:
    async with Studio(environ, tmp_path, clock=FakeClock()) as studio:
        book = Book(studio.ledger)
        for days in (0, 3, 29, 31):
            book("4", at=START - timedelta(days=days))
        found = spending(studio, By.PROVIDER, since)
        assert sum(row.jobs for row in found.rows) == jobs
        response = of_spending(studio, found, with_csv=True)
    assert response.page.data["rows"][0]["jobs"] == jobs
    assert response.page.data["csv"].startswith("provider,unit,jobs,")
    assert all(chat(response.page, lang) for lang in LANGS)


@pytest.mark.parametrize("since", ["nonsense", "2999-01-01"])
async def test_what_is_no_time_is_refused(tmp_path: Path, environ: dict[str, str], since: str) -> None:
    async with Studio(environ, tmp_path, clock=FakeClock()) as studio:
        with pytest.raises(InvalidRequest):
            spending(studio, By.DAY, since)
        with pytest.raises(InvalidRequest):
            by_of("week")
        assert spending(studio).rows == ()
        assert not studio.home.ledger.exists()


async def test_a_limit_in_money_names_whom_it_cannot_count(tmp_path: Path, environ: dict[str, str]) -> None:
    async with Studio({**environ, "TZ": "Asia/Shanghai"}, tmp_path, clock=FakeClock()) as studio:
        values: dict[str, Any] = {"amount": "20 USD", "per": "day", "provider": ["kling"]}
        alone = policy_pages.act(studio, "limit", values)
        told = policy_pages.act(studio, "limit", {"amount": "100 CNY", "per": "day"})
        assert zone_for(studio.policy, "UTC") == "Asia/Shanghai"
        assert studio.policy.budgets[0].limit == Amount(Decimal(20), "USD")
    assert all("20" in chat(alone.page, lang) for lang in LANGS)
    assert "NemoVideo" not in chat(alone.page, "en")
    assert "NemoVideo" in chat(told.page, "en")
    assert "NemoVideo" in chat(told.page, "zh")


async def test_a_limit_that_comes_late_tells_all_that_was_spent(tmp_path: Path, environ: dict[str, str]) -> None:
    async with Studio(environ, tmp_path, clock=FakeClock()) as studio:
        book = Book(studio.ledger)
        book("4", usd="0.56", charged="4")
        book("0.60", "USD", charged="0.60")
        told = policy_pages.act(studio, "limit", {"amount": "1 USD", "per": "day"})
    assert told.page.data["rules"][0].spent == Amount(Decimal("1.16"), "USD")
