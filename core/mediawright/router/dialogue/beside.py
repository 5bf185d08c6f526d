"""Wishes of their own beside what is pending that only some providers fulfil: words to be read, music, a sound. Pure."""

import re

from mediawright.router.decision.particular import PARTICULAR
from mediawright.router.dialogue.beginning import begun
from mediawright.router.dialogue.listening import Turned
from mediawright.router.dialogue.results import points
from mediawright.router.dialogue.turn import Turn
from mediawright.router.dialogue.wishing import unmarked

#: what is to come along with something else
_ADDED = re.compile(
    r"加(?!油)|添|换成|换个|配(?!个?音)|里面|放进"
    r"|(?<![a-z])(?:add|adding|put|include|throw in|stick|with|under|behind|to go with|louder|quieter)(?![a-z])"
)


#: what is to be heard is not wanted
_WITHOUT = re.compile(
    r"(?<![a-z])(?:no|without|not any|dont want|minus|skip the|lose the) (?:any |the )?"
    r"(?:music|sounds?|audio|voice|speech)(?![a-z])"
    r"|(?<![a-z])(?:cancel|remove|drop|kill|mute|turn off|cut) (?:any |the |that )?(?:music|sounds?|audio|voice)(?![a-z])"
    r"|(?:不要|不用|别|莫|去掉|没有|不放|不配|不加|取消|关掉|唔要)[^，。]{0,4}(?:音乐|配乐|bgm|歌|声)"
)


def particular(turned: Turned) -> Turn | None:
    """A wish of its own that only some providers fulfil, beside what is pending: words to be read, music, a sound.

    What is to be put into the pending clip, or into a result, is a change of it.
    """
    said, context = turned.said, turned.context
    if _WITHOUT.search(said.flat) and not turned.given:
        return None
    if said.says("help_strict") or said.says("price") or (said.asks and not said.mentions("request", "wish_head")):
        return None
    routes = (turned.route, turned.routed(unmarked(turned)))
    route = next((one for one in routes if one.rule.startswith(PARTICULAR)), turned.route)
    if (
        route.operation == "lip_sync"
        and route.ask is not None
        and context.operation not in ("lip_sync", "talking_photo")
    ):
        if context.stage in ("question", "done") or not said.mentions("lip_sync") or "sync" not in said.flat:
            return None
        return Turn(act="ask", ask=route.ask.reason, operation="lip_sync", rule=route.rule, route=route)
    if not route.rule.startswith(PARTICULAR) or (route.ask is not None and not turned.given):
        return None
    if context.stage == "question" and context.question == "missing_input" and turned.given:
        return None
    if turned.given and said.mentions("same_for"):
        return None
    if not turned.given and (said.says("publish_words") or (context.count and said.mentions("sound_for"))):
        return None
    if route.command == "audio" and not turned.given:
        told = bool(said.message.reading.quotes) or re.search(r"[:：].{2,}$", said.text, re.DOTALL) is not None
        if route.operation == "text_to_speech" and not told:
            return None
        if told and context.count and said.mentions("cut_edit"):
            return None  # a narration for the clip that was made
        clip = context.clip or context.made == "video"
        if not told and ((clip and _ADDED.search(said.flat)) or (context.count and points(said))):
            return None
        if (
            context.operation == route.operation
            and not told
            and not said.mentions("another_one", "wish_head", "new_mark")
        ):
            return None
    elif not turned.given or context.operation == route.operation:
        return None
    if route.ask is not None:
        return Turn(act="ask", ask=route.ask.reason, operation=route.operation, rule=route.rule, route=route)
    return begun(turned, route, route.prompt)
