"""What was spent: quoted against charged, by day, provider, model, conversation or person, in units and in money.

Money is never guessed: a unit is worth what its own quote said of it, and where that said nothing the row tells how many
of its jobs are without.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from mediawright.gate.budgets import day_start
from mediawright.gate.expiry import ago
from mediawright.gate.policy import Per, Policy
from mediawright.gate.zones import zone_here, zone_of
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem
from mediawright.types.money import Amount, Price, in_money

if TYPE_CHECKING:
    from mediawright.ledger.spending import Agreed
    from mediawright.services.studio import Studio

#: how far back is looked where nothing is said
USUAL = "30d"
#: a cell that begins so is a formula to a spreadsheet
FORMULA = frozenset("=+-@\t\r")


class By(StrEnum):
    """What one row stands for."""

    DAY = "day"
    PROVIDER = "provider"
    MODEL = "model"
    THREAD = "thread"
    USER = "user"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendingRow:
    """What one day, provider, model or conversation came to in one unit.

    `key`: the day (2026-10-01), the provider's name, "provider/model", the conversation, the person; "" for none.
    `unit` None: prices that nobody knew, with nothing charged. `quoted`, `charged`: sums of what is known. `open`: what may
    still be charged, or was and no provider told; limits count it. `charge_untold`: the jobs it comes from.
    `money_unit`, `money_quoted`, `money_charged`: the same in money, by list price; `without_money`: the jobs for which
    nobody published one.
    """

    key: str
    unit: str | None
    jobs: int
    quoted: Decimal
    charged: Decimal
    open: Decimal
    charge_untold: int
    price_unknown: int
    money_unit: str | None = None
    money_quoted: Decimal = Decimal(0)
    money_charged: Decimal = Decimal(0)
    without_money: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """The rows in their order, and the sums: one row per unit, and money per currency. `zone`: where days begin and end."""

    by: By
    since: datetime
    until: datetime
    zone: str
    rows: tuple[SpendingRow, ...]
    totals: tuple[SpendingRow, ...]

    @property
    def money(self) -> tuple[tuple[Amount, Amount], ...]:
        """Quoted and charged per currency, as far as list prices are known."""
        quoted: dict[str, Decimal] = defaultdict(Decimal)
        charged: dict[str, Decimal] = defaultdict(Decimal)
        for row in self.totals:
            if row.money_unit is not None:
                quoted[row.money_unit] += row.money_quoted
                charged[row.money_unit] += row.money_charged
        return tuple((Amount(value, unit), Amount(charged[unit], unit)) for unit, value in quoted.items())

    @property
    def without_money(self) -> int:
        """The jobs whose cost nobody has a price in money for."""
        return sum(row.without_money for row in self.totals)


def by_of(said: str | None) -> By:
    """What one line is to stand for; a day where nothing is said. Raises InvalidRequest."""
    word = (said or By.DAY.value).strip().lower()
    if word not in tuple(By):
        values = {"field": "by", "value": word[:40]}
        raise InvalidRequest(Problem("by", Message("problem.not_choice", values), allowed=tuple(By)))
    return By(word)


def spending(studio: "Studio", by: By = By.DAY, since: str | None = None, until: str | None = None) -> Spending:
    """What was agreed to since ("7d", "2026-11-01", "today"; else 30 days ago), until (else now).

    Days begin and end in the zone of the person's own day limit, else in this machine's. Raises InvalidRequest, LocalFault.
    """
    now = studio.clock.now()
    zone = zone_for(studio.policy, zone_here(studio.environ, now))
    start = _moment(since or USUAL, now, zone_of(zone), "since")
    end = _moment(until, now, zone_of(zone), "until") if until else now + timedelta(microseconds=1)
    found = studio.ledger.agreed(start, end) if studio.has_ledger else []
    return gathered(found, by, start, end, zone)


def moment(studio: "Studio", text: str | None, field: str) -> datetime | None:
    """The time that "7d", "today" or "2026-11-01" means here; None for nothing said. Raises InvalidRequest."""
    now = studio.clock.now()
    return _moment(text, now, zone_of(zone_for(studio.policy, zone_here(studio.environ, now))), field) if text else None


def gathered(found: "Iterable[Agreed]", by: By, since: datetime, until: datetime, zone: str) -> Spending:
    """The jobs as rows and sums."""
    key, rows, totals = _key(by, zone_of(zone)), _Sums(), _Sums()
    for job in found:
        rows.add(key(job), job)
        totals.add("", job)
    listed = sorted(rows.all(), key=lambda row: (row.key, row.unit or "~"))
    return Spending(by=by, since=since, until=until, zone=zone, rows=tuple(listed), totals=tuple(totals.all()))


def zone_for(policy: Policy, here: str) -> str:
    """The zone in which the person counts days: that of their first limit per day, else this machine's."""
    return next((budget.zone for budget in policy.budgets if budget.per is Per.DAY and budget.zone), here)


def as_csv(found: Spending) -> str:
    """The rows for a spreadsheet: a head, then a line each, with plain decimals."""
    names = [name for name in SpendingRow.__dataclass_fields__ if name != "key"]
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow([found.by.value, *names])
    for row in found.rows:
        writer.writerow([_cell(row.key), *(_cell(getattr(row, name)) for name in names)])
    return written.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in FORMULA else text


class _Sums:
    """Rows that grow."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str | None], list[Agreed]] = defaultdict(list)

    def add(self, key: str, job: "Agreed") -> None:
        self._found[key, job.charged_unit or job.quoted_unit].append(job)

    def all(self) -> list[SpendingRow]:
        return [_row(key, unit, jobs) for (key, unit), jobs in self._found.items()]


def _row(key: str, unit: str | None, jobs: "list[Agreed]") -> SpendingRow:
    pairs = [(_in_money(job, quoted=True), _in_money(job, quoted=False)) for job in jobs]
    known = next((money.unit for pair in pairs for money in pair if money is not None), None)
    return SpendingRow(
        key=key,
        unit=unit,
        jobs=len(jobs),
        quoted=_sum(job.quoted for job in jobs if job.quoted_unit == unit),
        charged=_sum(job.charged for job in jobs),
        open=_sum(job.open for job in jobs),
        charge_untold=sum(job.open is not None for job in jobs),
        price_unknown=sum(job.quoted is None for job in jobs),
        money_unit=known,
        money_quoted=_sum(quoted.value for quoted, _ in pairs if quoted is not None),
        money_charged=_sum(charged.value for _, charged in pairs if charged is not None),
        without_money=sum(quoted is None and charged is None for quoted, charged in pairs),
    )


def _in_money(job: "Agreed", *, quoted: bool) -> Amount | None:
    """What was quoted, or charged, in money; None where that is not known, and where nothing was charged yet."""
    value, unit = (job.quoted, job.quoted_unit) if quoted else (job.charged, job.charged_unit)
    if value is None or unit is None:
        return None
    price = Price(
        amount=Amount(job.quoted, job.quoted_unit) if job.quoted is not None and job.quoted_unit else None, usd=job.usd
    )
    return in_money(Amount(value, unit), price)


def _sum(values: "Iterable[Decimal | None]") -> Decimal:
    return sum((value for value in values if value is not None), Decimal(0))


def _key(by: By, zone: tzinfo) -> "Callable[[Agreed], str]":
    keys: dict[By, Callable[[Agreed], str]] = {
        By.DAY: lambda job: job.at.astimezone(zone).date().isoformat(),
        By.PROVIDER: lambda job: job.provider,
        By.MODEL: lambda job: f"{job.provider}/{job.model}" if job.model else job.provider,
        By.THREAD: lambda job: job.thread or "",
        By.USER: lambda job: job.person or "",
    }
    return keys[by]


def _moment(text: str, now: datetime, zone: tzinfo, field: str) -> datetime:
    """A time in the past: a day or moment in that zone, "today", or a span before now. Raises InvalidRequest."""
    if text.strip().casefold() in ("today", "今天"):
        return day_start(now, zone).astimezone(UTC)
    return ago(now, text, zone, field)
