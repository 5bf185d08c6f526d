"""Answers of the router: where a message goes, the question to ask first, or what cannot be done and what can."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from mediawright.files.roots import is_file
from mediawright.files.text import is_readable, shown
from mediawright.handlers.response import Response
from mediawright.handlers.route_action import Sources, action_of
from mediawright.plugins.discover import Registry
from mediawright.present.catalog import add_locale
from mediawright.present.page import Line, Page, Row, Rows, Section, Tone
from mediawright.router.language.file_names import Exists
from mediawright.router.language.lazy_pattern import LazyPattern
from mediawright.router.routing import Router
from mediawright.services.sources import is_same, local_path, split_sources
from mediawright.types.codec import plain
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import ExitCode, InvalidRequest, NotAvailable
from mediawright.types.message import Message, Problem
from mediawright.types.operations import MediaKind
from mediawright.types.provider import Provider
from mediawright.types.route import Choice, Gap, Route

#: a file written out in a message (RFC 2397), whose bytes are no words
_DATA = LazyPattern(r"(?i)(?<![a-z])data:(?:image|video|audio|application)/[a-z0-9.+-]+[;,]")


@dataclass(frozen=True, slots=True)
class Utterance:
    """A message with its inputs, as it came in."""

    text: str
    sources: Sources = ()

    @classmethod
    def of(cls, text: str, values: Mapping[str, Any]) -> "Utterance":
        """From a command's values: `image`, `video`, `audio` hold paths and links."""
        broken = next((words for words in (text, *map(str, _given(values))) if not is_readable(words)), None)
        if broken is not None:
            raise InvalidRequest(Problem("text", Message("files.half_characters", {"text": shown(broken)[:80]})))
        if "data:" in text.lower() and _DATA.search(text):
            raise InvalidRequest(Problem("text", Message("files.data_link")))
        given = [
            (kind, source)
            for kind in MediaKind
            for item in values.get(kind.value) or ()
            for source in split_sources(str(item), is_file)
            if source
        ]
        return cls(text, tuple(given))

    def concealed(self, environ: Mapping[str, str]) -> "Utterance":
        """The same with the credentials of its links put away. Raises LocalFault."""
        sources = tuple((kind, concealed(source, environ)) for kind, source in self.sources)
        return Utterance(concealed(self.text, environ), sources)

    def without(self, sources: Collection[str]) -> "Utterance":
        """The same without these inputs."""
        return Utterance(self.text, tuple(item for item in self.sources if item[1] not in sources))

    @property
    def attachments(self) -> dict[str, int]:
        return {kind.value: sum(1 for k, _ in self.sources if k is kind) for kind in MediaKind}


def _given(values: Mapping[str, Any]) -> list[Any]:
    return [item for kind in MediaKind for item in values.get(kind.value) or ()]


def concealed(text: str, environ: Mapping[str, str]) -> str:
    """A text with the credentials of its links put away in the home of this environment. Raises LocalFault."""
    if "://" not in text:
        return text
    from mediawright.clock import clock_of
    from mediawright.paths import Home
    from mediawright.secrets.links import Links

    return Links(Home.find(environ), clock_of(environ), lambda _: None).conceal(text)


def providers_of(environ: Mapping[str, str]) -> list[Provider]:
    """Every provider of this installation that works, its words made known."""
    found = [plugin.provider for plugin in Registry.installed(environ).load_all()]
    for provider in found:
        if provider.locale:
            add_locale(provider.name, provider.locale)
    return found


def route(providers: Sequence[Provider], utterance: Utterance, exists: Exists = is_file) -> tuple[Route, Sources]:
    """Where the message goes, and all its inputs: the given ones, then those linked or named in the text.

    `exists` knows the files of this machine: what is there under a name in the text is that file.
    """

    def known(name: str) -> bool:
        return exists(local_path(name)) or ("\\ " in name and exists(name.replace("\\ ", " ")))

    router = Router(providers, known)
    named = [_unescaped(name, exists) for name in router.named(utterance.text)] if utterance.sources else []
    twice = {source for _, source in utterance.sources for name in named if is_same(name, source, known)}
    found = router.route(utterance.text, utterance.without(twice).attachments, apart=True)
    if not found.sources:
        return found, utterance.sources
    from mediawright.files.inputs import classify

    texts = [_unescaped(source, exists) for source in found.sources]
    fresh = [name for name in texts if not any(is_same(name, source, known) for source in twice)]
    return found, (*utterance.sources, *((kind, name) for name in fresh if (kind := classify(name))))


def _unescaped(source: str, exists: Exists) -> str:
    """A path as it is, where it was written as a shell takes it: with a backslash before each blank."""
    return source.replace("\\ ", " ") if "\\ " in source and not exists(source) else source


def of_turn(
    providers: Sequence[Provider], utterance: Utterance, context: Mapping[str, Any], exists: Exists = is_file
) -> Response:
    """What a message comes to after what was said before; nothing is begun."""
    from mediawright.router import dialogue

    found, _ = route(providers, utterance, exists)
    router = Router(providers, exists)
    turn = dialogue.turn(router, utterance.text, found.attachments, dialogue.context_of(context))
    told = dialogue.record(turn)
    shown = [Row(name, str(told[name])) for name in ("act", "operation", "provider", "ask") if told[name]]
    page = Page(name="route", title=Message("route.title"), body=(Rows(tuple(shown)),), data=told)
    return Response(page=page, status="routed")


def of_route(found: Route, sources: Sources) -> Response:
    """The route as an answer; with a question its choices as actions."""
    if found.ask is not None or found.gap is not None:
        return of_question(found, sources)
    step = action_of(found, sources)
    rows = [
        Row(Message("route.command"), found.command or "-"),
        Row(Message("route.operation"), found.operation or "-"),
    ]
    rows += [Row(name, str(value)) for name, value in found.params.items()]
    if found.provider:
        rows.append(Row(Message("label.provider"), found.provider))
    if found.prompt:
        rows.append(Row(Message("field.prompt"), found.prompt))
    after = (step.with_(json=True),) if step else ()
    page = Page(name="route", title=Message("route.title"), body=(Rows(tuple(rows)),), data=plain(found), next=after)
    return Response(page=page, status="routed")


def of_question(found: Route, sources: Sources) -> Response:
    """The question with its ready-made answers, or the honest gap; exit 2, nothing is started."""
    choices: Sequence[Choice]
    if found.ask is not None:
        from mediawright.present.pages.question import question

        page, choices, status = question(found.ask), found.ask.choices, "question"
        failure = InvalidRequest(message=found.ask.question)
    else:
        gap = found.gap or Gap(key="out_of_scope", message=Message("route.out_of_scope"))
        from mediawright.present.pages.question import gap as gap_page

        page, choices, status = gap_page(gap), gap.instead, "not_available"
        failure = NotAvailable(message=gap.message)
    steps = [step for choice in choices if (step := action_of(found, sources, choice)) is not None]
    response = Response(page=page, status=status, exit=ExitCode.INVALID, failure=failure)
    given = [[kind.value, source] for kind, source in sources]
    return response.plus(*(step.with_(json=True) for step in steps), data={**plain(found), "inputs": given})


def at(found: Route, provider: str) -> Route:
    """The same route at a provider that the person chose by flag."""
    return replace(found, provider=provider)


def explained(found: Route, sources: Sources) -> Response:
    """The route with its trace: which words decided, by which rule, and what came second."""
    response = of_route(found, sources)
    lines = [Line(f"{word.text}  {word.start}–{word.end}  {word.says}", tone=Tone.QUIET) for word in found.words]
    if found.rule:
        lines.append(Line(found.rule, tone=Tone.QUIET))
    if found.runner_up is not None:
        second = f"{found.runner_up.command} {found.runner_up.operation} {found.runner_up.confidence:.2f}"
        lines.append(Line(second, tone=Tone.QUIET))
    section = Section(Message("route.trace"), tuple(lines))
    return replace(response, page=replace(response.page, body=(*response.page.body, section)))
