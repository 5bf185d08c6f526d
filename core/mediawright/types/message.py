"""Sentences as data: a key into the catalogues, its values, and titles that exist in both languages."""

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from mediawright.types.dataclass import dataclass

Lang = Literal["en", "zh"]
LANGS: tuple[Lang, ...] = ("en", "zh")


@dataclass(frozen=True, slots=True)
class Text:
    """A short name in both languages (a model's label, a provider's title). Sentences live in the catalogues."""

    en: str
    zh: str

    def in_(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence of a catalogue, not yet in any language.

    `key` is looked up in the catalogue of `domain` (a provider's name) first and in the core's second.
    `values` fill the sentence's named placeholders; a `Text` or `Message` value is put into the same language.
    """

    key: str
    values: Mapping[str, object] = field(default_factory=dict)
    domain: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a request is refused before anything is sent.

    `field` is the flag's neutral name (`duration`, `media`), `rule` the numbered rule of the provider's contract where
    there is one, `allowed` the values that would have been taken, ready to be shown.
    """

    field: str
    message: Message
    rule: str | None = None
    allowed: tuple[str, ...] = ()
