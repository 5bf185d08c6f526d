"""Values in words: amounts, sizes, durations, times and lists the way each language writes them."""

import math
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from enum import Enum

from mediawright.present.clean import one_line
from mediawright.present.wrapping import cut
from mediawright.types.dataclass import dataclass
from mediawright.types.message import Lang, Message, Text
from mediawright.types.money import Amount
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.request import Role
from mediawright.types.states import State

Render = Callable[[Message | Text | str, Lang], str]
Number = int | float | Decimal


@dataclass(frozen=True, slots=True)
class Span:
    """An expected time, in seconds."""

    low: float
    high: float


_ENUMS: dict[type[Enum], str] = {Operation: "operation", State: "state", MediaKind: "kind", Role: "role"}
#: columns of a text that is only hinted at
SHORT = 40
MONEY = frozenset({"USD", "CNY", "EUR"})
_UNITS = ("credits", "units", "image_units", *sorted(MONEY))


def worded(value: object, lang: Lang, render: Render, spec: str = "") -> str:
    """Any value a sentence may hold. `spec` (after the colon of a placeholder) says what a bare number means:
    `bytes`, `duration` (seconds), `percent` (0–100), `date` (the day alone), `short` (cut to a few words)."""
    if spec and (special := _by_spec(value, lang, spec)) is not None:
        return special
    if isinstance(value, Amount):
        return amount(value, lang, render)
    if isinstance(value, (Message, Text)):
        return render(value, lang)
    if isinstance(value, Enum) and type(value) in _ENUMS:
        return render(Message(f"{_ENUMS[type(value)]}.{value.value}"), lang)
    if isinstance(value, bool):
        return render(Message("value.yes" if value else "value.no"), lang)
    if isinstance(value, (int, float, Decimal)):
        return number(value)
    return _other(value, lang, render)


def _by_spec(value: object, lang: Lang, spec: str) -> str | None:
    if isinstance(value, (int, float, Decimal)):
        if spec == "bytes":
            return size(float(value))
        if spec == "duration":
            return duration(float(value), lang)
        if spec == "percent":
            return f"{float(value):.0f}%"
    if isinstance(value, date) and spec == "date":
        return day(value, lang)
    return cut(one_line(str(value)), SHORT) if spec == "short" else None


def _other(value: object, lang: Lang, render: Render) -> str:
    if isinstance(value, Span):
        return span(value.low, value.high, lang)
    if isinstance(value, timedelta):
        return duration(value.total_seconds(), lang)
    if isinstance(value, datetime):
        return moment(value, lang)
    if isinstance(value, date):
        return day(value, lang)
    if isinstance(value, (tuple, list, frozenset)):
        return listed((worded(item, lang, render) for item in value), lang)
    return one_line(str(value))


def listed(items: Iterable[str], lang: Lang) -> str:
    """Items in a row, with the language's own comma."""
    return ("、" if lang == "zh" else ", ").join(items)


def number(value: Number) -> str:
    """Thousands set off, no decimals that say nothing: "1,200", "0.35", "61.5". A measured number has two at most; a sum
    is exact, because a person approves it: "0.003"."""
    text = f"{Decimal(str(value)):,.{6 if isinstance(value, Decimal) else 2}f}"
    return text.rstrip("0").rstrip(".")


def plural_of(value: object) -> int | None:
    """What a plural rule is to count by; None for what is no number. Fractions count as many."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    return int(value) if value == int(value) and value >= 0 else 2


def amount(value: Amount, lang: Lang, render: Render) -> str:
    """A sum with its unit: "90 credits", "90 积分"; a unit nobody named here stays as the provider spells it."""
    if value.unit not in _UNITS:
        return f"{number(value.value)} {one_line(value.unit)}"
    shown = money(value.value) if value.unit in MONEY else value.value
    return render(Message(f"unit.{value.unit.lower()}", {"n": shown}), lang)


def money(value: Decimal) -> str:
    """A sum of money as it is written: two decimals at least, more only where they say something."""
    text = f"{value.normalize():f}"
    whole, _, part = text.partition(".")
    return f"{whole}.{part.ljust(2, '0')}"


def size(count: float) -> str:
    """Bytes for people: "812 B", "1.5 MB". Decimal steps, as file managers count."""
    step = "B"
    for step in ("B", "KB", "MB", "GB"):
        if abs(count) < 1000 or step == "GB":
            break
        count /= 1000
    return f"{count:.0f} {step}" if step == "B" or abs(count) >= 100 else f"{number(round(count, 1))} {step}"


def duration(seconds: float, lang: Lang) -> str:
    """How long: "5 s", "2 min 30 s", "1 h 5 min"; 中文 "5 秒", "2 分 30 秒", "1 小时 5 分"."""
    zh = lang == "zh"
    if seconds < 10:
        return f"{number(round(seconds, 1))} {'秒' if zh else 's'}"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} {'秒' if zh else 's'}"
    minutes, left = divmod(whole, 60)
    if minutes < 60:
        if not left:
            return f"{minutes} {'分钟' if zh else 'min'}"
        return f"{minutes} {'分' if zh else 'min'} {left} {'秒' if zh else 's'}"
    return _long(minutes, zh)


def _long(minutes: int, zh: bool) -> str:
    hours, left = divmod(minutes, 60)
    if hours >= 48:
        days, hours = divmod(hours, 24)
        rest = f" {hours} {'小时' if zh else 'h'}" if hours else ""
        return f"{days} {'天' if zh else 'days'}{rest}"
    rest = f" {left} {'分' if zh else 'min'}" if left else ""
    return f"{hours} {'小时' if zh else 'h'}{rest}"


def span(low: float, high: float, lang: Lang) -> str:
    """An expected time in seconds, in steps a person says: "30 s – 1 min", "5–10 min"; 中文 "5–10 分钟"."""
    zh = lang == "zh"
    low, high = _rounded(min(low, high), math.floor), _rounded(max(low, high), math.ceil)
    if low == high:
        return duration(high, lang)
    if low >= 60 and high < 7200:
        return f"{number(round(low / 60, 1))}–{number(round(high / 60, 1))} {'分钟' if zh else 'min'}"
    if high < 60:
        return f"{low:.0f}–{high:.0f} {'秒' if zh else 's'}"
    return f"{duration(low, lang)} – {duration(high, lang)}"


def _rounded(seconds: float, towards: Callable[[float], int]) -> float:
    step = 1 if seconds < 10 else 5 if seconds < 60 else 30 if seconds < 300 else 60
    return max(step, towards(seconds / step) * step)


def moment(at: datetime, lang: Lang, zone: tzinfo | None = None) -> str:
    """A point in time in the person's own zone: "20 Sep 14:30", "9月20日 14:30"."""
    local = at.astimezone(zone)
    return f"{_date(local, lang)} {local:%H:%M}"


def day(at: date, lang: Lang, zone: tzinfo | None = None) -> str:
    """A day with its year: "20 Sep 2026", "2026年9月20日"."""
    local = at.astimezone(zone) if isinstance(at, datetime) else at
    return (
        f"{local.year}年{local.month}月{local.day}日"
        if lang == "zh"
        else f"{local.day} {_MONTHS[local.month - 1]} {local.year}"
    )


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _date(at: datetime, lang: Lang) -> str:
    return f"{at.month}月{at.day}日" if lang == "zh" else f"{at.day} {_MONTHS[at.month - 1]}"
