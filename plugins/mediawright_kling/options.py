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

#: what the side endpoints take beside a request's own fields (docs/contracts/kling-more.md §6)
SIDE_OPTIONS: tuple[tuple[str, tuple[str, str], tuple[str, ...]], ...] = (
    ("video_id", ("a clip made here, by its id, at most 30 days old", "在可灵生成的视频编号，30 天内有效"), ()),
    ("audio_id", ("a sound made here, by its id, at most 30 days old", "在可灵生成的音频编号，30 天内有效"), ()),
    ("session_id", ("a session that is open already", "已打开的会话编号"), ()),
    ("face_id", ("lip sync: which face speaks", "对口型：由哪张脸来说"), ()),
    ("sound_start_time", ("lip sync: where the sound is cut, milliseconds", "对口型：音频裁剪起点，毫秒"), ()),
    ("sound_end_time", ("lip sync: where the sound is cut, milliseconds", "对口型：音频裁剪终点，毫秒"), ()),
    ("sound_insert_time", ("lip sync: where in the clip it begins, milliseconds", "对口型：在视频中的起点，毫秒"), ()),
    ("sound_volume", ("lip sync: how loud the new voice is, 0 to 2", "对口型：新声音音量，0 到 2"), ()),
    ("original_audio_volume", ("lip sync: how loud the old sound stays, 0 to 2", "对口型：原声音量，0 到 2"), ()),
    (
        "character_orientation",
        ("motion: whose turning is followed", "动作控制：朝向跟随图片还是视频"),
        ("image", "video"),
    ),
    ("effect_scene", ("the effect by its name", "特效名称"), ()),
    ("effect", ("the same, shorter", "同上"), ()),
    ("voice_speed", ("how fast is spoken, 0.8 to 2.0", "语速，0.8 到 2.0"), ()),
    ("seconds", ("how long a sound is, with one decimal", "音效时长，可带一位小数"), ()),
    ("bgm_prompt", ("music for a clip in words", "给视频配的音乐描述"), ()),
    ("asmr_mode", ("close, detailed noises", "ASMR 细节音效"), ("on", "off")),
    ("up_expansion_ratio", ("how much is added above, share of the height", "向上扩展比例"), ()),
    ("down_expansion_ratio", ("how much is added below, share of the height", "向下扩展比例"), ()),
    ("left_expansion_ratio", ("how much is added left, share of the width", "向左扩展比例"), ()),
    ("right_expansion_ratio", ("how much is added right, share of the width", "向右扩展比例"), ()),
    ("area", ("how many times the picture a wider one is, 1 to 3", "扩图后面积倍数，1 到 3"), ()),
    ("scene_image", ("a link to the place that several subjects are put into", "多图合成：场景图链接"), ()),
    ("style_image", ("a link to the look of the result", "多图合成：风格图链接"), ()),
    ("edit_mode", ("multi-elements: what is done", "多模态编辑方式"), ("addition", "swap", "removal")),
    ("marks", ("multi-elements: frame:x,y;x,y …, 0 to 1", "多模态编辑：帧号:x,y;x,y …，0 到 1"), ()),
    ("part", ("cut-out: what is kept", "抠图：保留哪部分"), ("object", "head", "face", "cloth")),
    ("voices", ("cloned voices for 2.6 with sound, at most two ids", "2.6 有声视频的自定义音色编号，最多两个"), ()),
    ("consent", ("the voice is yours, or its owner agreed", "声音是本人的，或已获本人同意"), ("yes",)),
    ("standard", ("which of the provider's two standards is used", "使用哪种接口标准"), ("legacy", "new")),
)

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
    Option(
        name="callback_url",
        description=Text("where Kling reports changes of the task: your own HTTPS address", "任务变化的回调地址"),
    ),
    Option(name="task_id", description=Text("a task to look at; never together with a new one", "要查询的任务编号")),
    Option(name="name", description=Text("the element's name", "主体名称")),
    Option(name="description", description=Text("the element in words", "主体描述")),
    Option(name="ref_type", description=Text("made of pictures or of a clip", "主体来源")),
    Option(name="tags", description=Text("the element's tags, comma separated", "主体标签，逗号分隔")),
    Option(name="voice_id", description=Text("a voice to bind to the element", "绑定的音色")),
    *(Option(name=name, description=Text(*words), allowed=allowed) for name, words, allowed in SIDE_OPTIONS),
)


def text_of(request: Request, name: str) -> str | None:
    """An option as text, or None where it was not given."""
    value = request.options.get(name)
    return None if value is None else str(value)


def address_of(request: Request) -> str:
    """Where Kling is asked to report changes of the task; empty where nobody asked for it."""
    return (text_of(request, "callback_url") or "").strip()


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
