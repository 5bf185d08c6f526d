"""Models that are named by an id with a slash ("acme/flux/fast"), on a broker's table or not. Pure.

Nobody says such a thing by chance, and cut to pieces it would stand in the words of a paid request.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from mediawright.router.language.names import Meaning, Name
from mediawright.router.language.provider_words import meaning_of
from mediawright.router.language.read import Reading
from mediawright.types.dataclass import dataclass
from mediawright.types.provider import Provider


@dataclass(frozen=True, slots=True)
class ModelIds:
    """`pattern` finds ids in a message; an id begins with one of a broker's owners ("acme")."""

    brokers: tuple[Provider, ...]
    pattern: re.Pattern[str] | None

    def names(self, reading: Reading) -> Iterator[Name]:
        """The ids of a message as names of models, in their order."""
        for start, end in reading.ids:
            said = reading.text[start:end]
            broker = next((one for one in self.brokers if _owner(said) in _owners(one)), None)
            if broker is not None:
                known = next((m for m in broker.models if m.name.casefold() == said.casefold()), None)
                meaning = meaning_of(broker, known) if known else Meaning(broker.name, said, broker=True)
                first = bisect_left(reading.starts, start)
                yield Name(first, first + 1, (meaning,))


def compile_ids(providers: Sequence[Provider]) -> ModelIds:
    """The ids that brokers among the providers take."""
    brokers = tuple(provider for provider in providers if provider.broker)
    owners = "|".join(sorted({re.escape(owner) for broker in brokers for owner in _owners(broker)}))
    pattern = rf"(?<![a-z0-9_./:-])(?:{owners})(?:/[a-z0-9][a-z0-9._-]*)+(?<![._-])"
    return ModelIds(brokers, re.compile(pattern) if owners else None)


def _owner(name: str) -> str:
    return name.partition("/")[0].casefold()


def _owners(broker: Provider) -> set[str]:
    """Whose models it offers, as their ids begin."""
    return {_owner(model.name) for model in broker.models if "/" in model.name}
