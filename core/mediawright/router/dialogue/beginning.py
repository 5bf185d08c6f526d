"""The turn that a new wish makes, and the kind of thing that words ask for. Pure."""

import re

from mediawright.router.dialogue.cues import cue
from mediawright.router.dialogue.listening import Turned
from mediawright.router.dialogue.turn import Turn
from mediawright.types.route import BILLABLE, Route


def begun(turned: Turned, route: Route, prompt: str) -> Turn:
    """A new wish, with the shape of the place it is for, and its second step."""
    params = dict(route.params)
    if "aspect_ratio" not in params and route.operation in BILLABLE and route.operation != "chat_edit":
        for ratio, words in (("9:16", "tall_place"), ("16:9", "wide_place"), ("3:4", "three_four")):
            if cue(words).within(turned.said.flat) and not cue("style_of").within(turned.said.flat):
                params["aspect_ratio"] = ratio
                break
    if "aspect_ratio" not in params and route.operation in BILLABLE:
        for ratio, words in (("9:16", "tall"), ("16:9", "wide"), ("1:1", "square")):
            if any(cue(words).en.fullmatch(clause.core) for clause in turned.said.clauses[1:]):
                params["aspect_ratio"] = ratio
    return Turn(
        act="new",
        operation=route.operation,
        provider=route.provider,
        params=params,
        prompt=prompt or None,
        files=turned.files,
        rule=route.rule,
        route=route,
    )


def made_of(turned: Turned, text: str) -> str | None:
    """The kind of thing that a part of a message asks for, by its own noun."""
    flat = text.lower()
    if len(flat.strip()) < 3:
        return None
    video = cue("noun_video").within(flat)
    image = cue("noun_image").within(flat)
    if not video and not image and (counted := _COUNTED.search(flat)):
        return "image" if counted[1] else "video"
    if bool(video) == bool(image):
        return None
    return "video" if video else "image"


#: a measure word that says which kind it is: 再来张请柬, 一条开业的
_COUNTED = re.compile(
    r"(?:[一两几二三四五]|要|来|做|画|出|弄|整)(?:个)?([张幅])(?!脸|嘴|床|桌|纸|网|弓)"
    r"|(?:来|做|拍|剪|弄|整)([条支])(?!狗|鱼|龙|蛇|裙|河|路|街|腿|围巾|船)"
)
