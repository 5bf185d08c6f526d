"""What is priced is what is sent: a choice that costs more is in the request, and so is what nobody said."""

from collections.abc import Iterator
from typing import Any

from mediawright.testing.findings import Finding, Subject
from mediawright.testing.samples import accepted, prepared, requests_of
from mediawright.types.capability import Capability
from mediawright.types.codec import canonical
from mediawright.types.constraints import LISTED
from mediawright.types.money import Amount
from mediawright.types.pricing import price_of
from mediawright.types.provider import Model
from mediawright.types.request import Request

JOB = "0" * 20


def choices_are_sent(subject: Subject) -> Iterator[Finding]:
    """A choice that changes the price changes the request, too."""
    for model, capability, request in _priced(subject):
        for field, name in LISTED.items():
            if field == "duration" and (request.videos or request.audios):
                continue  # as long as what goes in: nothing to send
            taken = getattr(capability, name)
            ends = dict.fromkeys((*taken[:1], *taken[-1:]))
            tried = [found for value in ends if (found := _with(subject, model, request, field, value)) is not None]
            if len(tried) < 2:
                continue
            (one, cost, body), (other, more, same) = tried
            if cost != more and body == same:
                what = f"{request.operation} with {model.name}: {field} {one} and {other} cost {cost} and {more}"
                why = "what is paid for was never asked for"
                yield Finding(f"{what}, and the very same is sent.", why, "mediawright.hookspecs.wire")


def unsaid_is_sent_as_priced(subject: Subject) -> Iterator[Finding]:
    """What nobody said is left out, or sent as what the price assumes."""
    for model, capability, request in _priced(subject):
        for field, value in {"count": 1, **capability.assumed}.items():
            if getattr(request, field, 0) is not None:
                continue
            said = _with(subject, model, request, field, value)
            unlike = [] if said is None else list(_unlike(_body(subject, request), said[2]))
            if unlike:
                at, sent, priced = unlike[0]
                what = (
                    f"{request.operation} with {model.name}: where nobody says {field}, {at} is sent as {sent!r}; "
                    f"priced is {field}={value}, which is {priced!r}."
                )
                yield Finding(what, "a person agrees to one price and another is paid", "mediawright.plugin.Capability")


def _priced(subject: Subject) -> Iterator[tuple[Model, Capability, Request]]:
    if subject.provider.free or not subject.plugin.has("wire"):
        return
    for model, operation in requests_of(subject):
        capability, request = model.capability(operation), accepted(subject, model, operation)[0]
        if capability is not None and request is not None and price_of(model, request) is not None:
            yield model, capability, request


def _with(
    subject: Subject, model: Model, request: Request, field: str, value: Any
) -> tuple[Any, Amount | None, Any] | None:
    """The value, the price and the body of the same request with one field; None where it is not taken."""
    ready, problems = prepared(subject, request.with_(**{field: value}))
    price = None if problems else price_of(model, ready)
    return None if price is None else (value, price.amount, _body(subject, ready))


def _body(subject: Subject, request: Request) -> Any:
    calls = subject.plugin.wire(request, JOB)
    return [{"url": call.url, "query": dict(call.query), "body": call.json} for call in calls]


def _unlike(one: Any, other: Any, at: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Places that both have with different values. What only one has is no difference: it was not said."""
    if isinstance(one, dict) and isinstance(other, dict):
        for name in one.keys() & other.keys():
            yield from _unlike(one[name], other[name], f"{at}.{name}".lstrip("."))
    elif isinstance(one, list) and isinstance(other, list):
        for number, pair in enumerate(zip(one, other, strict=False)):
            yield from _unlike(*pair, f"{at}[{number}]")
    elif canonical(one) != canonical(other):
        yield at, one, other


CHECKS = (choices_are_sent, unsaid_is_sent_as_priced)
