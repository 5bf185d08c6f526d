"""Plausible values for tests, each with one field changed: a request, a quote, a job."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

from mediawright.testing.fakes import START
from mediawright.types.codec import content_hash
from mediawright.types.job import Job
from mediawright.types.money import Amount, Approval, ApprovalKind, Price, Quote
from mediawright.types.operations import Operation
from mediawright.types.request import Request
from mediawright.types.states import State

PROVIDER = "acme"
_numbers = count(1)


def a_request(prompt: str = "a red kite over the sea", **changes: Any) -> Request:
    """Five seconds of video from words, unless told otherwise."""
    request = Request(operation=Operation.TEXT_TO_VIDEO, prompt=prompt, duration=5, model="acme-1", provider=PROVIDER)
    return replace(request, **changes)


def a_quote(
    request: Request | None = None,
    amount: Decimal | int | str | None = 90,
    unit: str = "credits",
    at: datetime = START,
    **changes: Any,
) -> Quote:
    """A quote of 90 credits for a quarter of an hour; `amount` None: a price that nobody knows."""
    price = Price(amount=None if amount is None else Amount(Decimal(amount), unit), source="test")
    quote = Quote(
        id=f"Q{next(_numbers):06d}",
        request_hash=content_hash(request or a_request()),
        provider=PROVIDER,
        price=price,
        created_at=at,
        expires_at=at + timedelta(minutes=15),
    )
    return replace(quote, **changes)


def a_job(request: Request | None = None, at: datetime = START, **changes: Any) -> Job:
    """A job that waits for its approval; the ids of all jobs of a process differ."""
    request = request or a_request()
    job = Job(
        id=str(UUID(int=(4 << 76) | (8 << 60) | next(_numbers))),
        request=request,
        request_hash=content_hash(request),
        provider=PROVIDER,
        state=State.QUOTED,
        created_at=at,
        updated_at=at,
        quote=a_quote(request, at=at),
    )
    return replace(job, **changes)


def an_approval(job: Job, ceiling: Decimal | int | str | None = 90, at: datetime = START, **changes: Any) -> Approval:
    """A person's approval to that job; `ceiling` None: to an unknown price."""
    amount = None if ceiling is None else Amount(Decimal(ceiling), "credits")
    approval = Approval(kind=ApprovalKind.PERSON, request_hash=job.request_hash, ceiling=amount, at=at)
    return replace(approval, **changes)
