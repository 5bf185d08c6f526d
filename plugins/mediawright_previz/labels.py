"""The sentences and labels that are drawn into the picture, from this package's catalogues."""

import gettext
from functools import cache
from pathlib import Path
from typing import Literal

DOMAIN = "previz"
LOCALE = Path(__file__).parent / "locale"
Lang = Literal["en", "zh"]


@cache
def _catalogue(lang: Lang) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALE, [lang])


def phrase(lang: Lang, key: str, **values: object) -> str:
    """The sentence of a key in a language; a value `n` chooses the plural. Raises KeyError for an unknown key."""
    number = values.get("n")
    catalogue = _catalogue(lang)
    text = catalogue.ngettext(key, key, number) if isinstance(number, int) else catalogue.gettext(key)
    if text == key:
        raise KeyError(key)
    return text.format(**values)


def drawn_language(lang: str, writes_chinese: bool) -> Lang:
    """Chinese labels need a font that can write them; without one the labels are English."""
    return "zh" if lang == "zh" and writes_chinese else "en"
