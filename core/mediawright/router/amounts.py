"""Lengths, counts and days in a message: only those that are meant as a parameter, not those that happen in a scene."""

import re

from mediawright.router.numbers import NUMBER, value

Span = tuple[int, int]

_LENGTH = re.compile(
    rf"(?P<n>{NUMBER})\s*-?\s*(?:(?:more|extra|additional|full|whole)\s+)?"
    r"(?P<u>seconds?|secs?|s|秒钟|秒|minutes?|mins?|分钟|分半)(?![a-z])"
    r"|(?P<half>半分钟|half a minute|half-minute)"
)
_BEFORE_NOT = re.compile(
    r"(?:\b(?:first|last|final|opening|from|after|before|every|at|past|until|within|the|his|her|their|my|early|late|mid|waited|wait|waits|"
    r"waiting|for the|opens for|holds for|pauses for|skip|cut|trim|each|top|around the|another few|down to)\s*(?:about\s*)?"
    r"|[前第每隔过等从]|开头|最后|倒数|倒计时|等了|停留?|头|剪掉|砍掉|切掉|尾)$"
)
_AFTER_NOT = re.compile(
    r"\s*(?:ago|later|mark|of silence|old|before|after|earlier|per|apart|left on|countdown|to go|flat|in\b|into|style|vibe|look|retro|aesthetic"
    r"|music|fashion|sitcom|disco|前|后|内|时|之|倒计时|倒数|一次|的时候|一个镜头|处|那里|那儿|开始)"
)
_MORE = re.compile(
    r"(?:\b(?:make|duration|length|long|total|by|for|add|extend|of|an?|is|be|only|just|about|around|roughly|to|another|exactly|-)\s*"
    r"|一共|总共|共|时长|长度|延长|延|续|再|加|多|补|接|做|成|出|个|段|条|片|要|拍|来|大概|大约|约)$"
)
_NOUN_AFTER = re.compile(
    r"\s*(?:long\s+)?(?:的|左右的?)?(?:\w+ )?(?:video|clip|vid|short|reel|film|animation|loop|movie|shot|视频|短片|片|小样|视屏|动画|素材|long|就够|就行|左右|即可|长)"
)
_EDGE = " \t,.;:!?，。；：！？、\n()~-\ue000\ue001"

_MANY = (
    r"(?:images?|pictures?|pics?|photos?|videos?|clips?|versions?|variations?|variants?|takes|options|illustrations|posters|logos?|wallpapers|"
    r"stills|icons|stickers|avatars|drawings|paintings|renders|panels|results|outputs|designs|concepts|portraits|thumbnails|banners|images?\s+series|vids|"
    r"frames of|looks|mockups|sketches|cards|postcards|slides|pages|covers|headshots|reels|pieces|artworks|shots)"
)
_COUNT_EN = re.compile(
    rf"(?<!text )(?<!img )(?<!image )(?<!photo )(?P<n>\d{{1,2}}|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|couple|dozen))\b[\s-]+(?:of\s+)?(?:\d+[\s-]*(?:s|secs?|seconds?)[\s-]+)?(?:(?!of\b|in\b|on\b|with\b|for\b|and\b|the\b|to\b|from\b|into\b|a\b|sec\b|second\b|secs\b|seconds\b|s\b|minute\b|is\b|are\b|who\b)[a-z'’]+[\s-]+){{0,3}}?(?P<of>{_MANY})\b"
)
_SET_OF = re.compile(
    r"\b(?:set|series|collection|pack|sequence|run|batch|carousel|grid)\s+of\s+(?P<n>\d{1,2}|[a-z]+)\b"
)
_OF_THEM = re.compile(r"(?:^|[,.;] ?|\bmake )(?P<n>[2-9]|1\d|two|three|four|five|six|seven|eight|nine|ten) of them\b")
_COUNT_ZH = re.compile(
    r"(?P<n>\d{1,2}|[二两俩三仨四五六七八九十]{1,3})\s*(?:张|幅|个版本|种版本|版(?!权)|款|条(?=视频|短片|片|$|[，。,.！!]|[^件腿河路狗鱼街龙裤线尾蛇船])|段(?=视频|短片|片|$|[，。,.！!])|个(?=视频|短片|图|海报|壁纸|头像|logo|表情|方案|备选|结果|片子|版)|枚|帧图|支(?=视频|短片|片)|连图|联画|格(?=漫画|图))"
)
_INPUT_BEFORE_EN = re.compile(
    r"\b(?:these|those|the|my|all|both|of my|from|using|attached|with|here are|have|got|sent|uploaded|our|his|her|their|of these|combine|merge|stitch|blend|between|in|on|at|shot)\s*(?:the\s+|all\s+)?$"
)
_INPUT_AFTER_EN = re.compile(
    r"[a-z ]{0,12}?\s*(?:attached|above|here|uploaded|below|i\s+(?:sent|uploaded|attached|shared|gave)|are\b|in one|into one|into a single)"
)
_INPUT_BEFORE_ZH = re.compile(
    r"(?:[这那第图把将拿用从给以按叫让前后有传发]|上面|上传的?|附件|我的|参考|原来的?|其他|其它|另外|先做前)$"
)
_INPUT_AFTER_ZH = re.compile(
    r"(?:不同的?)?(?:图片|照片|图|相片|自拍|素材|参考图|产品图|截图|视频)?(?:我|都|分别|加进|加到|放进|导入|传到|上传|发你|发给|合|拼|融|之间|里|中|在上|在这|做|变|转|当|换|拿去|一起|给你)"
)
_FIRST_N = re.compile(r"做前$|出前$|画前$")

_DAYS = re.compile(
    rf"(?:\b(?:last|past|previous|prior|recent)\s+(?P<n>{NUMBER})?\s*(?P<u>days?|weeks?|months?)\b"
    rf"|(?:最近|近|过去|这(?=[\d一二两三四五六七八九十])|前(?!后)|之前|前面)\s*(?P<zn>{NUMBER})?\s*(?:个)?(?P<zu>天|日|周|星期|礼拜|月)(?!前|后|份))"
)
_PER = {"d": 1, "w": 7, "m": 30, "天": 1, "日": 1, "周": 7, "星": 7, "礼": 7, "月": 30}


def duration(plain: str) -> tuple[float, Span] | None:
    """The length asked for, in seconds, and where it is said."""
    best: tuple[int, int, float, Span] | None = None
    for match in _LENGTH.finditer(plain):
        seconds = _seconds(match)
        score = _length_score(plain, match, seconds) if seconds else 0
        if seconds and score > 0 and (best is None or (score, match.start()) > best[:2]):
            best = (score, match.start(), seconds, match.span())
    return (best[2], best[3]) if best else None


def _seconds(match: re.Match[str]) -> float | None:
    if match["half"]:
        return 30
    number = value(match["n"])
    unit = match["u"]
    if number is None or number > 3600 or (unit == "s" and number > 60):
        return None
    if unit == "分半":
        return number * 60 + 30
    return number * 60 if unit[0] in "m分" else number


def _length_score(plain: str, match: re.Match[str], seconds: float) -> int:
    before, after = plain[max(0, match.start() - 14) : match.start()], plain[match.end() : match.end() + 14]
    if _BEFORE_NOT.search(before) or _AFTER_NOT.match(after):
        return 0
    closes = not after.strip(_EDGE) or after[0] in _EDGE[2:]
    if before.endswith("in ") and not closes:
        return 0
    score = 1
    if (not before.strip(_EDGE) or before[-1] in _EDGE[2:]) and (not after.strip(_EDGE) or after[0] in _EDGE[1:]):
        score += 2
    score += 2 if _NOUN_AFTER.match(after) else 0
    score += 1 if _MORE.search(before) else 0
    if seconds <= 1 or (match["u"] or "")[:1] == "m":
        score -= 1
    return score


def count(plain: str, images: int) -> tuple[int, Span] | None:
    """How many results are asked for (two or more), and where. `images` is how many pictures are attached."""
    best = None
    for match in _SET_OF.finditer(plain):
        number = value(match["n"])
        if number and number > 1 and not _INPUT_BEFORE_EN.search(plain[max(0, match.start() - 12) : match.start()]):
            return int(number), match.span()
    of_them = _OF_THEM.search(plain)
    if of_them and value(of_them["n"]):
        return _whole(of_them), of_them.span()
    for match in _COUNT_EN.finditer(plain):
        if _asked_en(plain, match, images):
            return _whole(match), match.span()
    for match in _COUNT_ZH.finditer(plain):
        if _asked_zh(plain, match, images):
            best = (_whole(match), match.span())
    return best


def _whole(match: re.Match[str]) -> int:
    number = value(match["n"])
    return int(number) if number else 0


def _asked_en(plain: str, match: re.Match[str], images: int) -> bool:
    number = _whole(match)
    before, after = plain[max(0, match.start() - 16) : match.start()], plain[match.end() : match.end() + 30]
    if number < 2 or (before and (before[-1].isdigit() or before[-1] in ".:v/")):
        return False
    if match["of"] == "shots" and "product" not in match.group() and "head" not in match.group():
        return False
    if _INPUT_BEFORE_EN.search(before) or _INPUT_AFTER_EN.match(after):
        return False
    return not (number == images and not before.strip())


def _asked_zh(plain: str, match: re.Match[str], images: int) -> bool:
    number = _whole(match)
    before, after = plain[max(0, match.start() - 6) : match.start()], plain[match.end() : match.end() + 8]
    if number < 2 or (before and (before[-1].isdigit() or before[-1] in ".:")):
        return False
    if _FIRST_N.search(before):
        return True
    if _INPUT_BEFORE_ZH.search(before) or (
        images and _INPUT_AFTER_ZH.match(after) and not re.search("共|出|做|来|要|生成$", before)
    ):
        return False
    return not (number == images and not before.strip(_EDGE))


def days(plain: str) -> tuple[int, Span] | None:
    """The window of days that is asked about: "the last 14 days", 近一周."""
    match = _DAYS.search(plain)
    if not match:
        return None
    said, unit = match["n"] or match["zn"], (match["u"] or match["zu"])[0]
    if not said and match["zu"] and unit not in "周星礼月":
        return None
    number = value(said) if said else 1
    return (int(number * _PER[unit]), match.span()) if number else None
