"""The one text that is sent to the agent: the person's words unaltered, the chosen settings added as prose (§5.1). Pure."""

import re

from mediawright.plugin import Operation, Request

_CJK = re.compile(r"[\u3400-\u9fff]")
_MAKES = re.compile(r"\b(?:generate|make|create|video|clip|animate)\b|生成|视频|做|拍", re.I)
_ORIENTATION = {"16:9": "横屏", "9:16": "竖屏", "1:1": "方形"}


def chinese(text: str) -> bool:
    """Is it written in Chinese?"""
    return len(_CJK.findall(text)) > len(re.findall(r"[A-Za-z]{2,}", text))


def language_tag(text: str, fallback: str) -> str:
    """The session's language, from the first message (§4.1)."""
    if chinese(text):
        return "zh-CN"
    return "en" if re.search(r"[A-Za-z]{2,}", text) else {"zh": "zh-CN"}.get(fallback, fallback)


def message_text(request: Request) -> str:
    """What goes into the message. A talk goes as it is; a generation names its settings after the prompt."""
    text = request.prompt.strip()
    if request.operation is Operation.CHAT_EDIT:
        return text
    zh = chinese(text)
    if not _MAKES.search(text) and _short(text):
        # a few bare words would be taken for small talk
        text = f"生成视频：{text}" if zh else f"Generate a video: {text}"
    settings = list(_settings(request, zh))
    return ("，" if zh else ", ").join([text.rstrip(".,。，"), *settings]) if settings else text


def _short(text: str) -> bool:
    return len(_CJK.findall(text)) < 8 and len(text.split()) < 4


def _settings(request: Request, zh: bool) -> list[str]:
    settings = []
    if request.duration is not None:
        settings.append(f"{request.duration}秒" if zh else f"{request.duration} seconds")
    if request.aspect_ratio is not None:
        word = _ORIENTATION.get(request.aspect_ratio, "")
        settings.append(f"{word}{request.aspect_ratio}" if zh else request.aspect_ratio)
    if request.sound is not None:
        settings.append(_sound(request.sound, zh))
    return settings


def _sound(wanted: bool, zh: bool) -> str:
    if zh:
        return "配上声音" if wanted else "不要声音"
    return "with sound" if wanted else "without sound"
