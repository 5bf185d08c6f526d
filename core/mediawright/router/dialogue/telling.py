"""Which clauses tell what is to be seen, and in which words, without what sets something. Pure."""

import re

from mediawright.router.dialogue.change import Change
from mediawright.router.dialogue.cues import cue
from mediawright.router.dialogue.scene import simple
from mediawright.router.dialogue.settings import MISSED, plain_sound
from mediawright.router.dialogue.utterance import Clause, Utterance, residue

LONG = 400  # a clause this long describes and edits nothing


def wording(said: Utterance, change: Change, clause: Clause) -> str:
    """A clause as written, without the words that set something; "" where it says nothing else."""
    text, at = "", clause.start
    for start, end in sorted(change.spans):
        if at <= start and end <= clause.end:
            text += said.text[at:start] + " "
            at = end
    text = (text + said.text[at : clause.end]).strip()
    for link in said.message.reading.links:
        text = text.replace(said.text[link.start : link.end], " ")
    return re.sub(r"\s{2,}", " ", text.replace("’", "'")).strip(" ,，")


def spoken_of(said: Utterance, change: Change, old: str | None = None) -> list[Clause]:
    """The clauses that say something about what is to be seen."""
    telling = [clause for clause in said.clauses if _tells(said, change, clause) or exchanges(clause, old)]
    faults = [clause for clause in telling if cue("complaint").within(clause.flat)]
    asking = [clause for clause in telling if clause not in faults and cue("wish").within(clause.flat)]
    return [clause for clause in telling if clause not in faults] if asking else telling


def exchanges(clause: Clause, old: str | None) -> bool:
    """Something of the old prompt becomes another: 小哥改成小姐姐, though each word may be one of talk."""
    found = _INTO.match(clause.flat) if old else None
    return found is not None and found["x"] in simple(old or "")


_INTO = re.compile(
    r"^(?:把|将|那个|这个|里面的?)?(?P<x>[\u3400-\u9fff]{2,8}?)(?:全|都)?(?:换成|改成|变成|换为|改为)[^，。]+"
)


def _tells(said: Utterance, change: Change, clause: Clause) -> bool:
    words = wording(said, change, clause)
    if not words or (clause.of_oneself and "\ue000" not in clause.flat):
        return False
    if "“" in clause.text or "\ue000" in clause.flat:
        return True
    if _DECADE.search(words):
        return True
    if _OF_THE_PRICE.search(clause.flat):
        return False
    plain = _plainly(simple(words[:LONG]))
    if change.params and _ENOUGH.fullmatch(plain.strip()):
        return False
    if change.params.get("sound") is True and MISSED.search(plain):
        return False
    if clause.orders and "sound" not in change.params:  # a thing may be called by any word: "the trash can"
        return bool(re.search(r"[a-z]{2,}", residue(plain, *_ORDERED)))
    left = residue(plain, *_TALK)
    heard = change.params.get("sound") is True and not plain_sound(_plainly(words))
    if not heard and left:
        left = residue(left, *_SETTING)
        # "better quality": a word of talk may be a part of what sets something
        left = left and residue(residue(plain, *_SETTING), *_TALK)
        left = _DEGREE.sub(" ", _ABLE.sub(" ", left))
    return bool(re.search(r"[a-z]{2,}|[\u3400-\u9fff]", left))


#: what is said of a setting: "5 seconds is plenty"
_ENOUGH = re.compile(
    r"(?:(?:is|are|s|will|would|should|be|just|quite|more|than) ?)*(?:plenty|(?:long )?enough|sufficient|fine|do|all i need)"
    r"|(?:就|也|已经|足)?(?:够|足够|够用|可以|行)(?:了|啦|的)?"
)
_TALK = ("praise", "polite", "wait", "again", "greeting", "go", "consent", "refuse", "command")
#: how much of a setting, which says nothing by itself
_DEGREE = re.compile(r"(?<![\u3400-\u9fff])(?:再|更|稍微|还)?(?:一点点?|一些|些|点儿?)(?:吧|啊|呢)?(?![\u3400-\u9fff])")


#: whether it can be done at all, and that it is to be tried
_ABLE = re.compile(
    r"^[吗么嘛呢不]$|^(?:怎么|为什么|为啥|咋)会?$|试(?:试|一下|一试)?(?:看看?|看)?$"
    r"|能(?:不能)?(?:做|拍|生成|画|弄|跑|出)(?:不能)?(?:出来)?(?:吗|不|么|嘛)?$"
)

#: words of what is said in an order that set something
_ORDERED = ("tall", "wide", "square", "three_four", "command")


_SETTING = (
    "other_model",
    "other_provider",
    "longer",
    "shorter",
    "too_dear",
    "higher_quality",
    "lower_quality",
    "faster",
    "sound_on",
    "sound_off",
    "tall",
    "wide",
    "square",
    "three_four",
    "mode_pro",
    "mode_std",
    "any_length",
    "any_provider",
    "any_model",
    "praise",
    "complaint",
    "command",
)


#: what is said of the price, and not of a price tag in the scene
_OF_THE_PRICE = re.compile(
    r"(?:this|that|it|the|its|thats|your|a|last|good|fair|better) (?:\w+ ){0,3}"
    r"(?:quote|quotation|price|cost|deal|bargain|offer)"
    r"(?! ?(?:tag|list|sign|board|label))(?![a-z])"
)
#: a time by its decade
_DECADE = re.compile(r"(?<!\d)(?:1[5-9]|20)\d0s(?![a-z])")


def _plainly(text: str) -> str:
    return " ".join(text.lower().replace("'", "").split())
