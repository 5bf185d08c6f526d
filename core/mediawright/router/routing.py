"""The router: providers in, routes out. Offline, deterministic, the same answer for the same words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from mediawright.router.decision import unsupported
from mediawright.router.decision.about import talk
from mediawright.router.decision.clarifications import question
from mediawright.router.decision.decide import Decision, decide
from mediawright.router.decision.particular import consented, particular, says_what, spoken
from mediawright.router.language.chars import normalise
from mediawright.router.language.file_names import Exists
from mediawright.router.language.lexicon import compile_lexicon
from mediawright.router.language.names import Name, Names, squeeze
from mediawright.router.language.provider_words import compile_names, provided_words
from mediawright.router.language.read import Link, Reading, count_attachments, read
from mediawright.router.language.scan import mended, scan
from mediawright.router.language.spelling import mended as spelled
from mediawright.router.message.extract import extract
from mediawright.router.message.features import MessageFeatures, gather
from mediawright.router.message.verdict import Verdict
from mediawright.router.parameters.binding import fit, foreign, half, lacked, model, named_provider
from mediawright.router.parameters.prompt import prompt
from mediawright.types.operations import Operation
from mediawright.types.provider import Model, Provider
from mediawright.types.route import BILLABLE, COMMAND_OF, Ask, Gap, Route, RunnerUp, Word

if TYPE_CHECKING:
    from mediawright.router.language.model_ids import ModelIds

#: how many deciding words are shown
_SHOWN = 16
#: how many models are offered for a name that nobody knows
_NEAR = 5
#: without any of these in it a message that names a model is not looked at for several
_SEVERAL = (
    *("各", "分别", "每个", "都", "一起", "对比", "比较", "比一比", "比比", "pk"),
    *("compar", "each", "both", "vs", "versus", "side by side", "head to head", "head-to-head"),
)


class Router:
    """Reads messages with the core's words and those of the given providers. Make it once, ask it often."""

    def __init__(self, providers: Sequence[Provider] = (), exists: Exists = lambda _: False) -> None:
        """`exists` knows the files of this machine: a name in the words that is there is that file."""
        self.providers = tuple(providers)
        self._exists = exists
        self._names = compile_names(self.providers)
        self._lexicon = compile_lexicon(provided_words(self.providers))
        talkers = [p.name for p in self.providers if Operation.CHAT_EDIT in p.operations]
        self._offered = {p.name: frozenset(op.value for op in p.operations) for p in self.providers}
        self._editor = talkers[0] if len(talkers) == 1 else None

    @cached_property
    def _ids(self) -> "ModelIds":
        from mediawright.router.language.model_ids import compile_ids

        return compile_ids(self.providers)

    @property
    def editor(self) -> str | None:
        """The provider that edits clips by talk, where there is exactly one."""
        return self._editor

    def offers(self, operation: str) -> bool:
        """Whether anybody here does it."""
        return any(operation in offered for offered in self._offered.values())

    def message(
        self, text: str, attachments: Mapping[str, int] | None = None, *, apart: bool = False
    ) -> MessageFeatures:
        """Everything read off a message, before any decision."""
        text = spelled(text)
        ids = self._ids if "/" in text and self._names.brokers else None
        reading = read(text, self._names.fillers, self._exists, ids.pattern if ids else None)
        counts = count_attachments(attachments or {}, _distinct(reading), apart=apart)
        tokens = mended(reading, self._lexicon)
        names = self._names.find(tokens, reading.ends)
        if ids and reading.ids:
            names = sorted([*names, *ids.names(reading)], key=lambda name: name.first)
        parts = scan(reading, tokens, self._lexicon, names)
        said = extract(reading, counts["image"])
        for name in names:
            said.forget(reading.starts[name.first], reading.end(name.last - 1))
        return gather(reading, tokens, parts, names, said, counts)

    def model_called(self, name: str, provider: str | None, kind: str | None) -> str | None:
        """The model of a provider that is known by a name, whatever blanks and dots it is written with."""
        found = self._names.known.get(squeeze(normalise(name)), ())
        fitting = [m.model for m in found if m.provider == provider and m.model and kind in (None, m.kind)]
        return fitting[0] if fitting else None

    def named(self, text: str) -> tuple[str, ...]:
        """The files and links that a text names, each once, as they are written."""
        return _sources(read(text, self._names.fillers, self._exists))

    def route(self, text: str, attachments: Mapping[str, int] | None = None, *, apart: bool = False) -> Route:
        """Where `text` goes. `attachments` counts inputs by kind ("image", "video", "audio", "document").

        The counts include inputs that are linked in the text, unless they are counted `apart`. Never raises for any text.
        """
        message = self.message(text, attachments, apart=apart)
        several = message.names and any(hint in message.reading.plain for hint in _SEVERAL)
        together = self._side_by_side(message, attachments, apart=apart) if several else None
        return together or self._one(message, text)

    def _one(self, message: MessageFeatures, text: str) -> Route:
        """The route of a message as it stands."""
        decision = decide(message)
        own = particular(message, decision.verdict, lambda operation: self._offers(message, operation))
        decision = Decision(own, None, decision.verdict) if own else decision
        decision = _named_in_full(message, decision)
        verdict = decision.verdict
        command = COMMAND_OF[verdict.operation] if verdict.operation else verdict.command
        heard = command == "audio" or (verdict.operation == "video_to_audio" and says_what(message))
        provider = self._editor if command == "edit" and self._editor else named_provider(message)
        return Route(
            lang=message.reading.lang,
            command=command,
            operation=verdict.operation,
            provider=provider,
            params={**fit(message, verdict), **({"consent": True} if consented(message, verdict.operation) else {})},
            prompt=spoken(message, verdict.operation) if heard else prompt(message, verdict),
            confidence=verdict.confidence,
            words=tuple(_words(message, decision)),
            rule=verdict.rule,
            runner_up=_runner_up(decision),
            ask=self._ask(message, verdict),
            gap=self._gap(message, verdict, provider),
            attachments=message.counts,
            sources=_sources(message.reading),
        )

    def _side_by_side(
        self, message: MessageFeatures, attachments: Mapping[str, int] | None, *, apart: bool
    ) -> Route | None:
        """One wish at several models: the route of what is left when they are taken out, as a comparison."""
        from mediawright.router.decision.side_by_side import compared, side_by_side  # few messages need it

        names = self._every_name.find(message.tokens, message.reading.ends, short=True)
        found = side_by_side(message, names)
        if found is None:
            return None
        rest = self._one(self.message(found.rest, attachments, apart=apart), found.rest)
        return compared(rest, found, message.reading.text)

    @cached_property
    def _every_name(self) -> Names:
        """Names of all models, those included that only a broker has. Made for a message that names several."""
        return compile_names([replace(provider, broker=False) for provider in self.providers])

    def _offers(self, message: MessageFeatures, operation: str) -> bool:
        """Whether the provider that is named, or anybody where none is, offers an operation."""
        named = named_provider(message)
        return any(operation in offered for name, offered in self._offered.items() if named in (None, name))

    def _ask(self, message: MessageFeatures, verdict: Verdict) -> Ask | None:
        if verdict.ask is None:
            return None
        found = {kind: model(message, kind) for kind in ("video", "image")}
        known = {kind: name for kind, name in found.items() if name}
        return question(message, verdict, known, lambda name: self._near(message, verdict.operation, name))

    def _near(self, message: MessageFeatures, operation: str | None, name: Name) -> Sequence[Model]:
        """The models for an operation that are called nearly as a name, of the provider that is named."""
        provider = named_provider(message)
        offered = [
            model
            for maker in sorted(self.providers, key=lambda maker: maker.broker)
            if provider in (None, maker.name)
            for model in maker.models
            if operation in model.operations and model.retires is None
        ]
        said = "".join(message.tokens[name.first : name.last])
        stem = said[: next((at for at, char in enumerate(said) if char.isdigit()), len(said))].strip(" ._-")
        alike = [m for m in offered if stem in f"{m.name} {m.label.en} {m.label.zh}".lower().replace(" ", "")]
        return (alike or offered)[:_NEAR]

    def _gap(self, message: MessageFeatures, verdict: Verdict, provider: str | None) -> Gap | None:
        if verdict.operation == "out_of_scope":
            return unsupported.out_of_scope(message, talk(verdict.rule))
        if verdict.ask or verdict.operation in self._offered.get(provider or "", ()):
            return None
        if provider is None and any(verdict.operation in offered for offered in self._offered.values()):
            return None
        return unsupported.unable(verdict.operation, provider, self.providers)


def _named_in_full(message: MessageFeatures, decision: Decision) -> Decision:
    """Nothing is made with another model than the one that was named: a name that nobody knows is asked about."""
    verdict = decision.verdict
    wish = verdict.operation == "out_of_scope" and message.creation is not None and message.creation.kind is not None
    if wish and foreign(message) and talk(verdict.rule) is None:
        made = f"text_to_{message.creation.kind}" if message.creation else None
        return Decision(
            Verdict(made, "a tool that nobody here has", verdict.by, 0.5, "model_version"),
            decision.part,
            decision.second,
        )
    if verdict.ask or verdict.operation not in BILLABLE:
        return decision
    if not (half(message) or lacked(message) or foreign(message)):
        return decision
    asked = Verdict(verdict.operation, "a model's name that nobody here knows", verdict.by, 0.5, "model_version")
    return Decision(asked, decision.part, decision.second)


def _distinct(reading: Reading) -> tuple[Link, ...]:
    """Each link or file once, however often the text names it."""
    return tuple({reading.text[link.start : link.end]: link for link in reversed(reading.links)}.values())


def _sources(reading: Reading) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reading.text[link.start : link.end] for link in reading.links if link.kind))


def _runner_up(decision: Decision) -> RunnerUp | None:
    second = decision.second
    if second is None or second.operation is None:
        return None
    return RunnerUp(command=COMMAND_OF[second.operation], operation=second.operation, confidence=second.confidence)


def _words(message: MessageFeatures, decision: Decision) -> Iterator[Word]:
    """The words that met the rule, in the order of the message, then names and parameters."""
    reading = message.reading
    wanted = {concept.removeprefix("^") for concept in decision.verdict.by}
    parts = [decision.part] if decision.part else message.parts
    shown = 0
    for part in parts:
        for hit in part.hits:
            if shown < _SHOWN and not wanted.isdisjoint(hit.concepts):
                says = sorted(hit.concepts & wanted)
                shown += 1
                start, end = reading.starts[hit.first], reading.end(hit.last - 1)
                yield Word(reading.text[start:end], start, end, says[0])
    for name in message.names[:_SHOWN]:
        start, end = reading.starts[name.first], reading.end(name.last - 1)
        yield Word(reading.text[start:end], start, end, "name")
    for param, (start, end) in message.said.spans.items():
        yield Word(reading.text[start:end], start, end, param)
