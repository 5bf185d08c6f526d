"""Small talk, money questions and questions about how things work. Pure."""

import re

from mediawright.router.dialogue.cues import cue, pattern
from mediawright.router.dialogue.listening import Turned
from mediawright.router.dialogue.turn import Turn
from mediawright.router.dialogue.utterance import residue

_SMILE = pattern("talking_smile")
_THANKS_SIGN = re.compile("[\U0001f64f]")
_PRAISE_SIGN = re.compile(
    "[\U0001f60d\U0001f970\u2764\U0001f525\U0001f44f\U0001f929\U0001f496\U0001f389\U0001f44d\U0001f4af]"
)
_ANGRY_SIGN = re.compile(
    "[\U0001f620\U0001f621\U0001f92c\U0001f624\U0001f644\U0001f612\U0001f44e\U0001f92e\U0001f4a9\U0001f611]"
)
_AGAIN_SIGN = re.compile("[\U0001f501\U0001f502\U0001f504\u267b\u21a9\u21bb]")
_FILE_SIGN = re.compile("[\U0001f4e4\U0001f4e5\U0001f4be\u2b07\U0001f4e9\U0001f4ce]")
_CLOCK_SIGN = re.compile("[\u231b\u23f3\u23f0\U0001f550-\U0001f567\U0001f40c]")
_MONEY_SIGN = re.compile("[\U0001f4b8\U0001f911]")
_FREE_TALK = ("praise", "polite", "bye", "greeting", "go", "consent")


def chat(topic: str, rule: str) -> Turn:
    """Talk, and nothing to be made."""
    return Turn(act="chat", topic=topic, rule=rule)


def refund(turned: Turned) -> Turn | None:
    """Money back."""
    said = turned.said
    if said.says("refund") and not said.message.reading.quotes and not turned.change.params.get("duration"):
        return chat("refund", "money back")
    return None


#: the work is not to be stopped: 别停，继续
_GOES_ON = re.compile(
    r"^(?:别|不要|不用|先别)(?:停|取消|终止|撤)(?:了|掉|它|啊|呀)?"
    r"(?:[，,。! ]*(?:接着|继续)?(?:做|跑|弄|生成)?(?:吧|就好|就行)?)$"
)


def unhurried(turned: Turned) -> Turn | None:
    """ "No rush": neither a no nor a question."""
    said = turned.said
    if turned.context.stage == "running" and not said.asks and not turned.novel and _GOES_ON.search(said.flat):
        return chat("ack", "the work goes on")
    patient = said.mentions("no_hurry") and said.nothing_but("no_hurry", "polite", "consent")
    return chat("ack", "no hurry") if patient else None


#: the language of the answers
_IN_LANGUAGE = re.compile(
    r"(?:用|说|讲)(?:中文|英文|普通话|粤语|广东话|英语|国语)(?:跟我|和我|回|聊|讲话|说话)"
    r"|(?<![a-z])(?:speak|talk|reply|answer|respond)(?: to me)?(?: in)? (?:english|chinese|mandarin|cantonese)(?![a-z])"
)


def small(turned: Turned) -> Turn | None:
    """Greetings, thanks, praise, anger, good-byes, who are you; only where nothing else is wanted."""
    said = turned.said
    text = said.text
    if not said.clauses:
        return _signs(turned)
    if turned.novel or turned.given or said.message.reading.quotes:
        return None
    if turned.context.stage == "none" and said.mentions("refuse") and said.nothing_but("refuse", "polite"):
        return chat("ack", "nothing is pending")
    if said.says("identity"):
        return chat("identity", "who is this")
    if _IN_LANGUAGE.search(said.flat):
        return chat("help", "another language of the answers")
    stage = turned.context.stage
    if stage != "none" and said.nothing_but("bye", "polite", "consent", "praise", "go") and said.says("bye"):
        return chat("bye", "a good-bye")
    patient = unhurried(turned)
    if patient:
        return patient
    if said.nothing_but("greeting", "polite") and said.mentions("greeting"):
        return chat("greeting", "a greeting")
    if stage == "none" and said.says("greeting") and said.says("help") and not said.says("history"):
        return chat("help", "what can be done")
    if said.complains and not said.nothing_but(*_FREE_TALK) and not _ironic_free(turned):
        return None if _of_the_scene(turned) else chat("complaint", "anger")
    if said.nothing_but(*_FREE_TALK):
        return _pleasant(turned)
    glad = said.mentions("praise_key") and stage in ("done", "running") and not turned.wanted_things and not said.asks
    if glad and turned.result is None and not said.mentions("again_strict"):
        return chat("praise", "praise")
    if said.says("praise") and not turned.scene:
        return chat("praise", "praise")
    if said.says("bye") and not turned.scene:
        return chat("bye", "a good-bye")
    if (
        stage == "none"
        and said.says("help")
        and not said.says("history")
        and not turned.route.billable
        and turned.route.operation is None
    ):
        return chat("help", "how it works")
    if _ANGRY_SIGN.search(text) and not turned.scene:
        return chat("complaint", "a sign of anger")
    return None


def _pleasant(turned: Turned) -> Turn:
    """Praise, thanks or a bare yes."""
    said, stage = turned.said, turned.context.stage
    if said.mentions("praise") and not said.nothing_but("consent", "go", "polite"):
        return chat("praise", "praise")
    if said.mentions("polite"):
        return chat("thanks", "thanks")
    if (
        said.mentions("praise")
        and stage == "done"
        and re.search(r"棒|赞|美|好看|喜欢|完美|漂亮|厉害|love|amazing|beautiful|perfect|great|awesome|nice", said.flat)
    ):
        return chat("praise", "praise")
    return (
        chat("ack", "a bare yes")
        if stage != "none"
        else chat("greeting" if said.mentions("greeting") else "ack", "a bare yes")
    )


def _of_the_scene(turned: Turned) -> bool:
    """The words of anger are words of the scene: "keep the trash cans"."""
    found = cue("complaint").within(turned.said.flat)
    words = re.findall(r"[a-z]{4,}|[\u3400-\u9fff]{2}", found.group()) if found else []
    prompt = (turned.context.prompt or "").lower()
    return bool(turned.wanted_things) and any(word in prompt for word in words)


def _ironic_free(turned: Turned) -> bool:
    """The complaint comes with a wish: "not happy, redo", "太糊了，清晰一点"."""
    wishes = (c for c in turned.wanted_things if not cue("complaint").within(c.flat))
    return (
        turned.said.mentions("again_strict")
        or bool(turned.change.params)
        or any(_OTHERWISE.search(c.flat) for c in wishes)
    )


#: how something is to be seen instead: 灰一点, 换个背景
_OTHERWISE = re.compile(
    r"^(?:给我|帮我|请)?(?:换|改|去掉|删掉|加|把|让|别|不要).|.(?:一点|点儿?|一些|些)(?:吧|啊|呀|行吗|好吗)?$"
)


def _signs(turned: Turned) -> Turn | None:
    text = turned.said.text
    stage = turned.context.stage
    if _AGAIN_SIGN.search(text) and stage in ("done", "failed") and turned.context.operation:
        return Turn(act="again", operation=turned.context.operation, rule="a sign for another take")
    if _FILE_SIGN.search(text) and stage == "done":
        return Turn(act="deliver", rule="a sign for the files")
    if _CLOCK_SIGN.search(text) and stage == "running":
        return Turn(act="status", operation="job_status", rule="a sign for the time it takes")
    if _MONEY_SIGN.search(text) and stage == "quoted":
        return turned.revise("a sign that it is dear", params={"cheaper": True})
    if _ANGRY_SIGN.search(text):
        return chat("complaint", "a sign of anger")
    if _THANKS_SIGN.search(text):
        return chat("thanks", "a sign of thanks")
    if turned.context.stage == "done" and _PRAISE_SIGN.search(text):
        return chat("praise", "a sign of praise")
    if "?" in turned.said.plain:
        return None
    return chat("ack", "a sign") if text.strip() and not text.strip().isascii() else None


#: a name is asked about: "wait what's seedance", 可灵是什么
_WHAT_IS = re.compile(
    r"(?:(?:wait|so|and|ok|hm+) )*(?:whats|what is|whos|what are) (?:a |the )?[\w .-]+"
    r"|[\w .-]+是(?:什么|啥|干嘛的|什么东西|什么模型)(?:啊|呀)?"
)


def help_(turned: Turned) -> Turn | None:
    """A question about how things work, the models, the difference."""
    said = turned.said
    if turned.given or said.message.reading.quotes:
        return None
    if said.says("identity"):
        return chat("identity", "who is this")
    if said.message.names and _WHAT_IS.fullmatch(said.flat):
        return chat("help", "what a name stands for")
    if turned.context.stage == "quoted" and turned.novel and not said.says("help_strict"):
        return None
    if (
        turned.context.stage in ("running", "done", "failed", "sign_in")
        and turned.novel
        and not said.says("help_strict")
    ):
        return None
    if said.says("help_strict") or (said.asks and said.says("help") and not _requests(turned)):
        return chat("help", "how it works")
    if _wonders(turned):
        return chat("help", "a question")
    if (
        said.asks
        and turned.context.stage in ("sign_in", "running", "question")
        and not turned.change.any
        and (turned.context.stage == "sign_in" or not _requests(turned))
    ):
        return chat("help", "a question")
    return None


_ASKED = re.compile(
    r"^(?:so |and |but |ok |wait |hm+ |well )*(?:what|who|whos|whose|whats|why|how|hows|where|when|which)(?![a-z])"
    r"|^(?:请问|那|你|这|它)*(?:啥|什么|怎么|为什么|为啥|为何|谁|哪)|多久|(?:啥|什么)(?:意思|区别|叫)|(?:谁|啥|什么|哪儿|哪里|哪个)的?$"
)


def _wonders(turned: Turned) -> bool:
    """A plain question (who, what, why, how long), which sets nothing and asks for no change."""
    said = turned.said
    return (
        not (turned.novel or turned.change.drop or turned.change.provider)
        and not _requests(turned)
        and (turned.context.stage == "quoted" or not said.mentions("status_strict"))
        and any(c.asks and _ASKED.search(c.core) for c in said.clauses)
        and all(c.asks or c not in turned.wanted_things for c in said.clauses)
    )


def _requests(turned: Turned) -> bool:
    """A question that asks for a change: "can you make it blue?", 能不能加个帽子."""
    return turned.said.mentions("request")


def strict_help(turned: Turned) -> Turn | None:
    """A question about how things work, plainly put."""
    said = turned.said
    whether = said.mentions("whichever_login") and said.asks
    return chat("help", "how it works") if (said.says("help_strict") or whether) and not turned.novel else None


def first_help(turned: Turned) -> Turn | None:
    """At the very beginning: what can be done here?"""
    asks_for_nothing = not turned.route.billable and turned.route.ask is None
    if turned.said.says("ability") or (turned.said.says("help_strict") and asks_for_nothing):
        return chat("help", "what can be done")
    return None


def wordless(turned: Turned) -> Turn | None:
    """A bare number where nothing was asked."""
    if turned.route.operation == "out_of_scope" and not re.search(r"[^\W\d_]", turned.said.text):
        return Turn(act="ask", ask="unclear", rule="a number, and nothing was asked")
    return None


def unused(turned: Turned) -> Turn | None:
    """A value that the request has no use for, and nothing else: the seconds of a picture."""
    said = turned.said
    bare = len(said.clauses) == 1 and not said.asks and "duration" in said.message.said.values and not turned.scene
    picture = turned.context.picture and not turned.change.any
    return Turn(act="ask", ask="unclear", rule="a value without a use") if bare and picture else None


def anything(turned: Turned) -> Turn | None:
    """What is left: a question is one about how things work, the rest is talk."""
    said = turned.said
    if not said.clauses:
        return _signs(turned)
    if said.complains:
        return chat("complaint", "anger")
    if said.asks:
        return chat("help", "a question")
    if said.mentions("polite"):
        return chat("thanks", "thanks")
    return chat("ack", "talk")


def undo(turned: Turned) -> Turn | None:
    """The version before: nothing here goes back by itself."""
    if turned.said.says("undo") and not turned.novel:
        return chat("help", "back to the one before")
    return None


def acknowledged(turned: Turned) -> Turn | None:
    """Talk that wants nothing."""
    said = turned.said
    if all(not residue(clause.flat, *_FREE_TALK, "complaint") for clause in said.clauses):
        return chat("ack", "talk")
    return None


__all__ = ("cue",)
