"""The second opinion: labelled turns say which act a message is, and overrule the words of an act where they are clear.

Nothing is ever agreed to by it, no standing yes is given, and what the words of a tool, a file or money back say stands.
"""

import re
from collections.abc import Callable, Mapping

from mediawright.router.dialogue import answering, making, pricing, serving, using, wishing
from mediawright.router.dialogue.cues import cue, pattern
from mediawright.router.dialogue.evidence import features, weigh
from mediawright.router.dialogue.listening import Turned
from mediawright.router.dialogue.results import points
from mediawright.router.dialogue.turn import Turn

_UNSIGNED = pattern("decide_unsigned")
#: by how much the evidence must lead where the words of no act were found, and where they were
_LEAD, _LEAD_OVER = 8.0, 20.0
#: beside that, where something would begin that the words do not ask for
_BEGINS, _LEAD_TO_BEGIN = frozenset(("new", "again")), 4.0
#: where less or more is needed to leave what was found: a yes is left soon, a no late
_LEAD_FROM = {"confirm": 16.0, "cancel": 24.0, "decline": 24.0, "signed_in": 20.0, "service": 24.0}
#: and where what is plainly asked for would be taken as talk
_MADE, _LEAD_TO_TALK = frozenset(("revise", "use_result", "new", "choose", "again")), 8.0
#: acts that end what somebody waits or pays for: never without a word that refuses
_ENDS = frozenset(("cancel",))
_REFUSING = ("refuse", "refuse_strong", "refuse_head")
#: acts that are found by words which hardly mean anything else
_STANDING = frozenset(("policy", "out_of_scope"))
#: questions that rest on what is known here and not on how a message is put
_KNOWN = frozenset(("model", "not_offered", "price_limit", "missing_input", "which_result", "several_wishes"))
_WHERE = {
    "cancel": ("running",),
    "decline": ("question", "quoted", "sign_in", "failed"),
    "signed_in": ("sign_in",),
    "deliver": ("done",),
    "status": ("running", "failed", "done"),
    "use_result": ("done",),
    "again": ("running", "done", "failed"),
    "choose": ("question",),
}


def opinion(turned: Turned, found: Turn, *, weak: bool) -> Turn | None:
    """Another act than the one found, where the evidence for it is clear. `weak`: the words of no act were found."""
    if found.act in _STANDING or (found.act == "ask" and found.ask in _KNOWN):
        return None
    if found.act == "new" and making.to_be_seen(turned):
        return None
    if found.act == "choose" and answering.NOT_THAT.fullmatch(turned.said.flat):
        return None
    if found.act == "again" and turned.said.mentions("topped_up"):
        return None
    if found.act == "price" and pricing.in_doubt(turned):
        return None
    if found.topic == "identity" or (found.topic == "help" and turned.said.says("help_strict")):
        return None
    evidence = weigh(features(turned))
    act, _, topic = evidence.act.partition(":")
    needed = _needed(found.act, act, weak=weak) + (_LEAD_TO_TALK if act == "chat" and _asked_for(turned, found) else 0)
    if weak and act == found.act == "chat" and topic != found.topic and evidence.lead >= _LEAD + _LEAD_TO_BEGIN:
        return Turn(act="chat", topic=topic, rule=f"labelled turns, {evidence.lead:.1f} ahead")
    if act == found.act or evidence.lead < needed:
        return None
    if _ruled_out(turned, found, act, topic, weak=weak):
        return None
    rule = f"labelled turns, {evidence.lead:.1f} ahead"
    if act == "chat":
        return Turn(act="chat", topic=topic, rule=rule)
    make = _MAKES.get(act)
    return make(turned, rule) if make else None


def _ruled_out(turned: Turned, found: Turn, act: str, topic: str, *, weak: bool) -> bool:
    """What the words of the message, or the stage, forbid whatever the evidence says."""
    said, stages = turned.said, _WHERE.get(act)
    if stages is not None and turned.context.stage not in stages:
        return True
    ends = act in _ENDS or (act == "decline" and not weak and found.act in _MADE)
    if ends and not _refusing(turned):
        return True
    if act in ("cancel", "decline") and (said.mentions("deny_stop") or (found.act == "revise" and turned.absolute)):
        return True  # a no with a change is a change: 算了，还是横屏吧
    if act == "use_result" and (using.announced(said) or _stands_alone(turned, found)):
        return True
    if act in _MADE and found.act == "chat" and _only_asks(turned):
        return True
    if act in ("price", "status") and found.act == "revise" and turned.wanted_things and said.mentions("request"):
        return True
    if act == "chat" and topic == "help" and found.act in _MADE and _requested(turned):
        return True
    if act == "signed_in" and _UNSIGNED.search(said.flat):
        return True
    return act in _BEGINS and (found.topic == "wait" or making.refused_take(turned))


def _requested(turned: Turned) -> bool:
    """Whether a change is asked for: "can I have it in slow motion?" is no question about how things work."""
    return turned.said.mentions("request") and (turned.change.any or bool(turned.wanted_things))


#: the head of a question for facts: "could it be red" is none
_INQUIRES = re.compile(
    r"(?:and |so |but |wait )*"
    r"(?:what|whats|who|whos|how|hows|why|when|where|which|is there|are there|does|do you|did|whose)(?![a-z])"
)


def _only_asks(turned: Turned) -> bool:
    """Whether every clause is a question, and none asks for anything to be made or changed."""
    said = turned.said
    asking = bool(said.clauses) and all(clause.asks and _INQUIRES.match(clause.core) for clause in said.clauses)
    return (
        asking and not said.mentions("request", "wish_head") and not turned.change.any and not said.message.counts_any
    )


def _refusing(turned: Turned) -> bool:
    """Whether any word refuses: not one of politeness ("if it isn't too much trouble")."""
    flat = cue("polite").without(turned.said.flat)
    return any(cue(name).within(flat) for name in _REFUSING)


def _needed(found: str, act: str, *, weak: bool) -> float:
    needed = _LEAD if weak else _LEAD_FROM.get(found, _LEAD_OVER)
    return needed + (_LEAD_TO_BEGIN if act in _BEGINS else 0)


def _asked_for(turned: Turned, found: Turn) -> bool:
    """Something is plainly asked for, and something is to be made of it: that is hardly talk."""
    return found.act in _MADE and (turned.said.mentions("request") or bool(turned.wanted_things))


def _stands_alone(turned: Turned, found: Turn) -> bool:
    """Something is to be made that no result is pointed at for: "用可灵做一个5秒的视频：一只猫在弹钢琴"."""
    made = turned.said.message.creation
    whole = made is not None and made.kind is not None and bool(turned.route.prompt)
    return found.act in ("new", "revise") and whole and turned.result is None and not points(turned.said)


def _revise(turned: Turned, rule: str) -> Turn | None:
    if not turned.context.operation or not (turned.scene or turned.change.any or turned.given):
        return None
    return making.change(turned) or turned.revise(rule)


def _again(turned: Turned, rule: str) -> Turn | None:
    if not turned.context.operation:
        return None
    return making.again(turned) or Turn(act="again", operation=turned.context.operation, rule=rule)


def _used(turned: Turned, rule: str) -> Turn | None:
    return using.put_to_use(turned, rule)


def _new(turned: Turned, rule: str) -> Turn | None:
    if turned.route.ask is not None or wishing.nothing_to_see(turned):
        return None
    return wishing.in_its_place(turned) or wishing.new(turned, marked=True)


def _choose(turned: Turned, rule: str) -> Turn | None:
    return answering.answer(turned)


def _price(turned: Turned, rule: str) -> Turn:
    params = {key: value for key, value in turned.novel.items() if value is not True or key == "sound"}
    return Turn(act="price", provider=turned.change.provider, params=params, rule=rule)


def _service(turned: Turned, rule: str) -> Turn | None:
    return None if turned.route.rule.startswith("evidence") else serving.as_routed(turned, rule)


_MAKES: Mapping[str, Callable[[Turned, str], Turn | None]] = {
    "revise": _revise,
    "again": _again,
    "use_result": _used,
    "new": _new,
    "choose": _choose,
    "price": _price,
    "service": _service,
    "status": lambda _, rule: Turn(act="status", operation="job_status", rule=rule),
    "cancel": lambda _, rule: Turn(act="cancel", rule=rule),
    "decline": lambda _, rule: Turn(act="decline", rule=rule),
    "deliver": lambda turned, rule: Turn(act="deliver", result=turned.result, rule=rule),
    "signed_in": lambda _, rule: Turn(act="signed_in", rule=rule),
    "out_of_scope": lambda _, rule: serving.out_of_scope(rule),
}
