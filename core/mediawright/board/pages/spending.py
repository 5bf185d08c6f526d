"""What was spent: by day, provider, model or conversation, and how much of each limit is used."""

from datetime import date
from decimal import Decimal
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from mediawright.board.site import Site
from mediawright.board.views.blocks import View
from mediawright.board.views.spending import Name, budget_view, chart_views
from mediawright.gate.budgets import spent
from mediawright.gate.policy import Per
from mediawright.present.catalog import render
from mediawright.present.pages.fields import Providers, say, title_in, with_provider
from mediawright.services.spending import By
from mediawright.services.spending import spending as spent_by
from mediawright.services.studio import Studio
from mediawright.types.message import Lang, Message

#: spans that can be chosen
SPANS = ("7d", "30d", "90d", "365d")


async def spending(site: Site, request: Request) -> Response:
    """The charts, and the same figures as a table."""
    by = next((one for one in By if one.value == request.query_params.get("by")), By.DAY)
    since = request.query_params.get("since", "")
    span = since if since in SPANS else "30d"

    def make(studio: Studio, lang: Lang) -> dict[str, Any]:
        known = site.work.providers(studio)
        found = spent_by(studio, by, span)
        name = naming(by, known, lang)
        return {
            "charts": chart_views(found, lang, name),
            "money": [
                render(say("spending.money", quoted=quoted, charged=charged), lang) for quoted, charged in found.money
            ],
            "without_money": found.without_money,
            "budgets": budgets(studio, known, lang),
            "by": by.value,
            "ways": [one.value for one in By],
            "span": span,
            "spans": list(SPANS),
        }

    return await site.shown(request, "spending.html", "spending", make)


def budgets(studio: Studio, known: Providers, lang: Lang) -> list[View]:
    """Every limit of a day or in total, with what is used of it. A job's own limit has no use to show."""
    if not studio.has_ledger:
        return []
    now, name = studio.clock.now(), naming(By.PROVIDER, known, lang)
    return [
        budget_view(budget, max(Decimal(0), spent(budget, now, None, studio.ledger.committed)), lang, name)
        for budget in studio.policy.current(now).budgets
        if budget.per is not Per.JOB
    ]


def naming(by: By, known: Providers, lang: Lang) -> Name:
    """How a key of these rows is said: a day, a provider, a model, a conversation."""

    def day(key: str) -> str:
        found = date.fromisoformat(key)
        return f"{found.month}月{found.day}日" if lang == "zh" else f"{found.day} {found:%b}"

    def provider(key: str) -> str:
        return title_in(known, key).in_(lang)

    def model(key: str) -> str:
        maker, _, name = key.partition("/")
        label = next((one.label for one in known[maker].models if one.name == name), name) if maker in known else name
        return render(with_provider(label or None, title_in(known, maker)), lang)

    def thread(key: str) -> str:
        return key or render(Message("spending.no_thread"), lang)

    return {By.DAY: day, By.PROVIDER: provider, By.MODEL: model, By.THREAD: thread}[by]
