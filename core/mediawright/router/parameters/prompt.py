"""What is left of a message when the words of command are taken away: the prompt, without a word of the scene lost."""

from mediawright.router.language.patterns import listed
from mediawright.router.language.scan import Hit, Part
from mediawright.router.message.features import MessageFeatures
from mediawright.router.message.verdict import Verdict
from mediawright.router.wording import sign, unpolite, wording
from mediawright.types.route import COMMAND_OF

#: a clause that says one of these is never empty, even where every word of it is a word of command
_SUBSTANCE = listed("prompt", "substance")
#: what is made of words alone
_IN_WORDS = frozenset(["text_to_video", "text_to_image", "image_series"])
#: changes are said with their verb: "make the sky purple"
_SAID_WHOLE = frozenset(["edit_image", "edit_video"])
_EMPTY = frozenset(["fill", "openers", "polite", "question", "choose_kind", "verb"])
_LINKS = frozenset(["of", "about", "where", "showing", "that", "shows", "featuring", "which"])
_TOOLS = listed("prompt", "tools")
_GENERIC = listed("prompt", "generic")
_ONE, _MEASURES, _SECONDS = frozenset("一1"), listed("prompt", "measures"), frozenset("秒钟分")
_LEADING_TO = listed("prompt", "leading_to")
_INSIDE = listed("prompt", "inside")
#: words for the input itself, before what it becomes
_POINTING = frozenset(["this", "that", "it", "these", "those", "them", "into", "to", "in", "turn", "convert"])
#: what a file is called once its name is taken out
_CALLED = {
    "zh": {"image": "图片", "video": "视频", "audio": "声音"},
    "en": {"image": " the picture ", "video": " the clip ", "audio": " the sound "},
}
_CUTS = " \t\n,.;:!?，。；：！？、…()~～|-–—>"


def prompt(message: MessageFeatures, verdict: Verdict) -> str:
    """The prompt of a generating route or the sentence for an edit; "" where nothing describes a result."""
    command = COMMAND_OF.get(verdict.operation or "") or verdict.command
    if command not in ("video", "image", None) and verdict.operation != "chat_edit":
        return ""
    if verdict.operation in _IN_WORDS and not message.counts_any:
        return wording(message)
    pieces = []
    for index, part in enumerate(message.parts):
        piece = _clause(message, verdict, index, part)
        if piece:
            pieces.append(piece)
    text = "".join(pieces).strip(_CUTS if verdict.operation != "chat_edit" else " \n，,")
    return text if verdict.operation == "chat_edit" else unpolite(text).strip(_CUTS)


def _clause(message: MessageFeatures, verdict: Verdict, index: int, part: Part) -> str:
    """The clause with the cut after it, or "" for one of commands and parameters only."""
    gone = _tool_words(message, part)
    if verdict.operation != "chat_edit":
        if _only_command(message, index, part):
            return ""
        gone |= set(range(part.clause.first, _opened(message, part)))
        if verdict.operation not in _SAID_WHOLE:
            gone |= _lead(message, index, part)
        gone |= {at for at in _span(part) if message.tokens[at][0] == "\ue001"}
    kept = [at for at in _span(part) if at not in gone]
    if not kept:
        return ""
    return _text(message, part, kept)


def _opened(message: MessageFeatures, part: Part) -> int:
    """Where the openers end. A last 给 may be the verb itself ("给她戴上帽子"), so it stays."""
    head = part.head
    return head - 1 if head > part.clause.first and message.tokens[head - 1] in ("给", "要", "想") else head


def _span(part: Part) -> range:
    return range(part.clause.first, part.clause.last)


def _only_command(message: MessageFeatures, index: int, part: Part) -> bool:
    if not part.says.isdisjoint(_SUBSTANCE - {"motion"}) and any(_substance(hit) for hit in part.hits):
        return False
    if any(not _generic(message, noun.first, noun.last) for noun in message.nouns[index]):
        return False
    named = {at for hit in part.hits if "animate" in hit.concepts for at in range(hit.first, hit.last)}
    covered = message.covered | (named if ":" in part.clause.after else set())  # "to animate: …" only announces
    return all(at in covered for at in _span(part)) and "\ue000" not in {message.tokens[at][0] for at in _span(part)}


def _generic(message: MessageFeatures, first: int, last: int) -> bool:
    """A noun that names the kind of file and nothing to be seen in it."""
    return "".join(message.tokens[first:last]) in _GENERIC


def _substance(hit: Hit) -> bool:
    return bool(hit.concepts & _SUBSTANCE) and not hit.concepts & _EMPTY


def _tool_words(message: MessageFeatures, part: Part) -> set[int]:
    """Names of providers and models, with the preposition before them."""
    gone: set[int] = set()
    for name in part.names:
        gone.update(range(name.first, name.last))
        at = name.first - 1
        while at >= part.clause.first and message.tokens[at] in _TOOLS:
            gone.add(at)
            at -= 1
        at = name.last
        while at < part.clause.last and message.tokens[at] in ("模", "型", "model", "来"):
            gone.add(at)
            at += 1
    return gone


def _lead(message: MessageFeatures, index: int, part: Part) -> set[int]:
    """The words that only ask: "make a 5s clip of", 生成一段…的视频."""
    made = message.creation
    if made is None or made.part != index:
        return set()
    before = range(part.clause.first, made.first)
    if any(at not in message.covered and message.tokens[at] not in _POINTING for at in before):
        return set()  # what is there is said before what it becomes
    noun = next((n for n in message.nouns[index] if n.last == made.last), None)
    generic = noun is None or _generic(message, noun.first, noun.last)
    between = [at for at in range(made.first, made.last) if at in message.content]
    if generic and not between:
        last = made.last
        while last < part.clause.last and message.tokens[last] in _LINKS:
            last += 1
        return set(range(part.clause.first, last))
    verbs = [hit.last for hit in part.hits if hit.concepts & {"verb", "draw"} and hit.first == made.first]
    gone = set(range(part.clause.first, _counted(message.tokens, max(verbs), part.clause.last))) if verbs else set()
    if noun and generic and noun.last == part.clause.last:
        gone |= set(range(_length_before(message.tokens, noun.first, made.first), noun.last))
    return gone


def _counted(tokens: list[str], at: int, last: int) -> int:
    """Where the words of command end: "一段", "一张" and "5秒的" behind the verb count the result and show nothing."""
    if at < last and (tokens[at] in _ONE or tokens[at - 1] in _ONE):
        at += tokens[at] in _ONE
        at += at < last and tokens[at] in _MEASURES
    end = at
    while end < last and (tokens[end].isdigit() or (end > at and tokens[end] in _SECONDS)):
        end += 1
    return end + 1 if at < end < last and tokens[end] == "的" else at


def _length_before(tokens: list[str], noun: int, first: int) -> int:
    """Where "的5秒视频" or "的视频" begins."""
    at = noun
    while at > first and tokens[at - 1] in _SECONDS:
        at -= 1
    at = at - 1 if noun > at > first and tokens[at - 1].isdigit() else noun
    return at - (tokens[at - 1] == "的")


def _text(message: MessageFeatures, part: Part, kept: list[int]) -> str:
    """The kept words as they were written, with what stood between them and the cut after the clause."""
    reading = message.reading
    pieces = []
    for before, at in zip([None, *kept], kept, strict=False):
        named = _instead(message, part, before, at)
        if before is not None and not named:
            gap = reading.text[reading.end(before) : reading.starts[at]]
            pieces.append(gap if before + 1 == at else gap[:0] + (" " if " " in gap else ""))
        if before is None or named or before + 1 != at:
            pieces.append(sign(reading.text, reading.starts[at]))
        pieces += [named, reading.text[reading.starts[at] : reading.end(at)]]
    if message.tokens[kept[-1]] in _LEADING_TO:
        pieces.append(_instead(message, part, kept[-1], part.clause.last).rstrip())
    return "".join(pieces) + _after(message, part, kept[-1])


def _instead(message: MessageFeatures, part: Part, before: int | None, at: int) -> str:
    """The word for a file whose name was taken out of the middle of a sentence ("the clouds in photo.jpg drift")."""
    first = part.clause.first if before is None else before + 1
    found = next((token for token in range(first, at) if message.tokens[token][0] == "\ue001"), None)
    if found is None or (before is None and message.tokens[at] not in _INSIDE):
        return ""
    start = message.reading.starts[found]
    kind = next((link.kind for link in message.reading.links if link.start == start), None)
    return _CALLED[message.reading.lang].get(kind or "image", "")


def _after(message: MessageFeatures, part: Part, last: int) -> str:
    """The punctuation that ends the clause, up to the next word."""
    reading = message.reading
    begins = part.clause.last
    end = reading.starts[begins] if begins < len(reading.starts) else len(reading.text)
    return reading.text[reading.end(part.clause.last - 1) : end - len(sign(reading.text, end))]
