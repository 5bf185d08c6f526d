"""New wishes: the first message, one beside what is pending, two at once, one for what nobody offers. Pure."""

import re
from dataclasses import replace

from mediawright.router.dialogue.beginning import begun, made_of
from mediawright.router.dialogue.cues import cue, pattern
from mediawright.router.dialogue.kinds import kinds_in
from mediawright.router.dialogue.listening import Turned
from mediawright.router.dialogue.making import of_another_kind, to_be_seen
from mediawright.router.dialogue.replacing import POINTING, behind, replacing
from mediawright.router.dialogue.scene import simple, tidy
from mediawright.router.dialogue.several import several
from mediawright.router.dialogue.turn import Turn
from mediawright.router.dialogue.utterance import residue
from mediawright.router.parameters.binding import foreign, half, lacked
from mediawright.types.route import BILLABLE, COMMAND_OF, Route

_SERVICES = frozenset(COMMAND_OF) - BILLABLE - {"out_of_scope", "job_status"}
_ANNOUNCING = pattern("wishing_announcing")
_DIFFERING = pattern("wishing_differing")


#: whether something can be done here at all
_ABLE = re.compile(
    r"(?:and |so |hi |hey |ok )*(?:can|could|do|are) (?:you|u|ya) (?:guys |also |even |able to )*"
    r"(?:do|make|handle|draw|create)\b"
)


#: a question for facts: "is this the thing that makes videos"
_OF_FACTS = re.compile(
    r"(?:hi |hey |hello |so |and |um |sorry )*"
    r"(?:is (?:this|that|it|there)|are (?:you|these|there)|was|were|does|do (?:you|they))\b"
)
#: a thing that is named, and nothing that is asked of it
_THING = re.compile(r"(?:an?|the|two|three|four|five|some|my|our) (?:[a-z'-]+ ){0,6}[a-z'-]+")


def nothing_to_see(turned: Turned) -> bool:
    """Something would cost, and its scene is words of talk alone: 确认一下, "right"."""
    route = turned.route
    if route.operation not in BILLABLE or turned.given or not route.prompt:
        return False
    return not residue(simple(route.prompt[:_SHORT]), "consent", "polite", "wait", "greeting", "refuse", "price")


#: characters; words of talk alone are no longer
_SHORT = 40


def _asked(turned: Turned, route: Route) -> Turn:
    """The question that the single-message router has."""
    told = route.prompt or None
    return Turn(
        act="ask",
        ask=route.ask.reason if route.ask else None,
        operation=route.operation,
        prompt=told,
        files=turned.files,
        rule=route.rule,
        route=route,
    )


def _out_of_scope(turned: Turned, route: Route) -> Turn:
    """What is offered nowhere, unless something to be seen is described, or clips are to be edited."""
    said = turned.said
    told = re.search(r"[:：]\s*(.{8,})$", said.text, re.DOTALL)
    if told and not said.says("publish_words", "help_strict"):
        return Turn(act="ask", ask="output_type", prompt=told[1], rule="something is described, picture or clip?")
    if said.message.n("video") and cue("cut_edit").within(said.flat):
        editor, rule = turned.router.editor, "clips are to be edited"
        return Turn(act="new", operation="chat_edit", provider=editor, prompt=said.text, files=turned.files, rule=rule)
    if _THING.fullmatch(said.flat) and kinds_in(said.flat):
        return Turn(act="ask", ask="output_type", prompt=said.text.strip(), rule="a thing: picture or clip?")
    return Turn(act="out_of_scope", operation="out_of_scope", rule=route.rule, route=route)


def fresh(turned: Turned) -> Turn | None:
    """The first message, or one where nothing is pending: as the single-message router reads it."""
    route = turned.route
    if (
        route.ask is not None
        and route.ask.reason == "output_type"
        and not turned.given
        and cue("wish_head").within(turned.said.flat)
        and (kind := made_of(turned, turned.said.flat))
        and route.prompt
    ):
        return begun(turned, replace(route, operation=f"text_to_{kind}", ask=None), route.prompt)
    if route.ask is not None:
        return _asked(turned, route)
    if route.operation is None:
        return None
    if route.operation == "out_of_scope":
        return _out_of_scope(turned, route)
    if route.operation == "job_status":
        return Turn(act="status", operation="job_status", params=route.params, rule=route.rule, route=route)
    said = turned.said
    if route.operation == "chat_edit" and not turned.given and not said.mentions("project_words"):
        return Turn(act="ask", ask="missing_input", operation="chat_edit", rule="nothing to be edited")
    if route.operation in BILLABLE and said.asks and not (said.mentions("wish_head") or said.mentions("request")):
        made = said.message.creation
        if made is None or made.kind is None or said.says("help_strict") or _OF_FACTS.match(said.flat):
            return Turn(act="chat", topic="help", rule="a question about what can be made")
    if nothing_to_see(turned):
        return None
    if route.operation in _SERVICES:
        if route.rule.startswith("evidence") and _ABLE.match(said.flat):
            return Turn(act="chat", topic="help", rule="a question about what can be done")
        return Turn(
            act="service",
            operation=route.operation,
            provider=route.provider,
            params=route.params,
            files=turned.files,
            rule=route.rule,
            route=route,
        )
    return begun(turned, route, route.prompt)


def not_offered(turned: Turned) -> Turn | None:
    """A provider or model that nobody here has: never another one instead."""
    if foreign(turned.said.message) is None:
        return None
    if turned.context.stage != "none" or turned.route.operation in BILLABLE or turned.route.ask is not None:
        return Turn(act="ask", ask="not_offered", rule="a provider that is not offered")
    return None


def half_named(turned: Turned) -> Turn | None:
    """A model's name that goes on with words of none that is known, or one that the named provider lacks: which is meant?"""
    if turned.said.says("help_strict"):
        return None
    if half(turned.said.message) or lacked(turned.said.message):
        asked = turned.route if turned.route.ask is not None and turned.route.ask.reason == "model_version" else None
        return Turn(act="ask", ask="model", rule="a model's name that nobody here knows", route=asked)
    return None


def in_its_place(turned: Turned) -> Turn | None:
    """A wish that is whole by itself, instead of what is pending or beside it."""
    only_again = turned.said.nothing_but("again", "polite", "praise") and turned.said.says("again")
    route = None if only_again or _the_other_way_round(turned) else replacing(turned)
    return None if route is None else begun(turned, route, route.prompt)


def _the_other_way_round(turned: Turned) -> bool:
    """The inputs change places: that is no wish of its own."""
    return bool(turned.context.inputs) and turned.said.says("reverse_order")


def new(turned: Turned, *, marked: bool = False) -> Turn | None:
    """A new wish although something is pending. `marked`: it is known to be one."""
    said, context = turned.said, turned.context
    if _the_other_way_round(turned):
        return None
    marked = (
        marked
        or said.says("new_mark")
        or _moves_on(turned)
        or to_be_seen(turned)
        or any(c.mark.strip() in (":", "：") and cue("new_colon").within(c.flat) for c in said.clauses)
    )
    message = said.message
    if (
        said.mentions("same_but")
        or said.mentions("kind_change_strict")
        or (said.mentions("again_version") and not marked and not of_another_kind(turned))
    ):
        return None
    if not marked and (turned.given or not _whole_wish(turned)):
        return None
    if not marked and said.asks and not said.mentions("request"):
        return None
    if not marked and any(not residue(c.flat, "again") and cue("again").within(c.flat) for c in said.clauses[1:]):
        return None  # 亮堂些，再画两张: more of what is there
    found = several(turned)
    if found and found.act == "new":
        return found
    text = unmarked(turned)
    route = turned.routed(text)
    if route.operation in _SERVICES or route.operation == "out_of_scope":
        return None
    operation = route.operation if route.operation in BILLABLE and route.ask is None else None
    if operation is None:
        kind = made_of(turned, said.flat)
        operation = "text_to_video" if kind == "video" else "text_to_image" if kind == "image" else None
    if operation is None and context.operation in ("text_to_video", "text_to_image", "image_series"):
        operation = context.operation
    if operation is None and context.operation in ("image_to_video", "edit_image", "extend_video"):
        operation = "text_to_video" if context.clip else "text_to_image"
    prompt = route.prompt or tidy(text)
    if not re.search(r"[a-z]{2,}|[\u3400-\u9fff]", prompt.lower()) or message is None:
        return None
    if operation is None:
        return Turn(act="ask", ask="output_type", prompt=prompt, rule="a new wish, picture or clip?")
    return replace(begun(turned, route, prompt), operation=operation)


def _moves_on(turned: Turned) -> bool:
    """ "Next, …", 下一个，…: a first clause that only says so."""
    first, *rest = turned.said.clauses or (None,)
    return first is not None and bool(rest) and _MOVES_ON.fullmatch(first.flat) is not None


_MOVES_ON = re.compile(
    r"(?:ok(?:ay)? |alright |and |now |right )*(?:next(?: up| one)?|moving on)|(?:好|好的|那|然后)*(?:下一个|接下来|下一项)"
)


def _whole_wish(turned: Turned) -> bool:
    """A complete wish: something is to be made, of a kind, and what it shows is said and is not what is pending."""
    said, context = turned.said, turned.context
    made = said.message.creation
    if (
        made is None
        or made.kind is None
        or made.bare
        or (context.stage == "question" and context.question in ("prompt", "missing_input", "what_to_change"))
    ):
        return said.mentions("new_strict") and bool(turned.scene)
    if (POINTING.search(said.flat) or _of_the_pending(turned)) and not said.mentions("new_strict"):
        return False
    if not cue("wish_head").within(said.flat):
        return False
    words = [
        w
        for w in re.findall(r"[a-z]{3,}|[\u3400-\u9fff]{2}", "".join(said.flat))
        if w not in (context.prompt or "").lower()
    ]
    route = turned.route
    return route.operation in BILLABLE and route.ask is None and len(route.prompt) >= 4 and len(words) >= 2


def _of_the_pending(turned: Turned) -> bool:
    """It speaks of a thing that is there: "paint the balloon red"."""
    prompt = (turned.context.prompt or "").lower()
    return any(word in prompt.split() for word in re.findall(r"(?<![a-z])the ([a-z]{3,})", turned.said.flat))


#: "do one about sourdough": what follows is to be seen
_ONE_ABOUT = re.compile(
    r"^\s*(?:now |then |also |please )*(?:do|make|try|draw)(?: me)? one (?:about|of|on|showing|where)\s+", re.IGNORECASE
)


def unmarked(turned: Turned) -> str:
    """The message without the words that announce a new wish."""
    text = behind(turned).text
    lacking = [
        c
        for c in turned.said.clauses[:-1]
        if cue("lacking").whole(c.core) or (cue("refuse").whole(c.core) and not c.asks)
    ]
    if lacking and turned.said.clauses[0] is lacking[0] and text == turned.said.text:
        text = turned.said.text[lacking[-1].end :].lstrip(" ,，.。;；!！")
    text = _ANNOUNCING.sub("", text)
    text = _DIFFERING.sub("", text)
    text = _ONE_ABOUT.sub("", text)
    text = re.sub(r"\s+instead\b", "", text, flags=re.IGNORECASE)
    colon = re.match(r"^[^:：]{0,36}[:：]\s*(?=.{3,})", text)
    if colon and re.search(
        r"(?:one|another|thing|new|next|idea|else|different|over|again|个|张|条|段|新)[^:：]{0,6}[:：]",
        colon.group(),
        re.IGNORECASE,
    ):
        rest = text[colon.end() :]
        noun = made_of(turned, colon.group())
        if noun and not made_of(turned, rest):
            return text
        return rest
    return text
