"""Which result a turn points at, and what is to be done with it. Pure."""

import re

from mediawright.router.dialogue.context import Context
from mediawright.router.dialogue.cues import cue, pattern
from mediawright.router.dialogue.turn import Index
from mediawright.router.dialogue.utterance import Utterance
from mediawright.router.language.numbers import value

_ORDINALS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "fifth": 5,
    "5th": 5,
    "sixth": 6,
    "6th": 6,
    "last": -1,
    "final": -1,
    "former": 1,
    "latter": -1,
    "middle": 0,
}
_NUMBER = r"(?:\d{1,2}|one|two|three|four|five|six|[一二两三四五六七八九十]{1,2})"
_EN = pattern("results_en")
_ZH = pattern("results_zh")
_PAIR = pattern("results_pair")
_ALL = pattern("results_all")
_POINTER = pattern("results_pointer")


#: lengths, whose "seconds" are no place
_LENGTHS = re.compile(r"\d+[ -]?seconds?(?![a-z])")
#: several in one breath: 一三两张
_RUN = re.compile(
    r"(?<![第\d一二三四五六])(?P<all>[一二三四五六]{2,4})(?:这|那)?[两二三四几]?[张个条段幅](?=.{0,3}[拼合接连并])"
)
#: two by their places: "the first and the last"
_ORDINAL_PAIR = re.compile(
    r"\b(?P<a>first|second|third|fourth|1st|2nd|3rd|4th|middle)(?: one)?(?:,| and| &| with| plus| then)+ (?:the )?"
    r"(?P<b>second|third|fourth|fifth|last|2nd|3rd|4th|middle|latter|final)\b"
)
#: results that are named to be left out
_UNWANTED = pattern("results_unwanted")


#: a thing in the picture is to be larger, not the picture
_PART_LARGER = re.compile(
    r"(?:make|get) (?:the|his|her|its|their|my) (?!(?:whole )?(?:picture|pic|image|photo|file|poster|logo|one|result))"
    r"\w+(?: \w+)? (?:bigger|larger)"
    r"|[把将](?![它图这那整全第]|照片|画面|视频|片子)[\u3400-\u9fff]{1,6}?(?:放大|弄大|变大|调大|改大|做大|搞大)"
    r"|放大(?![图它这那第到一成两几点些下倍版吧看]|照片|视频|画面|\d)[\u3400-\u9fff]{2,}"
)


def pointed(said: Utterance, context: Context) -> Index | None:
    """The result that is named by its number: 2, several (1, 3), "all"; None where none is."""
    text = said.plain
    pair = _PAIR.search(text)
    if pair and context.count > 1:
        numbers = tuple(int(n) for n in (pair["a"], pair["b"], pair["c"]) if n)
        if all(1 <= n <= context.count for n in numbers):
            return tuple(sorted(set(numbers)))
    text = _LENGTHS.sub(lambda match: " " * len(match.group()), text)
    run = _RUN.search(text)
    if run and context.count > 1:
        numbers = tuple(sorted({int(value(n) or 0) for n in run["all"]}))
        if all(1 <= n <= context.count for n in numbers):
            return numbers
    text = _UNWANTED.sub(lambda match: " " * len(match.group()), text)
    pairs = _ORDINAL_PAIR.search(text) if context.count > 1 else None
    if pairs:
        places = (_ORDINALS[pairs["a"]], _ORDINALS[pairs["b"]])
        at = tuple(sorted({context.count if n == -1 else (context.count + 1) // 2 if n == 0 else n for n in places}))
        if all(1 <= n <= context.count for n in at):
            return at
    corner = _corner(text) if context.count == 4 else None
    if corner:
        return corner
    found = [n for n in (_number(match, context) for match in [*_EN.finditer(text), *_ZH.finditer(text)]) if n]
    found = [n for n in dict.fromkeys(found) if n <= max(context.count, 1)]
    if len(found) > 1:
        return tuple(sorted(found))
    if found:
        return found[0]
    return "all" if context.count > 1 and _ALL.search(text) else None


def _corner(text: str) -> int | None:
    """A picture of four by its corner, as a chat app lays them out."""
    found = _CORNER.search(text)
    if found is None:
        return None
    said = found.group()
    return 1 + ("右" in said or "right" in said) + 2 * ("下" in said or "bottom" in said or "lower" in said)


_CORNER = re.compile(
    r"[左右][上下](?:角)?(?:的|那)?(?:[张个幅]|$)|[上下][左右](?:角)?(?:的|那)?(?:[张个幅]|$)"
    r"|\b(?:top|upper|bottom|lower)[ -](?:left|right)\b(?! corner of)"
)


def _number(match: re.Match[str], context: Context) -> int | None:
    groups = match.groupdict()
    last = max(context.count, 1)
    if groups.get("word"):
        at = _ORDINALS[groups["word"]]
        return last if at == -1 else (last + 1) // 2 if at == 0 else at
    if groups.get("last") or groups.get("right"):
        return last
    if groups.get("mid"):
        return (last + 1) // 2
    if groups.get("left") or groups.get("head"):
        return 1
    if groups.get("rev"):
        return last + 1 - int(value(groups["rn"] or "一") or 1)
    number = value(groups.get("lone") or groups.get("n") or groups.get("m") or groups.get("hash") or "")
    return int(number) if number else None


def points(said: Utterance) -> bool:
    """Whether something at hand is pointed at: it, this one, 这张. Praise ("love it") points at nothing."""
    return any(_POINTER.search(clause.flat) for clause in said.clauses if not cue("praise").whole(clause.core))


def operation_on(said: Utterance, kind: str | None) -> str | None:
    """What is asked for of a result of this kind, beyond a mere change of what is seen; None where nothing is."""
    text = said.flat
    if cue("save_subject").within(text) and kind == "image":
        return "create_element"
    if cue("lip_sync").within(text) and (said.message.n("audio") or "口型" in text or "sync" in text):
        return "lip_sync"
    if kind == "image":
        if cue("animate").within(text):
            return "image_to_video"
        if cue("outpaint").within(text):
            return "outpaint"
        return "upscale" if cue("upscale").within(text) and not _PART_LARGER.search(text) else None
    if cue("sound_for").within(text):
        return "video_to_audio"
    if cue("extend").within(text) and not cue("cut_edit").within(text):
        return "extend_video"
    if cue("cut_edit").within(text):
        return "chat_edit"
    return "upscale" if cue("upscale").within(text) and not _PART_LARGER.search(text) else None
