"""Rules and evidence together: where they agree the route is sure; where they differ the stronger holds, or one asks."""

from mediawright.router.evidence import Evidence, features, speaking_for, weigh
from mediawright.router.facts import Facts
from mediawright.router.generate import nothing_seen
from mediawright.router.inputs import missing, with_mentioned
from mediawright.router.verdict import Verdict
from mediawright.types.route import BILLABLE, COMMAND_OF

#: how far the evidence must lead to overrule a rule: a question, a free service, a billable operation
_OVER_QUESTION, _OVER_FREE, _OVER_BILLABLE = 5.0, 7.0, 5.0
#: what must be added to begin something billable that no rule saw
_TO_BILLABLE = 2.0
_BOTH = ("text_to_video", "text_to_image")


def reconciled(facts: Facts, ruled: Verdict) -> Verdict:
    """The verdict of the rules, or the one that the evidence gives where it speaks clearly against them."""
    if ruled.ask == "model_version":
        return ruled
    found = features(facts)
    evidence = weigh(found)
    if evidence.intent == _intent(ruled) or evidence.lead < _needed(ruled, evidence) or _denied(facts, evidence):
        return ruled
    return _verdict(facts, evidence, speaking_for(found, evidence.intent))


def _intent(verdict: Verdict) -> str:
    if verdict.operation:
        return verdict.operation
    return f"?{verdict.ask}/{verdict.command or ''}"


def _needed(ruled: Verdict, evidence: Evidence) -> float:
    needed = _OVER_QUESTION if ruled.ask else _OVER_BILLABLE if ruled.operation in BILLABLE else _OVER_FREE
    return needed + (_TO_BILLABLE if evidence.intent in BILLABLE else 0)


def _denied(facts: Facts, evidence: Evidence) -> bool:
    """A refusal begins nothing billable, whatever its words."""
    return evidence.intent in BILLABLE and facts.any("dont_make")


def _verdict(facts: Facts, evidence: Evidence, by: tuple[str, ...]) -> Verdict:
    rule = f"evidence: {evidence.intent} by {evidence.lead:.1f} before {evidence.second}"
    if evidence.intent[0] == "?":
        reason, _, command = evidence.intent[1:].partition("/")
        return Verdict(None, rule, by, 0.5, reason, command or None)
    verdict = Verdict(evidence.intent, rule, by, min(0.95, 0.6 + evidence.lead / 50))
    lacks = lacking(facts, evidence.intent) or missing(facts, verdict, with_mentioned(facts))
    lacks = lacks or (evidence.intent in _BOTH and nothing_seen(facts))
    if not lacks:
        return verdict
    return Verdict(verdict.operation, rule, by, 0.6, "missing_input", COMMAND_OF[evidence.intent])


def lacking(facts: Facts, intent: str) -> bool:
    """Whether a service lacks the file it is about."""
    if intent == "create_element":
        return not (facts.n("image") + facts.n("video"))
    return intent == "upload" and not facts.counts_any
