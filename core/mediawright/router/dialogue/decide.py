"""The act of a turn: the stage first, then the acts in the order that is safe for it. Pure.

A yes is only taken where the whole message is made of words of consent : whatever else it says makes it a change, a
question or talk. So a spending can never be read out of half a sentence.
"""

from collections.abc import Callable, Mapping

from mediawright.router.dialogue import (
    answering,
    beside,
    conditions,
    making,
    pricing,
    serving,
    several,
    talking,
    using,
    wishing,
)
from mediawright.router.dialogue.consent import declined, not_yet, refuses, yes
from mediawright.router.dialogue.cues import cue, pattern
from mediawright.router.dialogue.listening import Turned
from mediawright.router.dialogue.policies import policy
from mediawright.router.dialogue.second import opinion
from mediawright.router.dialogue.turn import Turn
from mediawright.router.dialogue.utterance import Clause, residue

_UNSIGNED = pattern("decide_unsigned")
Step = Callable[[Turned], Turn | None]


def _policy(turned: Turned) -> Turn | None:
    return policy(turned.said, turned.context)


def _signed_in(turned: Turned) -> Turn | None:
    said = turned.said
    if not said.says("signed") or said.says("link_trouble") or any(refuses(clause) for clause in said.clauses):
        return None
    if any(c.asks and _wonders(c) for c in said.clauses) or _UNSIGNED.search(said.flat):
        return None
    if turned.context.operation == "switch_account":
        return Turn(act="signed_in", rule="the sign-in is done")
    if turned.change.provider not in (None, turned.context.provider):
        return turned.revise("signed in, with another provider")
    rest = [c for c in turned.wanted_things if not cue("signed").whole(c.core) and not cue("signed").within(c.flat)]
    if turned.absolute or rest:
        return turned.revise("signed in, with a change", prompt=turned.reworded(rest))
    return Turn(act="signed_in", rule="the sign-in is done")


def _wonders(clause: Clause) -> bool:
    """A question that says more than that the sign-in is done: 登录了能送积分吗."""
    return not cue("signed").whole(clause.core) or len(residue(clause.flat, "signed", "polite")) > 2


def _finished(turned: Turned) -> Turn | None:
    """ "Done", 好了, while something runs or has failed: a question rather than news."""
    if turned.said.nothing_but("finished", "polite") and turned.said.says("finished"):
        return Turn(act="status", operation="job_status", rule="a word that may ask")
    return None


def _cancel(turned: Turned) -> Turn | None:
    return Turn(act="cancel", rule="stop what runs") if declined(turned) else None


def _decline(turned: Turned) -> Turn | None:
    return Turn(act="decline", rule="a no") if declined(turned) else None


def _confirm(turned: Turned) -> Turn | None:
    return yes(turned)


def _wait(turned: Turned) -> Turn | None:
    return Turn(act="chat", topic="wait", rule="not yet") if not_yet(turned) else None


#: the acts of each stage, the first that holds is taken
STAGES: Mapping[str, tuple[Step, ...]] = {
    "none": (
        serving.attachments,
        _policy,
        serving.elsewhere,
        talking.small,
        talking.refund,
        several.several,
        wishing.not_offered,
        wishing.half_named,
        serving.service,
        pricing.price,
        serving.status_words,
        talking.first_help,
        talking.wordless,
        wishing.fresh,
    ),
    "question": (
        serving.attachments,
        _policy,
        talking.refund,
        beside.particular,
        answering.answer,
        wishing.half_named,
        serving.service,
        pricing.price,
        _decline,
        _wait,
        wishing.in_its_place,
        wishing.new,
        talking.help_,
        making.change,
        talking.small,
        answering.unclear,
    ),
    "quoted": (
        serving.attachments,
        conditions.limit,
        _policy,
        talking.refund,
        beside.particular,
        _confirm,
        serving.service,
        wishing.not_offered,
        wishing.half_named,
        pricing.price,
        wishing.in_its_place,
        wishing.new,
        _decline,
        serving.elsewhere,
        making.again,
        making.sure,
        _wait,
        serving.status,
        talking.help_,
        talking.small,
        making.change,
        talking.unused,
        talking.anything,
    ),
    "sign_in": (
        serving.attachments,
        _policy,
        talking.refund,
        beside.particular,
        wishing.not_offered,
        wishing.half_named,
        _signed_in,
        serving.switch,
        serving.login_trouble,
        serving.provider_without_login,
        pricing.price,
        talking.strict_help,
        _decline,
        wishing.in_its_place,
        making.sure,
        _wait,
        serving.elsewhere,
        serving.service,
        talking.help_,
        wishing.new,
        talking.small,
        making.wished,
        talking.unused,
        talking.anything,
    ),
    "running": (
        serving.attachments,
        _policy,
        talking.refund,
        beside.particular,
        talking.unhurried,
        _finished,
        serving.service,
        pricing.price,
        _cancel,
        serving.elsewhere,
        wishing.not_offered,
        wishing.half_named,
        wishing.in_its_place,
        using.afterwards,
        making.later,
        making.sure,
        _wait,
        serving.where_file,
        serving.status,
        serving.deliver_when_ready,
        wishing.new,
        talking.small,
        talking.help_,
        making.again,
        making.wished,
        talking.unused,
        talking.anything,
    ),
    "done": (
        serving.attachments,
        _policy,
        talking.refund,
        beside.particular,
        serving.elsewhere,
        serving.service,
        pricing.price,
        wishing.not_offered,
        wishing.half_named,
        serving.deliver,
        talking.undo,
        using.on_result,
        wishing.in_its_place,
        wishing.new,
        making.again,
        making.sure,
        talking.small,
        serving.status,
        talking.help_,
        _wait,
        making.change,
        talking.unused,
        talking.anything,
    ),
    "failed": (
        serving.attachments,
        _policy,
        talking.refund,
        beside.particular,
        _finished,
        serving.elsewhere,
        serving.service,
        pricing.price,
        wishing.not_offered,
        wishing.half_named,
        wishing.in_its_place,
        wishing.new,
        making.again,
        making.sure,
        _decline,
        serving.status,
        serving.where_file,
        serving.deliver_when_ready,
        _wait,
        talking.help_,
        talking.small,
        making.wished,
        talking.unused,
        talking.anything,
    ),
}


#: what is taken where the words of no act were found
_WEAK: frozenset[Step] = frozenset((making.change, making.wished, talking.anything, talking.help_, answering.unclear))

#: what is taken as it is: a file, a standing permission, money back, a name
_SURE: frozenset[Step] = frozenset(
    (
        serving.attachments,
        _policy,
        talking.refund,
        beside.particular,
        wishing.not_offered,
        wishing.half_named,
        wishing.in_its_place,
        conditions.limit,
        talking.unhurried,
        using.afterwards,
        talking.undo,
        talking.unused,
    )
)


def decide(turned: Turned) -> Turn:
    """The act of this turn. Never raises for any text."""
    for step in STAGES[turned.context.stage]:
        found = step(turned)
        if found is not None:
            return (step not in _SURE and opinion(turned, found, weak=step in _WEAK)) or found
    return Turn(act="ask", ask="unclear", rule="nothing is understood")
