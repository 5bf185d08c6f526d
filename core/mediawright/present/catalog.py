"""Sentences by key, in two languages: gettext catalogues, filled in safely.

A sentence is looked up in the catalogues of its domain (a provider's own) and then in the core's. What is missing never
stops a person: a readable stand-in is shown and the gap is remembered (`gaps()`); tests call `strict()` to make it fail.
"""

import gettext
import io
import string
from collections.abc import Mapping
from pathlib import Path

from mediawright.present.clean import clean, tight
from mediawright.present.language import language_of, locale_language, pick_lang
from mediawright.present.values import plural_of, worded
from mediawright.tables import content, listed
from mediawright.types.message import LANGS, Lang, Message, Text

__all__ = [
    "CORE",
    "Catalogue",
    "Gap",
    "add_locale",
    "gaps",
    "has",
    "language_of",
    "locale_language",
    "pick_lang",
    "render",
    "strict",
]

#: the core's own folder
CORE = Path(__file__).parent / "locale"
_FIELDS = string.Formatter()


class Gap(LookupError):
    """A key or a value that a sentence needs and nobody gave. Raised in strict mode only."""


class Catalogue:
    """All sentences known to this process. Folders are read when a language is first needed."""

    def __init__(self, core: Path = CORE) -> None:
        self._folders: dict[str | None, Path] = {None: core}
        self._read: dict[tuple[Path, Lang], tuple[gettext.GNUTranslations, ...]] = {}
        self._gaps: set[str] = set()
        self._strict = False

    def add_locale(self, domain: str, folder: str | Path) -> None:
        """Make a provider's catalogues known under its name: every `<folder>/<lang>/LC_MESSAGES/*.mo`."""
        self._folders[domain] = Path(folder)

    def strict(self, on: bool = True) -> None:
        """Raise `Gap` instead of showing a stand-in."""
        self._strict = on

    def gaps(self) -> frozenset[str]:
        """What was missing so far, as "lang:key" or "lang:key:{name}"."""
        return frozenset(self._gaps)

    def has(self, key: str, domain: str | None = None, lang: Lang = "en") -> bool:
        """Is there such a sentence?"""
        return self._find(key, lang, self._places(domain, None), None) is not None

    def render(self, message: Message | Text | str, lang: Lang, *, provider_locale: str | Path | None = None) -> str:
        """The words, cleaned of control characters. A `str` is taken as words already."""
        if isinstance(message, Text):
            return clean(message.in_(lang))
        if isinstance(message, str):
            return clean(message)
        places = self._places(message.domain, provider_locale)
        sentence = self._find(message.key, lang, places, message.values.get("n"))
        if sentence is None:
            self._miss(f"{lang}:{message.key}")
            sentence = self._stand_in(message, lang, places)
        return self._fill(sentence, message, lang)

    def _places(self, domain: str | None, extra: str | Path | None) -> tuple[Path, ...]:
        own: tuple[Path, ...] = (Path(extra),) if extra else ()
        if domain is not None and domain in self._folders:
            own += (self._folders[domain],)
        return (*own, self._folders[None])

    def _find(self, key: str, lang: Lang, places: tuple[Path, ...], n: object) -> str | None:
        for place in places:
            for book in self._books(place, lang):
                count = plural_of(n)
                found = book.ngettext(key, key, 1 if count is None else count)
                if found == key:
                    found = book.gettext(key)
                if found != key:
                    return found
        return None

    def _books(self, folder: Path, lang: Lang) -> tuple[gettext.GNUTranslations, ...]:
        if (folder, lang) not in self._read:
            self._read[folder, lang] = tuple(map(_open, listed(str(folder / lang / "LC_MESSAGES"), ".mo")))
        return self._read[folder, lang]

    def _stand_in(self, message: Message, lang: Lang, places: tuple[Path, ...]) -> str:
        for other in LANGS:
            if other != lang and (sentence := self._find(message.key, other, places, message.values.get("n"))):
                return sentence
        words = message.key.rpartition(".")[2].replace("_", " ").replace("{", "").replace("}", "")
        values = ", ".join(f"{{{name}}}" for name in message.values)
        return f"{words}: {values}" if values else words

    def _fill(self, sentence: str, message: Message, lang: Lang) -> str:
        if "{" not in sentence:
            return sentence
        parts: list[str] = []
        for literal, name, spec, _ in _FIELDS.parse(sentence):
            parts.append(literal)
            if name is not None:
                parts.append(self._value(name, spec or "", message, lang))
        return tight("".join(parts)) if lang == "zh" else "".join(parts)

    def _value(self, name: str, spec: str, message: Message, lang: Lang) -> str:
        if name not in message.values:
            self._miss(f"{lang}:{message.key}:{{{name}}}")
            return "…"
        return worded(message.values[name], lang, self.render, spec)

    def _miss(self, what: str) -> None:
        self._gaps.add(what)
        if self._strict:
            raise Gap(what)


def _open(path: str) -> gettext.GNUTranslations:
    return gettext.GNUTranslations(io.BytesIO(content(path)))


_CATALOGUE = Catalogue()
render = _CATALOGUE.render
add_locale = _CATALOGUE.add_locale
has = _CATALOGUE.has
gaps = _CATALOGUE.gaps
strict = _CATALOGUE.strict


def fields_of(sentence: str) -> Mapping[str, str]:
    """The placeholders of a sentence with their format words. Raises ValueError where the braces do not match."""
    return {name: spec or "" for _, name, spec, _ in _FIELDS.parse(sentence) if name is not None}
