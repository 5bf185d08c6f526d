"""Which language the answer is in: what was asked for, else the message's, else the prompt's, else the locale's."""

import re
from collections.abc import Mapping

from mediawright.types.message import LANGS, Lang

# quoted text is a caption or a prompt, links and names are no language
_NOT_SPEECH = re.compile(
    r"https?://\S+|\"[^\"]*\"|“[^”]*”|「[^」]*」|『[^』]*』|《[^》]*》|<<<[^>]*>>>|[\w./~-]+\.[a-z0-9]{2,4}\b", re.ASCII
)
#: Chinese characters, from the first to the last of each block
_HAN = (("\u3400", "\u4dbf"), ("\u4e00", "\u9fff"), ("\uf900", "\ufaff"))
_KANA = re.compile(r"[\u3040-\u30ff]")
_WORD = re.compile(r"[A-Za-z][A-Za-z']+")


def language_of(text: str | None, default: Lang = "en") -> Lang:
    """The language a message is written in; `default` where it has no words."""
    for part in (_NOT_SPEECH.sub(" ", text or ""), text or ""):
        han, words = _han(part), len(_WORD.findall(part))
        if han and not _KANA.search(part):
            return "zh" if han >= words else "en"
        if words:
            return "en"
    return default


def has_words(text: str | None) -> bool:
    """Tell whether a message says in which language it is: a number or a sign does not."""
    return bool(text) and bool(_han(str(text)) or _WORD.search(str(text)))


def _han(text: str) -> int:
    """How many Chinese characters a text has. (As ranges of a regular expression they take milliseconds to compile.)"""
    return 0 if text.isascii() else sum(any(first <= char <= last for first, last in _HAN) for char in text)


def locale_language(environ: Mapping[str, str]) -> Lang:
    """The language of the machine's locale, by the order gettext itself uses; English where it says nothing."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(name, "").strip():
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def pick_lang(explicit: str | None, message_text: str | None, prompt: str | None, environ: Mapping[str, str]) -> Lang:
    """The language to answer in. `explicit` "auto", empty or None: found out from what was written."""
    for lang in LANGS:
        if explicit == lang:
            return lang
    fallback = locale_language(environ)
    for text in (message_text, prompt):
        if text and has_words(text):
            return language_of(text, fallback)
    return fallback
