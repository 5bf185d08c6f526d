"""What the provider does with requests: takes good ones, refuses odd ones in words, and shows exactly what it would send."""

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from mediawright.testing.checks.messages import unspoken
from mediawright.testing.findings import Finding, Subject
from mediawright.testing.samples import accepted, media_of, requests_of, variants
from mediawright.types.capability import LookupGrade
from mediawright.types.codec import canonical
from mediawright.types.errors import MediawrightError
from mediawright.types.message import Problem
from mediawright.types.operations import MediaKind
from mediawright.types.pricing import price_of
from mediawright.types.provider import Model
from mediawright.types.request import Request, Role, Shot

JOB = "00000000-0000-4000-8000-00000000c0de"
OTHER_JOB = "00000000-0000-4000-8000-00000000beef"
#: header words that are a mask or a scheme, not a secret
MASKS = ("***", "…", "•", "<", "[")


def good_requests(subject: Subject) -> Iterator[Finding]:
    """For every operation of every model there is a request that is taken."""
    for model, operation in requests_of(subject):
        request, problems = accepted(subject, model, operation)
        if request is None:
            told = "; ".join(sorted({f"{p.field}: {p.message.key}" for p in problems})) or "nothing could be tried"
            what = f"No plausible request for {operation} with {model.name} is taken ({told})."
            why = "either the description promises what the rules refuse, or the operation needs a sample of your own"
            yield Finding(what, why, "mediawright.testing.conformance, `samples`")


def samples(subject: Subject) -> list[tuple[Model, Request]]:
    """One accepted request per model and operation."""
    return [(m, request) for m, op in requests_of(subject) if (request := accepted(subject, m, op)[0]) is not None]


def prices_apply(subject: Subject) -> Iterator[Finding]:
    """A model with a price table has a row for an ordinary request."""
    if subject.provider.free or subject.plugin.has("quote"):
        return
    for model, request in samples(subject):
        free = request.operation in subject.provider.free_operations
        if model.prices is not None and not free and price_of(model, request) is None:
            why = "it would be confirmed as a price nobody knows, although there is a table"
            yield Finding(f"No row of the price table of {model.name} fits {request.operation}.", why, "PriceRule.when")


def completing(subject: Subject) -> Iterator[Finding]:
    """`complete` only fills what nobody said, and twice is the same as once."""
    where = "mediawright.hookspecs.complete"
    for model, operation in requests_of(subject):
        for request in variants(subject, model, operation):
            once = subject.plugin.complete(request)
            if subject.plugin.complete(once) != once:
                why = "it is called again when a quote is confirmed"
                yield Finding(f"complete() changes its own answer ({operation}, {model.name}).", why, where)
            changed = sorted(name for name, said in _said(request).items() if getattr(once, name) != said)
            if changed:
                why = "a person's own word is never changed silently"
                yield Finding(f"complete() changes {', '.join(changed)} ({operation}, {model.name}).", why, where)


def _said(request: Request) -> dict[str, Any]:
    values = {item.name: getattr(request, item.name) for item in fields(Request)}
    return {name: value for name, value in values.items() if value not in (None, "", (), False) and value != {}}


def odd(request: Request, subject: Subject) -> Iterator[Request]:
    """The same request with one thing wrong, the way people and programs get things wrong."""
    limits = subject.provider.limits
    pictures = tuple(media_of(MediaKind.IMAGE, Role.REFERENCE, limits, n) for n in range(20))
    clip = media_of(MediaKind.VIDEO, Role.BASE, limits)
    yield request.with_(media=())
    yield request.with_(media=pictures)
    yield request.with_(media=(clip, clip, *pictures[:2]))
    yield request.with_(media=tuple(replace(item, info=None, source="https://a.example/x") for item in request.media))
    yield request.with_(media=(media_of(MediaKind.IMAGE, Role.END_FRAME, limits),))
    yield request.with_(prompt="")
    yield request.with_(prompt="字" * 10_000)
    yield request.with_(duration=0)
    yield request.with_(duration=9999, aspect_ratio="3:1", resolution="12k", mode="ultra", quality="x", style="x")
    yield request.with_(count=99, series_amount=99, seed=-1, watermark=True, sound=True, keep_original_sound=True)
    yield request.with_(multi_shot=True, shot_type="customize", shots=(Shot(index=2, prompt="", duration=99),))
    yield request.with_(subject_ids=("a",) * 20, negative_prompt="x" * 5000)
    yield request.with_(model="nobody/knows-this-model")
    yield request.with_(options={"nobody-knows-this": ["a", {"b": None}]})


def refusals(subject: Subject) -> Iterator[Finding]:
    """`validate` is pure, never raises, and what it refuses it can say in both languages."""
    where, told = "mediawright.hookspecs.validate", set()
    for _, request in samples(subject):
        for asked_request in (request, *odd(request, subject)):
            try:
                problems = subject.plugin.validate(asked_request)
                again = subject.plugin.validate(asked_request)
            except MediawrightError as error:
                what = f"validate() raises on an odd request ({request.operation}): {error.data or error.message.key}"
                yield Finding(what, "problems are returned, all at once, so that a person can mend them at once", where)
                continue
            if problems != again:
                yield Finding("validate() says something else the second time.", "it is asked before and after", where)
            for problem in problems:
                if isinstance(problem, Problem) and problem.message.key not in told:
                    told.add(problem.message.key)
                    yield from unspoken(subject, f"refusal of {problem.field}", problem.message)


def shown_requests(subject: Subject) -> Iterator[Finding]:
    """`wire` says the same twice, shows no secret, and carries the job's id where the provider takes one."""
    where = "mediawright.hookspecs.wire"
    if not subject.plugin.has("wire"):
        if not subject.provider.local:
            why = "`--dry-run` shows the exact request before anything is spent"
            yield Finding("There is no `wire`.", why, where)
        return
    for model, request in samples(subject):
        label = f"{request.operation} with {model.name}"
        calls = subject.plugin.wire(request, JOB)
        if canonical(calls) != canonical(subject.plugin.wire(request, JOB)):
            yield Finding(f"wire() says something else the second time ({label}).", "it is what will be sent", where)
        for call in calls:
            bare = [name for name, value in call.headers.items() if _secret_header(name, value)]
            if bare:
                yield Finding(f"wire() shows {', '.join(bare)} unmasked ({label}).", "it is printed as it is", where)
        capability = model.capability(request.operation)
        looked_up = capability is None or capability.lookup is not LookupGrade.NONE
        if subject.provider.client_id and looked_up and calls and JOB not in canonical(calls):
            why = "`client_id` promises that a lost answer can be looked up by the job's id"
            yield Finding(f"The job's id is not in the request ({label}).", why, where)
        if canonical(subject.plugin.wire(request, OTHER_JOB)).replace(OTHER_JOB, JOB) != canonical(calls):
            yield Finding(f"More than the id depends on the job ({label}).", "`submit` must send the same", where)


def _secret_header(name: str, value: str) -> bool:
    secret = name.lower() in ("authorization", "cookie", "x-api-key") or "token" in name.lower()
    return secret and not any(mask in value for mask in MASKS)


def costs_nothing_to_ask(subject: Subject) -> Iterator[Finding]:
    """Free operations are operations of this provider."""
    for operation in set(subject.provider.free_operations) - set(subject.provider.operations):
        yield Finding(f"{operation} is called free.", "no model here can do it", "Provider.free_operations")


CHECKS = (good_requests, prices_apply, completing, refusals, shown_requests, costs_nothing_to_ask)
