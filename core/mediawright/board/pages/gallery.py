"""The gallery: results page by page, found by words, provider, kind, day, conversation and marks; side by side."""

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from mediawright.board.site import Site
from mediawright.board.views.blocks import View
from mediawright.board.views.results import cards, uses
from mediawright.board.work import new_thread
from mediawright.gate.zones import zone_here, zone_of
from mediawright.ledger.results import Wanted
from mediawright.present.pages.fields import Providers, title_in
from mediawright.services.studio import Studio
from mediawright.types.errors import NotFound
from mediawright.types.message import Lang
from mediawright.types.operations import MediaKind

#: jobs of one page, words of one search, results side by side
JOBS, WORDS, BESIDE = 24, 8, 4
#: what a search can say, as in the address
ASKED = ("q", "provider", "kind", "since", "until", "thread", "tag", "favourite")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


async def gallery(site: Site, request: Request) -> Response:
    """The newest results, or those that were looked for."""
    asked = {name: value for name in ASKED if (value := request.query_params.get(name, "").strip()[:200])}
    before = request.query_params.get("before") or None

    def make(studio: Studio, lang: Lang) -> dict[str, Any]:
        known = site.work.providers(studio)
        wanted = wanted_of(asked, zone_of(zone_here({}, studio.clock.now())))
        found = studio.ledger.results.page(wanted, limit=JOBS + 1, before=before) if studio.has_ledger else []
        more = found[JOBS - 1].job.id if len(found) > JOBS else ""
        return {
            "cards": cards(found[:JOBS], known, lang),
            "asked": {name: asked.get(name, "") for name in ASKED},
            "searching": bool(asked),
            "older": "?" + urlencode({**asked, "before": more}) if more else "",
            "thread": new_thread(),
            **_choices(studio, known, lang),
        }

    return await site.shown(request, "gallery.html", "gallery", make)


def wanted_of(asked: dict[str, str], zone: tzinfo) -> Wanted:
    """What a search says, with days of this machine's own zone; what makes no sense counts as not said."""
    since, until = _day(asked.get("since"), zone), _day(asked.get("until"), zone)
    return Wanted(
        words=tuple(asked.get("q", "").split()[:WORDS]),
        provider=asked.get("provider") or None,
        kind=next((kind for kind in MediaKind if kind.value == asked.get("kind")), None),
        since=since,
        until=until + timedelta(days=1) if until else None,
        thread=asked.get("thread") or None,
        tag=asked.get("tag") or None,
        favourite=bool(asked.get("favourite")),
    )


def _day(said: str | None, zone: tzinfo) -> datetime | None:
    if not said or not _DAY.fullmatch(said):
        return None
    try:
        day = date.fromisoformat(said)
        return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _choices(studio: Studio, known: Providers, lang: Lang) -> dict[str, Any]:
    if not studio.has_ledger:
        return {"providers": [], "tags": [], "threads": []}
    results = studio.ledger.results
    named = [{"value": name, "label": title_in(known, name).in_(lang)} for name in results.providers()]
    return {"providers": named, "tags": results.tags(), "threads": results.threads()}


async def compare(site: Site, request: Request) -> Response:
    """Up to four results side by side."""
    keys = list(dict.fromkeys(request.query_params.getlist("r")))[:BESIDE]

    def make(studio: Studio, lang: Lang) -> dict[str, Any]:
        known, found = site.work.providers(studio), list[View]()
        for key in keys:
            job, _, number = key.partition(":")
            try:
                every = cards([studio.ledger.results.of(job)], known, lang)
            except NotFound:
                continue
            found += [card for card in every if str(card["number"]) == (number or "1")]
        return {"cards": found}

    return await site.shown(request, "compare.html", "gallery", make)


def choices_of(kinds: list[str], known: Providers, lang: Lang) -> list[View]:
    """What can be made from results of these kinds, each once."""
    found = {item["value"]: item for kind in dict.fromkeys(kinds) for item in uses(kind, known, lang)}
    return list(found.values())
