"""Provider and model names in a message, whatever blanks, dots and dashes people put into them."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from mediawright.router.language.chars import normalise
from mediawright.router.language.lazy_pattern import LazyPattern
from mediawright.router.language.patterns import listed
from mediawright.types.provider import Provider

_SEPARATORS = LazyPattern(r"[\s._\-'/]+")
_VERSION = LazyPattern(r"v?\d+(?:\.\d+)*")
#: words that name a variant of a model
VARIANTS = frozenset(["pro", "fast", "mini", "turbo", "lite", "ultra", "plus", "max", "flash"])
#: names this short are also words of other people's sentences; they count only where a tool is named
_SHORT = 4
_TOOL_BEFORE = listed("names", "tool_before")
_TOOL_AFTER = listed("names", "tool_after")
_MEASURED = listed("names", "measured")
_CALLED = frozenset(["named", "called", "finding", "name", "fish", "clownfish", "叫", "名"])
_NOT = frozenset(["not", "except", "without", "avoid", "no", "不", "别", "非", "don't", "dont", "never"])


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing a name may stand for. `model` None: the provider itself, or something only it has."""

    provider: str
    model: str | None = None
    kind: str | None = None
    named: bool = False  # the provider's own name


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens `first` to `last` (exclusive) and what they may stand for."""

    first: int
    last: int
    meanings: tuple[Meaning, ...]
    said: str = ""

    @property
    def provider_named(self) -> str | None:
        return next((m.provider for m in self.meanings if m.named), None)


@dataclass(slots=True)
class Names:
    """All names of all providers, without blanks and dots; `spellings` are the same in order."""

    known: dict[str, tuple[Meaning, ...]] = field(default_factory=dict)
    spellings: list[str] = field(default_factory=list)
    initials: set[str] = field(default_factory=set)
    families: dict[str, tuple[str, str]] = field(default_factory=dict)
    fillers: frozenset[str] = frozenset()

    def find(self, tokens: list[str], ends: frozenset[int] = frozenset()) -> list[Name]:
        """The longest names, left to right. None goes on over one of `ends`, or into a number that measures something."""
        found = []
        at = 0
        while at < len(tokens):
            name = (
                self._at(tokens, at, ends)
                if tokens[at][0] in self.initials and self._begins(squeeze(tokens[at]))
                else None
            )
            if name and self._meant(tokens, name):
                found.append(name)
                at = name.last
            else:
                at += 1
        return found

    def _begins(self, text: str) -> bool:
        """Whether any name begins so. (A set of all beginnings would take longer to make than one message to read.)"""
        at = bisect_left(self.spellings, text)
        return text != "" and at < len(self.spellings) and self.spellings[at].startswith(text)

    def _at(self, tokens: list[str], first: int, ends: frozenset[int]) -> Name | None:
        spelling, last, best = "", first, None
        while last < len(tokens) and last - first < 10:
            if last > first and (last in ends or _measures(tokens, last)):
                break
            spelling += squeeze(tokens[last])
            last += 1
            if spelling in self.known:
                best = Name(first, last, self.known[spelling])
            if not self._begins(spelling):
                break
        return best and (self._family(tokens, best) or best)

    def _family(self, tokens: list[str], name: Name) -> Name | None:
        """A version of a known family that no table lists ("Seedream 4.5"): the name as its maker would write it."""
        family = self.families.get("".join(squeeze(t) for t in tokens[name.first : name.last]))
        if family is None or name.last >= len(tokens) or not _VERSION.fullmatch(tokens[name.last]):
            return None
        provider, label = family
        last = name.last + 1
        words = [label, tokens[name.last].upper() if tokens[name.last][0] == "v" else tokens[name.last]]
        if last < len(tokens) and tokens[last] in VARIANTS:
            words.append(tokens[last].title())
            last += 1
        return Name(name.first, last, (Meaning(provider, " ".join(words)),))

    def _meant(self, tokens: list[str], name: Name) -> bool:
        text = "".join(tokens[name.first : name.last])
        before = tokens[name.first - 1] if name.first else ""
        if before in _NOT or (
            name.first > 1 and tokens[name.first - 2] in _NOT and before in ("use", "using", "用", "要", "with")
        ):
            return False
        if len(text) > _SHORT or not text.isascii() or any(c.isdigit() for c in text):
            return True
        if before in _CALLED:
            return False
        if name.last < len(tokens) and tokens[name.last] in _TOOL_AFTER:
            return True
        return name.first == 0 or before in _TOOL_BEFORE or not before.isascii() or len(tokens) <= 5


def _measures(tokens: list[str], at: int) -> bool:
    """A length or a number of things ("10秒", "15 seconds"), and no version."""
    return tokens[at].isdigit() and at + 1 < len(tokens) and tokens[at + 1] in _MEASURED


def squeeze(text: str) -> str:
    return text if text.isalnum() else _SEPARATORS.sub("", text.removesuffix("'s"))


def compile_names(providers: Sequence[Provider]) -> Names:
    """Names from every provider's description: its own, its exclusive words, its models' labels and aliases."""
    meanings: dict[str, list[Meaning]] = {}
    names = Names()
    for provider in providers:
        for word in (provider.name, provider.title.en, provider.title.zh, *provider.vocabulary.names):
            _learn(meanings, word, Meaning(provider.name, named=True))
        for word in provider.vocabulary.exclusive:
            _learn(meanings, word, _only_there(provider, word))
            names.families[squeeze(normalise(word))] = (provider.name, _spelled(provider, word))
        own = [squeeze(normalise(name)) for name in provider.vocabulary.names]
        for model in () if provider.broker else provider.models:
            meaning = Meaning(provider.name, model.name, model.kind.value)
            words = {model.name, model.label.en, model.label.zh, *model.aliases}
            spelled = {squeeze(normalise(word)) for word in words}
            bare = {squeeze(normalise(word.removeprefix(provider.name))) for word in words}
            for spelling in spelled | {name + rest for name in own for rest in spelled | bare}:
                _add(meanings, spelling, meaning)
    for spelling, found in meanings.items():
        names.known[spelling] = tuple([m for m in found if m.named] or found)
    names.spellings = sorted(names.known)
    names.initials = {spelling[0] for spelling in names.known}
    names.fillers = frozenset(
        word for provider in providers for text in _texts(provider) for word in re.findall(r"[a-z]+", normalise(text))
    ) | frozenset({"bgm", "id", "element", "mp4", "mp3", "logo", "ak", "sk", "vlog", "ppt", "pdf"})
    return names


def _only_there(provider: Provider, word: str) -> Meaning:
    """What only one provider has. A broker's models lead to their own makers: of it the word names the model called so."""
    spelling = squeeze(normalise(word))
    called = (
        model
        for model in (provider.models if provider.broker else ())
        if spelling in {squeeze(normalise(name)) for name in (model.name, model.label.en, *model.aliases)}
    )
    found = next(called, None)
    return Meaning(provider.name, found.name, found.kind.value) if found else Meaning(provider.name)


def _spelled(provider: Provider, family: str) -> str:
    """A family's name as the provider's own labels write it."""
    labels = [m.label.en for m in provider.models if m.label.en.lower().startswith(family.lower())]
    return labels[0][: len(family)] if labels else family


def _texts(provider: Provider) -> list[str]:
    models = [text for m in (() if provider.broker else provider.models) for text in (m.name, m.label.en, *m.aliases)]
    return [provider.name, *provider.vocabulary.names, *provider.vocabulary.exclusive, *models]


def _learn(meanings: dict[str, list[Meaning]], word: str, meaning: Meaning) -> None:
    _add(meanings, squeeze(normalise(word)), meaning)


def _add(meanings: dict[str, list[Meaning]], spelling: str, meaning: Meaning) -> None:
    if spelling and meaning not in meanings.setdefault(spelling, []):
        meanings[spelling].append(meaning)
