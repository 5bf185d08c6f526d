"""A waiting page: what will be made, its price large, alternatives as chips, and a button that carries the amount. Pure."""

from mediawright.board.views.blocks import View, page_view
from mediawright.board.views.chips import chip_groups
from mediawright.present.catalog import render
from mediawright.present.page import Page
from mediawright.present.pages.fields import balance_row, enough, input_name, price_words
from mediawright.present.values import moment, worded
from mediawright.services.actions import cost_word
from mediawright.services.approval import ApprovalNeeded
from mediawright.types.message import Lang, Message
from mediawright.types.money import Amount, Level, Price, Quote
from mediawright.types.request import Request

#: rows that stand elsewhere on the board's own page
ELSEWHERE = frozenset(
    {"field.cost_estimate", "field.other_models", "field.prompt", "field.media", "field.balance_after", "field.balance"}
)


def confirmation_view(missing: ApprovalNeeded, page: Page, lang: Lang) -> View:
    """The page of an approval that is missing."""
    plan, quote = missing.plan, missing.plan.quote
    price, balance = quote.price, balance_row(quote)
    return {
        "quote": quote.id,
        "page": page_view(page, lang, without=ELSEWHERE),
        "prompt": plan.request.prompt.strip(),
        "price": price_large(price, lang),
        "about": price.about,
        "source": _source(price, lang),
        "balance": {"label": worded_value(balance.label, lang), "value": worded_value(balance.value, lang)}
        if balance
        else {},
        "usd": worded_value(Amount(price.usd, "USD"), lang) if price.usd and not price.free else "",
        "button": button_words(price, lang),
        "cost": cost_word(price),
        "call": _call(quote, again=missing.again),
        "again": missing.again,
        "enough": enough(quote),
        "here": missing.required is Level.AMOUNT,
        "command": "" if missing.required is Level.AMOUNT else str(page.next[0]) if page.next else "",
        "until": moment(quote.expires_at, lang),
        "chips": chip_groups(plan, lang),
        "inputs": inputs_of(plan.request, lang),
    }


def _call(quote: Quote, *, again: bool) -> View:
    """What the button of a page inside a chat program calls `media_confirm` with: exactly the amount that stands on it."""
    amount = quote.price.amount
    named = {"quote_id": quote.id, "accepted_cost": "unknown" if amount is None else str(amount)}
    return named | ({"again": True} if again else {})


def price_large(price: Price, lang: Lang) -> str:
    """The price alone, to be read from far away."""
    if price.amount is None:
        return render(Message("board.confirm.unknown"), lang)
    if price.free:
        return render(Message("price.free"), lang)
    return render(Message("price.about" if price.about else "price.exact", {"amount": price.amount}), lang)


def button_words(price: Price, lang: Lang) -> str:
    """What the button says: it names the amount that a click agrees to."""
    if price.amount is None:
        return render(Message("board.confirm.yes_unknown"), lang)
    if price.free:
        return render(Message("board.confirm.yes_free"), lang)
    return render(Message("board.confirm.yes_price", {"amount": price.amount}), lang)


def waiting_view(quote_id: str, request: Request, price: Price, model: str, until: str, lang: Lang) -> View:
    """A waiting page in a list."""
    return {
        "quote": quote_id,
        "operation": render(Message(f"operation.{request.operation.value}"), lang),
        "prompt": request.prompt.strip(),
        "price": render(price_words(price), lang),
        "model": model,
        "until": until,
    }


def inputs_of(request: Request, lang: Lang) -> list[View]:
    """What goes into a request, by name; a picture of each that lies on this machine."""
    return [
        {
            "number": number,
            "picture": "",
            "name": worded_value(input_name(media, len(request.media) > 1), lang),
            "local": not media.is_url,
            "kind": media.kind.value,
        }
        for number, media in enumerate(request.media, 1)
    ]


def worded_value(value: object, lang: Lang) -> str:
    """Words in one language, several joined."""
    return worded(value, lang, render)


def _source(price: Price, lang: Lang) -> str:
    if price.updated is None or price.free:
        return ""
    if price.source:
        return render(Message("value.source", {"source": price.source, "day": price.updated}), lang)
    return render(Message("value.day", {"day": price.updated}), lang)
