"""Spending as charts that the server draws: quoted beside charged, and limits as bars. Pure."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from mediawright.board.views.blocks import View
from mediawright.gate.policy import Budget
from mediawright.present.catalog import render
from mediawright.services.spending import By, Spending, SpendingRow
from mediawright.types.message import Lang, Message
from mediawright.types.money import Amount

#: size of a chart in its own units, and of its margins
WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 720, 180, 78, 24, 10
#: rows of one chart of providers or models, and days of one chart
ROWS, DAYS = 12, 62
#: share of a day's place that its bars take
FULL = 0.72

Name = Callable[[str], str]


def chart_views(found: Spending, lang: Lang, name: Name) -> list[View]:
    """A chart per unit, the unit with most jobs first. `name` puts a key into words."""
    units = dict.fromkeys(row.unit for row in sorted(found.totals, key=lambda row: -row.jobs) if row.unit is not None)
    draw = day_chart if found.by is By.DAY else bar_chart
    return [draw(found, unit, lang, name) for unit in units]


def day_chart(found: Spending, unit: str, lang: Lang, name: Name) -> View:
    """Two columns for each day, days without anything among them."""
    rows = {row.key: row for row in found.rows if row.unit == unit}
    days = _days(sorted(rows))
    most = max((top(rows[day]) for day in days if day in rows), default=Decimal(0)) or Decimal(1)
    step = (WIDTH - LEFT) / max(1, len(days))
    columns = []
    for at, day in enumerate(days):
        row, x = rows.get(day), LEFT + at * step + step * (1 - FULL) / 2
        if row is None:
            continue
        wide = step * FULL / 2
        columns.append(
            {
                "label": _words(row, unit, name(day), lang),
                "quoted": _column(row.quoted, most, x, wide),
                "charged": _column(row.charged, most, x + wide, wide),
            }
        )
    marks = [{"x": round(LEFT + (at + 0.5) * step, 1), "text": name(days[at])} for at in _marked(len(days))]
    return {
        **_frame(unit, found, lang),
        "kind": "days",
        "columns": columns,
        "marks": marks,
        "most": _amount(most, unit, lang),
        "base": HEIGHT - BOTTOM,
        "table": [_line(rows[day], unit, name(day), lang) for day in days if day in rows],
    }


def bar_chart(found: Spending, unit: str, lang: Lang, name: Name) -> View:
    """A row for each provider, model or conversation, the dearest first."""
    rows = sorted((row for row in found.rows if row.unit == unit), key=top, reverse=True)[:ROWS]
    most = max(map(top, rows), default=Decimal(0)) or Decimal(1)
    return {
        **_frame(unit, found, lang),
        "kind": "bars",
        "bars": [
            {
                **_line(row, unit, name(row.key), lang),
                "quoted_share": round(float(row.quoted / most), 4),
                "charged_share": round(float(row.charged / most), 4),
            }
            for row in rows
        ],
    }


def budget_view(budget: Budget, used: Decimal, lang: Lang, name: Name) -> View:
    """A limit with what of it is used."""
    limit = budget.limit
    share = min(Decimal(1), used / limit.value) if limit.value else Decimal(1)
    return {
        "id": budget.id,
        "for": "、".join(map(name, budget.providers)) if lang == "zh" else ", ".join(map(name, budget.providers)),
        "per": budget.per.value,
        "used": _amount(used, limit.unit, lang),
        "limit": _amount(limit.value, limit.unit, lang),
        "share": round(float(share), 4),
        "tight": share >= Decimal("0.9"),
    }


def top(row: SpendingRow) -> Decimal:
    """The higher of what was quoted and what was charged."""
    return max(row.quoted, row.charged)


def _days(known: Sequence[str]) -> list[str]:
    """Every day from the first to the last one, the latest where they are too many."""
    if not known:
        return []
    first, last = date.fromisoformat(known[0]), date.fromisoformat(known[-1])
    every = [(first + timedelta(days=at)).isoformat() for at in range((last - first).days + 1)]
    return every[-DAYS:]


def _marked(count: int) -> list[int]:
    """The days that are named below the chart: at most six, evenly."""
    step = max(1, -(-count // 6))
    return list(range(0, count, step))


def _column(value: Decimal, most: Decimal, x: float, wide: float) -> View:
    high = float(value / most) * (HEIGHT - BOTTOM - TOP)
    y = HEIGHT - BOTTOM - high
    return {"x": round(x, 1), "y": round(y, 1), "width": round(wide, 1), "height": round(high, 1)}


def _frame(unit: str, found: Spending, lang: Lang) -> View:
    total = next(row for row in found.totals if row.unit == unit)
    return {
        "unit": unit,
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "quoted": _amount(total.quoted, unit, lang),
        "charged": _amount(total.charged, unit, lang),
        "open": _amount(total.open, unit, lang) if total.open else "",
        "jobs": total.jobs,
    }


def _line(row: SpendingRow, unit: str, label: str, lang: Lang) -> View:
    quoted, charged = _amount(row.quoted, unit, lang), _amount(row.charged, unit, lang)
    return {"label": label, "jobs": row.jobs, "quoted": quoted, "charged": charged}


def _words(row: SpendingRow, unit: str, label: str, lang: Lang) -> str:
    values = {"quoted": Amount(row.quoted, unit), "charged": Amount(row.charged, unit)}
    return f"{label}: {render(Message('spending.money', values), lang)}"


def _amount(value: Decimal, unit: str, lang: Lang) -> str:
    return render(Message("price.exact", {"amount": Amount(value, unit)}), lang)
