"""The spellings of instructions for a screen, in both languages (docs/contracts/nemovideo.md §12): data, in order."""

import re
from enum import StrEnum


class Want(StrEnum):
    """What an instruction was meant to reach."""

    TIMELINE = "timeline"
    CREDITS = "credits"
    EXPORT = "export"
    UPLOAD = "upload"
    EDIT = "edit"
    NOTHING = "nothing"


_POLITE = (
    "and|then|now|next|please|just|simply|so|or|also|finally|first|once ready|when ready|if you (?:like|want)|"
    r"to \w+(?: \w+){0,4}|you (?:can|could|may|should|need to|might)|feel free to|go ahead and|let's|try to"
)
_LEAD = rf"^\W*(?:(?:{_POLITE})\W+)*(?:also |then |now |just |simply )?"
_SEE = "(?:look at|see|view|watch|preview|check(?: out)?|play|review|find|have a look at|take a look at)"
_PLACE = "(?:timeline|player|preview|editor|canvas)"
_PANEL = "(?:panel|menu|tab|sidebar|editor|dialog|window|drawer|library|inspector)"
_THING = r"(?:it|them|this|that|the \w+|your \w+)"

_ENGLISH = (
    (Want.EXPORT, r"\bexport (?:button|panel|menu|icon)\b"),
    (Want.EXPORT, r"\b(?:click|tap|press|hit|select|choose)\b[^.]{0,20}\b(?:export|download)\b"),
    (Want.UPLOAD, r"\bupload (?:button|panel|area|icon|menu)\b"),
    (Want.UPLOAD, r"\b(?:click|tap|press|use)\b[^.]{0,20}\bupload\b"),
    (
        Want.CREDITS,
        _LEAD + r"(?:check|visit|view|open|go to|see)\b[^.]{0,12}\byour (?:account|billing|dashboard|plan|balance)\b",
    ),
    (Want.CREDITS, r"\b(?:billing|account) (?:page|dashboard)\b"),
    (
        Want.NOTHING,
        _LEAD + r"(?:go|head|navigate) (?:in)?to\b[^.]{0,24}\b(?:settings|preferences|page|tab|menu|editor)\b",
    ),
    (Want.NOTHING, r"\bopen (?:the |your )?settings\b"),
    (Want.TIMELINE, _LEAD + _SEE + rf"\b[^.]{{0,40}}\b(?:in|on|from|using) (?:the |your )?{_PLACE}\b"),
    (Want.TIMELINE, r"\bpreview (?:window|panel|player)\b"),
    (Want.TIMELINE, rf"\bopen(?:ing)?\b[^.]{{0,30}}\b{_PANEL}\b"),
    (Want.EDIT, _LEAD + r"(?:drag|drop)\b"),
    (Want.EDIT, rf"\b(?:drag|drop|move) {_THING}\b[^.]{{0,30}}\b(?:here|timeline|track|canvas)\b"),
    (Want.EDIT, r"\bdrag[- ]and[- ]drop\b|\bby dragging\b"),
    (Want.TIMELINE, _LEAD + r"(?:click|tap|double-click|right-click)\b"),
    (Want.TIMELINE, r"\bpress(?:ing)? (?:the )?[\w ]{1,20}button\b"),
    (Want.TIMELINE, r"\bclick(?:ing)? (?:on )?(?:the|this|that|it)\b"),
)
_CHINESE = (
    (Want.EXPORT, "导出(?:按钮|面板|菜单|图标)"),
    (Want.EXPORT, "(?:点击|单击|点按|按下|点一下|选择)[^，。]{0,8}(?:导出|下载)"),
    (Want.UPLOAD, "上传(?:按钮|面板|区域|图标)"),
    (Want.UPLOAD, "(?:点击|单击|点按|使用)[^，。]{0,8}上传"),
    (Want.CREDITS, "(?:查看|检查|前往|打开|进入)[^，。]{0,6}(?:账户|账号|账单|控制台)"),
    (Want.NOTHING, "(?:前往|进入|打开|转到|到)[^，。]{0,6}设置"),
    (
        Want.TIMELINE,
        "(?:在|从|到)[^，。]{0,6}(?:时间线|时间轴|播放器|预览窗口|画布|编辑器)"
        "(?:里|上|中|内)?[^，。]{0,6}(?:预览|查看|观看|播放|看)",
    ),
    (Want.TIMELINE, "预览窗口"),
    (Want.TIMELINE, "打开[^，。]{0,10}(?:面板|菜单|窗口|侧边栏|侧栏|选项卡)"),
    (Want.TIMELINE, "打开[^，。]{0,10}(?:标签页|对话框|素材库|编辑器)"),
    (Want.EDIT, "拖拽|拖动|拖放|拖到|拖入"),
    (Want.TIMELINE, "点击|单击|双击|右键|点按"),
)

PATTERNS = tuple((want, re.compile(pattern, re.I)) for want, pattern in (*_ENGLISH, *_CHINESE))
"""The first that fits decides."""

QUOTED = re.compile(
    r"\"[^\"\n]{0,200}\"|“[^”\n]{0,200}”|「[^」\n]{0,200}」|『[^』\n]{0,200}』|"
    r"《[^》\n]{0,200}》|(?<!\w)'[^'\n]{1,200}'(?!\w)"
)
SENTENCE = re.compile(r"[^.!?。！？\n]*(?:\.(?=\d|\w)[^.!?。！？\n]*)*[.!?。！？…]*[\"”’」』]?[ \t]*\n*")
CLAUSE = re.compile(
    r"(\s*[,;，；、:：]\s*(?:and then |then |and |or )?|\s+(?:and then|then|and)\s+|"
    r"\s+[-–—]\s+|然后|接着|并且|再(?=点|打|拖|前))"
)
