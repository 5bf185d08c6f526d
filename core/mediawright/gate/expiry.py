"""Until or since when something holds: "2h", "30m", "1d", or a date and time. Pure."""

import re
from datetime import UTC, datetime, timedelta, tzinfo

from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem

_UNITS = {"m": "minutes", "min": "minutes", "分钟": "minutes", "h": "hours", "小时": "hours", "d": "days", "天": "days"}
_SPAN = re.compile(r"(?P<number>[0-9]{1,5})\s*(?P<unit>m|min|h|d|分钟|小时|天)", re.IGNORECASE)
#: nobody means longer
LONGEST = timedelta(days=366)


def until(now: datetime, *, span: str | None = None, moment: str | None = None, zone: tzinfo | None = UTC) -> datetime:
    """The end of something that begins now: a `span` ("2h") or a `moment` (ISO, in `zone` where it names none).

    Raises InvalidRequest for what cannot be read, lies in the past or further away than a year.
    """
    end = _after(now, span) if span is not None else _moment(moment or "", zone)
    if end is None:
        field, typed = ("for", span) if span is not None else ("until", moment)
        values = {"value": typed or ""}
        raise InvalidRequest(Problem(field, Message("problem.span.garbage", values), allowed=("30m", "2h", "1d")))
    if not now < end <= now + LONGEST:
        raise InvalidRequest(Problem("until", Message("problem.span.out_of_range", {"at": end})))
    return end.astimezone(UTC)


def ago(now: datetime, text: str, zone: tzinfo | None, field: str) -> datetime:
    """The beginning of something that goes on until now: a span ("7d") before it, or a day or moment in `zone` (ISO).

    Raises InvalidRequest for what cannot be read or lies in the future.
    """
    later = _after(now, text)
    moment = _moment(text, zone) if later is None else now - (later - now)
    if moment is None or moment > now:
        values = {"value": text[:40]}
        raise InvalidRequest(
            Problem(field, Message("problem.span.garbage", values), allowed=("7d", "2h", "2026-10-01"))
        )
    return moment.astimezone(UTC)


def _after(now: datetime, span: str) -> datetime | None:
    found = _SPAN.fullmatch(span.strip())
    if found is None:
        return None
    return now + timedelta(**{_UNITS[found["unit"].casefold()]: int(found["number"])})


def _moment(text: str, zone: tzinfo | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
