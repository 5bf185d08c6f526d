"""The words that providers bring along: by the concept of words.toml they add to, and the names of all they have. Pure."""

import re
from collections.abc import Sequence
from functools import cache

from mediawright.router.language.chars import normalise
from mediawright.router.language.lazy_pattern import LazyPattern
from mediawright.router.language.names import SHORT, Meaning, Names, squeeze
from mediawright.types.provider import Model, Provider

#: a provider's trigger word for an intent says the same as the core's own words of this concept
_CONCEPTS = {
    "edit_image": "edit_image_set",
    "reference_to_video": "together",
    "edit_video": "change",
    "extend_video": "extend",
    "lip_sync": "speak_hard",
    "replace_character": "replace_set",
    "image_series": "series_hard",
    "create_element": "hard_noun",
    "quota": "credit",
    "history": "past_hard",
}
#: set names that stand for the wish itself, under their own concept
_OWN = frozenset(("text_to_video", "image_to_video", "text_to_image"))


def provided_words(providers: Sequence[Provider]) -> dict[str, list[str]]:
    """Concept → words. Intents of the talking edit, sign-in and jobs become "say:…": heard only in a short message or at
    its beginning, because their words ("status", "download") stand in every other scene as well."""
    found: dict[str, list[str]] = {}
    for provider in providers:
        for intent, words in provider.vocabulary.words.items():
            concept = intent if intent in _OWN else _CONCEPTS.get(intent, f"say:{intent}")
            found.setdefault(concept, []).extend(words)
    return found


#: what brokers put behind a model's name for the operation, and a version with and without its nought
_OPERATION = LazyPattern(r"(?i)\s+(?:reference|edit|extend|animate (?:move|replace)|motion control)$")
_POINT_NOUGHT = LazyPattern(r"(?<=\d)\.0(?![\d.])")
_FAMILY = LazyPattern(r"[a-z][a-z -]*?(?=[ .-]?v?\d)")
_BARE = LazyPattern(r"(?<![\d.a-zA-Z])(\d)(?![\d.a-zA-Z])")

#: what follows a provider's name is no longer than this, and does not ask ("use wan" is an alias by itself)
_LONGEST = 24
_ASKING = ("use", "using", "with", "用")


def compile_names(providers: Sequence[Provider]) -> Names:
    """Names from every provider's description: its own, its exclusive words, its models' labels and aliases."""
    meanings: dict[str, list[Meaning]] = {}
    brokers = tuple(provider for provider in providers if provider.broker)
    names = Names(brokers=frozenset(broker.name for broker in brokers))
    if brokers:
        names.sold = cache(lambda: compile_sold(brokers))
    for provider in providers:
        for word in (provider.name, provider.title.en, provider.title.zh, *provider.vocabulary.names):
            _learn(meanings, word, Meaning(provider.name, named=True))
        called = _called(provider) if provider.broker and provider.vocabulary.exclusive else {}
        for word in provider.vocabulary.exclusive:
            model = called.get(squeeze(normalise(word)))
            _learn(meanings, word, meaning_of(provider, model) if model else Meaning(provider.name))
            if not provider.broker:
                names.families[squeeze(normalise(word))] = (provider.name, _spelled(provider, word))
        if not provider.broker:
            _learn_models(meanings, provider)
    for spelling, found in meanings.items():
        names.known[spelling] = tuple([m for m in found if m.named] or found)
    names.spellings = sorted(names.known)
    names.initials = {spelling[0] for spelling in names.known}
    names.fillers = frozenset(
        re.findall(r"[a-z]+", normalise(" ".join(text for provider in providers for text in _texts(provider))))
    ) | frozenset({"bgm", "id", "element", "mp4", "mp3", "logo", "ak", "sk", "vlog", "ppt", "pdf"})
    return names


def compile_sold(brokers: Sequence[Provider]) -> Names:
    """The names of what brokers sell, by the labels and names of their models, with and without ".0" and the operation."""
    meanings: dict[str, list[Meaning]] = {}
    stems: dict[str, list[Meaning]] = {}
    for broker in brokers:
        for model in broker.models:
            words = {model.label.en, model.label.zh, *model.aliases}
            words |= set() if "/" in model.name else {model.name}
            words |= {_OPERATION.sub("", word) for word in words}
            words |= {_POINT_NOUGHT.sub("", word) for word in words} | {_BARE.sub(r"\1.0", word) for word in words}
            for word in words:
                _learn(meanings, word, meaning_of(broker, model))
            family = _FAMILY.match(normalise(model.label.en))
            if family and len(stem := squeeze(family.group())) > 2:
                _add(stems, stem, meaning_of(broker, model))
    found = {spelling: tuple(ms) for spelling, ms in meanings.items() if len(spelling) > SHORT or _has_digit(spelling)}
    return Names(
        known=found,
        spellings=sorted(found),
        initials={spelling[0] for spelling in found},
        stems={stem: tuple(meanings) for stem, meanings in stems.items()},
    )


def _has_digit(text: str) -> bool:
    return any(char.isdigit() for char in text)


def meaning_of(provider: Provider, model: Model) -> Meaning:
    """A model as what a name may stand for."""
    return Meaning(provider.name, model.name, model.kind.value, broker=provider.broker, of=model)


def _learn_models(meanings: dict[str, list[Meaning]], provider: Provider) -> None:
    """Each model by its words, and by those behind any name of its provider ("NAME AI" + "2.6")."""
    own = tuple(squeeze(normalise(name)) for name in provider.vocabulary.names)
    for model in provider.models:
        meaning = meaning_of(provider, model)
        exact = {squeeze(normalise(word)) for word in (model.name, model.label.en, model.label.zh)}
        spelled = exact | {squeeze(normalise(word)) for word in model.aliases}
        rests = {word.removeprefix(provider.name) for word in spelled}
        rests = {rest for rest in rests if len(rest) <= _LONGEST and not rest.startswith((*own, *_ASKING))}
        for spelling in spelled:
            _add(meanings, spelling, meaning, first=spelling in exact)
        for name in own:
            for rest in rests:
                if (spelling := name + rest) not in spelled:
                    _add(meanings, spelling, meaning)


def _called(broker: Provider) -> dict[str, Model]:
    """A broker's models by all that they are called: its own words name one of these, other makers' names lead elsewhere."""
    found: dict[str, Model] = {}
    for model in broker.models:
        for name in (model.name, model.label.en, *model.aliases):
            found.setdefault(squeeze(normalise(name)), model)
    return found


def _spelled(provider: Provider, family: str) -> str:
    """A family's name as the provider's own labels write it."""
    labels = [m.label.en for m in provider.models if m.label.en.lower().startswith(family.lower())]
    return labels[0][: len(family)] if labels else family


def _texts(provider: Provider) -> list[str]:
    models = [text for m in (() if provider.broker else provider.models) for text in (m.name, m.label.en, *m.aliases)]
    return [provider.name, *provider.vocabulary.names, *provider.vocabulary.exclusive, *models]


def _learn(meanings: dict[str, list[Meaning]], word: str, meaning: Meaning) -> None:
    _add(meanings, squeeze(normalise(word)), meaning)


def _add(meanings: dict[str, list[Meaning]], spelling: str, meaning: Meaning, *, first: bool = False) -> None:
    """`first`: the model is called just so, and comes before those of its provider that are also known under it."""
    found = meanings.setdefault(spelling, []) if spelling else [meaning]
    if not found:
        found.append(meaning)
    elif meaning not in found:
        at = next((n for n, one in enumerate(found) if first and one.provider == meaning.provider), len(found))
        found.insert(at, meaning)
