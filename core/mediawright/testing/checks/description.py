"""What `describe()` says: consistent in itself, every model reachable, prices that can be looked up, nothing secret."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields

from mediawright.services.request_fields import roles_said
from mediawright.testing.findings import Finding, Subject
from mediawright.testing.samples import requests_of
from mediawright.types.capability import Capability
from mediawright.types.codec import canonical
from mediawright.types.constraints import LISTED, choose_model
from mediawright.types.errors import InvalidRequest
from mediawright.types.money import PriceRule
from mediawright.types.provider import SPEC, AuthKind, Model
from mediawright.types.request import Request

WHERE = "mediawright.hookspecs.describe and docs/tutorials/write-a-provider.md"
REQUEST_FIELDS = frozenset(item.name for item in fields(Request))
DERIVED = frozenset({"has_video", "has_image"})
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
SECRETS = re.compile(
    r"eyJ[\w-]{8,}\.[\w-]+\.|-----BEGIN|\bAKIA[0-9A-Z]{12,}|\bBearer\s+\S{12,}|[?&](sig|signature|token|x-amz-\w+)=",
    re.IGNORECASE,
)


def identity(subject: Subject) -> Iterator[Finding]:
    """Name, contract version, ways to sign in."""
    provider = subject.provider
    if not NAME.fullmatch(provider.name):
        why = "the name is typed in commands and chats"
        yield Finding(f"The name {provider.name!r} is not lower-case words joined by '-'.", why, WHERE)
    if not 1 <= provider.spec <= SPEC:
        yield Finding(f"spec={provider.spec}, but this core speaks {SPEC}.", "newer plugins are refused", WHERE)
    if not provider.auth:
        why = "nobody could tell whether a sign-in is needed; AuthKind.NONE says that none is"
        yield Finding("`auth` is empty.", why, WHERE)
    if AuthKind.KEYS in provider.auth and not provider.credentials:
        why = "keys that are in the environment or in the vendor's own file already would not be found"
        yield Finding("Keys are taken, but `credentials` names no place to look for them.", why, WHERE)
    if provider.client_id and not subject.plugin.has("reconcile"):
        why = "a client id is sent so that a lost answer can be looked up; without `reconcile` nobody looks"
        yield Finding("`client_id` is set, but there is no `reconcile`.", why, "mediawright.hookspecs.reconcile")


def models(subject: Subject) -> Iterator[Finding]:
    """Every operation has a model, every model an operation, every name one owner."""
    provider = subject.provider
    if not provider.models:
        yield Finding("There is no model.", "then there is nothing to do here", WHERE)
    for (name, kind), count in Counter((model.name, model.kind) for model in provider.models).items():
        if count > 1:
            yield Finding(f"{name} stands {count} times as a {kind} model.", "only the first could be chosen", WHERE)
    for model in provider.models:
        if not model.operations:
            yield Finding(f"Model {model.name} can do nothing.", "it would be shown and always refused", WHERE)
        for operation, count in Counter(model.operations).items():
            if count > 1:
                why = "only the first of two capabilities for one operation is ever looked at"
                yield Finding(f"Model {model.name} has {count} capabilities for {operation}.", why, WHERE)
            if operation.result not in (None, model.kind):
                why = f"what comes of {operation} is a {operation.result}"
                yield Finding(f"Model {model.name} is a {model.kind} model but offers {operation}.", why, WHERE)
    for operation, count in Counter(op for m in provider.models for op in m.recommended_for).items():
        if count > 1:
            why = "a person who names no model gets the recommended one; there can be only one"
            yield Finding(f"{count} models are recommended for {operation}.", why, WHERE)


def reachable(subject: Subject) -> Iterator[Finding]:
    """Every model can be chosen by its own name for each of its operations, and recommended only for those."""
    for model, operation in requests_of(subject):
        asked_request = Request(operation=operation, model=model.name, provider=subject.name)
        try:
            chosen: Model | None = choose_model(subject.provider, asked_request)
            why = "asking for it by its own name gives another model"
        except InvalidRequest as error:
            chosen, why = None, f"asking for it by its own name says {error.message.key}"
        if chosen is not model:
            yield Finding(f"Model {model.name} cannot be reached for {operation}.", why, WHERE)
    for model in subject.provider.models:
        for operation in set(model.recommended_for) - set(model.operations):
            yield Finding(f"Model {model.name} is recommended for {operation}.", "it cannot do that", WHERE)


def capabilities(subject: Subject) -> Iterator[Finding]:
    """Defaults that exist and are allowed, input counts that make sense."""
    for model in subject.provider.models:
        for capability in model.capabilities:
            yield from _defaults(model, capability)
            for rule in capability.inputs:
                if rule.at_most is not None and not 0 <= rule.at_least <= rule.at_most:
                    what = f"Model {model.name}: {rule.kind} inputs from {rule.at_least} to {rule.at_most}."
                    yield Finding(what, "no request could ever satisfy that", WHERE)


def roles(subject: Subject) -> Iterator[Finding]:
    """An input that a model needs can be said on a command line."""
    why = "no flag gives an input that role, so that the model is refused to everybody"
    for model, operation in requests_of(subject):
        capability = model.capability(operation)
        for needed in capability.inputs if capability is not None else ():
            said = roles_said(needed.kind, operation)
            if needed.at_least and needed.roles and said and not said & set(needed.roles):
                named, plain = ", ".join(needed.roles), ", ".join(sorted(said))
                what = f"Model {model.name}: {operation} needs {needed.kind} as {named}; what can be said is {plain}."
                yield Finding(what, why, WHERE)


def _defaults(model: Model, capability: Capability) -> Iterator[Finding]:
    for name, value in capability.defaults.items():
        if name not in REQUEST_FIELDS:
            why = "defaults fill fields of Request; a provider's own extras go into `complete`"
            yield Finding(f"Model {model.name}: default for {name!r}, which no request has.", why, WHERE)
        elif name in LISTED and value not in getattr(capability, LISTED[name]):
            why = "the core would fill it in and then refuse the request"
            taken = getattr(capability, LISTED[name])
            yield Finding(f"Model {model.name}: default {name}={value!r} is not among {taken!r}.", why, WHERE)


def prices(subject: Subject) -> Iterator[Finding]:
    """Tables with a source and a date, whose rows can apply."""
    for model in subject.provider.models:
        table = model.prices
        if table is None:
            continue
        if not table.source.strip() or not table.rules:
            why = "a price is shown with its source and date; where none is known, leave `prices` None"
            yield Finding(f"Model {model.name}: a price table without a source or without rows.", why, WHERE)
        for unit in table.usd.keys() - {rule.unit for rule in table.rules}:
            yield Finding(f"Model {model.name}: a rate for {unit!r}.", "no row of the table is in that unit", WHERE)
        for rule in table.rules:
            yield from _rule(model, rule)


def _rule(model: Model, rule: PriceRule) -> Iterator[Finding]:
    if not rule.value.is_finite() or rule.value < 0 or not rule.unit.strip():
        why = "a price is a number that is not negative, in a unit"
        yield Finding(f"Model {model.name}: a row with {rule.value} {rule.unit!r}.", why, WHERE)
    for name, wanted in rule.when.items():
        if name not in REQUEST_FIELDS | DERIVED:
            why = "asking for such a price would fail; conditions name fields of Request, has_video or has_image"
            yield Finding(f"Model {model.name}: a row with the condition {name!r}.", why, WHERE)
        elif name in LISTED and name != "duration":  # a vendor's page may price lengths that it does not offer
            taken = {item for c in model.capabilities for item in getattr(c, LISTED[name])}
            values = set(wanted) if isinstance(wanted, (tuple, list)) else {wanted}
            if not values & (taken | {None}):
                why = (
                    f"no capability of this model takes it, so the row never applies (taken: {sorted(map(str, taken))})"
                )
                yield Finding(f"Model {model.name}: a row for {name}={wanted!r}.", why, WHERE)


def figures(subject: Subject) -> Iterator[Finding]:
    """Times and limits are positive, option and setting names are said once."""
    provider = subject.provider
    for model in provider.models:
        timing = model.timing
        if timing is not None and not 0 < timing.typical_low <= timing.typical_high:
            why = "waiting follows these figures (seconds)"
            yield Finding(f"Model {model.name}: {timing.typical_low} to {timing.typical_high} seconds.", why, WHERE)
    limits = provider.limits
    for name in ("parallel", "input_bytes", "result_life_s", "wait_s"):
        value = getattr(limits, name)
        if value is not None and value <= 0:
            yield Finding(f"limits.{name} = {value}.", "leave it out where there is no limit", WHERE)
    named = [("option", option.name) for option in provider.options]
    named += [("setting", setting.name) for setting in provider.settings]
    for (kind, name), count in Counter(named).items():
        if count > 1:
            yield Finding(f"The {kind} {name!r} stands {count} times.", "only one of them would be used", WHERE)


def nothing_secret(subject: Subject) -> Iterator[Finding]:
    """The description is printed, written into docs and skills: nothing in it may be a secret."""
    found = SECRETS.search(canonical(subject.provider))
    if found is not None:
        why = "the description is printed by `models`, `plugins` and the generated pages"
        what = f"Something that looks like a secret is in the description, at “{found[0][:6]}…”."
        yield Finding(what, why, "mediawright.hookspecs.describe")


CHECKS = (identity, models, reachable, capabilities, roles, prices, figures, nothing_secret)
