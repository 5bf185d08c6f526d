"""The answer to a question: a choice, the missing input, what is to be seen. Pure."""

import re
from typing import Any

from mediawright.router.dialogue.beginning import begun
from mediawright.router.dialogue.choosing import DRAFT, chosen, draft, more
from mediawright.router.dialogue.consent import yes
from mediawright.router.dialogue.cues import cue
from mediawright.router.dialogue.listening import Turned
from mediawright.router.dialogue.revision import scene_words
from mediawright.router.dialogue.scene import merged
from mediawright.router.dialogue.telling import exchanges
from mediawright.router.dialogue.turn import Index, Turn
from mediawright.router.dialogue.utterance import Utterance, residue
from mediawright.router.language.numbers import value
from mediawright.types.route import COMMAND_OF

#: questions whose answer may be a number that counts nothing
_NUMBERED = ("duration", "which_result", "several_wishes", "output_type", "operation", "model_version")


#: a number that says which answer, and nothing else: no version of a model
_NUMBER_ALONE = re.compile(r"[\W_]*(?:\d+(?:\.\d+)?|one|two|three|four|five|six)[\W_]*")
#: a number of results beside the choice
_COUNTED = re.compile(
    r"(?<![a-z])make (?:it|me|that) (?P<en>\d|two|three|four|five|six)(?![a-z\d:])"
    r"(?= ?(?:$|[,.!?]|of |and |please|pls|then|instead|for |in |at |"
    r"(?:pictures?|pics?|images?|versions?|options?|clips?|videos?)\b))"
    r"|(?:出|来|做|画|生成|要)(?P<zh>[两二三四五六2-9])[张幅个条](?![的里])"
)


#: a question, and no answer to one
_WONDERS = re.compile(r"(?:and |so |but )*(?:how|what|why|when|where|who|whats|hows)(?! about)\b")
#: one of the results, by something that cannot be looked at here
_WHICH = re.compile(
    r"(?:\b(?:the|that) (?:one|picture|pic|photo|image) (?:with|that|where|of|in|which|who) .+"
    r"|\bone|那张|这张|那个|那幅|的)$"
)


#: questions whose answers are names, and one of them by what it is like: 用我登过的那个
_OF_NAMES = frozenset(("provider", "not_offered", "model", "model_version"))
_THAT_ONE = re.compile(r"^(?:就|那就|还是)?[用选要挑][^，。]{0,10}(?:那个|那家|的那种|的)$")


def _without_input(turned: Turned) -> Turn | None:
    """What is said of an input that does not come: to be made from words instead, said to be there, not at hand."""
    said, context = turned.said, turned.context
    if said.mentions("pick_words") and not said.mentions("new_strict"):
        kind = "text_to_image" if context.picture else "text_to_video"
        rest = "，".join(c.text.strip() for c in said.clauses if not cue("lacking").within(c.flat))
        route = turned.routed(rest)
        if route.operation in ("text_to_image", "text_to_video") and route.ask is None and len(route.prompt) > 3:
            return begun(turned, route, route.prompt)
        shown = [c.text.strip() for c in turned.scene if not cue("pick_words").within(c.flat)]
        return turned.revise("words instead of the input", operation=kind, prompt=", ".join(shown) or None)
    if said.mentions("already_sent"):
        return Turn(act="ask", ask="missing_input", operation=context.operation, rule="said to be there, and it is not")
    if said.says("lacking") and len(said.clauses) == 1 and not said.mentions("refuse_strong"):
        return Turn(act="ask", ask="missing_input", operation=context.operation, rule="the input is not at hand")
    return None


def answer(turned: Turned) -> Turn | None:
    """The answer to a question."""
    said, context = turned.said, turned.context
    if context.question == "missing_input" and not turned.given and (found := _without_input(turned)) is not None:
        return found
    if context.question == "what_to_change" and said.nothing_but("keep_as_is", "consent", "refuse", "polite"):
        return Turn(act="decline", rule="nothing is to change")
    if context.choices:
        if (at := draft(said, context.choices)) is not None:
            return _chosen(turned, at)
        if (
            said.clauses
            and all(c.asks and _WONDERS.match(c.core) for c in said.clauses)
            and not said.mentions("either")
        ):
            return None
        asks = said.asks and said.says("help") and not _answers_too(turned)
        if (said.says("help_strict") or asks) and not said.mentions("either"):
            return None
        if said.says("quota") or (said.says("price") and not said.mentions("either")):
            return None
        choice = chosen(said, context)
        if choice is None and context.question == "output_type" and _CLIPS & turned.change.params.keys():
            choice = next((n for n, kind in enumerate(context.choices, 1) if kind == "text_to_video"), None)
        if choice is None and len(context.choices) == 1 and yes(turned):
            choice = 1  # the only answer that was offered
        if choice is not None and not _beside(turned, choice):
            return _chosen(turned, choice)
        if (
            choice is None
            and context.question == "which_result"
            and _WHICH.search(said.flat)
            and not [c for c in turned.wanted_things if not _WHICH.fullmatch(c.flat)]
        ):
            return Turn(act="ask", ask="which_result", operation=context.operation, rule="said by how it looks")
        if choice is None and context.question in _OF_NAMES and _THAT_ONE.search(said.flat) and not turned.novel:
            return Turn(act="ask", ask=context.question, operation=context.operation, rule="said by what it is like")
    if turned.given:
        told = turned.scene and context.question != "missing_input"
        return turned.revise("the missing input", prompt=turned.prompt if told else _name_given(turned))
    return None


#: what only a clip has
_CLIPS = frozenset(("duration", "sound", "multi_shot"))


def _answers_too(turned: Turned) -> bool:
    """One clause wonders, and another takes a choice: "could there be roses? A picture will do."."""
    said, context = turned.said, turned.context
    told = [clause for clause in said.clauses if not clause.asks]
    if not told or len(told) == len(said.clauses):
        return False
    rest = Utterance(
        " ".join(clause.text for clause in told), turned.router.message(" ".join(c.text for c in told), {})
    )
    return chosen(rest, context) is not None


def _name_given(turned: Turned) -> str | None:
    """A name or a scene that comes with the missing input."""
    words = [scene_words(turned.said, turned.change, c) for c in turned.scene if not cue("wrong_file").within(c.flat)]
    words = [w for w in words if len(residue(w.lower(), "command", "wrong_file")) > 1]
    return merged(turned.context.prompt, *words) if words else None


def _beside(turned: Turned, choice: Index) -> bool:
    """The words name a choice, and the message is about something else."""
    said = turned.said
    if NOT_THAT.fullmatch(said.flat) and turned.context.question in ("output_type", "operation"):
        return False  # of two kinds, the other
    if said.says("refuse") and not turned.change.params and said.nothing_but("refuse", "polite", "refuse_more"):
        return True
    if choice == "any" and turned.scene and len(more(said)) > 24:
        return True
    return said.mentions("new_strict") and turned.context.question not in ("several_wishes", "output_type")


NOT_THAT = re.compile(
    r"(?:我)?(?:不要|不想要|不是|别)(?:做|弄|拍|出)?(?:视频|短片|影片|图片?|照片|动的|静的|会动的)的?"
)


def _chosen(turned: Turned, choice: Index) -> Turn:
    context, said = turned.context, turned.said
    picked = context.choices[choice - 1] if isinstance(choice, int) else None
    params = {} if _NUMBER_ALONE.fullmatch(said.plain) else dict(turned.change.params)
    operation = picked if picked in COMMAND_OF or picked == "upscale" else context.operation
    if context.question == "aspect_ratio" and picked:
        params["aspect_ratio"] = picked
    if context.question == "duration" and picked:
        params["duration"] = value(picked)
    if context.question in _NUMBERED:
        params.pop("count", None)
    if context.question in ("model", "model_version") and "duration" not in said.message.said.values:
        params.pop("duration", None)
    counted = _COUNTED.search(said.plain)
    if counted and operation in ("text_to_image", "text_to_video", "image_series"):
        params["count"] = int(value(counted["en"] or counted["zh"]) or 1)
    if (
        context.question != "duration"
        and isinstance(choice, int)
        and params.get("duration") == choice
        and "duration" not in said.message.said.values
    ):
        params.pop("duration")
    for name in (
        ("higher_quality", "longer", "shorter", "cheaper", "faster")
        if context.question in ("duration", "which_result")
        else ()
    ):
        params.pop(name, None)
    result = None
    if context.question == "which_result":
        result = "all" if choice == "any" and said.mentions("both") else None if choice == "any" else choice
    provider = picked if context.question in ("provider", "not_offered") and picked != DRAFT else None
    named = context.question in ("model", "model_version") and len(said.clauses) == 1
    clauses = [c for c in turned.scene if _adds(turned, c)] if picked != DRAFT and not named else []
    prompt = turned.reworded(clauses)
    if prompt and not context.prompt and turned.route.prompt and operation == turned.route.operation:
        prompt = turned.route.prompt
    return Turn(
        act="choose",
        operation=operation,
        provider=provider,
        params=params,
        prompt=prompt,
        choice=choice,
        result=result,
        files=turned.files,
        rule="an answer to the question",
    )


def _adds(turned: Turned, clause: Any) -> bool:
    """A clause that says more than the choice."""
    if clause.orders:
        return True
    left = residue(
        clause.flat,
        "pick_video",
        "pick_image",
        "pick_edit",
        "pick_saved",
        "pick_once",
        "either",
        "both",
        "command",
        "consent",
        "polite",
        "go",
    )
    left = re.sub(
        r"(?<![a-z])(?:number|option|choice|first|second|third|last|obviously|kind|type|later|him|her|again|so|still|second)(?![a-z])|我?[选要](?=第)|倒数|第|种|号|刚|类",
        " ",
        left,
    )
    words = len(re.findall(r"[a-z]{3,}|[\u3400-\u9fff]", left))
    if exchanges(clause, turned.context.prompt):
        return True
    return words >= 2 or (words == 1 and _DEGREE.search(clause.flat) is not None)


#: how much of one thing: 雪大一点
_DEGREE = re.compile(r"[\u3400-\u9fff](?:再|更)?[大小多少高低亮暗长短浓淡深浅粗细快慢](?:一点|点儿?|一些|些)$")


def unclear(turned: Turned) -> Turn | None:
    """The last resort of a stage with a pending request."""
    if turned.context.stage == "question" and turned.context.question == "prompt" and turned.said.mentions("either"):
        return Turn(act="ask", ask="prompt", rule="nothing to be seen is said")
    return None
