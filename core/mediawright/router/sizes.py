"""Aspect ratios and resolutions in a message."""

import re

_RATIOS = "16:9 9:16 1:1 4:3 3:4 21:9 3:2 2:3 5:4 4:5".split()
_RATIO = re.compile(r"(?<![\d.:])(\d{1,2}) ?(?:[:x/*]|比|by|to|-) ?(\d{1,2})(?![\d:]|\.\d)")
_FORMAT = (
    r"video|videos|clip|clips|format|mode|orientation|version|ratio|aspect|image|images|picture|pic|photo|poster|wallpaper|"
    r"wallpapers|layout|crop|shot|film|reel|reels|frame|framing|short|shorts|screen|size|one|please|pls|for|because|so|with|"
    r"animation|cover|thumbnail|illustration|and|\d+|output|movie|banner|composition|vid|canvas|cut|post|posts|ad|ads|story"
)
_STOP = r"[,.;:!?()\n\-–—，。；：！？、~]"
_EDGE = rf"(?:^|{_STOP}|\b(?:in|as|a|be|make it|it|the|want|need|and|but|use|go|do|format|only|second|seconds|sec|\d ?s|quick|short|nice|kling|4k|1080p|720p|is|or|into|an?)\s)\s*"
_TAIL = rf"(?=\s*(?:$|{_STOP}|\ue000|[\u3400-\u9fff])|[\s-]+(?:{_FORMAT})\b)"
_KIND = r"(?:video|clip|vid|film|reel|shot|animation|movie|format|mode|orientation|version|ratio|aspect|output|composition|framing|cut|short|footage|loop|story|ad|spot|promo|teaser|trailer|commercial)s?"
_STILL = r"(?:image|picture|pic|photo|poster|wallpaper|phone wallpaper|illustration|cover|thumbnail|banner|drawing|post|crop|canvas)s?"
_WORDS = (
    ("9:16", re.compile(rf"\bvertical(?:ly)?[\s-]+(?:{_KIND}|{_STILL})\b|\bportrait[\s-]+{_KIND}\b|\bshot vertically\b|\bfor (?:phone|mobile) screens?\b")),
    ("16:9", re.compile(rf"\bhorizontal(?:ly)?[\s-]+(?:{_KIND}|{_STILL})\b|\blandscape[\s-]+(?:{_KIND})\b|\bwidescreen\b")),
    ("1:1", re.compile(rf"\bsquare[\s-]+(?:{_KIND}|{_STILL})\b")),
    ("9:16", re.compile(rf"{_EDGE}(?:portrait|vertical|upright)(?:\s+(?:mode|format|orientation))?{_TAIL}")),
    (
        "16:9",
        re.compile(
            rf"{_EDGE}(?:landscape|widescreen|wide screen|horizontal)(?:\s+(?:mode|format|orientation))?{_TAIL}"
        ),
    ),
    ("1:1", re.compile(rf"{_EDGE}(?:square|squared)(?:\s+(?:mode|format))?{_TAIL}")),
    ("21:9", re.compile(r"\b(?:ultra-?\s?wide|cinemascope|anamorphic ratio)\b|超宽屏|宽银幕|电影宽幅")),
    (
        "9:16",
        re.compile(
            r"竖屏|竖版|竖构图|竖式|竖幅|竖着的|竖的(?=$|[，。,.！!~ ])|直式|直的(?=$|[，。,.！!~ \d])|直屏|纵向|手机竖|竖拍|直版|竖画幅"
        ),
    ),
    ("16:9", re.compile(r"横屏|横版|横构图|横式|横幅的|横的(?=$|[，。,.！!~ ])|横向|宽屏|横拍|横画幅")),
    ("1:1", re.compile(r"方形|正方形|正方|方图|方的(?=$|[，。,.！!~ ])|方版|方构图|方画幅")),
)
_RESOLUTION = re.compile(
    r"(?<![a-z0-9])(?:(?P<p>480|720|1080|2160)\s?p(?![a-z0-9])|(?P<k>[1-4])\s?k(?![a-z0-9])|(?P<bare>720|1080|2160)(?=$|[\s,.，。、的]|分辨率|画质)"
    r"|(?P<hd>full ?hd|fhd)(?![a-z])|(?P<uhd>uhd|ultra ?hd)(?![a-z]))"
)
_CROWD = re.compile(
    r"\d ?k\s+(?:followers|views|subscribers|likes|people|dollars|粉|run|race|feet|words|usd|steps|fans|miles|tv|screen|monitor)"
)

Span = tuple[int, int]


def aspect_ratio(plain: str) -> tuple[str, Span] | None:
    """The first aspect ratio that is said, as "W:H", and where."""
    for match in _RATIO.finditer(plain):
        ratio = f"{match[1]}:{match[2]}"
        if ratio in _RATIOS and not ("-" in match.group() or " to " in match.group() or " by " in match.group()):
            return ratio, match.span()
    for ratio, pattern in _WORDS:
        found = pattern.search(plain)
        if found:
            return ratio, _trim(plain, found.span())
    return None


def resolution(plain: str) -> tuple[str, Span] | None:
    """The first resolution that is said: "480p" … "1080p", "1k" … "4k"."""
    for match in _RESOLUTION.finditer(plain):
        if match["k"] and _CROWD.match(plain, match.start()):
            continue
        if match["bare"] and plain[max(0, match.start() - 1) : match.start()] in ("#", "-", ":"):
            continue
        return _name(match), match.span()
    return None


def _name(match: re.Match[str]) -> str:
    if match["hd"]:
        return "1080p"
    if match["uhd"]:
        return "4k"
    lines = match["p"] or match["bare"]
    if lines:
        return "4k" if lines == "2160" else f"{lines}p"
    return f"{match['k']}k"


def _trim(plain: str, span: Span) -> Span:
    start, end = span
    while start < end and not plain[start].isalnum():
        start += 1
    return start, end
