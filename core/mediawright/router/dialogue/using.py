"""A result put to use: animated, edited, enlarged, extended, subtitled, joined. Pure."""

import re
from dataclasses import replace

from mediawright.router.decision.particular import spoken
from mediawright.router.dialogue.cues import cue, pattern
from mediawright.router.dialogue.listening import Turned
from mediawright.router.dialogue.results import operation_on, points
from mediawright.router.dialogue.scene import tidy
from mediawright.router.dialogue.settings import RELATIVE
from mediawright.router.dialogue.turn import Index, Turn
from mediawright.router.dialogue.utterance import Utterance, residue
from mediawright.router.subject_names import spoken_name

_OPENING = pattern("using_opening")


#: words that only ask for movement
_MOVING = re.compile(
    r"(?<![a-z])(?:animate\w*|animation|make|have|let|get|bring|move|moving|moves|motion|life|alive|video|clip|movie|film|gif|into|turn|to|a|an|it|this|that|them|all|these|of|we|now|short|little)(?![a-z])"
    r"|动起来|动一动|会动|活起来|视频|短片|动画|动图|做成|变成|转成|生成|做个?|弄成|让|动"
)


#: another scene in place of the whole one
_SCENE = re.compile(r"(?:那|就|还是|请|帮我|给我|全|都)*(?:换成|改成|换做|改为|变成)(?!.{0,3}[色的]$)")
#: the look of the whole set, and no place in one picture
_OF_ALL = re.compile(
    r"换.{0,3}(?:画风|风格|样式|构图|色调|感觉)|(?<![a-z])(?:different|another|new) (?:style|look|vibe|mood)"
)
#: the head of a question that asks for nothing to be done
_WONDERS = re.compile(
    r"(?:and |so |but |wait |hm+ )*(?:did|does|is|was|are|were|has|have|what|who|why|how|where|when|which)(?![a-z])"
)


#: the result is long enough: 不要继续了
_NO_MORE = re.compile(r"(?:不要|别|不用|不想|不必|甭)(?:再)?(?:继续|接着|延长|往下|续)[^，。]{0,3}了?$")


def announced(said: Utterance) -> bool:
    """Whether a wish of its own is announced: "new one: two cranes dancing on ice"."""
    return any(clause.mark.strip() in (":", "：") and cue("new_colon").within(clause.flat) for clause in said.clauses)


def on_result(turned: Turned) -> Turn | None:
    """A result put to use: animated, edited, enlarged, extended, subtitled, joined."""
    said, context = turned.said, turned.context
    kind = context.made
    if not context.count or kind not in ("image", "video"):
        return None
    if said.says("help_strict") or said.mentions("new_strict") or announced(said) or _NO_MORE.search(said.flat):
        return None
    if said.says("quota") or (said.asks and not said.mentions("request", "wish_head") and _WONDERS.match(said.flat)):
        return None
    if turned.given and said.mentions("same_for"):
        return replace(turned.revise("the same for another input"), act="new", prompt=context.prompt)
    if kind == "video" and said.mentions("cover_of") and not said.mentions("cut_edit") and not said.asks:
        params = {key: value for key, value in turned.change.params.items() if key in ("aspect_ratio", "resolution")}
        return Turn(
            act="new",
            operation="text_to_image",
            params=params,
            prompt=context.prompt,
            rule="a cover from the same words",
        )
    operation = operation_on(said, kind)
    result = turned.result
    if operation == "image_to_video" and result is None and _of_another_scene(turned):
        return None
    if operation == "video_to_audio" and not turned.router.offers(operation):
        operation = None  # then the clip is made anew with its sound
    if operation and _means_setting(turned, operation):
        operation = None
    if operation is None and isinstance(result, int) and _only_larger(turned):
        operation = "upscale"
    if operation is None:
        operation = _edited(turned, kind, result)
    if operation is None:
        return None
    if operation in ("chat_edit", "edit_image") and result is None and context.count > 1 and said.mentions("join"):
        result = "all"
    if result is None:
        if context.count > 1:
            return _which(turned, operation)
        result = 1
    return _used(turned, operation, kind, result)


_WHEN_READY = pattern("using_when_ready")


def afterwards(turned: Turned) -> Turn | None:
    """What is to be done with the result of work that still goes on: "add subtitles when it's done"."""
    said, context = turned.said, turned.context
    if not _WHEN_READY.search(said.text) or turned.given:
        return None
    kind = "image" if context.picture else "video" if context.clip else None
    operation = operation_on(said, kind) if kind else None
    if operation is None:
        return None
    found = _used(turned, operation, str(kind), 1)
    told = None if found.prompt is None else tidy(_WHEN_READY.sub(" ", found.prompt).strip(" ,，")) or None
    return replace(found, prompt=told, rule="to be done with what is being made")


def _which(turned: Turned, operation: str) -> Turn:
    """Which of the results? What is to be done to it stays in mind for the answer."""
    told = _instruction(turned, operation)
    return Turn(act="ask", ask="which_result", operation=operation, prompt=told, rule="which of the results?")


def put_to_use(turned: Turned, rule: str) -> Turn | None:
    """The result put to use, where that is known to be meant: what is asked for of it, else a change of what is seen."""
    said, kind = turned.said, turned.context.made
    if not turned.context.count or kind not in ("image", "video"):
        return None
    titled = kind == "video" and (said.message.reading.quotes or _LETTERED.search(said.flat))
    editing = kind == "video" and (titled or turned.context.operation == "chat_edit")
    operation = (
        operation_on(said, kind)
        or ("chat_edit" if editing else None)
        or ("edit_image" if kind == "image" else "edit_video")
    )
    if operation == "edit_video" and (said.says("longer") or "duration" in turned.change.params):
        operation = "extend_video"
    if operation == "video_to_audio" and not turned.router.offers(operation):
        return None
    if (
        operation == "edit_image"
        and said.message.any("motion", "motion_soft", "animate")
        and not said.mentions("erase")
    ):
        operation = "image_to_video"
    if turned.result is None and turned.context.count > 1:
        return _which(turned, operation)
    return replace(_used(turned, operation, kind, turned.result or 1), rule=rule)


def _only_larger(turned: Turned) -> bool:
    """A result and a resolution, and nothing else: "#3 4k"."""
    return set(turned.change.params) == {"resolution"} and not turned.wanted_things and len(turned.said.flat) < 16


def _of_another_scene(turned: Turned) -> bool:
    """A clip of something that is said, which is no picture at hand: "now do a video of the fireplace crackling"."""
    return not points(turned.said) and _CLIP_OF.search(turned.said.flat) is not None and bool(turned.route.prompt)


_CLIP_OF = re.compile(
    r"\b(?:video|clip|vid|movie|film|animation|reel) (?:of|about|showing|where|in which|with) "
    r"(?!it\b|this\b|that\b|them\b|these\b|those\b|both\b|all\b|number\b|#|\d"
    r"|the (?:first|second|third|fourth|last|one|picture|image|photo)\b)"
    r"|(?:做|生成|拍|来|弄|整)(?:一|个|段|条|支)+(?!图)[^，。]{4,}的(?:短?视频|短片|片子|影片)"
    r"|(?:做|生成|拍|来|弄|整)(?:一|个|段|条|支)+(?:短?视频|短片|片子|影片)[，,：:](?!.*(?:[把让它]|动起来))[^，。]{4,}"
)


def _means_setting(turned: Turned, operation: str) -> bool:
    """Words that look like work on a result and change a setting of the request instead."""
    said = turned.said
    if operation == "upscale":
        return not said.mentions("upscale_strict") and not (turned.result or points(said))
    if operation == "extend_video":
        return said.says("longer") and not said.mentions("extend_strict")
    if operation == "image_to_video":
        return said.mentions("again_strict") and turned.result is None and not points(said)
    return False


def _edited(turned: Turned, kind: str, result: Index | None) -> str | None:
    """The result itself is changed where it is pointed at and something is to be seen otherwise."""
    said = turned.said
    if isinstance(result, tuple) and said.mentions("join"):
        return "edit_image" if kind == "image" else "chat_edit"
    change = {key for key in turned.change.params if key not in RELATIVE and key not in ("cheaper",)}
    if said.says("again") and result is None and (not said.mentions("edit_strong") or said.mentions("again_version")):
        return None
    if result == "all" and said.mentions("again_strict"):
        return None
    words = [c for c in turned.scene if not cue("praise").whole(c.core)]
    here = result is not None or turned.context.count == 1 or points(said)
    if kind == "image" and here and _LETS_MOVE.search(said.plain) and _moves(turned):
        return "image_to_video"
    erases = said.mentions("erase")
    strong = (
        kind == "image"
        and said.mentions("edit_strong")
        and not (turned.context.count > 1 and (_SCENE.match(said.flat) or _OF_ALL.search(said.flat)))
    )
    if result is None and not points(said) and not erases and not strong:
        return None
    if not words or (said.asks and not said.mentions("request")):
        return None
    if change and not said.mentions("edit_strong") and result is None:
        return None
    if said.mentions("same_but"):
        return None
    if not said.mentions("edit_verb"):
        return None
    return "edit_image" if kind == "image" else "edit_video"


#: words are to be read in the clip
_LETTERED = re.compile(r"(?:加|写|打|配|放).{0,4}字|(?<![a-z])(?:tagline|slogan|caption|title|lettering|text)(?![a-z])")
#: somebody is to do something: 让它…, "make him …"
_LETS_MOVE = re.compile(
    r"[让叫使][^，。]{0,8}|(?<![a-z])(?:make|let|have|get|like|want|love|see) (?:it|him|her|them|the \w+|that \w+)(?![a-z])"
)


def _moves(turned: Turned) -> bool:
    """What is asked for is done and not shown still."""
    message = turned.said.message
    return message.any("motion", "motion_soft") and not message.any("change", "place", "no_motion")


def _used(turned: Turned, operation: str, kind: str, result: Index) -> Turn:
    params = {
        key: value
        for key, value in turned.change.params.items()
        if key in ("duration", "aspect_ratio", "resolution", "sound", "model")
    }
    if operation in ("edit_image", "edit_video", "upscale", "chat_edit", "create_element"):
        params = {
            key: value
            for key, value in params.items()
            if key in ("resolution", "model") or (key == "aspect_ratio" and operation != "create_element")
        }
    if operation in ("chat_edit", "video_to_audio"):
        params = {}
    length = turned.said.message.said.values.get("duration")
    if length and operation in ("image_to_video", "extend_video", "lip_sync"):
        params["duration"] = length
    if operation == "upscale" and "resolution" not in params:
        params = {k: v for k, v in params.items() if k == "model"}
    provider = turned.router.editor if operation == "chat_edit" else turned.change.provider
    return Turn(
        act="use_result",
        operation=operation,
        provider=provider,
        params=params,
        prompt=_instruction(turned, operation),
        result=result,
        files=turned.files,
        command="video" if operation == "upscale" and kind == "video" else None,
        rule="a result is put to use",
    )


def _instruction(turned: Turned, operation: str) -> str | None:
    """What is to be done to the result, in the words of the message."""
    said = turned.said
    if operation == "upscale":
        return None
    if operation == "create_element":
        return spoken_name(said.text)
    text = said.text
    if operation == "video_to_audio":
        return spoken(said.message)
    if operation in ("image_to_video", "lip_sync"):
        words = [c for c in said.clauses if not _only_animates(c.flat)]
        text = (
            "，".join(c.text.strip() for c in words)
            if not said.plain.isascii()
            else ", ".join(c.text.strip() for c in words)
        )
    text = _OPENING.sub("", text)
    text = re.sub(
        r"^(?:把|将|给)?(?:第[一二三四五六七八九十\d]{1,2}|最后一?|这|那|刚才那?)(?:张|个|条|段|幅|版|支)(?:图|视频|片子|照片|图片)?(?:里|上|中)?(?:的)?(?=把|加|换|改|去|背景|颜色|字|变|调|提)",
        "",
        text,
    )
    text = re.sub(
        r"(?:\s*(?:please|pls|thanks|thank you|谢谢|可以吗|行吗|好吗|吧))+[\s!！.。?？]*$",
        "",
        text,
        flags=re.IGNORECASE,
    )
    return tidy(text.strip(" ,，。.!！")) or None


def _only_animates(flat: str) -> bool:
    left = _MOVING.sub(" ", flat)
    left = residue(left, "polite", "consent", "go", "praise", "command", "pick_video")
    left = re.sub(
        r"第[一二三四五六七八九十\d]+|(?<![a-z])(?:first|second|third|fourth|last|number|no|\d+|#\d+|photo|picture|image|one|short|quick|s|seconds?)(?![a-z])|[张个条幅版]|把|让|它|他|她|他们|动|秒|[一二三四五六七八九十\d]",
        " ",
        left,
    )
    return not re.search(r"[a-z]{2,}|[\u3400-\u9fff]", left)
