"""Pictures in a format that the chosen provider does not take: converted copies stand in for them, with one sentence."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from math import log
from pathlib import Path, PurePath
from typing import Any

from mediawright.files.convert import CONVERTED, JPEG, PNG, readable, target_of
from mediawright.files.copies import planned
from mediawright.files.inputs import LARGEST, classify, find, measure
from mediawright.files.probe import sha256_of
from mediawright.files.roots import Roots
from mediawright.installing import absent, install_command
from mediawright.plugins.dispatch import Plugin
from mediawright.types.constraints import WRONG_TYPE, check, format_name
from mediawright.types.errors import InvalidRequest, NotAvailable
from mediawright.types.message import Message, Problem
from mediawright.types.operations import MediaKind
from mediawright.types.provider import Model, Provider
from mediawright.types.request import OWN_SHAPE, Media, Request, Role

#: characters; what is longer names no file
LONGEST_PATH = 4096
#: ends of the names of fields that take a link, or a file that is uploaded for one
LINKED = ("_url", "_urls")
#: the fields of a request that name its inputs
_INPUTS = frozenset({"media", *MediaKind})


def measured(request: Request, roots: Roots) -> Request:
    """Local inputs looked at, all of them, so that every problem is told at once. Blocking. Raises InvalidRequest."""
    problems: list[Problem] = []
    media: list[Media] = []
    for item in request.media:
        try:
            media.append(measure(item.given, roots))
        except InvalidRequest as error:
            problems += error.problems
    if problems:
        raise InvalidRequest(*problems)
    return request.with_(media=tuple(media))


def option_files(request: Request, roots: Roots) -> dict[str, str]:
    """Path → SHA-256 of every local file that an option names, at any depth: an approval is bound to them, too. Blocking.

    A field that takes a link takes a file as well: one that is not there, or is no file to be sent, is refused now and not
    when a job has been approved. Of all other words those that happen to name a file are taken. Raises InvalidRequest.
    """
    found: dict[str, str] = {}
    _check_linked(request.options, roots)
    for source in dict.fromkeys(word for _, word in _words(request.options)):
        if not source or len(source) > LONGEST_PATH or "://" in source or not roots.holds(source):
            continue
        with suppress(InvalidRequest, OSError):
            path, _ = roots.find_media(source, "option")
            if path.stat().st_size <= LARGEST:
                found[source] = sha256_of(path)
    return found


def _check_linked(options: Mapping[str, Any], roots: Roots) -> None:
    """Look at every file in a field for links. Raises InvalidRequest with every problem, by the option's name."""
    problems: list[Problem] = []
    for name, source in dict.fromkeys(_words(options)):
        foreign = "://" in source and not source.lower().startswith("http")
        if not name.endswith(LINKED) or foreign or source[:5].lower() == "data:":
            continue
        kind = classify(source)
        media = Media(kind=kind or MediaKind.IMAGE, role=Role.REFERENCE, source=source)
        try:
            if kind is None and "://" not in source:
                find(media, roots)
            else:
                measure(media, roots)
        except InvalidRequest as error:
            problems += (replace(problem, field=name) for problem in error.problems)
    if problems:
        raise InvalidRequest(*problems)


def _words(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text in the options with the name of its field."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, Mapping):
        for inner, item in value.items():
            yield from _words(item, str(inner))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _words(item, name)


def whole(plugin: Plugin) -> Plugin:
    """The plugin itself. Raises NotAvailable, with the command that adds them, where its libraries are not installed."""
    if absent(plugin.provider.libraries):
        told = Message("plan.no_library", {"provider": plugin.provider.title})
        raise NotAvailable(message=told, provider=plugin.name, next=(install_command(plugin.name),))
    return plugin


def warm(providers: Iterable[Provider], request: Request, roots: Roots) -> None:
    """Convert beforehand what any of them wants converted, outside the event loop: `fitted` finds it known."""
    for provider in providers:
        fitted(provider, request, roots, Path())


def fitted(provider: Provider, request: Request, roots: Roots, folder: Path) -> Request:
    """The request with a copy in place of every local picture that this provider does not take and that can be converted.

    `folder` is where the copies will be; nothing is written. What has a copy already is fitted anew, from its original.
    Blocking.
    """
    return request.with_(media=tuple(_fitted(provider, media, roots, folder) for media in request.media))


def own_shape(asked: Request, completed: Request, model: Model) -> Request:
    """Where `OWN_SHAPE` is asked for, the ratio nearest to the picture's own that the model takes stands in place of the
    model's default. A wish in words asks for it; who gives flags gets the default, as from the vendors' own clients."""
    capability = model.capability(asked.operation)
    info = asked.images[0].info if asked.images else None
    if capability is None or asked.aspect_ratio != OWN_SHAPE:
        return completed
    ratios = [ratio for ratio in capability.aspect_ratios if _share(ratio)]
    usual = completed.aspect_ratio or capability.assumed.get("aspect_ratio")
    if usual in (None, "auto") or info is None or not (info.width and info.height) or not ratios:
        return completed
    own = log(info.width / info.height)
    return completed.with_(aspect_ratio=min(ratios, key=lambda ratio: abs(log(_share(ratio)) - own)))


def _share(ratio: str) -> float:
    """Width by height of "16:9"; 0 for a word such as "auto"."""
    width, colon, height = ratio.partition(":")
    return int(width) / int(height) if colon and width.isdigit() and height.isdigit() and int(height) else 0.0


def notes(provider: Provider, request: Request) -> Iterator[Message]:
    """What a person is asked to agree to: which pictures go out as copies, in one sentence."""
    copied = [media for media in request.media if media.original and media.info is not None]
    if copied:
        names = ", ".join(dict.fromkeys(PurePath(media.original.replace("\\", "/")).name for media in copied))
        formats = ", ".join(dict.fromkeys(format_name(media.info.media_type) for media in copied if media.info))
        values = {"names": names, "provider": provider.title, "format": formats, "n": len(copied)}
        yield Message("plan.converted", values)


def problems_of(plugin: Plugin, model: Model, request: Request) -> list[Problem]:
    """The general problems and the provider's own; what it says of inputs whose very kind it does not take is left out."""
    found = [_with_converter(problem) for problem in check(plugin.provider, model, request)]
    own = plugin.validate(request)
    if any(problem.message.key in (WRONG_TYPE, "plan.no_converter", "plan.several_pictures") for problem in found):
        own = tuple(problem for problem in own if problem.field not in _INPUTS)
    return [*found, *own]


def _with_converter(problem: Problem) -> Problem:
    """A refused picture that would have been converted: how its libraries are added, or that it is more than one still."""
    if problem.message.key != WRONG_TYPE:
        return problem
    values, named = problem.message.values, problem.message.values["type"]
    lacking = {format_name(kind) for kind in CONVERTED if not readable(kind)}
    if named in lacking:
        values = {**values, "command": install_command("photos")}
        return replace(problem, message=Message("plan.no_converter", values))
    if named in {format_name(kind) for kind in CONVERTED} and values["format"] in {format_name(JPEG), format_name(PNG)}:
        # whole and readable, and no copy was made of it
        return replace(problem, message=Message("plan.several_pictures", values))
    return problem


def _fitted(provider: Provider, media: Media, roots: Roots, folder: Path) -> Media:
    if media.kind is not MediaKind.IMAGE or media.info is None:
        return media
    target = target_of(media.info.media_type, provider.limits.media_types)
    return (planned(media, target, roots, folder) or media) if target else media
