"""Wishes that only some providers fulfil, by their own table; they win only where somebody offers the operation. Pure."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from mediawright.router.decision.classifier import features, weigh
from mediawright.router.language.lazy_pattern import ScriptPattern
from mediawright.router.message.features import MessageFeatures
from mediawright.router.message.output_kind import wanted, wanted_things
from mediawright.router.message.verdict import Verdict
from mediawright.router.parameters.inputs import mentioned
from mediawright.router.wording import wording
from mediawright.tables import table
from mediawright.types.dataclass import dataclass
from mediawright.types.route import BILLABLE, COMMAND_OF

#: a reading that any particular wish may take the place of
OPEN = frozenset({None, "out_of_scope"})
CONFIDENT = 0.9
#: by how much the evidence must lead
_LEAD, _LEAD_OVER = 6.0, 10.0
#: what is described rather than read out: the words that only ask are taken away
_DESCRIBED = frozenset(("sound_effects", "text_to_music"))
#: how the rule of such a verdict begins
PARTICULAR = "a particular wish"
#: words for the open project and for places in a clip: what is asked for is an edit
_PROJECT = ScriptPattern(
    r"项目|工程|专案|时间[线轴]|轨|镜头|成片|片[头尾]|开头|结尾|末尾|第[0-9一二三四五六七八九十]+秒|这[个段]视频"
    r"|(?<![a-z])(?:projects?|timeline|intro|outro|clips?|videos?|footage|tracks? \d)(?![a-z])"
    r"|\bat the (?:start|end|beginning)\b"
)
#: words for an input that is not given
_SPOKEN = {
    "video": ScriptPattern(
        r"视频|短片|片段|片子|画面|录像|(?<![a-z])(?:videos?|clips?|footage|movies?|films?|reels?)(?![a-z])"
    )
}
_CALL = re.compile(r"[:：]\s*(.+)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Wish:
    """One row of `particular.toml`, which says what each field means."""

    operation: str
    words: ScriptPattern
    bars: ScriptPattern | None
    needs: tuple[str, ...]
    never: tuple[str, ...]
    over: frozenset[str | None]
    said: str | None
    sure: bool
    consent: ScriptPattern | None
    instead: tuple[str, ...]
    spoken: bool
    given: bool
    told: frozenset[str]
    wordless: bool


@lru_cache(maxsize=1)
def wishes() -> tuple[Wish, ...]:
    """The rows in their order."""
    rows = table(__file__, "particular.toml")
    return tuple(_wish(name, row) for name, row in rows.items())


def _wish(name: str, row: Mapping[str, Any]) -> Wish:
    return Wish(
        name,
        ScriptPattern(row["words"]),
        ScriptPattern(row["bars"]) if "bars" in row else None,
        tuple(row.get("needs", ())),
        tuple(row.get("never", ())),
        OPEN | set(row["over"]),
        row.get("said"),
        bool(row.get("sure")),
        ScriptPattern(row["consent"]) if "consent" in row else None,
        tuple(row.get("instead", ())),
        bool(row.get("spoken")),
        bool(row.get("given")),
        frozenset(row.get("told", ())),
        bool(row.get("wordless")),
    )


#: characters: a message this short holds no words to be read out beside those that ask for it (你说呢)
_NO_SPEECH = 6


def particular(message: MessageFeatures, found: Verdict, offered: Callable[[str], bool]) -> Verdict | None:
    """The particular wish that a message holds, where somebody offers it; else None, and `found` stands.

    An input that is needed and not there is asked for, never guessed.
    """
    if found.operation not in OPEN and not found.ask and not any(_gives_way(found, wish) for wish in wishes()):
        return None
    text = _spelled(message)
    named = _by_model(message)
    for wish in wishes():
        if (wish.operation == named or _holds(wish, message, found, text)) and offered(wish.operation):
            return Verdict(wish.operation, f"{PARTICULAR}: {wish.operation}", (), CONFIDENT, _lacks(wish, message))
    return _likely(message, found, text, offered)


def _likely(message: MessageFeatures, found: Verdict, text: str, offered: Callable[[str], bool]) -> Verdict | None:
    """The particular wish that labelled messages tell of, where no words of the table do."""
    by_name = {wish.operation: wish for wish in wishes()}
    evidence = weigh(features(message))
    wish = by_name.get(evidence.intent)
    if wish is None or evidence.lead < _LEAD or not offered(wish.operation) or message.any("dont_make"):
        return None
    if not (found.operation in wish.over or (evidence.lead >= _LEAD_OVER and found.operation in BILLABLE)):
        return None
    if not _inputs_fit(wish, message):
        return None
    if (found.operation == "chat_edit" and _PROJECT.found(text)) or (wish.bars and wish.bars.found(text)):
        return None
    if message.said.values.get("sound") is False:
        return None
    if wish.operation == "text_to_speech" and len(text.strip()) <= _NO_SPEECH:
        return None
    rule = f"evidence: {wish.operation} by {evidence.lead:.1f}"
    return Verdict(wish.operation, rule, (), min(CONFIDENT, 0.6 + evidence.lead / 50), _lacks(wish, message))


def _lacks(wish: Wish, message: MessageFeatures) -> str | None:
    lacking = Counter(wish.needs) - Counter({kind: message.n(kind) for kind in set(wish.needs)})
    return "missing_input" if lacking and not any(message.n(kind) for kind in wish.instead) else None


def _spelled(message: MessageFeatures) -> str:
    """The message in one spelling, with the typos in its keywords mended."""
    reading = message.reading
    pieces, at = [], 0
    for token, said, start in zip(message.tokens, reading.tokens, reading.starts, strict=True):
        if token != said:
            pieces += [reading.norm[at:start], token]
            at = start + len(said)
    return "".join([*pieces, reading.norm[at:]])


def consented(message: MessageFeatures, operation: str | None) -> bool:
    """Whether the words themselves say that the voice is the person's own, or that its owner lets them use it."""
    wish = next((wish for wish in wishes() if wish.operation == operation), None)
    return bool(wish and wish.consent and wish.consent.found(message.reading.norm))


def _gives_way(found: Verdict, wish: Wish) -> bool:
    return found.operation in wish.over or found.operation in wish.told


def _by_model(message: MessageFeatures) -> str | None:
    """What the named model makes, where it makes one thing only ("use Lyria for …"), and nothing is given for another."""
    for name in message.names:
        made = {operation for meaning in name.meanings if meaning.model for operation in meaning.operations}
        if len(made) == 1 and not message.counts_any:
            return next(iter(made))
    return None


def _holds(wish: Wish, message: MessageFeatures, found: Verdict, text: str) -> bool:
    if not _gives_way(found, wish) or not _inputs_fit(wish, message):
        return False
    own = wish.spoken and _both(wish, message) and not message.any("project", "project_near")
    if found.operation == "chat_edit" and not own and _PROJECT.found(text):
        return False
    if found.operation in wish.told and not says_what(message):
        return False
    if wish.said is not None and found.operation != wish.said and not _both(wish, message):
        return False
    if not wish.words.found(text) or (wish.bars and wish.bars.found(_asking(message, text) if wish.told else text)):
        return False
    if COMMAND_OF.get(wish.operation) == "audio" and any(wanted_things(message, kind) for kind in ("video", "image")):
        return False  # a clip or a picture is asked for in so many words; what is heard belongs to it
    return wish.sure or bool(wish.needs) or wanted(message) not in ("video", "image") or found.operation in OPEN


def _asking(message: MessageFeatures, text: str) -> str:
    """What a message asks for, without the words that it tells in quotation marks or behind a colon."""
    if message.reading.quotes:
        text = message.reading.plain
    return _CALL.sub("", text)


def _inputs_fit(wish: Wish, message: MessageFeatures) -> bool:
    """Nothing is given that it never has; of what it needs something is given or spoken of, or nothing at all is given."""
    if any(message.n(kind) for kind in wish.never) or (wish.given and not _both(wish, message)):
        return False
    if not wish.needs or not message.counts_any:
        spoken_of = (_SPOKEN[kind].found(message.reading.norm) for kind in wish.needs if wish.spoken)
        return message.counts_any or not wish.spoken or any(spoken_of)
    return any(message.n(kind) or mentioned(message, kind) for kind in (*wish.needs, *wish.instead))


def _both(wish: Wish, message: MessageFeatures) -> bool:
    return all(message.n(kind) for kind in wish.needs)


def says_what(message: MessageFeatures) -> bool:
    """Whether a message tells in so many words what is to be heard: in quotation marks or behind a colon."""
    return bool(message.reading.quotes or _CALL.search(message.reading.text))


def spoken(message: MessageFeatures, operation: str | None = None) -> str:
    """What is to be read aloud or heard: quoted words, else what stands behind the colon, else the whole message.

    For a voice that is saved only quoted words count, as its name; nothing does where the work is all in the input.
    """
    reading = message.reading
    wordless = any(wish.operation == operation and wish.wordless for wish in wishes())
    if wordless or (operation == "clone_voice" and not reading.quotes):
        return ""
    if reading.quotes:
        return " ".join(reading.text[start:end].strip("\"'“”‘’「」 ") for start, end in reading.quotes)
    behind = _CALL.search(reading.text)
    if behind:
        return behind.group(1).strip()
    return (operation in _DESCRIBED and wording(message)) or reading.text.strip()
