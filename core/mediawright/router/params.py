"""Everything that a message says about the result, by parameter, with the places where it says so."""

import re
from dataclasses import dataclass, field
from typing import Any

from mediawright.router.amounts import Span, count, days, duration
from mediawright.router.read import Reading
from mediawright.router.sizes import aspect_ratio, resolution

_MEDIA = r"(?:声音|音效|音乐|配乐|音频|bgm|背景音乐|原声|人声|声儿|声|音轨|环境音|对白)"
_SILENT = re.compile(
    r"\b(?:no|without|zero|w/o|minus|skip the|drop the|don't add|dont add|don't want|dont want|not? any)\s+(?:any\s+|background\s+|bg\s+)?(?:sound|sounds|audio|music|soundtrack|noise|sfx)\b"
    r"|\b(?:sound|audio|music)\s*(?:is\s+|:\s*|=\s*)?off\b|(?:^|[,.;!，。]\s*|\b(?:keep it|make it|be|totally|completely|should be|it|a|and|,)\s+)(?:silent|muted?)(?=\s*(?:$|[,.;!，。]|video|clip|film|please|pls|vid|loop|\ue000|version|and))"
    rf"|(?:不要|不用|别|不需要|无需|不带|没有|别带|别加|不加|不要有|别有|不要带|不要加|去掉|关掉|关闭|免)(?:任何|配|加|带|有|出)?{_MEDIA}|静音|无声|无音|不出声|(?:声音|音效|音乐)(?:不要|就?不用了?|关掉|关了|免了)|哑巴"
)
_LOUD = re.compile(
    r"\b(?:with|w/|add|include|including|plus|needs?|want|has|have|has to have|gotta have|using|generate)\s+(?:native\s+|some\s+|ambient\s+|the\s+|background\s+|matching\s+|natural\s+|real\s+|synced\s+|realistic\s+|its\s+|a\s+|epic\s+|soft\s+|original\s+)*(?:sound|sounds|audio|sound effects|sfx|music|soundtrack)\b(?!\s*(?:system|systems|box|stand|studio|file|track|playing|notes|video))"
    r"|\b(?:sound|audio)\s*(?:is\s+|:\s*|=\s*)?(?:on|enabled)(?=\s*(?:$|[,.;!，。]))|\bsound please\b|\bnative audio\b|(?:^|[,.;!，。]\s*)(?:loud|soft|epic|upbeat|gentle|dramatic|calm|some|background|ambient|moody|happy|sad)?\s*(?:music|sound|audio|sound effects)(?:\s+(?:please|pls|too|as well))?(?=\s*(?:$|[,.;!，。]))|\band sound\b|\b(?:sound|audio) too\b"
    rf"|(?:带|带上|带点|带着|配上?|配点|加上?|加点|有|要有?|要带|开启?|打开|附带|需要有?|来点)(?:一点|点|些|同步|环境|的)?{_MEDIA}|(?:带|带上|配上|加上|要有)[\u4e00-\u9fff]{{1,4}}声(?![\u4e00-\u9fff])|有声(?!书)|声画同步|音画同步|音画同出|声画同出|(?:声音|音效)(?:要|打开|开着|也要|一起)"
)
_TASK = re.compile(
    r"(?:\b(?:task|job|request)s?(?:[\s_-]*(?:id|number|no\.?|#))?|任务(?:id|号|编号)?|单号|id)(?:\s|is|:|#|=|是|为|：|号|\()*(?P<id>[a-z0-9][a-z0-9_-]{3,63})"
)
_ELEMENT = re.compile(
    r"(?:\b(?:elements?|subjects?|characters?)(?:[\s_-]*(?:id|number|no\.?|#)s?)?|(?:主体|角色|人物|元素)(?:\s*(?:id|号|编号))?|\bid)(?:\s|is|:|#|=|是|为|号|\()*(?P<id>[a-z0-9][a-z0-9_-]{3,63})"
)
_LOOSE_ID = re.compile(
    r"(?<![a-z0-9.:/])(?=[a-z_-]*\d)[a-z0-9]+(?:[_-][a-z0-9]+)+(?![a-z0-9])|(?<![\w.:])\d{5,}(?![\w.:]|\s?[秒天块元张])"
)


@dataclass(slots=True)
class Said:
    """The parameters of a message before it is known which of them the operation takes."""

    values: dict[str, Any] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)

    def put(self, name: str, found: tuple[Any, Span] | None) -> None:
        if found:
            self.values[name], self.spans[name] = found


def extract(reading: Reading, images: int) -> Said:
    """All parameters that can be read off the text alone. `images`: how many pictures are attached."""
    said = Said()
    plain = reading.plain
    digits = any(c.isdigit() for c in plain)
    said.put("duration", duration(plain) if "s" in plain or "m" in plain or "秒" in plain or "分" in plain else None)
    said.put("aspect_ratio", aspect_ratio(plain))
    said.put("resolution", resolution(plain) if digits or "hd" in plain else None)
    said.put("count", count(plain, images))
    said.put("days", days(plain))
    said.put("sound", _sound(plain))
    if digits:
        said.put("task_id", _id(_TASK, reading))
        said.put("element_id", _id(_ELEMENT, reading))
        if "task_id" not in said.values:
            loose = _LOOSE_ID.search(plain)
            said.put("loose_id", (reading.text[loose.start() : loose.end()], loose.span()) if loose else None)
    return said


def _sound(plain: str) -> tuple[bool, Span] | None:
    silent = _SILENT.search(plain)
    if silent:
        return False, silent.span()
    loud = _LOUD.search(plain)
    return (True, loud.span()) if loud else None


def _id(pattern: re.Pattern[str], reading: Reading) -> tuple[str, Span] | None:
    for match in pattern.finditer(reading.plain):
        if any(c.isdigit() for c in match["id"]) and not re.fullmatch(r"\d+(?:s|p|k|d|sec|x\d+)", match["id"]):
            return reading.text[match.start("id") : match.end("id")], match.span()
    return None
