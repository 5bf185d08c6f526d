"""Two things in one message: a second step on the first one's result, or two wishes that do not hang together. Pure."""

import re
from dataclasses import replace

from mediawright.router.dialogue.beginning import begun, made_of
from mediawright.router.dialogue.cues import cue
from mediawright.router.dialogue.following import following
from mediawright.router.dialogue.listening import Turned
from mediawright.router.dialogue.replacing import POINTING
from mediawright.router.dialogue.turn import Turn


def several(turned: Turned) -> Turn | None:
    """Two things in one message: a second step on the first one's result, or two wishes that do not hang together."""
    said = turned.said
    text = said.plain
    if len(text) < 8 or said.message.reading.quotes or said.says("ability"):
        return None
    if _both_kinds(turned):
        return Turn(act="ask", ask="several_wishes", rule="a picture and a clip in one breath")
    steps = following(turned)
    if steps:
        first, step = steps
        return replace(begun(turned, first, first.prompt), then=(step,))
    for cut in cue("and_also").en.finditer(text) if text.isascii() else cue("and_also").zh.finditer(text):
        before, after = said.text[: cut.start()], said.text[cut.end() :]
        kinds = [made_of(turned, part) for part in (before, after)]
        if all(kinds) and kinds[0] != kinds[1] and not turned.given and not POINTING.search(after.lower()[:24]):
            return Turn(act="ask", ask="several_wishes", rule="two things that do not hang together")
    return None


#: a thing to be heard that is made for itself
_HEARD = re.compile(r"\b(?:an? )?(?:jingle|ringtone|audiobook|podcast(?: intro)?|theme (?:song|tune))\b")
_AND = re.compile(r"\s*(?:和|跟|与|加上?|还有|以及|、|and(?: also)?|plus|&|\+)\s*(?:an? |一?[个条段张支幅])?\s*")


def _both_kinds(turned: Turned) -> bool:
    """A picture and a clip in one breath: 海报和视频都要, "a poster and a video for our fair"."""
    said = turned.said
    if turned.given or said.mentions("help_strict"):
        return False
    kinds = (cue("noun_image").within(said.flat), cue("noun_video").within(said.flat), _HEARD.search(said.flat))
    found = sorted((kind for kind in kinds if kind is not None), key=lambda kind: kind.start())
    if len(found) < 2:
        return False
    first, second = found[:2]
    if said.asks and not (said.mentions("request") and first.group().startswith(("a ", "an "))):
        return False
    between = said.flat[first.end() : second.start()]
    told = _AND.fullmatch(between) or (_EACH.fullmatch(between) and said.flat[second.end() :].startswith("也"))
    return told is not None and not _POINTED.search(said.flat[: first.start()])


#: one of them and then the other: 海报来一张，视频也来一条
_EACH = re.compile(r"[^，。,]{0,6}[，,、 ]+(?:还有|另外|那个)?")
#: before what is there already: 把图片和视频拼起来
_POINTED = re.compile(
    r"(?:把|将|用|从|这|那|上面|(?<![a-z])(?:the|this|that|these|my|our|join|merge|combine))[^，。]{0,6}\s*$"
)
