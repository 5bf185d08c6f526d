"""The prompt of a wish in words alone: its sentence without the words that only ask. In doubt a word stays."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from mediawright.router.language.chars import has_han, is_han, normalise
from mediawright.router.language.names import VARIANTS
from mediawright.router.language.nouns import Noun
from mediawright.router.language.patterns import listed
from mediawright.router.language.scan import Part
from mediawright.router.message.features import MessageFeatures
from mediawright.tables import table

_FRAGMENT = re.compile(r"<<(\w+)>>")
#: an at-sign at the end of a text, escaped or not
_SIGN = re.compile(r"\\?[@＠]$")
_CUTS = " \t\n,.;:!?，。；：！？、…()~～|-–—>"
_FILLERS = frozenset(["fill"])
#: what is wished to be seen: 想看到…
_SEEN = re.compile(r"^(?:我)?想看到?(?=[\u3400-\u9fff]{2})")


#: nouns that name the kind of file and nothing to be seen in it
_GENERIC = listed("prompt", "generic")


@lru_cache(maxsize=1)
def _sources() -> Mapping[str, str]:
    data = table(__file__, "wording.toml")
    fragments = {name: text.strip("\n").replace("\n", "|") for name, text in data["fragments"].items()}
    patterns = {}
    for name, text in data["patterns"].items():
        line = "|".join(text.strip("\n").split("\n"))
        while _FRAGMENT.search(line):
            line = _FRAGMENT.sub(lambda found: fragments[found[1]], line)
        patterns[name] = line
    return patterns


@lru_cache(maxsize=32)
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_sources()[name])


def unpolite(text: str) -> str:
    """A text without the thanks and pleas at its end."""
    return _pattern("polite_tail").sub("", text)


def sign(text: str, start: int) -> str:
    """The at-sign before a word, escaped or not: it is part of a name."""
    found = _SIGN.search(text[:start])
    return found[0] if found else ""


def wording(message: MessageFeatures) -> str:
    """What is to be seen, as it was said: without the request around it, parameters, names and politeness."""
    text = message.reading.text
    made = message.creation
    pieces: list[tuple[str, str]] = []
    for index, part in enumerate(message.parts):
        words = _clause(message, part, message.nouns[index], lead=made is not None and made.part == index)
        if words:
            end = message.reading.end(part.clause.last - 1)
            following = part.clause.last
            begins = message.reading.starts[following] if following < len(message.reading.starts) else len(text)
            pieces.append((words, text[end : begins - len(sign(text, begins))]))
    joined = "".join(words + mark for words, mark in pieces)
    return unpolite(joined.strip(_CUTS)).strip(_CUTS)


def _clause(message: MessageFeatures, part: Part, nouns: Sequence[Noun], *, lead: bool) -> str:
    reading = message.reading
    start, end = reading.starts[part.clause.first], reading.end(part.clause.last - 1)
    start -= len(sign(reading.text, start))
    said = reading.text[start:end]
    blanked = _blanked(message, part, start, end)
    text = _tight(blanked, cut=blanked.lstrip() != said.lstrip())
    if (
        not text.strip(_CUTS)
        or _matches("only_polite", text)
        or _matches("only_place", text)
        or _matches("limit_only", text)
    ):
        return ""
    if ":" in part.clause.after and _matches("label_only", text):
        return ""
    if _shows_nothing(message, part, nouns):
        return ""
    text = _pattern("polite_tail").sub("", text)
    if has_han(text):
        return _chinese(message, text, lead=lead or bool(part.names))
    # "use NAME to draw a cat" asks as "draw a cat" does
    return _english(text, lead=lead or bool(part.names), said=said)


def _matches(name: str, text: str) -> bool:
    return _pattern(name).search(text.strip(_CUTS)) is not None


def _blanked(message: MessageFeatures, part: Part, start: int, end: int) -> str:
    """The clause without names of providers and models, lengths, shapes and files."""
    reading = message.reading
    gone = [
        span for key, span in message.said.spans.items() if key in ("duration", "aspect_ratio", "resolution", "sound")
    ]
    counted = message.said.spans.get("count")
    if counted and counted[0] <= start and counted[1] >= end:
        gone.append(counted)
    gone = [span for span in gone if start <= span[0] and span[1] <= end]
    text = reading.text
    heard = message.said.spans.get("sound")
    if heard in gone and heard is not None and not _plain_sound(message, heard, start, end):
        gone.remove(heard)
    spans = [(max(a, start), b) for a, b in gone if _alone(text, a, b, start, end)]
    for name in part.names:
        first = name.first
        while first > part.clause.first and message.tokens[first - 1] in (
            "用",
            "使",
            "with",
            "using",
            "on",
            "via",
            "by",
            "in",
            "use",
            "请",
        ):
            first -= 1
        last = name.last
        while last < part.clause.last and any(m.model for m in name.meanings) and message.tokens[last] in VARIANTS:
            last += 1
        spans.append((reading.starts[first], reading.end(last - 1)))
    out, at = "", start
    for a, b in sorted(spans):
        if a >= at:
            out += text[at:a] + " "
            at = b
    return out + text[at:end]


def _plain_sound(message: MessageFeatures, span: tuple[int, int], start: int, end: int) -> bool:
    """Whether a sound is only to be there or not. What is heard ("the sound of waves", 海浪声) belongs to the scene."""
    if not message.said.values.get("sound"):
        return True
    said = message.reading.norm[span[0] : span[1]]
    after = message.reading.norm[span[1] : end]
    return not re.match(r"\s*of\b", after) and not _pattern("heard_thing").search(said)


def _alone(text: str, a: int, b: int, start: int, end: int) -> bool:
    """Whether a parameter can be taken out: it fills its clause, or stands before the thing it measures."""
    return text[a:b].strip(_CUTS) != "" and (
        a <= start or b >= end or text[b : b + 1] in " 的," or text[a - 1 : a] in (" ", "的")
    )


def _tight(text: str, *, cut: bool) -> str:
    """`cut`: something was taken out, so that a word may be left that bound it."""
    text = re.sub(r"\s{2,}", " ", text).strip(" \t\n")
    if cut:
        text = re.sub(r"^(?:的\s*|long |in |for |at )(?=\S)", "", text)
        text = re.sub(r"(?<=[张幅段条个支份])\s+的", "", text)
    text = "".join(char for at, char in enumerate(text) if not (char == " " and _is_within_han(text, at)))
    return re.sub(r"\s+(?:in|for|at|on|with|of|and|is|by|to|using)$", "", text)


def _is_within_han(text: str, at: int) -> bool:
    """Whether a character stands between two Chinese ones."""
    return 0 < at < len(text) - 1 and is_han(text[at - 1]) and is_han(text[at + 1])


def _shows_nothing(message: MessageFeatures, part: Part, nouns: Sequence[Noun]) -> bool:
    tokens = range(part.clause.first, part.clause.last)
    if any(message.tokens[at][0] == "\ue000" for at in tokens):
        return False
    if not all(at in message.covered for at in tokens):
        return False
    if any(not _generic(message, noun) for noun in nouns):
        return False
    heard = message.said.spans.get("sound")
    if heard and _plain_sound(message, heard, 0, len(message.reading.norm)) is False:
        begin, stop = message.reading.starts[part.clause.first], message.reading.end(part.clause.last - 1)
        if begin <= heard[0] < stop:
            return False
    start, end = message.reading.starts[part.clause.first], message.reading.end(part.clause.last - 1)
    params = any(start <= a < end for a, _ in message.said.spans.values()) or bool(part.names)
    return bool(params or part.says - _FILLERS)


def _generic(message: MessageFeatures, noun: Noun) -> bool:
    return "".join(message.tokens[noun.first : noun.last]) in _GENERIC


def _english(text: str, *, lead: bool, said: str) -> str:
    stripped = _pattern("lead_of_en").sub("", text)
    if stripped == text and (lead or text == said):
        stripped = _pattern("lead_verb_en").sub("", text) if lead else _pattern("open_en").sub("", text)
    shorter = _pattern("tail_noun_en").sub("", stripped)
    if re.search(r"(?i)\b(?:an?|the|my|his|her|their|of|on|in|product|old|this|that|another|every)$", shorter):
        shorter = stripped
    if shorter.strip(_CUTS) and not re.fullmatch(r"(?i:a|an|the|some|one|two|short|quick|\d+)", shorter.strip(_CUTS)):
        stripped = shorter
    stripped = _pattern("tail_place_en").sub("", stripped)
    stripped = re.sub(r"^(?:(?i:an?|the) (?:of|about|showing) |of )(?=\S)", "", stripped.strip(_CUTS))
    return "" if _matches("only_generic_en", stripped) else stripped


def _cut(pattern: re.Pattern[str], text: str) -> str:
    """A text without what a pattern finds first, read in one spelling: characters of both scripts are alike."""
    found = pattern.search(normalise(text))
    return text[: found.start()] + text[found.end() :] if found else text


def _chinese(message: MessageFeatures, text: str, *, lead: bool) -> str:
    text = _cut(_SEEN, text)
    before = text
    if lead:
        text = _cut(_pattern("lead_zh"), text) or text
        text = re.sub(r"^(?:一下|下)(?=[\u3400-\u9fff]{2})", "", text)
    text = _cut(_pattern("lead_count_zh"), text) if "count" in message.said.values else text
    shorter = _cut(_pattern("tail_noun_zh"), text)
    text = shorter if len(shorter) >= 2 else text
    text = re.sub(r"^的", "", text)
    if lead and _matches("only_generic_zh", text):
        return ""
    return (text or before).strip(_CUTS)
