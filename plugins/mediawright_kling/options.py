"""Extras that only Kling has, as `Request.options` (docs/reference/providers/kling.md#options)."""

from collections.abc import Mapping
from typing import Any

from mediawright.plugin import Option, Request, Text

TAGS = {
    "o_101": Text("trending", "热梗"),
    "o_102": Text("character", "人物"),
    "o_103": Text("animal", "动物"),
    "o_104": Text("item", "道具"),
    "o_105": Text("costume", "服饰"),
    "o_106": Text("scene", "场景"),
    "o_107": Text("effect", "特效"),
    "o_108": Text("other", "其他"),
}
CHARACTER_TAG = "o_102"
REF_TYPES = {"image_refer": Text("from pictures", "来自图片"), "video_refer": Text("from a clip", "来自视频")}

OPTIONS: tuple[Option, ...] = (
    Option(
        name="allow_multishot_frames",
        description=Text("several shots together with a last frame", "允许分镜与尾帧同时使用"),
        allowed=("on", "off"),
    ),
    Option(
        name="external_task_id",
        description=Text("send our job id so that a lost answer is found again", "随任务提交本地编号，便于找回"),
        allowed=("on", "off"),
    ),
    Option(name="task_id", description=Text("a task to look at; never together with a new one", "要查询的任务编号")),
    Option(name="name", description=Text("the element's name", "主体名称")),
    Option(name="description", description=Text("the element in words", "主体描述")),
    Option(name="ref_type", description=Text("made of pictures or of a clip", "主体来源")),
    Option(name="tags", description=Text("the element's tags, comma separated", "主体标签，逗号分隔")),
    Option(name="voice_id", description=Text("a voice to bind to the element", "绑定的音色")),
)


def text_of(request: Request, name: str) -> str | None:
    """An option as text, or None where it was not given."""
    value = request.options.get(name)
    return None if value is None else str(value)


def items_of(options: Mapping[str, Any], name: str) -> tuple[str, ...] | None:
    """A comma list (or a real one), trimmed; None where it was not given. Empty items stay, so that they can be refused."""
    value = options.get(name)
    if value is None:
        return None
    parts = value.split(",") if isinstance(value, str) else value
    return tuple(str(part).strip() for part in parts)


def is_on(request: Request, name: str, default: bool = False) -> bool:
    value = request.options.get(name)
    return default if value is None else str(value).strip().lower() in {"on", "true", "yes", "1"}
