"""Everything that a message says about the result, by parameter, with the places where it says so."""

import re
from dataclasses import field
from typing import Any

from mediawright.router.language.lazy_pattern import LazyPattern
from mediawright.router.language.patterns import pattern
from mediawright.router.language.read import Reading
from mediawright.router.message.amounts import Span, count, days, duration
from mediawright.router.message.sizes import aspect_ratio, resolution
from mediawright.types.dataclass import dataclass

#: politeness stands between parameters like a comma
_POLITE = pattern("polite")
_SILENT = pattern("silent")
_LOUD = pattern("loud")
_TASK = pattern("task")
_ELEMENT = pattern("element")
_LOOSE_ID = pattern("loose_id")
_SPARED = pattern("spared")
#: without one of these nothing is said about sound
_HEARD = re.compile("声|音|乐|哑|对白|bgm|soun|audi|musi|mute|silent|sfx|voices|[鸟虫蛙蝉][叫鸣]|noise|soundtrack|ambi")
_DIGIT = re.compile(r"\d")


@dataclass(slots=True)
class Said:
    """The parameters of a message before it is known which of them the operation takes."""

    values: dict[str, Any] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)

    def forget(self, start: int, end: int) -> None:
        """What was read off the characters of a name: the 3 of "NAME 3" counts nothing."""
        for name in [name for name, span in self.spans.items() if start <= span[0] < end]:
            del self.values[name], self.spans[name]

    def put(self, name: str, found: tuple[Any, Span] | None) -> None:
        if found:
            self.values[name], self.spans[name] = found


def extract(reading: Reading, images: int) -> Said:
    """All parameters that can be read off the text alone. `images`: how many pictures are attached."""
    said = Said()
    plain = _POLITE.sub(lambda match: "," + " " * (len(match.group()) - 1), reading.plain)
    digits = _DIGIT.search(plain) is not None
    said.put("duration", duration(plain) if "s" in plain or "m" in plain or "秒" in plain or "分" in plain else None)
    said.put("aspect_ratio", aspect_ratio(plain))
    said.put("resolution", resolution(plain) if digits or "hd" in plain else None)
    said.put("count", count(plain, images))
    said.put("days", days(plain))
    said.put("sound", _sound(plain))
    if digits:
        said.put("task_id", _id(_TASK, reading))
        said.put("element_id", _id(_ELEMENT, reading))
        if "task_id" not in said.values and "element_id" not in said.values:
            loose = next((m for m in _LOOSE_ID.finditer(plain) if not _SPARED.search(plain[: m.start()][-12:])), None)
            said.put("loose_id", (reading.text[loose.start() : loose.end()], loose.span()) if loose else None)
    return said


def _sound(plain: str) -> tuple[bool, Span] | None:
    if not _HEARD.search(plain):
        return None
    silent = _SILENT.search(plain)
    if silent:
        return False, silent.span()
    loud = _LOUD.search(plain)
    return (True, loud.span()) if loud else None


def _id(pattern: LazyPattern, reading: Reading) -> tuple[str, Span] | None:
    for match in pattern.finditer(reading.plain):
        if any(c.isdigit() for c in match["id"]) and not re.fullmatch(r"\d+(?:s|p|k|d|sec|x\d+)", match["id"]):
            return reading.text[match.start("id") : match.end("id")], match.span()
    return None
