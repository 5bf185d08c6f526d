"""Asking back instead of guessing, and saying honestly what nobody here can do."""

from mediawright.present.page import Choice, Choices, FrontEnd, Line, Page, Row, Rows, Words
from mediawright.present.pages.fields import say
from mediawright.types.message import Message
from mediawright.types.route import Ask, Gap

_REPLY = {True: "question.reply", False: "question.reply_one"}


def question(ask: Ask) -> Page:
    """A question before anything is done; answered with a number, a name or a sentence of one's own."""
    return Page(
        name="question",
        emoji="🤔",
        title=ask.question,
        body=(
            *((Choices(tuple(Choice(item.label) for item in ask.choices)),) if ask.choices else ()),
            *((Line(say(_REPLY[len(ask.choices) > 1]), only=FrontEnd.CHAT),) if ask.choices else ()),
        ),
        data={"ask": ask},
    )


def gap(found: Gap) -> Page:
    """Something that no provider here does, with the nearest that can be done."""
    body: tuple[Line | Choices, ...] = ()
    if found.instead:
        body = (Line(say("gap.instead")), Choices(tuple(Choice(item.label) for item in found.instead)))
    return Page(name="gap", emoji="🙏", title=found.message, body=body, data={"gap": found})


def nothing_found(what: Message, *, looked_for: Words | None = None) -> Page:
    """A poll that found nothing; said plainly."""
    body = (Rows((Row(say("field.looked_for"), looked_for),)),) if looked_for else ()
    return Page(name="nothing_found", emoji="🔍", title=what, body=body)
