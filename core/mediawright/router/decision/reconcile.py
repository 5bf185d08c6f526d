"""Rules and evidence together: where they agree the route is sure; where they differ the stronger holds, or one asks."""

from mediawright.router.decision.classifier import Evidence, features, speaking_for, weigh
from mediawright.router.decision.generate import nothing_seen, pointed_at
from mediawright.router.decision.pictures import named_first
from mediawright.router.language.lazy_pattern import LazyPattern
from mediawright.router.language.patterns import listed
from mediawright.router.message.features import MessageFeatures
from mediawright.router.message.output_kind import model_kinds, wanted
from mediawright.router.message.verdict import Verdict
from mediawright.router.parameters.inputs import mentioned, missing, uses_element, with_mentioned
from mediawright.router.parameters.styles import STYLES, drawn_style, style_kept
from mediawright.router.parameters.swap import person_kept
from mediawright.types.route import BILLABLE, COMMAND_OF

#: how far the evidence must lead to overrule a rule, by what the rule says and what the evidence says; tuned on sets
#: that were held out of the learning (docs/explanation/router.md)
_NEEDED = {
    "question": {"question": 2.0, "free": 1.0, "billable": 5.0},
    "free": {"question": 6.0, "free": 3.0, "billable": 16.0},
    "billable": {"question": 5.0, "free": 2.0, "billable": 12.0},
}
#: a rule this sure stands on words that hardly mean anything else
_SURE, _NEEDED_OF_SURE = 0.97, 15.0
#: something was given to work on: it is hardly about a balance or a sign-in
_NEEDED_WITH_INPUTS = 8.0
#: a clip or picture is wished for of something that is not there
_NEEDED_OF_REQUEST = 15.0
#: a model was named: a balance or a sign-in has none
_NEEDED_WITH_MODEL = 12.0
#: what only some providers do is decided by a table of its own (particular.py), once it is known who offers it
_PARTICULAR = listed("reconcile", "particular")
#: and where that is what the words tell of most, the rest of them tells little
_NEEDED_BESIDE = 6.0
#: something that is there is to become something else
_INTO = LazyPattern(
    r"\b(?:turn|make|convert|change|transform) (?:this|that|it|these|those|them)(?: one)? (?:in)?to\b"
    r"|把(?:这个?|它|那个?)[^，。]{0,3}[做变转弄]成"
)
#: something that was made or taken before, to be worked on: 把拍的视频剪成三段
_MADE_BEFORE = LazyPattern(
    r"[把将][^，。]{0,8}[拍录做剪画写](?:好|完|出来)?的[^，。]{0,4}(?:视频|片子|素材|短片|录像|照片|图)"
)
_NO_CLIP = frozenset(
    ["text_to_video", "text_to_image", "image_to_video", "animate_image", "edit_image", "image_series"]
)
_NO_PICTURE = frozenset(["text_to_video", "text_to_image", "edit_video", "extend_video"])
_NO_SOUND = frozenset(["image_to_video", "text_to_video", "text_to_image", "edit_image", "edit_video", "image_series"])
_NOT_MADE = frozenset(["out_of_scope"])
_TALKED_EDIT = frozenset(["chat_edit"])
_STILL = frozenset(["edit_image", "text_to_image", "image_series"])
_TWO_INPUTS = frozenset(["replace_character", "lip_sync"])
_UNDRAWN = frozenset(["image_to_video"])
_DRAWN = frozenset(["animate_image"])
_NO_SUBJECT = frozenset(["text_to_video"])
_NEW_PERSON = frozenset(["replace_character"])
_FROM_INPUT = frozenset(
    ["image_to_video", "animate_image", "edit_image", "edit_video", "extend_video", "lip_sync", "replace_character"]
)
_PRESETS = frozenset(["list_preset_elements"])
_NO_CHARACTER = frozenset(["?subject_or_image/"])
_EITHER_KIND = frozenset(["?output_type/", "?output_type/image", "?output_type/video"])
#: what the model that is named does not make
_OF_ANOTHER_KIND = {
    "video": frozenset(["text_to_image", "image_series", "edit_image"]),
    "image": frozenset(["text_to_video", "image_to_video", "animate_image", "edit_video", "extend_video"]),
}
_MADE = frozenset(["text_to_video", "image_to_video", "text_to_image", "edit_image"])
_BOTH = ("text_to_video", "text_to_image")


def reconciled(message: MessageFeatures, ruled: Verdict) -> Verdict:
    """The verdict of the rules, or the one that the evidence gives where it speaks clearly against them."""
    if ruled.ask == "model_version" or (ruled.operation == "image_to_video" and message.n("image") == 2):
        return ruled
    found = features(message)
    beside = weigh(found).intent in _PARTICULAR
    evidence = weigh(found, _impossible(message))
    if evidence.intent == _intent(ruled) or _denied(message, ruled, evidence):
        return ruled
    said, other = _sort(ruled), _sort_of(evidence.intent)
    if said == "question" and other == "billable" and _vague(message):
        return ruled
    if other == "free" and said != "free" and _with_model(message):
        return ruled
    if evidence.lead >= _needed(message, ruled, said, other) + (_NEEDED_BESIDE if beside else 0):
        verdict = _verdict(message, evidence, speaking_for(found, evidence.intent))
        return ruled if _forgets(message, ruled, verdict) else verdict
    if said == other == "billable" and not beside:
        return _question(ruled, evidence)
    return ruled


def _needed(message: MessageFeatures, ruled: Verdict, said: str, other: str) -> float:
    needed = _NEEDED[said][other]
    if ruled.confidence >= _SURE:
        needed = max(needed, _NEEDED_OF_SURE)
    if ruled.ask == "missing_input" and other == "free" and message.creation and message.creation.kind:
        needed = max(needed, _NEEDED_OF_REQUEST)
    if ruled.ask == "output_type" and other == "billable" and _only_shaped(message):
        needed = max(needed, _NEEDED_OF_REQUEST)
    if message.counts_any and (said, other) == ("billable", "free"):
        needed = max(needed, _NEEDED_WITH_INPUTS)
    if other == "free" and said == "billable" and model_kinds(message):
        needed = max(needed, _NEEDED_WITH_MODEL)
    return needed


def _only_shaped(message: MessageFeatures) -> bool:
    """A thing and a shape, and nothing that says picture or clip: 小猫，画幅 21:9."""
    return (
        "aspect_ratio" in message.said.values and message.creation is None and not message.any("verb", "draw", "motion")
    )


def _forgets(message: MessageFeatures, ruled: Verdict, verdict: Verdict) -> bool:
    """The rules miss an input that is spoken of; to begin something that needs none would forget it."""
    if ruled.ask and verdict.operation in _BOTH and not message.counts_any and _INTO.search(message.reading.plain):
        return True
    if ruled.ask != "missing_input" or verdict.ask or verdict.operation not in BILLABLE:
        return False
    return ruled.operation in _TWO_INPUTS or (
        verdict.operation in _BOTH
        and not message.n("document")
        and (pointed_at(message) or (message.any("strong_this") and mentioned(message, "image") > 0))
    )


def _vague(message: MessageFeatures) -> bool:
    """Something is given, and next to nothing is said about it."""
    return (
        message.counts_any
        and len(message.content) <= 1
        and not message.any("change", "motion", "motion_soft", "extend", "speak", "instead", "person")
    )


def _sort(verdict: Verdict) -> str:
    return "question" if verdict.ask else _sort_of(verdict.operation or "?")


def _sort_of(intent: str) -> str:
    return "question" if intent[0] == "?" else "billable" if intent in BILLABLE else "free"


def _question(ruled: Verdict, evidence: Evidence) -> Verdict:
    """Two billable operations are meant by turns: which one is for the person to say."""
    commands = {COMMAND_OF[ruled.operation or ""], COMMAND_OF[evidence.intent]}
    rule = f"{ruled.operation} by rule, {evidence.intent} by evidence"
    if len(commands) == 1:
        return Verdict(None, rule, ruled.by, 0.5, "operation", commands.pop())
    return Verdict(None, rule, ruled.by, 0.5, "output_type")


def _intent(verdict: Verdict) -> str:
    if verdict.operation:
        return verdict.operation
    return f"?{verdict.ask}/{verdict.command or ''}"


def _impossible(message: MessageFeatures) -> frozenset[str]:
    """Operations that these inputs rule out."""
    image, video = message.n("image") > 0, message.n("video") > 0
    ruled_out = _PARTICULAR | (
        _NO_CLIP if video else _NO_PICTURE if image else _NO_SUBJECT if uses_element(message) else frozenset()
    )
    if message.n("audio"):
        ruled_out |= _NO_SOUND
    if image and video and (person_kept(message) or message.any("worn")):
        ruled_out |= _NEW_PERSON
    if message.any("for_posting"):
        ruled_out |= _NOT_MADE  # where it will be shown is no wish to have it published
    if _MADE_BEFORE.search(message.reading.plain):
        ruled_out |= frozenset(_BOTH)
        if not message.counts_any and not message.any("project", "project_near"):
            ruled_out |= _TALKED_EDIT
    if image and not video and ("duration" in message.said.values or named_first(message)):
        ruled_out |= _STILL  # a picture has no length, and does not nod
    if _addressed(message):
        ruled_out |= _NOT_MADE
    kinds = model_kinds(message)
    if (message.counts_any or len(kinds) == 1) and not message.any("noun", "hard_noun", "library"):
        ruled_out |= _NO_CHARACTER
    if "duration" in message.said.values and not message.counts_any:
        ruled_out |= _EITHER_KIND  # a length says that a clip is meant
    if message.any("image_measure") and message.creation and not message.counts_any and not message.any("video"):
        ruled_out |= _EITHER_KIND  # so does 一张 of a picture
    if len(kinds) == 1:
        ruled_out |= _EITHER_KIND | _OF_ANOTHER_KIND.get(next(iter(kinds)), frozenset())
    if message.any("preset_denied"):
        ruled_out |= _PRESETS
    if message.any("no_input") and not message.counts_any:
        ruled_out |= _FROM_INPUT
    merged = message.n("image") > 1 and message.any("merge") and wanted(message) == "image"
    if merged or (image and drawn_style(message)):
        ruled_out |= _UNDRAWN
    still = image and wanted(message) == "image" and not message.any("motion", "animate", "video")
    return ruled_out if message.any(*STYLES) and not style_kept(message) and not still else ruled_out | _DRAWN


def _addressed(message: MessageFeatures) -> bool:
    """A provider is told what is to be made, or by itself and then what is to be seen: "NAME, an eagle with an umbrella"."""
    if message.any("question"):
        return False
    if message.creation and message.creation.kind and any(name.provider_named for name in message.names):
        return True
    if len(message.parts) < 2 or not message.parts[0].names:
        return False
    clause = message.parts[0].clause
    named = sum(name.last - name.first for name in message.parts[0].names)
    return named >= clause.last - clause.first


def _with_model(message: MessageFeatures) -> bool:
    """A model that makes clips or pictures is named, and nothing is asked about it, a balance or the number of a job."""
    said = message.said.values
    if "element_id" in said or "task_id" in said or "loose_id" in said or message.any("question", "price_of", "credit"):
        return False
    meanings = [meaning for name in message.names for meaning in name.meanings if meaning.model]
    return any(not _MADE.isdisjoint(meaning.operations) for meaning in meanings)


def _denied(message: MessageFeatures, ruled: Verdict, evidence: Evidence) -> bool:
    """A refusal is not talked into anything by evidence, and talk of the open project into nothing billable.

    Nor is an upload that is named in so many words.
    """
    if ruled.operation == "upload" and message.short and message.any("upload_hard") and evidence.intent in BILLABLE:
        return True
    return message.any("dont_make") or (
        evidence.intent in BILLABLE and evidence.intent != "chat_edit" and message.any("project_near")
    )


def _verdict(message: MessageFeatures, evidence: Evidence, by: tuple[str, ...]) -> Verdict:
    rule = f"evidence: {evidence.intent} by {evidence.lead:.1f} before {evidence.second}"
    if evidence.intent[0] == "?":
        reason, _, command = evidence.intent[1:].partition("/")
        return Verdict(None, rule, by, 0.5, reason, command or None)
    verdict = Verdict(evidence.intent, rule, by, min(0.95, 0.6 + evidence.lead / 50))
    lacks = lacking(message, evidence.intent) or missing(message, verdict, with_mentioned(message))
    lacks = lacks or (evidence.intent in _BOTH and nothing_seen(message))
    if not lacks:
        return verdict
    return Verdict(verdict.operation, rule, by, 0.6, "missing_input", COMMAND_OF[evidence.intent])


def lacking(message: MessageFeatures, intent: str) -> bool:
    """Whether a service lacks the file it is about."""
    if intent == "create_element":
        return not (message.n("image") + message.n("video"))
    return intent == "upload" and not message.counts_any
