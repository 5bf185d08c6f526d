"""Asking back instead of guessing, and saying honestly what nobody here can do."""

from collections.abc import Sequence

from mediawright.present.page import Choice, Choices, Line, Page, Row, Rows, Words
from mediawright.present.pages.facts import say
from mediawright.types.message import Message


def question(ask: Message, choices: Sequence[Choice] = (), *, reason: str | None = None) -> Page:
    """A question before anything is done; answered with a number, a name or a sentence of one's own."""
    return Page(
        name="question",
        emoji="🤔",
        title=ask,
        body=(Choices(tuple(choices)),) if choices else (),
        close=say("question.reply") if len(choices) > 1 else None,
        data={"ask": reason},
    )


def gap(message: Message, *, instead: Sequence[Choice] = ()) -> Page:
    """Something that no provider here does, with the nearest that can be done."""
    body: tuple[Line | Choices, ...] = ()
    if instead:
        body = (Line(say("gap.instead")), Choices(tuple(instead)))
    return Page(name="gap", emoji="🙏", title=message, body=body)


def nothing_found(what: Message, *, looked_for: Words | None = None) -> Page:
    """A look that found nothing; said plainly."""
    body = (Rows((Row(say("field.looked_for"), looked_for),)),) if looked_for else ()
    return Page(name="nothing_found", emoji="🔍", title=what, body=body)
