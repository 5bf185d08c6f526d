"""A request against what a provider says it can do: the model, the defaults, and every problem at once. Pure.

Nothing here knows a provider; rules that hang on several fields together are the provider's own (`validate`).
"""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from mediawright.types.capability import Capability, Inputs
from mediawright.types.errors import InvalidRequest, NotAvailable
from mediawright.types.message import Message, Problem
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.options import nearest, problems, typed
from mediawright.types.provider import Model, Provider
from mediawright.types.request import Media, Request, Role

#: field of the request → the capability's list of what it takes
LISTED = {
    "duration": "durations",
    "aspect_ratio": "aspect_ratios",
    "resolution": "resolutions",
    "mode": "modes",
    "quality": "qualities",
    "style": "styles",
    "scope": "scopes",
    "sound": "sound",
    "count": "counts",
    "language": "languages",
}
#: a file of a kind that the provider does not take
WRONG_TYPE = "problem.media.type"
#: media types whose names are not those that people use
_FORMATS = {
    "image/webp": "WebP",
    "audio/mpeg": "MP3",
    "audio/mp4": "M4A",
    "video/quicktime": "MOV",
    "text/plain": "TXT",
} | {
    "video/x-msvideo": "AVI",
    "video/x-matroska": "MKV",
    "video/webm": "WebM",
    "video/mp2t": "MTS",
    "image/x-icon": "ICO",
    "image/jpx": "JPEG 2000",
}
#: more models than this are not listed in a refusal: the nearest names are
FEW = 20
#: field of the request → the capability's yes or no
SWITCHED = ("negative_prompt", "watermark", "seed", "voice")


def choose_model(provider: Provider, request: Request) -> Model:
    """The model that was named, else the recommended one for the operation.

    Raises NotAvailable when no model can do the operation; InvalidRequest, listing the able ones, for a name that is
    unknown, cannot do this, or is an alias where the provider wants the canonical name.
    """
    if request.model is not None and (spelt := _spelt(provider, request.model, request.operation)) is not None:
        return spelt
    able = provider.models_for(request.operation)
    if not able:
        can = tuple(sorted(provider.operations))
        values = {"provider": provider.title, "operation": request.operation}
        raise NotAvailable(Problem("operation", Message("problem.operation.not_taken", values), allowed=can))
    if request.model is None:
        return able[0]
    found = named(able, request.model)
    if found is None:
        raise InvalidRequest(_no_model(provider, able, request, request.model))
    if found.strict_aliases and _fold(found.name) != _fold(request.model):
        values = {"alias": request.model, "canonical": found.name}
        raise InvalidRequest(Problem("model", Message("problem.model.alias", values), allowed=(found.name,)))
    return found


def _spelt(provider: Provider, name: str, operation: Operation) -> Model | None:
    """The model of exactly this name that can do it: found without reading thousands of others."""
    return next((m for m in provider.models if m.name == name and m.capability(operation) is not None), None)


def named(models: Sequence[Model], name: str) -> Model | None:
    """By canonical name first, so that nobody's alias hides a model."""
    spelt = next((model for model in models if model.name == name), None)
    if spelt is not None:
        return spelt
    wanted = _fold(name)
    exact = [model for model in models if _fold(model.name) == wanted]
    other = [m for m in models if wanted in {_fold(alias) for alias in (*m.aliases, m.label.en, m.label.zh)}]
    return next(iter(exact + other), None)


def nearest_models(provider: Provider, name: str) -> tuple[str, ...]:
    """The names most like one that no model has; all where there are few."""
    names = tuple(dict.fromkeys(model.name for model in provider.models))
    return names if len(names) <= FEW else nearest(name, dict.fromkeys(names))


def _no_model(provider: Provider, able: Sequence[Model], request: Request, name: str) -> Problem:
    known = named(provider.models, name)
    what = "problem.model.unknown" if known is None else "problem.model.operation"
    values = {"model": name, "provider": provider.title, "operation": request.operation}
    names = tuple(dict.fromkeys(model.name for model in able))
    shown = names if len(names) <= FEW else nearest(name, dict.fromkeys(names))
    return Problem("model", Message(what, values), allowed=shown)


def _fold(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def complete(request: Request, model: Model) -> Request:
    """The request with the model's canonical name and its defaults for every field that nobody filled."""
    capability = model.capability(request.operation)
    defaults = capability.defaults if capability is not None else {}
    missing = {name: value for name, value in defaults.items() if getattr(request, name) is None}
    return request.with_(model=model.name, options=typed(capability, request.options), **missing)


def check(provider: Provider, model: Model, request: Request) -> tuple[Problem, ...]:
    """Every way in which the request asks for more than the model's capability says; empty when all is well.

    `request` with its defaults filled and its local inputs measured.
    """
    capability = model.capability(request.operation)
    if capability is None:
        return (_no_model(provider, provider.models_for(request.operation), request, model.name),)
    found = (
        *_prompt(capability, request),
        *_listed(capability, request, model),
        *_switched(capability, request, model),
        *_inputs(capability, request, model),
        *_files(provider, request),
        *_options(provider, capability, request),
    )
    return tuple(found)


def _prompt(capability: Capability, request: Request) -> Iterator[Problem]:
    if capability.prompt_required and not request.prompt.strip() and not request.shots:
        yield Problem("prompt", Message("problem.prompt.missing"))
    limit = capability.prompt_limit
    if limit is not None and len(request.prompt) > limit:
        if not limit:
            yield Problem("prompt", Message("problem.prompt.not_taken"))
            return
        values = {"length": len(request.prompt), "limit": limit}
        yield Problem("prompt", Message("problem.prompt.too_long", values), allowed=(str(limit),))


def _listed(capability: Capability, request: Request, model: Model) -> Iterator[Problem]:
    for field, name in LISTED.items():
        value, taken = getattr(request, field), getattr(capability, name)
        if value is None or value in taken:
            continue
        what = "not_offered" if taken else "not_taken"
        values = {"value": _shown(value), "model": model.label}
        yield Problem(field, Message(f"problem.{field}.{what}", values), allowed=spelled(taken))


def _switched(capability: Capability, request: Request, model: Model) -> Iterator[Problem]:
    for field in SWITCHED:
        if getattr(request, field) is not None and not getattr(capability, field):
            yield Problem(field, Message(f"problem.{field}.not_taken", {"model": model.label}))
    if (request.multi_shot or request.shots or request.shot_type) and not capability.multi_shot:
        yield Problem("multi_shot", Message("problem.multi_shot.not_taken", {"model": model.label}))
    if len(request.subject_ids) > capability.subjects:
        what = "too_many" if capability.subjects else "not_taken"
        values = {"n": len(request.subject_ids), "most": capability.subjects, "model": model.label}
        allowed = (f"0-{capability.subjects}",) if capability.subjects else ()
        yield Problem("subject_ids", Message(f"problem.subject_ids.{what}", values), allowed=allowed)


def _inputs(capability: Capability, request: Request, model: Model) -> Iterator[Problem]:
    for rule in capability.inputs:
        given = len(request.of(rule.kind, *rule.roles))
        if given < rule.at_least:
            yield _number("too_few", rule, given, model)
        elif rule.at_most is not None and given > rule.at_most:
            yield _number("too_many" if rule.at_most else "not_taken", rule, given, model)
    for media in dict.fromkeys((m.kind, m.role) for m in request.media):
        if not any(rule.kind is media[0] and (not rule.roles or media[1] in rule.roles) for rule in capability.inputs):
            values = {"input": _input(media[0], (media[1],)), "model": model.label}
            yield Problem("media", Message("problem.media.not_taken", values))


def _number(what: str, rule: Inputs, given: int, model: Model) -> Problem:
    values = {
        "input": _input(rule.kind, rule.roles),
        "given": given,
        "least": rule.at_least,
        "most": rule.at_most,
        "model": model.label,
    }
    most = "" if rule.at_most is None else str(rule.at_most)
    span = most if str(rule.at_least) == most else f"{rule.at_least}-{most}" if most else f"{rule.at_least}+"
    return Problem("media", Message(f"problem.media.{what}", values), allowed=(span,))


def _input(kind: MediaKind, roles: Sequence[Role]) -> MediaKind | Role:
    """What to call an input: by its role where there is only one telling one, else by its kind."""
    return roles[0] if len(roles) == 1 and roles[0] is not Role.REFERENCE else kind


def _files(provider: Provider, request: Request) -> Iterator[Problem]:
    limits = provider.limits
    for media in request.media:
        if media.info is None:
            continue
        if limits.input_bytes is not None and media.info.size > limits.input_bytes:
            values = {"name": _name(media), "size": media.info.size, "limit": limits.input_bytes}
            yield Problem("media", Message("problem.media.too_big", values))
        if limits.media_types and media.info.media_type not in limits.media_types:
            yield _wrong_type(provider, media, media.info.media_type)


def _wrong_type(provider: Provider, media: Media, found: str) -> Problem:
    taken = provider.limits.media_types
    alike = [kind for kind in taken if kind.partition("/")[0] == media.kind.value] or taken
    names = tuple(dict.fromkeys(map(format_name, alike)))
    values = {"name": _name(media), "type": format_name(found), "provider": provider.title, "format": names[0]}
    return Problem("media", Message(WRONG_TYPE, values), allowed=names)


def format_name(media_type: str) -> str:
    """What people call a format: "JPEG", "MP4"."""
    return _FORMATS.get(media_type) or media_type.rpartition("/")[2].removeprefix("x-").upper()


def _options(provider: Provider, capability: Capability, request: Request) -> Iterator[Problem]:
    if capability.schema is not None:
        yield from problems(provider, capability, request.options)
        return
    known = {option.name: option for option in provider.options}
    for name, value in request.options.items():
        if name not in known:
            values = {"option": name, "provider": provider.title}
            yield Problem("options", Message("problem.options.unknown", values), allowed=tuple(known))
        elif known[name].allowed and str(value) not in known[name].allowed:
            values = {"option": name, "value": _shown(value)}
            yield Problem("options", Message("problem.options.not_offered", values), allowed=known[name].allowed)


def spelled(values: Sequence[Any]) -> tuple[str, ...]:
    """Values ready to be shown; whole numbers in a row as "3-15"."""
    if not values or not all(type(value) is int for value in values):
        return tuple(_shown(value) for value in values)
    runs: list[list[int]] = []
    for number in sorted(set(values)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return tuple(word for run in runs for word in _run(run))


def _run(run: list[int]) -> list[str]:
    return [f"{run[0]}-{run[-1]}"] if len(run) > 2 else [str(number) for number in run]


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value)


def _name(media: Media) -> str:
    return media.source.replace("\\", "/").rpartition("/")[2]
