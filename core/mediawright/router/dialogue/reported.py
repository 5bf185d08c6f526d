"""What an agent reports of a person's words ("The user says go ahead", 用户想取消), said as the person would. Pure."""

import re

from mediawright.router.dialogue.cues import pattern

_WHO_EN = re.compile(
    r"\s*(?:the |my |our )?(?:user|customer|client)s?(?: just| now| then| also| has| have| is| still)*\s+(?=\w)",
    re.IGNORECASE,
)
#: what a report begins with after the person, and what the person would say instead; the first that fits is taken
_EN = tuple(
    (pattern(f"reported_{name}_en"), instead)
    for name, instead in (("agreed", "I agree "), ("said", ""), ("asked", ""), ("changed", "I "), ("wanted", "I want "))
)
_THEY, _THEIR = pattern("reported_they"), pattern("reported_their")
_DOES, _AND_WANTS = re.compile(r"\bdoes(?: not|n't)\b", re.IGNORECASE), re.compile(r"\band (?:wants?|would like) to\b")
_WHO_ZH = r"\s*(?:用户|客户|顾客)(?:刚刚?|已经|现在|又|也|就)*"
_ZH = (
    (re.compile(rf"{_WHO_ZH}(?:确认|告诉我|说|表示|回复|回答|反馈|讲)(?:了|说)?(?:是)?[:：,，]?\s*"), ""),
    (re.compile(rf"{_WHO_ZH}(?:想要|想|要求|要|希望|需要|打算|决定)(?!看|知道|问)"), "我要"),
    (re.compile(rf"{_WHO_ZH}(?=同意|取消|放弃|登录|登好|已|不想|不要|不满|在问|问|看|想看|想知道)"), ""),
)


def firsthand(text: str) -> str:
    """The person's own words, where a message reports them; else the message as it is."""
    who = _WHO_EN.match(text)
    if who:
        for words, instead in _EN:
            found = words.match(text[who.end() :])
            if found:
                return _of_the_speaker(instead + text[who.end() + found.end() :].lstrip())
        return text
    if text.lstrip()[:2] in ("用户", "客户", "顾客"):
        for start, instead in _ZH:
            begins = start.match(text)
            if begins:
                return instead + text[begins.end() :]
    return text


def _of_the_speaker(text: str) -> str:
    return _THEIR.sub("my ", _THEY.sub("I", _DOES.sub("don't", _AND_WANTS.sub("and", text))))
