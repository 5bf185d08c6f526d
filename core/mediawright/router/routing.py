"""The router: providers in, routes out. Offline, deterministic, the same answer for the same words."""

from collections.abc import Iterable, Mapping, Sequence

from mediawright.router.decide import decide
from mediawright.router.facts import Facts, gather
from mediawright.router.fit import fit, named_provider
from mediawright.router.lexicon import compile_lexicon
from mediawright.router.names import compile_names
from mediawright.router.params import extract
from mediawright.router.read import count_attachments, read
from mediawright.router.scan import mended, scan
from mediawright.types.provider import Provider
from mediawright.types.route import COMMAND_OF, Route


class Router:
    """Reads messages with the core's words and those of the given providers."""

    def __init__(self, providers: Sequence[Provider] = ()) -> None:
        self.providers = tuple(providers)
        self._names = compile_names(self.providers)
        self._lexicon = compile_lexicon({})

    def facts(self, text: str, attachments: Mapping[str, int] | None = None) -> Facts:
        """Everything read off a message, before any decision."""
        reading = read(text, self._names.fillers)
        counts = count_attachments(attachments or {}, reading.links)
        tokens = mended(reading, self._lexicon)
        names = self._names.find(tokens)
        parts = scan(reading, tokens, self._lexicon, names)
        return gather(reading, tokens, parts, names, extract(reading, counts["image"]), counts)

    def route(self, text: str, attachments: Mapping[str, int] | None = None, sources: Iterable[str] = ()) -> Route:
        facts = self.facts(text, attachments)
        decision = decide(facts)
        verdict = decision.verdict
        command = COMMAND_OF[verdict.operation] if verdict.operation else verdict.command
        provider = named_provider(facts)
        if command == "edit":
            provider = self._only(("chat_edit",))
        return Route(lang=facts.reading.lang, command=command, operation=verdict.operation, provider=provider,
                     params=fit(facts, verdict), confidence=verdict.confidence, rule=verdict.rule, ask=verdict.ask,
                     attachments=facts.counts)

    def _only(self, operations: tuple[str, ...]) -> str | None:
        able = [p.name for p in self.providers if any(op in p.operations for op in operations)]
        return able[0] if len(able) == 1 else None
