"""The page before anything is spent: what will be made, by whom, from what, for how much, and how to change it."""

from collections.abc import Sequence
from dataclasses import replace

from mediawright.commands.action import Next
from mediawright.present.page import Block, FrontEnd, Line, Page, Row, Rows, Tone, Words
from mediawright.present.pages.fields import (
    balance_row,
    cost_row,
    enough,
    field_row,
    kind_of,
    price_words,
    request_rows,
    say,
    title_of,
    with_provider,
)
from mediawright.present.pages.waiting import Expected
from mediawright.present.values import Span
from mediawright.present.wrapping import cut
from mediawright.types.capability import LookupGrade
from mediawright.types.cast import Use
from mediawright.types.dataclass import dataclass
from mediawright.types.message import Text
from mediawright.types.money import Price, Quote
from mediawright.types.operations import Operation
from mediawright.types.pricing import as_assumed
from mediawright.types.provider import Model
from mediawright.types.request import Request

#: a long description is told by its beginning
PROMPT_COLUMNS = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Able:
    """Another model that can do this very request, with its price for it. `provider` where it is another one's."""

    label: Text
    price: Price
    provider: Text | None = None
    name: str = ""


def confirmation(
    *,
    request: Request,
    quote: Quote,
    provider: Text,
    model: Model | None = None,
    others: Sequence[Able] = (),
    sole: bool = False,
    expected: Expected | None = None,
    asks: bool = True,
    allowed: bool = False,
    draft: bool = False,
    subjects: Sequence[str] = (),
    grade: LookupGrade | None = None,
    next: tuple[Next, ...] = (),
) -> Page:
    """The confirmation page. `request` with its defaults filled; `sole`: no other model of the provider takes it; `asks`
    False: only inform (a dry run); `allowed`: a pre-approval covers it; `grade`: of a look-up where the answer is lost."""
    operation = say(f"operation.{request.operation.value}")
    rows = [field_row("operation", say("value.draft_of", operation=operation) if draft else operation)]
    rows.append(field_row("provider", provider))
    if model is not None or request.model:
        rows.append(field_row("model", _model(request, model, bool(others), sole)))
    if others:
        # by name and price, so parted by more than the comma that names may hold
        rows.append(Row(say("field.other_models"), tuple(_other(item) for item in others), join=" / "))
    rows += [*request_rows(as_assumed(model, request) if model else request), *_subjects(request, subjects)]
    rows += [*_cast(request), *_words(request)]
    rows += _money(quote)
    rows += _lookup(quote, grade)
    body: list[Block] = [Rows(tuple(rows)), *_source(quote.price)]
    if request.operation is Operation.CHAT_EDIT:
        body.insert(0, Line(say("confirm.words", words=request.prompt)))
    body += [Line(note, Tone.WARN) for note in quote.price.notes]
    if not enough(quote):
        body.append(Line(say("confirm.short"), Tone.BAD))
    elif asks and not allowed:
        body.append(Line(_on_approval(quote.price, expected)))
    if asks and not allowed:
        body.append(Line(_close(bool(others)), only=FrontEnd.CHAT))
    return Page(
        name="confirmation",
        emoji=kind_of(request.operation).emoji,
        title=title_of("confirm", request.operation) if asks else say("title.plan", operation=request.operation),
        body=(*body,),
        close=say("confirm.policy") if allowed else None,
        data=_data(request, quote, others, expected),
        next=next,
    )


def _subjects(request: Request, names: Sequence[str]) -> list[Row]:
    """The saved subjects that take part, and what is saved, by their names."""
    if request.operation is Operation.CREATE_ELEMENT:
        own = {name: str(request.options.get(name) or "") for name in ("name", "description")}
        return [
            field_row(name, value) for name, value in own.items() if value and (name == "name" or value != own["name"])
        ]
    if not request.subject_ids:
        return []
    ours = sum(one.use is Use.SUBJECT for one in request.cast.parts) if request.cast is not None else 0
    unknown = len(request.subject_ids) - len(names) - ours
    if unknown <= 0 and not names:
        return []
    return [field_row("subject", (*names, *((say("value.results", n=unknown),) if unknown else ())))]


def _cast(request: Request) -> list[Row]:
    """How the cast takes part."""
    if request.cast is None:
        return []
    from mediawright.present.pages.cast import cast_rows  # most requests have no cast

    return cast_rows(request.cast)


def _words(request: Request) -> list[Row]:
    """What will be asked for, word for word: it may have been read out of a longer message. Names of the cast as they were
    said; what becomes of them has rows of its own."""
    said = request.cast.said if request.cast is not None and request.cast.said else request.prompt
    if not said.strip() or request.operation is Operation.CHAT_EDIT:
        return []
    return [field_row("prompt", cut(" ".join(said.split()), PROMPT_COLUMNS))]


def _model(request: Request, model: Model | None, choice: bool, sole: bool) -> Words:
    if model is None:
        return request.model or ""
    named = model.label
    if choice and request.operation in model.recommended_for:
        return say("value.recommended", model=named)
    return say("value.only_model", model=named) if sole else named


def _other(item: Able) -> Words:
    label = item.label if item.provider is None else with_provider(item.label, item.provider)
    return say("value.model_price", model=label, price=price_words(replace(item.price, usd=None)))


def _money(quote: Quote) -> list[Row]:
    balance = balance_row(quote)
    return [cost_row(quote.price)] if balance is None else [cost_row(quote.price), balance]


def _lookup(quote: Quote, grade: LookupGrade | None) -> list[Row]:
    """What a lost answer means, where it cannot be looked up for certain and money is at stake."""
    if grade in (None, LookupGrade.OWN_ID) or quote.price.free:
        return []
    return [field_row("lookup", say(f"lookup.{grade}"))]


def _source(price: Price) -> tuple[Block, ...]:
    """Where the price comes from, for whoever wants to check it."""
    if price.updated is None or price.free:
        return ()
    words = say("value.source", source=price.source, day=price.updated) if price.source else price_day(price)
    return (Rows((field_row("price_date", words),), only=FrontEnd.TERMINAL),)


def price_day(price: Price) -> Words:
    """The day a price was published."""
    return say("value.day", day=price.updated)


def _on_approval(price: Price, expected: Expected | None) -> Words:
    money = "free" if price.free else "unknown" if price.amount is None else "price"
    if expected is None:
        return say(f"confirm.yes_{money}")
    return say(f"confirm.yes_{money}_span", span=Span(expected.low, expected.high))


def _close(others: bool) -> Words:
    return say("confirm.reply_or_switch" if others else "confirm.reply")


def _data(request: Request, quote: Quote, others: Sequence[Able], expected: Expected | None) -> dict[str, object]:
    return {
        "quote": quote,
        "request": request,
        "other_models": [{"model": item.name or item.label.en, "price": item.price} for item in others],
        "expected_s": None if expected is None else [expected.low, expected.high],
    }
