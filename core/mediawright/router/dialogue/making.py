"""Changes of a request and other takes of it. Pure."""

import re
from typing import Any

from mediawright.router.dialogue.cues import cue, pattern
from mediawright.router.dialogue.kinds import kinds_in
from mediawright.router.dialogue.listening import Turned
from mediawright.router.dialogue.revision import scene_words
from mediawright.router.dialogue.scene import merged
from mediawright.router.dialogue.turn import Turn
from mediawright.router.dialogue.utterance import Clause, residue
from mediawright.router.language.numbers import value
from mediawright.types.route import COMMAND_OF

_TAKES = pattern("making_takes")


#: a question about a name: "what's nano banana"
_WHATS = re.compile(
    r"(?:wait |so |and |but |ok |hang on )*(?:whats|what is|what does|whos|who is|who makes|is|does|why)(?![a-z])"
)


def sure(turned: Turned) -> Turn | None:
    """Settings that are changed in so many words."""
    change = turned.change
    if not (change.params or change.drop or change.provider) or to_be_seen(turned):
        return None
    if (
        turned.said.complains
        and turned.said.asks
        and not turned.said.mentions("request")
        and turned.said.mentions("sarcasm")
    ):
        return None
    able = _ABLE.search(turned.said.flat) is not None and bool(turned.novel)
    if (turned.said.says("help_strict") and not able) or turned.said.says("status_strict"):
        return None
    if set(turned.novel) <= {"model"} and _WHATS.match(turned.said.flat) and not turned.said.mentions("request"):
        return None
    if turned.said.asks and not turned.novel and not change.drop and not turned.said.mentions("request"):
        return None
    if (
        change.provider
        and not change.params
        and not change.drop
        and turned.said.asks
        and not turned.said.mentions("request")
        and not turned.said.mentions("use_words")
    ):
        return None
    if turned.context.stage == "none" or turned.context.operation is None:
        return None
    if (
        turned.context.stage == "done"
        and not turned.novel
        and not turned.absolute
        and not change.drop
        and change.provider in (None, turned.context.provider)
    ):
        return None if not turned.scene else turned.revise("a setting is said")
    if turned.said.message.reading.quotes and not turned.novel:
        return None
    return turned.revise("a setting changes", **_to_kind(turned))


#: whether it can be had otherwise, which asks for it: 便宜一点的能做吗
_ABLE = re.compile(r"(?:点|些)的?(?:能|可以|行)(?:做|拍|生成|画|弄|跑|出)?(?:吗|不|么|嘛|不行)$")


def _to_kind(turned: Turned) -> dict[str, Any]:
    """Another kind of thing from the same words: "make it a picture instead"."""
    context, said = turned.context, turned.said
    if (
        context.operation not in ("text_to_video", "text_to_image", "image_to_video")
        or turned.change.params.get("sound") is not None
    ):
        return {}
    other = "noun_image" if context.clip else "noun_video"
    own = "noun_video" if context.clip else "noun_image"
    found = cue(other).within(said.flat)
    alike = said.mentions("wish_head") and said.mentions("same_but")
    changes = alike or (said.mentions("kind_change") and context.operation != "image_to_video")
    if found and changes and not _denied(said.flat, found.start()):
        mine = cue(own).within(said.flat)
        if not mine or _denied(said.flat, mine.start()) or mine.start() < found.start():
            if other == "noun_image":
                return {"operation": "text_to_image"}
            length = said.message.said.values.get("duration")
            params = turned.change.params | ({"duration": length} if length else {})
            return {"operation": "text_to_video", "params": params}
    return {}


def _denied(flat: str, at: int) -> bool:
    return (
        re.search(
            r"(?:\bnot|\bno|\bdont want|\binstead of|\brather than|不要|不是|别|不)\s*(?:a |an |the )?$", flat[:at]
        )
        is not None
    )


def change(turned: Turned) -> Turn | None:
    """What is to be seen changes, or the missing thing is given."""
    said, context = turned.said, turned.context
    if context.operation is None and context.stage != "question":
        return None
    to_kind = _to_kind(turned)
    if to_kind:
        prompt = _kept_for_kind(turned)
        return turned.revise("another kind of thing", prompt=prompt, **to_kind)
    if turned.given or (said.says("wrong_file") and turned.given):
        return turned.revise("another input", prompt=_with_file(turned))
    if said.says("reverse_order") and context.inputs:
        return turned.revise("the inputs the other way round", prompt=None)
    if context.stage == "done":
        return _changed_result(turned)
    if turned.scene and (turned.wanted_things or context.stage == "question" or not _talks(turned)):
        return turned.revise("what is to be seen changes")
    if turned.change.any:
        return turned.revise("a setting changes")
    return None


def _talks(turned: Turned) -> bool:
    """Whether it speaks of the speaker or the one spoken to, as talk does and scenes do not."""
    return any(cue("talk").within(clause.flat) for clause in turned.said.clauses)


def wished(turned: Turned) -> Turn | None:
    """Where something else is waited for, only what plainly asks for a change is one."""
    signing = turned.context.stage == "sign_in" and cue("login_words").within(turned.said.flat) is not None
    wanted_things = (turned.wanted_things or _names_the_scene(turned)) and not signing
    return change(turned) if wanted_things or turned.change.any or turned.given else None


def _names_the_scene(turned: Turned) -> bool:
    """A thing of the pending scene with another number or look: "two foxes please"."""
    said, prompt = turned.said, (turned.context.prompt or "").lower()
    if said.asks or _talks(turned):
        return False
    words = [word.rstrip("s") for word in re.findall(r"[a-z]{4,}", said.flat)]
    words = [word for word in words if word not in _SMALL]
    return bool(turned.scene) and any(re.search(rf"(?<![a-z]){word.removesuffix('e')}", prompt) for word in words)


_SMALL = frozenset(("with", "this", "that", "from", "please", "thank", "then", "just", "into", "over", "under"))


#: what the other kind of thing shows: "make it a video of the noodles being lifted"
_SHOWN = re.compile(
    r"\b(?:video|clip|movie|film|animation|picture|image|photo|poster|still|drawing)s? (?:of|showing|where|in which) "
    r"(?!it\b|this\b|that\b|them\b|the same\b)(?P<what>[^,.;!?]{4,})",
    re.IGNORECASE,
)


def _kept_for_kind(turned: Turned) -> str | None:
    """The old prompt for another kind of thing; only what is plainly said of the scene is added."""
    shown = _SHOWN.search(turned.said.text)
    if shown:
        return merged(turned.context.prompt, shown["what"].strip(" .!?"))
    words = [
        c
        for c in turned.scene
        if not cue("kind_change").within(c.flat) and len(residue(c.flat, "command", "pick_image", "pick_video")) > 3
    ]
    words = [c for c in words if not re.search(r"错|wrong|mistake|不对", c.flat)]
    return turned.reworded(words)


def _with_file(turned: Turned) -> str | None:
    words = [
        c for c in turned.scene if not cue("wrong_file").within(c.flat) and residue(c.flat, "command", "wrong_file")
    ]
    if not words or (turned.context.prompt and len(turned.said.flat) < 40 and not turned.said.mentions("edit_strong")):
        return None
    return turned.reworded(words)


def _remarks(turned: Turned) -> bool:
    """What is said names nothing that could be seen: no thing that is known, nothing of the old scene."""
    flat = turned.said.flat
    return flat.isascii() and not _SHOWS.search(flat) and not kinds_in(flat) and not _names_the_scene(turned)


#: words that lead up to something to be seen
_SHOWS = re.compile(
    r"(?<![a-z])(?:a|an|some|two|three|four|with|without|in|at|on|under|over|from|as|like|more|less|too|not|no|and)(?![a-z])"
)


def _changed_result(turned: Turned) -> Turn | None:
    """After a result, a change of what is seen: of the result where it is pointed at, else of the request."""
    if not turned.scene or (not turned.wanted_things and (_talks(turned) or _remarks(turned))):
        return None
    return turned.revise("the scene changes")


def of_another_kind(turned: Turned) -> bool:
    """A picture is asked for beside a clip, or a clip beside a picture."""
    made = turned.said.message.creation
    kind = "video" if turned.context.clip else "image" if turned.context.picture else None
    own = "noun_image" if kind == "video" else "noun_video"
    return (
        made is not None
        and kind is not None
        and made.kind not in (None, kind)
        and cue(own).within(turned.said.flat) is not None
    )


def to_be_seen(turned: Turned) -> bool:
    """Something to be seen is asked for while only something to be heard is pending."""
    heard = COMMAND_OF.get(turned.context.operation or "") == "audio"
    return heard and turned.said.message.creation is not None and turned.route.command in ("image", "video")


def _deferred(clause: Clause) -> bool:
    """Another take, and not yet: 过会儿再试."""
    wait, take = cue("wait").within(clause.flat), cue("again").within(clause.flat)
    return wait is not None and take is not None and wait.start() < take.start() < wait.end()


_NOT_AGAIN = re.compile(r"(?:不要|不用|不必|不想|别|甭|莫|勿|无需|唔|不|没)(?:要|用)?\s*$")


def refused_take(turned: Turned) -> bool:
    """Another take is spoken of, and not wanted: 不用再做了, 别再来了."""
    for clause in turned.said.clauses:
        take = cue("again").zh.search(clause.flat)
        if take and _NOT_AGAIN.search(clause.flat[: take.start()]):
            return True
    return False


#: a time that is given, and no take: 再给我五分钟
_MORE_TIME = re.compile(r"再(?:给我?|等)[^，。]{0,4}(?:分钟|小时|天|时间|一会|一下)")


def again(turned: Turned) -> Turn | None:
    """Another take of the same; with any other change it is a change."""
    said = turned.said
    if turned.given or said.message.reading.quotes:
        return None
    if any(_deferred(clause) for clause in said.clauses) or refused_take(turned) or _MORE_TIME.search(said.flat):
        return None
    paid = turned.context.error == "no_credits" and said.mentions("topped_up") and not said.asks
    if not (said.says("again") or paid) or turned.context.operation is None or of_another_kind(turned):
        return None
    takes = _takes(turned)
    novel = {key: value for key, value in turned.change.params.items() if key != "count"}
    novel = {key: value for key, value in novel.items() if key in turned.novel or value is not True}
    if novel or turned.change.drop or (turned.change.provider and turned.change.provider != turned.context.provider):
        return turned.revise("another take with a change")
    scene = [
        c
        for c in turned.scene
        if not cue("again").within(c.flat)
        and not c.asks
        and not cue("complaint").within(c.flat)
        and not cue("reason_again").within(c.flat)
        and not (paid and cue("topped_up").within(c.flat))
    ]
    if any(cue("again_scene").within(c.flat) for c in turned.scene):
        scene = turned.scene
    if scene and turned.prompt:
        more = {"params": {**turned.change.params, "count": takes}} if takes else {}
        return turned.revise("another take with a change", **more)
    takes = takes or turned.novel.get("count")
    if turned.context.stage == "quoted" and takes:
        return turned.revise("more of them", params={"count": takes}, prompt=None)
    params = {"count": takes} if takes else {}
    return Turn(act="again", operation=turned.context.operation, params=params, rule="another take")


def _takes(turned: Turned) -> int | None:
    found = _TAKES.search(turned.said.plain)
    number = value((found["en"] or found["zh"] or found["pair"] or "").removeprefix("a ")) if found else None
    if number is None and found and found["en"] == "a few":
        number = 3
    return int(number) if number and number > 1 else None


#: what comes before the other one that is wanted later: 弄完顺便再来个
_LATER = re.compile(r"^[^，。]{0,8}?(?:再|另)(?:来|做|出|生成|画|拍|弄|整)(?:一)?(?:个|条|张|段|幅|版)?")


def later(turned: Turned) -> Turn | None:
    """A second one when the first is ready, with a change."""
    if turned.said.mentions("when_ready") and turned.said.mentions("another_one") and turned.scene:
        words = turned.scene
        text = _LATER.sub("", scene_words(turned.said, turned.change, words[-1]))
        wanted_thing = re.search(r"\b(?:with|but|in|at|of|where)\b.*", text)
        return turned.revise(
            "another one later", prompt=merged(turned.context.prompt, wanted_thing.group() if wanted_thing else text)
        )
    return None
