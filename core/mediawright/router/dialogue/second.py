"""The second opinion: where no words of an act were found, labelled turns may say which act it is. Nothing is ever begun or
agreed to by it.
"""

from mediawright.router.dialogue.evidence import features, weigh
from mediawright.router.dialogue.listening import Turned
from mediawright.router.dialogue.turn import Turn

#: by how much the evidence must lead
_LEAD = 6.0
_WHERE = {
    "cancel": ("running",),
    "decline": ("question", "quoted", "sign_in", "failed"),
    "signed_in": ("sign_in",),
    "deliver": ("done",),
    "status": ("running", "failed", "done"),
}


def opinion(turned: Turned, found: Turn) -> Turn | None:
    """Another act than the one found, where the evidence for it is clear and it costs nothing or leads to a page."""
    evidence = weigh(features(turned))
    act, _, topic = evidence.act.partition(":")
    if evidence.lead < _LEAD or act == found.act:
        return None
    stages = _WHERE.get(act)
    if stages is not None and turned.context.stage not in stages:
        return None
    if (
        act in ("price", "status")
        and found.act == "revise"
        and turned.wanted_things
        and turned.said.mentions("request")
    ):
        return None
    rule = f"labelled turns, {evidence.lead:.1f} ahead"
    if act == "chat":
        return Turn(act="chat", topic=topic, rule=rule)
    if act == "revise" and (turned.scene or turned.change.any) and turned.context.operation:
        return turned.revise(rule)
    if act == "status":
        return Turn(act="status", operation="job_status", rule=rule)
    if act == "price":
        return Turn(act="price", rule=rule)
    if act == "cancel":
        return Turn(act="cancel", rule=rule)
    if act == "decline":
        return Turn(act="decline", rule=rule)
    if act == "deliver":
        return Turn(act="deliver", result=turned.result, rule=rule)
    if act == "signed_in":
        return Turn(act="signed_in", rule=rule)
    return None
