"""The provider's words: catalogues in both languages, titles, and names that recognise it and nobody else."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from mediawright.po.check import check_locale
from mediawright.po.compile import stale
from mediawright.present import catalog
from mediawright.sdk.task_api import TaskApi
from mediawright.testing.findings import Finding, Subject
from mediawright.types.message import LANGS, Message, Text
from mediawright.types.provider import Provider
from mediawright.types.route import COMMAND_OF

CATALOGUES = "docs/tutorials/write-a-provider.md, the section on words"


def titles(subject: Subject) -> Iterator[Finding]:
    """Every title is there in both languages."""
    provider = subject.provider
    shown: list[tuple[str, Text | None]] = [("title", provider.title)]
    shown += [(f"label of model {model.name}", model.label) for model in provider.models]
    shown += [(f"description of option {option.name}", option.description) for option in provider.options]
    for what, text in shown:
        if text is not None and not (text.en.strip() and text.zh.strip()):
            why = "people see it on confirmation pages and in lists, in the language they write in"
            yield Finding(f"The {what} is empty in one language.", why, "mediawright.plugin.Text")


def catalogues(subject: Subject) -> Iterator[Finding]:
    """The sentence catalogues are whole, and compiled from what stands beside them."""
    folder = subject.provider.locale
    if folder is None and on_task_api(subject):
        return
    if folder is None:
        why = "without sentences of its own a provider can only show people its codes"
        yield Finding("describe() names no `locale` folder.", why, CATALOGUES)
        return
    for fault in check_locale(Path(folder)):
        why = "a person who writes in the other language would see a key or a gap instead of a sentence"
        yield Finding(f"Catalogue: {fault}", why, CATALOGUES)
    for lang in LANGS:
        place = Path(folder) / lang / "LC_MESSAGES" / f"{subject.name}.mo"
        if not place.is_file():
            why = "sentences are read from the compiled catalogue, so this language would stay silent"
            yield Finding(f"There is no {place.relative_to(Path(folder))} in the locale folder.", why, CATALOGUES)
    for path in (path for path in stale([Path(folder)]) if path.with_suffix(".mo").is_file()):
        why = f"people read the compiled one; `python -m mediawright.po.compile {folder}` makes it"
        yield Finding(f"{path.relative_to(Path(folder))} was changed and not compiled.", why, CATALOGUES)


def on_task_api(subject: Subject) -> bool:
    """Tell whether the provider's submit is that of the task API, whose sentences are the core's."""
    return isinstance(getattr(getattr(subject.plugin.module, "submit", None), "__self__", None), TaskApi)


def notes_have_sentences(subject: Subject) -> Iterator[Finding]:
    """Messages inside the description exist in the catalogues."""
    notes = [(f"note of model {model.name}", model.note) for model in subject.provider.models if model.note is not None]
    for what, note in notes:
        yield from unspoken(subject, what, note)


def unspoken(subject: Subject, what: str, message: Message) -> Iterator[Finding]:
    """A finding for each language that has no sentence for a message, or not all of its values."""
    if subject.provider.locale is not None:
        catalog.add_locale(subject.name, subject.provider.locale)
    why = "the person would see a stand-in made from the key"
    for lang in LANGS:
        if not catalog.has(message.key, message.domain or subject.name, lang):
            yield Finding(f"The {what} has no sentence in {lang}: {message.key}", why, CATALOGUES)
    if message.domain not in (None, subject.name):
        yield Finding(f"The {what} speaks for {message.domain}.", "its sentences would not be found", CATALOGUES)


def names(subject: Subject) -> Iterator[Finding]:
    """The vocabulary names the provider, uses intents that exist, and takes no other provider's words."""
    vocabulary, where = subject.provider.vocabulary, "mediawright.plugin.Vocabulary"
    if not vocabulary.names:
        yield Finding("The vocabulary has no `names`.", "nobody could ask for this provider by name", where)
    for intent in vocabulary.words.keys() - COMMAND_OF.keys():
        why = "these words would never lead anywhere; an intent is one of mediawright.types.route.COMMAND_OF"
        yield Finding(f"The vocabulary has words for an unknown intent: {intent}", why, where)
    for other in subject.others:
        for word in sorted(own_words(subject.provider) & own_words(other)):
            why = "a message with this word would be a guess between two providers, and money is never spent on a guess"
            yield Finding(f"“{word}” also names {other.name}.", why, where)


def own_words(provider: Provider) -> set[str]:
    """The words that name a provider, folded as the router compares them."""
    vocabulary = provider.vocabulary
    return {_fold(word) for word in (*vocabulary.names, *vocabulary.exclusive, provider.name)}


def _fold(word: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", word).casefold().split())


CHECKS = (titles, catalogues, notes_have_sentences, names)
