"""Amounts of money and credits as people say them: "五十积分", "10 bucks", "up to 20 units per video". Pure."""

import re

from mediawright.router.dialogue.cues import pattern
from mediawright.router.language.numbers import value
from mediawright.types.dataclass import dataclass

_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_MORE = "seventeen eighteen nineteen hundred thousand a half"
_WORD = "(?:" + "|".join([*_ONES.split(), *_MORE.split(), *_TENS]) + ")"
_NUMBER = rf"(?:\d[\d,]*(?:\.\d+)?k?|{_WORD}(?:[\s-](?:and[\s-])?{_WORD})*|[零一二两三四五六七八九十百千万半]+)"
_UNIT = (
    r"image[\s-]?(?:units?|points?|credits?)|credits?|creds?|units?|points?|pts"
    r"|us dollars?|dollars?|usd|bucks?|quid|pounds?|gbp|euros?|eur|yuan|rmb|cny|kuai|rupees?|rs|inr|cents?"
    r"|图片点数?|图片点|张点|个?积分|学分|个?点数|个?点(?!击|开|赞|一下)|块钱|块|元|美元|美金|美刀|刀|人民币|毛"
)
_SPOKEN = re.compile(
    rf"(?<![a-z0-9.])(?P<n>{_NUMBER})\s*(?P<u>{_UNIT})(?![a-z])|(?P<sign>[$¥￥€£])\s*(?P<m>\d[\d,]*(?:\.\d+)?)"
)
_SIGNS = {"$": "usd", "¥": "cny", "￥": "cny", "€": "eur", "£": "gbp"}
_UNITS = (
    (re.compile("image|图片|张点"), "image_units"),
    (re.compile("cred|积分|学分"), "credits"),
    (re.compile("unit|point|pts|点"), "units"),
    (re.compile("usd|dollar|buck|美|刀"), "usd"),
    (re.compile("yuan|rmb|cny|kuai|块|元|人民币|毛"), "cny"),
    (re.compile("quid|pound|gbp"), "gbp"),
    (re.compile("eur"), "eur"),
    (re.compile("rup|rs|inr"), "inr"),
    (re.compile("cent"), "usd"),
)
_PLAIN = pattern("amounts_plain")
_HOURS = pattern("amounts_hours")
_TODAY = pattern("amounts_today")
_WEEK = re.compile(r"(?<![a-z])this week(?![a-z])|这周|本周|这星期|这个星期")
_PER_DAY = re.compile(
    r"(?<![a-z])(?:per|a|each|every|any one|in a|in one) ?day(?![a-z])|daily|/ ?day|每天|每日|一天|一日|天天"
)
_PER_JOB = pattern("amounts_per_job")


@dataclass(frozen=True, slots=True)
class Amount:
    """So much of a unit: credits, units, image_units, usd, cny …; `unit` None where none is said."""

    value: str
    unit: str | None
    start: int
    end: int

    @property
    def number(self) -> float:
        """The value as a number."""
        return float(self.value)


def amount(plain: str, *, bare: bool = False) -> Amount | None:
    """The first amount in a message; with `bare` a number without a unit counts as well."""
    for match in _SPOKEN.finditer(plain):
        if match["sign"]:
            return Amount(_trimmed(match["m"]), _SIGNS[match["sign"]], match.start(), match.end())
        number = spoken(match["n"])
        if match["n"] in ("一", "半", "几") and match["u"] == "点":
            continue
        if number is not None:
            cents = match["u"].startswith("cent") or match["u"] == "毛"
            number = number / (10 if match["u"] == "毛" else 100) if cents else number
            return Amount(_shown(number), _unit(match["u"]), match.start(), match.end())
    for match in _PLAIN.finditer(plain) if bare else ():
        number = spoken(match["n"])
        if number is not None:
            return Amount(_shown(number), None, match.start(), match.end())
    return None


def spoken(text: str) -> float | None:
    """The number that digits or words spell: "1,000", "2k", "two hundred and fifty", 一百二."""
    text = text.replace(",", "").strip()
    if text[-1:] == "k" and text[:-1].replace(".", "", 1).isdigit():
        return float(text[:-1]) * 1000
    if text.isascii() and not text[0].isdigit():
        return _english(text)
    if "万" in text:
        high, _, low = text.partition("万")
        return (value(high) or 1) * 10000 + (value(low) or 0 if low else 0)
    if len(text) > 1 and text[-2:-1] == "百" and text[-1] in "一二三四五六七八九":
        return (value(text[:-1]) or 0) + 10 * (value(text[-1]) or 0)
    if text == "半":
        return 0.5
    number = value(text)
    return None if number is None else float(number)


def _english(text: str) -> float | None:
    total = current = 0.0
    for word in text.replace("-", " ").split():
        if word == "and":
            continue
        if word == "hundred":
            current = (current or 1) * 100
        elif word == "thousand":
            total, current = total + (current or 1) * 1000, 0
        elif word == "a":
            current += 1 if not current else 0
        elif word in _TENS:
            current += 20 + 10 * _TENS.index(word)
        elif word == "half":
            current += 0.5
        else:
            number = value(word)
            if number is None:
                return None
            current += number
    return (total + current) or None


def _unit(text: str) -> str | None:
    return next((name for words, name in _UNITS if words.search(text)), None)


def _trimmed(text: str) -> str:
    return _shown(float(text.replace(",", "")))


def _shown(number: float) -> str:
    return str(int(number)) if number == int(number) else str(round(number, 4))


def per(plain: str) -> str | None:
    """What an amount holds for: "job", "day", or None where it is not said."""
    if _PER_DAY.search(plain):
        return "day"
    return "job" if _PER_JOB.search(plain) else None


def lasting(plain: str) -> str | None:
    """How long a permission holds: "2h", "1d", "30m"; None where it is not said."""
    if _TODAY.search(plain):
        return "1d"
    if _WEEK.search(plain):
        return "7d"
    for match in _HOURS.finditer(plain):
        said = match["n"]
        if match["u"] == "半小时":
            return "30m"
        if not said and not re.match(r"(?:next|coming|for the next|接下来|未来)", match.group().strip()):
            continue
        if match["u"][0] in "d天" and re.match(
            r"\s*(?:每|a|per|each|every|一)", plain[max(0, match.start() - 6) : match.start()]
        ):
            continue
        number = 2 if said == "couple of" else spoken(said) if said else 1
        if not number:
            continue
        if said in ("a", "一") and match["u"][0] in "d天":
            continue
        if number == 0.5 and match["u"][0] in "h小钟":
            return "30m"
        unit = match["u"][0]
        whole = int(number)
        return (
            f"{whole}m"
            if unit in "m分"
            else f"{whole}h"
            if unit in "h小钟"
            else f"{whole * 7}d"
            if unit in "w周星"
            else f"{whole}d"
        )
    return None
