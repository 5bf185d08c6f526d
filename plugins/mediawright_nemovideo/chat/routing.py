"""Which words are for the agent, and which the client answers itself (docs/contracts/nemovideo.md §11, N-R17). Pure."""

import re
import unicodedata
from enum import StrEnum

from mediawright.plugin import dataclass
from mediawright_nemovideo.chat.trigger_words import CHAT_WORDS, CREDITS_WORDS, EXPORT_WORDS, STATUS_WORDS, UPLOAD_WORDS
from mediawright_nemovideo.settings import UPLOAD_TYPES


class Road(StrEnum):
    EXPORT = "export"
    CREDITS = "credits"
    STATUS = "status"
    UPLOAD = "upload"
    CHAT = "chat"


@dataclass(frozen=True, slots=True)
class Routed:
    """`text` is what the agent gets; `links` are to be uploaded first; `then_export` after the agent is done."""

    road: Road
    text: str = ""
    links: tuple[str, ...] = ()
    then_export: bool = False


_ROADS = (
    (Road.EXPORT, EXPORT_WORDS),
    (Road.CREDITS, CREDITS_WORDS),
    (Road.STATUS, STATUS_WORDS),
    (Road.UPLOAD, UPLOAD_WORDS),
)
_CREATES = re.compile(
    r"\b(?:make|making|generate|create|add|adding|change|remove|delete|replace|insert|put|cut|trim|animate)\b"
    r"|做|生成|添加|加上?|修改|改|删除|删|换|剪|制作|创建"
)
#: "a poster that says EXPORT" describes a picture, however short it is
_THING = re.compile(r"^(?:an?\s|一[个张只段条幅部])")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|「[^」]*」|『[^』]*』|《[^》]*》|(?<!\w)'[^']*'(?!\w)")
_POLITE = re.compile(r"^(?:(?:please|pls|can you|could you|now|ok|okay|just|请|帮我|麻烦|现在(?!什么|是)|给我)[\s,]*)+")
_THEN = re.compile(
    r"[\s,;.，；。]*(?:(?:and\s+)?then|and|afterwards|after that|然后|再|接着|完成后|最后|并)\s*(?:please\s+)?"
    r"(?:export|download|send me the video|导出|下载|把视频发给我)"
    r"(?:\s*(?:it|the video|the file|一下|视频|出来|给我))*[\s.!。！]*$",
    re.I,
)
_LINK = re.compile(r"https?://[^\s，。；、]+", re.I)
_CJK = re.compile(r"[\u3400-\u9fff]")


def normalised(text: str) -> str:
    """Case, width and punctuation levelled; quoted parts dropped."""
    wide = _QUOTED.sub(" ", unicodedata.normalize("NFKC", text))
    return " ".join(re.sub(r"[^\w\s'-]", " ", wide.lower()).split())


def media_links(text: str) -> tuple[str, ...]:
    """The links in a text that end in one of the 13 types."""
    return tuple(link for link in _LINK.findall(text) if _suffix(link) in UPLOAD_TYPES)


def route(text: str) -> Routed:
    """Where a message goes."""
    links = media_links(text)
    if links:
        rest = " ".join(_LINK.sub(lambda m: " " if m.group() in links else m.group(), text).split())
        continued = route(rest) if rest else Routed(Road.UPLOAD)
        return Routed(continued.road, continued.text, links, continued.then_export)
    if compound := _THEN.search(text):
        first = text[: compound.start()].strip()
        if _is_creation(first):
            return Routed(Road.CHAT, first, then_export=True)
    plain = normalised(text)
    if not any(word in plain for word in CHAT_WORDS) and not _CREATES.search(plain):
        for road, words in _ROADS:
            if any(_says(plain, word) for word in words):
                return Routed(road)
    return Routed(Road.CHAT, text)


def _says(plain: str, word: str) -> bool:
    """A word decides only in a short message, or at its beginning."""
    if not re.search(rf"(?<!\w){re.escape(word)}(?!\w)" if word.isascii() else re.escape(word), plain):
        return False
    utterance = _POLITE.sub("", plain)
    return utterance.startswith(word) or (_short(plain) and not _THING.search(utterance))


def _short(plain: str) -> bool:
    han = len(_CJK.findall(plain))
    return han <= 12 if han else len(plain.split()) <= 6


def _is_creation(text: str) -> bool:
    """Something is left to be made: more than politeness, and no other client word."""
    plain = _POLITE.sub("", normalised(text))
    return bool(plain) and not any(
        _says(plain, word) for _, words in _ROADS for word in words if not _CREATES.search(plain)
    )


_NEW = re.compile(
    r"\b(?:generate|regenerate|create)\b|\bmake (?:me |us )?(?:an?|another|one|some|new)\b|\bredo\b"
    r"|生成|做[一个段条]|来[一个段条]|再来|制作|拍"
)


def wants_creation(text: str) -> bool:
    """Does the text ask for a new clip (about 100 credits), rather than for a change of what is there?"""
    return bool(_NEW.search(normalised(text)))


def _suffix(link: str) -> str:
    return link.partition("?")[0].partition("#")[0].rpartition(".")[2].lower()
