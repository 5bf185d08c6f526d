"""What the pretended agent does to a draft. Pure: a draft goes in, a new one comes out."""

import copy
import re
from typing import Any

_QUOTED = re.compile(r"[\"'“「『《]([^\"'”」』》]+)[\"'”」』》]")
_AFTER = re.compile(
    r"(?:title|标题|字幕)\s*(?:saying|that says|says|called|为|是|：|:|“)?\s*[\"'“]?([^\"'”，。,.]+)", re.I
)
_PERCENT = re.compile(r"(\d{1,3})\s*%")
_SECONDS = re.compile(r"(\d{1,2})\s*(?:s\b|sec|second|秒)", re.I)
_RATIO = re.compile(r"(\d{1,2}):(\d{1,2})")
_LEAD = re.compile(
    r"^(?:please |can you |generate |make |create |a video of |a video: |an? |the |"
    r"请|帮我|生成视频：|生成|做一个|一个|一只)+",
    re.I,
)
SIZES = {"16:9": (1920, 1080), "9:16": (1080, 1920), "1:1": (1080, 1080), "4:3": (1440, 1080), "3:4": (1080, 1440)}


def subject_of(prompt: str) -> str:
    """What the clip shows, in a few words."""
    words = _LEAD.sub("", re.split(r"[,，.。;；]", prompt.strip())[0]).strip()
    return " ".join(words.split()[:6])[:40] or "clip"


def length_of(prompt: str) -> int:
    """Milliseconds."""
    found = _SECONDS.search(prompt)
    return max(1, min(15, int(found.group(1)))) * 1000 if found else 5000


def ratio_of(prompt: str) -> str:
    found = _RATIO.search(prompt)
    if found and found.group() in SIZES:
        return found.group()
    return "9:16" if re.search("portrait|vertical|竖屏", prompt, re.I) else "16:9"


def clip(media_id: str, url: str, prompt: str, zh: bool) -> dict[str, Any]:
    """A whole draft: the clip, music, a title."""
    length, subject = length_of(prompt), subject_of(prompt)
    width, height = SIZES[ratio_of(prompt)]
    video = {"id": f"s-{media_id}", "st": 0, "d": length, "m": {"name": subject, "src": url}}
    music = {
        "id": f"b-{media_id}",
        "st": 0,
        "d": length,
        "m": {"name": "冬日弦乐" if zh else "Winter Strings", "volume": 0.35},
    }
    title = {"id": f"t-{media_id}", "st": 0, "d": min(3000, length), "m": {"text": subject}}
    return {
        "d": length,
        "m": {"title": subject, "width": width, "height": height},
        "t": [{"tt": 0, "sg": [video]}, {"tt": 1, "sg": [music]}, {"tt": 7, "sg": [title]}],
    }


def edited(draft: dict[str, Any], text: str, number: int) -> dict[str, Any]:
    """The draft after an instruction. Every instruction leaves a trace."""
    new = copy.deepcopy(draft)
    lower = text.lower()
    title, music = re.search("title|标题|字幕", lower), re.search("music|bgm|音乐", lower)
    if re.search("remove|delete|strip|删|去掉", lower):
        _drop(new, 7 if title else 1)
    elif music and (percent := _PERCENT.search(lower)):
        _volume(new, int(percent.group(1)) / 100)
    elif music:
        _add(
            new,
            1,
            {"id": f"b{number}", "st": 0, "d": new.get("d", 5000), "m": {"name": f"Track {number}", "volume": 0.5}},
        )
    elif title:
        _title(new, text, number)
    else:
        new["m"] = {**new.get("m", {}), "note": text}
    return new


def _drop(draft: dict[str, Any], kind: int) -> None:
    draft["t"] = [track for track in draft["t"] if track["tt"] != kind]


def _add(draft: dict[str, Any], kind: int, segment: dict[str, Any]) -> None:
    same = [track for track in draft["t"] if track["tt"] == kind]
    if same:
        same[0]["sg"].append(segment)
    else:
        draft["t"].append({"tt": kind, "sg": [segment]})


def _volume(draft: dict[str, Any], volume: float) -> None:
    for track in draft["t"]:
        if track["tt"] == 1:
            for segment in track["sg"]:
                segment["m"]["volume"] = volume


def _title(draft: dict[str, Any], text: str, number: int) -> None:
    found = _QUOTED.search(text) or _AFTER.search(text)
    words = found.group(1).strip() if found and found.group(1).strip() else "Title"
    changed = (
        [s for track in draft["t"] if track["tt"] == 7 for s in track["sg"]] if re.search("change|改", text) else []
    )
    if changed:
        changed[0]["m"]["text"] = words
    else:
        _add(draft, 7, {"id": f"t{number}", "st": 0, "d": 3000, "m": {"text": words}})
