"""Plausible requests for every operation of every model, made from what the provider says about itself."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

from mediawright.testing.findings import Subject
from mediawright.types.capability import Capability, Inputs
from mediawright.types.constraints import check, choose_model, complete
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Problem
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.provider import Limits, Model
from mediawright.types.request import Media, MediaInfo, Request, Role

TYPES = {
    MediaKind.IMAGE: "image/png",
    MediaKind.VIDEO: "video/mp4",
    MediaKind.AUDIO: "audio/mpeg",
    MediaKind.DOCUMENT: "text/plain",
}
#: the role an input most likely has where a capability leaves it open
LIKELY = {
    MediaKind.IMAGE: (Role.REFERENCE, Role.FIRST_FRAME, Role.CHARACTER),
    MediaKind.VIDEO: (Role.BASE, Role.SOURCE, Role.FEATURE),
    MediaKind.AUDIO: (Role.VOICE, Role.SOURCE),
    MediaKind.DOCUMENT: (Role.SOURCE,),
}
PROMPT = "A red kite rises over a calm sea at dawn."


def media_of(kind: MediaKind, role: Role, limits: Limits, number: int = 1) -> Media:
    """A measured local file of an ordinary size: 1280×720, five seconds."""
    wanted = TYPES[kind]
    taken = [name for name in limits.media_types if name.startswith(kind.value)]
    media_type = wanted if wanted in taken or not taken else taken[0]
    info = MediaInfo(media_type=media_type, size=200_000, sha256=f"{number:064d}")
    if kind in (MediaKind.IMAGE, MediaKind.VIDEO):
        info = replace(info, width=1280, height=720)
    if kind in (MediaKind.VIDEO, MediaKind.AUDIO):
        info = replace(info, duration=5.0, fps=24.0 if kind is MediaKind.VIDEO else None)
    return Media(kind=kind, role=role, source=f"sample-{number}.{media_type.rpartition('/')[2]}", info=info)


def as_link(media: Media) -> Media:
    """The same input as a link, which nobody measures."""
    return replace(media, source=f"https://files.example.com/{media.source}", info=None)


def variants(subject: Subject, model: Model, operation: Operation) -> Iterator[Request]:
    """Requests for one operation of one model, the barest first."""
    if operation in subject.samples:
        yield subject.samples[operation].with_(model=model.name, provider=subject.name)
    capability = model.capability(operation)
    if capability is None:
        return
    for media, ratio in product(_media(capability, subject.provider.limits), _ratios(capability)):
        yield Request(
            operation=operation,
            prompt="" if capability.prompt_limit == 0 else PROMPT,
            media=media,
            aspect_ratio=ratio,
            duration=_duration(capability),
            scope=_scope(capability),
            options=_options(capability),
            model=model.name,
            provider=subject.name,
        )


def _duration(capability: Capability) -> int | None:
    if "duration" in capability.defaults or not capability.durations:
        return None
    return 5 if 5 in capability.durations else capability.durations[0]


def _scope(capability: Capability) -> Any:
    return None if "scope" in capability.defaults else next(iter(capability.scopes), None)


def _options(capability: Capability) -> dict[str, Any]:
    """The options that the model cannot do without, as its schema spells them."""
    schema = capability.schema or {}
    properties = schema.get("properties", {})
    return {name: _value(properties.get(name, {})) for name in schema.get("required", ())}


def _value(wanted: Mapping[str, Any]) -> Any:
    if "default" in wanted:
        return wanted["default"]
    if wanted.get("enum"):
        return wanted["enum"][0]
    return wanted.get("minimum", 1) if wanted.get("type") in ("integer", "number") else PROMPT


def _ratios(capability: Capability) -> tuple[str | None, ...]:
    return (None, *capability.aspect_ratios[:1])


def _media(capability: Capability, limits: Limits) -> Iterator[tuple[Media, ...]]:
    """Fewest inputs, then one of each kind alone, then one of every kind; with each likely role."""
    rules = capability.inputs
    fewest = tuple(rule.at_least for rule in rules)
    single = [tuple(max(f, int(i == n)) for n, f in enumerate(fewest)) for i in range(len(rules))]
    every = tuple(max(f, 1) for f in fewest)
    for counts in dict.fromkeys([fewest, *single, every]):
        for turn in range(3):
            chosen = tuple(
                media_of(rule.kind, _role(rule, turn), limits, 10 * n + i + 1)
                for n, (rule, count) in enumerate(zip(rules, counts, strict=True))
                for i in range(count)
            )
            yield chosen
            if chosen:
                yield tuple(as_link(item) for item in chosen)


def _role(rule: Inputs, turn: int) -> Role:
    roles = rule.roles or LIKELY[rule.kind]
    return roles[min(turn, len(roles) - 1)]


def prepared(subject: Subject, request: Request) -> tuple[Request, list[Problem]]:
    """The request as the core would prepare it, and every problem that stops it."""
    asked_request = subject.plugin.complete(request)
    try:
        model = choose_model(subject.provider, asked_request)
    except InvalidRequest as error:
        return asked_request, list(error.problems)
    ready = complete(asked_request, model)
    return ready, [*check(subject.provider, model, ready), *subject.plugin.validate(ready)]


def requests_of(subject: Subject) -> Iterator[tuple[Model, Operation]]:
    """Every operation of every model."""
    for model in subject.provider.models:
        for operation in model.operations:
            yield model, operation


def accepted(subject: Subject, model: Model, operation: Operation) -> tuple[Request | None, list[Problem]]:
    """The first variant that is taken, or None with the problems of the last."""
    problems: list[Problem] = []
    for variant in variants(subject, model, operation):
        ready, problems = prepared(subject, variant)
        if not problems:
            return ready, []
    return None, problems


def richest(subject: Subject, model: Model, operation: Operation) -> Request | None:
    """A request with an input of every role that the capability takes, where the rules allow them together; else the first
    that is taken; None where none is."""
    capability = model.capability(operation)
    if capability is not None and capability.inputs and operation not in subject.samples:
        media: list[Media] = []
        for rule in capability.inputs:
            roles = (rule.roles or LIKELY[rule.kind][:1])[: rule.at_most]
            wanted = [*roles, *(roles[-1:] * max(0, rule.at_least - len(roles)))]
            media += [
                media_of(rule.kind, role, subject.provider.limits, len(media) + n) for n, role in enumerate(wanted, 1)
            ]
        for variant in variants(subject, model, operation):
            ready, problems = prepared(subject, variant.with_(media=tuple(media)))
            if not problems:
                return ready
    return accepted(subject, model, operation)[0]
