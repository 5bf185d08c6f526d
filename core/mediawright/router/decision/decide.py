"""The decision: a service, a generation, a question, or nothing that any command does. Pure."""

from collections.abc import Mapping
from itertools import takewhile

from mediawright.router.decision.about import TALK, about
from mediawright.router.decision.generate import generation
from mediawright.router.decision.reconcile import lacking, reconciled
from mediawright.router.decision.rules import Rule, matching
from mediawright.router.language.lazy_pattern import LazyPattern
from mediawright.router.language.scan import Part
from mediawright.router.message.features import MessageFeatures
from mediawright.router.message.output_kind import both_kinds, two_faced, wanted, wanted_things
from mediawright.router.message.verdict import Verdict
from mediawright.types.dataclass import dataclass
from mediawright.types.route import BILLABLE, COMMAND_OF

#: intents in which nobody names a model; a model's name means that something is to be generated
_NO_MODEL = frozenset(("chat_edit", "timeline", "export", "upload", "out_of_scope"))
_SIGNING = frozenset(("login", "switch_account"))
_ACTS = frozenset(["upload_hard", "export_hard", "remove", "login", "out", "switch_set", "fetch", "list"])
#: what a document holds that can be filmed as it is written
_SCRIPT = LazyPattern(
    r"剧本|脚本|分镜|大纲|故事|文案|台词|小说|剧情|第.{1,2}[幕场集]|script|screenplay|scene|stor(?:y|ies)|shots?\b|outline|poem|novel"
    r"|as written|written|prompts?\b|(?:each|every|per) line|line by line|[每逐一]一?[行条句]|提示词|批量"
)
#: questions about what is to be made, which talk does not raise
_KIND_OPEN = frozenset(("output_type", "subject_or_image", "operation"))
#: services that talk is taken for, by its kinds; and those that are taken for any of them
_NO_SERVICE: Mapping[str | None, frozenset[str]] = {
    "quota": frozenset(),
    "history": frozenset(("told", "ability")),
    "job_status": frozenset(),
    "export": frozenset(("told", "refused", "ability", "joke")),
}
_NO_BALANCE = frozenset(("permission", "refund"))
_QUESTION_ENDS = ("吗", "没", "么", "呢", "不", "没有")


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict with the clause whose words decided, and the second best reading."""

    verdict: Verdict
    part: Part | None = None
    second: Verdict | None = None


def decide(message: MessageFeatures) -> Decision:
    """Where the message goes. Never raises."""
    ruled = _by_rules(message)
    verdict = ruled.verdict if _from_report(message) else reconciled(message, ruled.verdict)
    talk = _talked(message, ruled.verdict, verdict)
    if talk:
        return Decision(Verdict("out_of_scope", f"{TALK}{talk}", (), 0.9), None, ruled.verdict)
    if verdict.operation in ("text_to_video", "text_to_image") and not verdict.ask and both_kinds(message):
        return Decision(Verdict(None, "a picture and a clip in one breath", (), 0.5, "output_type"), None, verdict)
    return ruled if verdict is ruled.verdict else Decision(verdict, None, ruled.verdict)


def _talked(message: MessageFeatures, ruled: Verdict, verdict: Verdict) -> str | None:
    """The kind of talk that a message is which was about to begin something, or to ask what to begin."""
    free = verdict.operation in _NO_SERVICE
    if not _begins(verdict) and not free:
        return None
    kind = about(message)
    return kind if not free or _begins(ruled) or kind in _NO_BALANCE or kind in _NO_SERVICE[verdict.operation] else None


def _begins(verdict: Verdict) -> bool:
    return verdict.operation in BILLABLE or verdict.ask in _KIND_OPEN


def _by_rules(message: MessageFeatures) -> Decision:
    served = _services(message)
    if _from_page(message) or _from_report(message):
        return Decision(Verdict("out_of_scope", "a page is to become the result", ("shop", "promo", "verb"), 0.98))
    made = generation(message)
    character = _character(message)
    if served and not _overruled(message, served[0][0], made):
        rule, part = served[0]
        return Decision(_service_verdict(message, rule), part, made or _second(served))
    if character and (made is None or made.ask != "missing_input"):
        return Decision(character, None, made)
    if made:
        return Decision(made, None, _second(served))
    return Decision(_said_by_provider(message) or _fallback(message))


def _from_page(message: MessageFeatures) -> bool:
    """A clip or picture is to be made of a web page: nothing but the page says what is to be seen."""
    if message.counts_any or not any(link.kind is None for link in message.reading.links):
        return False
    wanted_thing = message.creation is not None or message.any("verb", "video", "image")
    return wanted_thing and (len(message.content) <= 8 or message.any("shop", "promo"))


def _from_report(message: MessageFeatures) -> bool:
    """A clip is to be made of a document that is not said to hold what is to be seen: nobody here can look into it."""
    if not message.n("document") or message.n("image") or message.n("video") or message.creation is None:
        return False
    return message.creation.kind is not None and len(message.content) <= 6 and not _SCRIPT.search(message.reading.norm)


def _said_by_provider(message: MessageFeatures) -> Verdict | None:
    """A provider's own trigger word for a service that costs nothing, in a short message or at its beginning."""
    for part in message.parts:
        for hit in part.hits:
            for concept in hit.concepts:
                intent = concept.removeprefix("say:")
                if (
                    intent in COMMAND_OF
                    and concept != intent
                    and intent not in BILLABLE
                    and (message.short or hit.first <= part.head)
                ):
                    return Verdict(
                        intent, f"a provider's word for {intent}", (concept,), 0.7, _service_lacks(message, intent)
                    )
    return None


def _second(served: list[tuple[Rule, Part]]) -> Verdict | None:
    if not served:
        return None
    first = served[0][0].intent
    rule = next((rule for rule, _ in served if rule.intent != first), served[0][0])
    return Verdict(rule.intent, rule.line, (), rule.weight / 100)


def _services(message: MessageFeatures) -> list[tuple[Rule, Part]]:
    """Every rule that holds for a clause outside the scene, the heaviest first."""
    whole = {f"~{concept}" for says in message.live for concept in says}
    flags = _flags(message)
    found = []
    for part, says in zip(message.parts, message.live, strict=True):
        if says:
            clause = says | whole | flags | _clause_flags(message, part)
            if "dont" in clause and _allowed(part):
                clause.discard("dont")
            found += [(rule, part) for rule in matching(clause)]
    return sorted(found, key=lambda pair: -pair[0].weight)


def _allowed(part: Part) -> bool:
    """The refusal comes after the verb: "import it, don't use it yet" asks for the import."""
    denial = part.first("dont")
    return any(denial and hit.last <= denial.first and hit.concepts & _ACTS for hit in part.hits)


def _flags(message: MessageFeatures) -> set[str]:
    said = message.said.values
    checks = {
        "@i": message.n("image") > 0,
        "@v": message.n("video") > 0,
        "@a": message.n("audio") > 0,
        "@d": message.n("document") > 0,
        "@file": any(message.counts.values()),
        "@short": message.short,
        "@task": "task_id" in said,
        "@loose_id": "loose_id" in said,
        "@element": "element_id" in said,
        "@days": "days" in said,
        "@named": any(name.provider_named for name in message.names),
        "@creation": bool(message.creation and message.creation.kind),
        "@wants": bool(message.creation and message.creation.kind and not message.creation.bare)
        or bool(message.hits("text_to_video")),
        "@count": "count" in said,
        "@page": any(link.kind is None for link in message.reading.links),
    }
    return {flag for flag, holds in checks.items() if holds}


def _clause_flags(message: MessageFeatures, part: Part) -> set[str]:
    flags = {
        f"^{concept}" for hit in takewhile(lambda hit: hit.first <= part.head, part.hits) for concept in hit.concepts
    }
    clause = part.clause
    words = [message.tokens[at] for at in range(clause.first, min(clause.first + 2, clause.last))]
    asks = any("question" in hit.concepts and hit.first <= max(part.head, clause.first + 1) for hit in part.hits)
    if asks or "?" in clause.after or message.tokens[clause.last - 1] in _QUESTION_ENDS or "有没有" in "".join(words):
        flags.add("@q")
    polite = sum(hit.last - hit.first for hit in part.hits if "polite" in hit.concepts and hit.first >= part.head)
    if clause.last - part.head - polite <= (6 if message.tokens[clause.first].isascii() else 8):
        flags.add("@brief")
    return flags


def _overruled(message: MessageFeatures, rule: Rule, made: Verdict | None) -> bool:
    """Whether a generating reading beats the best service: it does when the service is only an aside."""
    if rule.intent in _SIGNING and two_faced(message):
        return True
    if rule.intent in _NO_MODEL and any(
        m.model for name in message.names for m in name.meanings if not name.provider_named
    ):
        return True
    if made is None or made.operation is None or made.ask:
        return False
    if rule.intent == "chat_edit" and made.operation in ("lip_sync", "extend_video"):
        return "~project_near" not in str(rule.needs) and not message.any("project_near")
    return rule.intent == "out_of_scope" and rule.weight < 88 and made.confidence >= 0.9


def _service_verdict(message: MessageFeatures, rule: Rule) -> Verdict:
    intent = rule.intent
    by = tuple(sorted(rule.concepts))
    ask = _service_lacks(message, intent)
    return Verdict(intent, rule.line, by, rule.weight / 100, ask, COMMAND_OF[intent])


def _service_lacks(message: MessageFeatures, intent: str) -> str | None:
    return "missing_input" if lacking(message, intent) else None


def _character(message: MessageFeatures) -> Verdict | None:
    """ "Generate a character": a reusable subject, or a picture? Asked unless the message says it."""
    if (
        two_faced(message)
        or (message.creation and message.creation.kind)
        or message.any("reusable", "motion", "element_use")
    ):
        return None
    designed = message.any("design") and any(n.kind == "character" for found in message.nouns for n in found)
    if wanted(message) or not (wanted_things(message, "character") or designed) or message.n("video"):
        return None
    if not message.any("verb", "draw", "design"):
        return None
    return Verdict(None, "a character: subject or picture", ("noun", "verb"), 0.5, "subject_or_image")


def _fallback(message: MessageFeatures) -> Verdict:
    """Nothing certain: ask for the kind of result where a scene or a wish stands, else say that nothing here does it."""
    if two_faced(message):
        return Verdict(None, "a model name for both kinds", (), 0.5, "model_version")
    chatter = message.any("trivia", "strong_write", "buy", "describe", "publish", "price_of", "music_only", "model3d")
    wanted_thing = message.creation is not None
    asks = message.any("question") and not wanted_thing and not message.names and not message.counts_any
    if not message.tokens or (chatter and not wanted_thing) or asks:
        return Verdict("out_of_scope", "talk about something else", ("trivia", "strong_write", "describe", "buy"), 0.7)
    shaped = "aspect_ratio" in message.said.values and message.any("thing", "person")
    if (
        wanted_thing
        or message.names
        or shaped
        or (len(message.content) >= 2 and not _talk(message))
        or _quoted(message)
    ):
        return Verdict(None, "a scene, kind of result open", ("verb", "free_noun"), 0.5, "output_type")
    return Verdict("out_of_scope", "no wish found", (), 0.5)


def _talk(message: MessageFeatures) -> bool:
    """A question or small talk rather than a description."""
    for part in message.parts:
        begins = max(part.head, part.clause.first)
        if any("question" in hit.concepts and hit.first <= begins for hit in part.hits):
            return True
        if "?" in part.clause.after or message.tokens[part.clause.last - 1] in ("吗", "么", "呢"):
            return True
    return False


def _quoted(message: MessageFeatures) -> bool:
    return bool(message.reading.quotes) and not message.content


def billable(verdict: Verdict) -> bool:
    return verdict.ask is None and verdict.operation in BILLABLE
