"""What was spent, as a page, and as lines for a spreadsheet."""

from dataclasses import replace

from mediawright.handlers.jobs import title_of
from mediawright.handlers.response import Response
from mediawright.present.page import Words
from mediawright.present.pages.fields import say
from mediawright.present.pages.spending import SpentLine, amount_of
from mediawright.present.pages.spending import spending as spending_page
from mediawright.services.spending import By, Spending, SpendingRow, as_csv
from mediawright.services.studio import Studio
from mediawright.types.codec import plain


def of_spending(studio: Studio, found: Spending, *, with_csv: bool = False) -> Response:
    """The page; its data are the rows themselves."""
    page = spending_page(
        found.by.value,
        [_line(studio, found, row) for row in found.rows],
        since=found.since,
        money=found.money,
        unknown=sum(row.price_unknown for row in found.totals),
        without_money=found.without_money,
        data={**plain(found), "money": [{"quoted": quoted, "charged": charged} for quoted, charged in found.money]},
    )
    if with_csv:
        page = replace(page, data={**page.data, "csv": as_csv(found)})
    return Response(page=page, status="listed")


def _line(studio: Studio, found: Spending, row: SpendingRow) -> SpentLine:
    shown = row.money_charged or row.money_quoted
    in_units = row.money_unit is not None and row.money_unit != row.unit
    return SpentLine(
        label=_label(studio, found.by, row.key),
        jobs=row.jobs,
        quoted=amount_of(row.quoted, row.unit),
        charged=amount_of(row.charged, row.unit),
        open=amount_of(row.open, row.unit),
        money=amount_of(shown, row.money_unit) if in_units else None,
    )


def _label(studio: Studio, by: By, key: str) -> Words:
    if by is By.PROVIDER:
        return title_of(studio, key) or key
    if by is By.THREAD and not key:
        return say("spending.no_thread")
    if by is By.USER and not key:
        return say("spending.no_user")
    return key
