"""A whole wish that takes the place of what is pending, or comes beside it: "scrap that, a poster of a lighthouse". Pure."""

import re

from mediawright.router.dialogue.cues import pattern
from mediawright.router.dialogue.listening import Turned
from mediawright.types.dataclass import dataclass
from mediawright.types.route import Route

#: a clause that sets aside what is pending, and nothing else
_ASIDE = pattern("replacing_aside")
#: words before a wish that say when or instead of what it is wished
_LEAD = pattern("replacing_lead")
#: "I'd rather have", "let's do": what is wished follows
_WANT = pattern("replacing_want")
#: what says of a wish only that it is one
_TRAILING = re.compile(r"(?i:\s+instead\b)|吧(?=[，,。]|$)")
#: words that point at something said before
POINTING = re.compile(
    r"(?<![a-z])(?:it|this|that|these|those|them|same|him|her)(?![a-z])|这|那(?!种)|它|同样|一样|刚才"
)
_CONTENT = re.compile(r"[a-z]{4,}|[\u3400-\u9fff]{2}")
_COMMON = frozenset(("picture", "image", "photo", "poster", "video", "clip", "with", "that", "this", "from"))
_MADE = frozenset(("text_to_image", "text_to_video", "image_series"))


@dataclass(frozen=True, slots=True)
class Lead:
    """A message behind the words that lead up to it; `aside`: they set aside what is pending."""

    text: str
    aside: bool


def behind(turned: Turned) -> Lead:
    """The wish itself, without "scrap that.", "while you're at it,", 趁这会儿."""
    said = turned.said
    clauses = said.clauses
    at, aside = 0, False
    for number, clause in enumerate(clauses[:-1]):
        if not _ASIDE.fullmatch(clause.flat):
            break
        at, aside = clauses[number + 1].start, True
    text = said.text[at:].lstrip(" \t,，.。;；:：!！-—")
    lead = _LEAD.match(text)
    text = text[lead.end() :] if lead else text
    want = _WANT.match(text)
    if want:
        text = ("make " if want["en"] else "") + text[want.end() :]
    text = _TRAILING.sub("", text)
    return Lead(text if re.search(r"[a-z]{2,}|[\u3400-\u9fff]", text.lower()) else said.text, aside)


def replacing(turned: Turned) -> Route | None:
    """The route of a wish that is whole by itself and shows something else than what is pending; None where it is none."""
    context = turned.context
    if context.operation is None or turned.given or turned.said.asks or turned.said.message.reading.quotes:
        return None
    if context.stage == "question" and context.question in ("prompt", "missing_input", "what_to_change"):
        return None
    lead = behind(turned)
    if lead.text == turned.said.text and not lead.aside and context.stage != "quoted":
        return None
    whole = lead.text == turned.said.text
    made = (turned.said.message if whole else turned.router.message(lead.text, turned.attachments)).creation
    if made is None or made.kind is None or made.bare:
        return None
    route = turned.route if whole else turned.routed(lead.text)
    if route.operation not in _MADE or route.ask is not None:
        return None
    if len(route.prompt) < 2 or POINTING.search(route.prompt.lower()):
        return None
    return route if _elsewhere(route.prompt, context.prompt or "") else None


def _elsewhere(prompt: str, pending: str) -> bool:
    """What is to be seen shares hardly a word with what is pending."""
    new, old = (set(_CONTENT.findall(text.lower())) - _COMMON for text in (prompt, pending))
    pairs = {pending[at : at + 2] for at in range(len(pending) - 1)} if re.search(r"[\u3400-\u9fff]", pending) else old
    return 2 * len(new & pairs) < max(1, len(new))
