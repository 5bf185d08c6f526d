"""Values in words, the way each language writes them."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from mediawright.present.catalog import render
from mediawright.present.values import Span, day, duration, moment, number, plural_of, size, span, worded
from mediawright.types.message import Lang
from mediawright.types.money import Amount
from mediawright.types.operations import MediaKind, Operation


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 B"), (812, "812 B"), (1500, "1.5 KB"), (1_500_000, "1.5 MB"), (123_400_000, "123 MB"), (2.5e12, "2500 GB")],
)
def test_sizes(count: int, words: str) -> None:
    assert size(count) == words


@pytest.mark.parametrize(
    ("seconds", "en", "zh"),
    [
        (0, "0 s", "0 秒"),
        (5.04, "5 s", "5 秒"),
        (7.25, "7.2 s", "7.2 秒"),
        (59.6, "1 min", "1 分钟"),
        (120, "2 min", "2 分钟"),
        (150, "2 min 30 s", "2 分 30 秒"),
        (3600, "1 h", "1 小时"),
        (3900, "1 h 5 min", "1 小时 5 分"),
        (200_000, "2 days 7 h", "2 天 7 小时"),
        (172_800, "2 days", "2 天"),
    ],
)
def test_durations(seconds: float, en: str, zh: str) -> None:
    assert (duration(seconds, "en"), duration(seconds, "zh")) == (en, zh)


@pytest.mark.parametrize(
    ("low", "high", "en", "zh"),
    [
        (300, 600, "5–10 min", "5–10 分钟"),
        (30, 60, "30 s – 1 min", "30 秒 – 1 分钟"),
        (11, 29, "10–30 s", "10–30 秒"),
        (600, 300, "5–10 min", "5–10 分钟"),
        (60, 60, "1 min", "1 分钟"),
        (95, 100, "1.5–2 min", "1.5–2 分钟"),
        (3000, 9000, "50 min – 2 h 30 min", "50 分钟 – 2 小时 30 分"),
        (0, 0.4, "1 s", "1 秒"),
    ],
)
def test_expected_times_are_said_in_steps_that_people_use(low: float, high: float, en: str, zh: str) -> None:
    assert (span(low, high, "en"), span(low, high, "zh")) == (en, zh)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1200, "1,200"),
        (Decimal("61.50"), "61.5"),
        (0.1 + 0.2, "0.3"),
        (Decimal("1E+3"), "1,000"),
        (Decimal("0.0030"), "0.003"),
    ],
)
def test_numbers_say_nothing_needless(value: float | Decimal, words: str) -> None:
    assert number(value) == words


def test_times_are_the_persons_own() -> None:
    at, shanghai = datetime(2026, 9, 20, 22, 30, tzinfo=UTC), timezone(timedelta(hours=8))
    assert moment(at, "en", shanghai) == "21 Sep 06:30"
    assert moment(at, "zh", shanghai) == "9月21日 06:30"
    assert day(at, "zh", shanghai) == "2026年9月21日"
    assert day(date(2026, 9, 20), "en") == "20 Sep 2026"


@pytest.mark.parametrize(
    ("value", "spec", "lang", "words"),
    [
        (True, "", "en", "yes"),
        (False, "", "zh", "否"),
        (Operation.LIP_SYNC, "", "zh", "对口型"),
        (MediaKind.IMAGE, "", "en", "image"),
        (("5", "10"), "", "zh", "5、10"),
        ([1, 2], "", "en", "1, 2"),
        (timedelta(seconds=90), "", "en", "1 min 30 s"),
        (Span(300, 600), "", "zh", "5–10 分钟"),
        (1_500_000, "bytes", "zh", "1.5 MB"),
        (41.6, "percent", "en", "42%"),
        ("a b " * 30, "short", "en", "a b a b a b a b a b a b a b a b a b a b…"),
        ("狐狸" * 30, "short", "zh", "狐狸狐狸狐狸狐狸狐狸狐狸狐狸狐狸狐狸狐…"),
        (date(2026, 9, 20), "date", "zh", "2026年9月20日"),
        ("two\nlines", "", "en", "two lines"),
        (None, "", "en", "None"),
        (Amount(Decimal("0.98"), "USD"), "", "en", "US$0.98"),
        (Amount(Decimal("2.5"), "CNY"), "", "zh", "2.50 元"),
        (Amount(Decimal(3), "tickets"), "", "zh", "3 tickets"),
    ],
)
def test_values_in_sentences(value: object, spec: str, lang: Lang, words: str) -> None:
    assert worded(value, lang, render, spec) == words


@pytest.mark.parametrize(("value", "n"), [(1, 1), (2.0, 2), (Decimal("0.5"), 2), (-1, 2), (True, None), ("1", None)])
def test_what_a_plural_counts_by(value: object, n: int | None) -> None:
    assert plural_of(value) == n
