"""How many are wanted, and how long, by what the request has: "3 instead of 4", "twice as long". Pure."""

import re

from mediawright.router.dialogue.change import Change
from mediawright.router.dialogue.context import Context
from mediawright.router.language.numbers import value

#: a length by the one there is: "twice as long", "half the length"
_TIMES = re.compile(
    r"(?<![a-z])(?:(?P<double>twice as long|double (?:the |its )?(?:length|duration|time)|two times (?:as long|longer)"
    r"|twice the (?:length|duration))|(?P<half>half as long|half (?:the |its )?(?:length|duration|time)))(?![a-z])"
)
#: the same in Chinese: 时间翻一倍, 时长减半
_TIMES_ZH = re.compile(
    r"(?P<double>(?:时长|时间|长度)(?:再)?(?:翻一?倍|翻番|加一?倍|加倍|乘以?[二2两])|(?:时长|时间|长度)?长一倍)"
    r"|(?P<half>(?:时长|时间|长度)(?:减半|砍一?半|缩一?半|减一半)|(?:时长|时间|长度)?短一半)"
)
#: how many, in Indian English
_NOS = re.compile(
    r"(?<![\d.])(?P<n>\d{1,2}) ?nos?\.?(?: of)?(?: (?:options?|pictures?|images?|copies|designs?|variants?))?(?![a-z])"
)
#: how many pictures a story has: 改成四格
_FRAMES = re.compile(r"(?P<n>\d{1,2}|[两二三四五六七八九十])(?:格|页|幕)(?!的)")
#: so much on top: "5 more seconds", "another five seconds"
_MORE = re.compile(
    r"(?<![a-z\d.])(?:(?P<n>\d{1,2}|two|three|four|five|six|seven|eight|nine|ten) (?:more|extra|additional)"
    r"|(?:another|an extra|an additional) (?P<m>\d{1,2}|two|three|four|five|six|seven|eight|nine|ten))"
    r" ?(?:s|secs?|seconds?)(?![a-z])"
)
_FEW = r"\d|one|two|three|four|five|six|seven|eight|nine"
#: another number of them
_FEWER = re.compile(rf"(?P<new>{_FEW}) (?:instead of|rather than|not) (?P<old>{_FEW})(?![a-z\d])")
#: so many more of what was made: "three more like it", "two more, at night"
_MORE_OF_IT = re.compile(
    rf"(?<![a-z\d.])(?P<n>{_FEW}) more"
    r"(?= (?:like|of|in|with|without|but|on|at|for|as|please|pls|versions?|takes?)(?![a-z])|,|$)"
)


def counted(plain: str, context: Context, change: Change) -> None:
    """Set the number of results, or the length that is told by the one there is."""
    fewer = _FEWER.search(plain)
    if fewer and "count" not in change.params and value(fewer["old"]) == context.params.get("count"):
        _count(change, fewer, fewer["new"])
    frames = _FRAMES.search(plain) if context.operation == "image_series" else None
    if frames and "count" not in change.params:
        _count(change, frames, frames["n"])
    nos = _NOS.search(plain) if context.picture else None
    if nos and "count" not in change.params:
        _count(change, nos, nos["n"])
    takes = _MORE_OF_IT.search(plain) if context.stage == "done" and "duration" not in change.params else None
    if takes and "count" not in change.params:
        _count(change, takes, takes["n"])
    more = _MORE.search(plain) if context.stage in ("quoted", "question", "sign_in", "failed") else None
    length = context.params.get("duration")
    if more and isinstance(length, int):
        change.params["duration"] = length + int(value(more["n"] or more["m"]) or 0)
        change.spans.append(more.span())
    times, had = _TIMES.search(plain) or _TIMES_ZH.search(plain), context.params.get("duration")
    if times and isinstance(had, int):
        change.params["duration"] = had * 2 if times["double"] else max(1, had // 2)
        change.spans.append(times.span())


def _count(change: Change, found: re.Match[str], number: str) -> None:
    change.params["count"] = int(value(number) or 1)
    change.spans.append(found.span())
