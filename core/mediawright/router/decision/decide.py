"""The decision: a service, a generation, a question, or nothing that any command does. Pure."""

from dataclasses import dataclass
from itertools import takewhile

from mediawright.router.decision.features import Facts
from mediawright.router.decision.generate import generation
from mediawright.router.decision.output_kind import two_faced, wanted, wishes
from mediawright.router.decision.reconcile import lacking, reconciled
from mediawright.router.decision.rules import Rule, matching
from mediawright.router.decision.verdict import Verdict
from mediawright.router.language.scan import Part
from mediawright.types.route import BILLABLE, COMMAND_OF

#: intents in which nobody names a model; a model's name means that something is to be generated
_NO_MODEL = frozenset(("chat_edit", "timeline", "export", "upload", "out_of_scope"))
_SIGNING = frozenset(("login", "switch_account"))
_ACTS = frozenset(["upload_hard", "export_hard", "remove", "login", "out", "switch_set", "fetch", "list"])
_QUESTION_ENDS = ("吗", "没", "么", "呢", "不", "没有")


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict with the clause whose words decided, and the second best reading."""

    verdict: Verdict
    part: Part | None = None
    second: Verdict | None = None


def decide(facts: Facts) -> Decision:
    """Where the message goes. Never raises."""
    ruled = _by_rules(facts)
    verdict = reconciled(facts, ruled.verdict)
    return ruled if verdict is ruled.verdict else Decision(verdict, None, ruled.verdict)


def _by_rules(facts: Facts) -> Decision:
    served = _services(facts)
    if _from_page(facts):
        return Decision(Verdict("out_of_scope", "a page is to become the result", ("shop", "promo", "verb"), 0.9))
    made = generation(facts)
    character = _character(facts)
    if served and not _overruled(facts, served[0][0], made):
        rule, part = served[0]
        return Decision(_service_verdict(facts, rule), part, made or _second(served))
    if character and (made is None or made.ask != "missing_input"):
        return Decision(character, None, made)
    if made:
        return Decision(made, None, _second(served))
    return Decision(_said_by_provider(facts) or _fallback(facts))


def _from_page(facts: Facts) -> bool:
    """A clip or picture is to be made of a web page: nothing but the page says what is to be seen."""
    if facts.counts_any or not any(link.kind is None for link in facts.reading.links):
        return False
    wish = facts.creation is not None or facts.any("verb", "video", "image")
    return wish and (len(facts.content) <= 8 or facts.any("shop", "promo"))


def _said_by_provider(facts: Facts) -> Verdict | None:
    """A provider's own trigger word for a service that costs nothing, in a short message or at its beginning."""
    for part in facts.parts:
        for hit in part.hits:
            for concept in hit.concepts:
                intent = concept.removeprefix("say:")
                if (
                    intent in COMMAND_OF
                    and concept != intent
                    and intent not in BILLABLE
                    and (facts.short or hit.first <= part.head)
                ):
                    return Verdict(
                        intent, f"a provider's word for {intent}", (concept,), 0.7, _service_lacks(facts, intent)
                    )
    return None


def _second(served: list[tuple[Rule, Part]]) -> Verdict | None:
    if not served:
        return None
    first = served[0][0].intent
    rule = next((rule for rule, _ in served if rule.intent != first), served[0][0])
    return Verdict(rule.intent, rule.line, (), rule.weight / 100)


def _services(facts: Facts) -> list[tuple[Rule, Part]]:
    """Every rule that holds for a clause outside the scene, the heaviest first."""
    whole = {f"~{concept}" for says in facts.live for concept in says}
    flags = _flags(facts)
    found = []
    for part, says in zip(facts.parts, facts.live, strict=True):
        if says:
            clause = says | whole | flags | _clause_flags(facts, part)
            if "dont" in clause and _allowed(part):
                clause.discard("dont")
            found += [(rule, part) for rule in matching(clause)]
    return sorted(found, key=lambda pair: -pair[0].weight)


def _allowed(part: Part) -> bool:
    """The refusal comes after the verb: "import it, don't use it yet" asks for the import."""
    denial = part.first("dont")
    return any(denial and hit.last <= denial.first and hit.concepts & _ACTS for hit in part.hits)


def _flags(facts: Facts) -> set[str]:
    said = facts.said.values
    checks = {
        "@i": facts.n("image") > 0,
        "@v": facts.n("video") > 0,
        "@a": facts.n("audio") > 0,
        "@d": facts.n("document") > 0,
        "@file": any(facts.counts.values()),
        "@short": facts.short,
        "@task": "task_id" in said,
        "@loose_id": "loose_id" in said,
        "@element": "element_id" in said,
        "@days": "days" in said,
        "@named": any(name.provider_named for name in facts.names),
        "@creation": bool(facts.creation and facts.creation.kind),
        "@wants": bool(facts.creation and facts.creation.kind and not facts.creation.bare)
        or bool(facts.hits("text_to_video")),
        "@count": "count" in said,
        "@page": any(link.kind is None for link in facts.reading.links),
    }
    return {flag for flag, holds in checks.items() if holds}


def _clause_flags(facts: Facts, part: Part) -> set[str]:
    flags = {
        f"^{concept}" for hit in takewhile(lambda hit: hit.first <= part.head, part.hits) for concept in hit.concepts
    }
    clause = part.clause
    words = [facts.tokens[at] for at in range(clause.first, min(clause.first + 2, clause.last))]
    asks = any("question" in hit.concepts and hit.first <= max(part.head, clause.first + 1) for hit in part.hits)
    if asks or "?" in clause.after or facts.tokens[clause.last - 1] in _QUESTION_ENDS or "有没有" in "".join(words):
        flags.add("@q")
    polite = sum(hit.last - hit.first for hit in part.hits if "polite" in hit.concepts and hit.first >= part.head)
    if clause.last - part.head - polite <= (6 if facts.tokens[clause.first].isascii() else 8):
        flags.add("@brief")
    return flags


def _overruled(facts: Facts, rule: Rule, made: Verdict | None) -> bool:
    """Whether a generating reading beats the best service: it does when the service is only an aside."""
    if rule.intent in _SIGNING and two_faced(facts):
        return True
    if rule.intent in _NO_MODEL and any(
        m.model for name in facts.names for m in name.meanings if not name.provider_named
    ):
        return True
    if made is None or made.operation is None or made.ask:
        return False
    if rule.intent == "chat_edit" and made.operation in ("lip_sync", "extend_video"):
        return "~project_near" not in str(rule.needs) and not facts.any("project_near")
    return rule.intent == "out_of_scope" and rule.weight < 88 and made.confidence >= 0.9


def _service_verdict(facts: Facts, rule: Rule) -> Verdict:
    intent = rule.intent
    by = tuple(sorted(rule.concepts))
    ask = _service_lacks(facts, intent)
    return Verdict(intent, rule.line, by, rule.weight / 100, ask, COMMAND_OF[intent])


def _service_lacks(facts: Facts, intent: str) -> str | None:
    return "missing_input" if lacking(facts, intent) else None


def _character(facts: Facts) -> Verdict | None:
    """ "Generate a character": a reusable subject, or a picture? Asked unless the message says it."""
    if two_faced(facts) or (facts.creation and facts.creation.kind) or facts.any("reusable", "motion", "element_use"):
        return None
    designed = facts.any("design") and any(n.kind == "character" for found in facts.nouns for n in found)
    if wanted(facts) or not (wishes(facts, "character") or designed) or facts.n("video"):
        return None
    if not facts.any("verb", "draw", "design"):
        return None
    return Verdict(None, "a character: subject or picture", ("noun", "verb"), 0.5, "subject_or_image")


def _fallback(facts: Facts) -> Verdict:
    """Nothing certain: ask for the kind of result where a scene or a wish stands, else say that nothing here does it."""
    if two_faced(facts):
        return Verdict(None, "a model name for both kinds", (), 0.5, "model_version")
    chatter = facts.any("trivia", "strong_write", "buy", "describe", "publish", "price_of", "music_only", "model3d")
    wish = facts.creation is not None
    asks = facts.any("question") and not wish and not facts.names and not facts.counts_any
    if not facts.tokens or (chatter and not wish) or asks:
        return Verdict("out_of_scope", "talk about something else", ("trivia", "strong_write", "describe", "buy"), 0.7)
    if wish or facts.names or (len(facts.content) >= 2 and not _talk(facts)) or _quoted(facts):
        return Verdict(None, "a scene, kind of result open", ("verb", "free_noun"), 0.5, "output_type")
    return Verdict("out_of_scope", "no wish found", (), 0.5)


def _talk(facts: Facts) -> bool:
    """A question or small talk rather than a description."""
    for part in facts.parts:
        begins = max(part.head, part.clause.first)
        if any("question" in hit.concepts and hit.first <= begins for hit in part.hits):
            return True
        if "?" in part.clause.after or facts.tokens[part.clause.last - 1] in ("吗", "么", "呢"):
            return True
    return False


def _quoted(facts: Facts) -> bool:
    return bool(facts.reading.quotes) and not facts.content


def billable(verdict: Verdict) -> bool:
    return verdict.ask is None and verdict.operation in BILLABLE
