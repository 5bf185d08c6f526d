"""What a plan costs, exactly, from the price tables (§14). A missing key is no price: nothing is interpolated."""

from decimal import Decimal

from mediawright.plugin import Amount, Message, Price
from mediawright_chatart.models import Kind, catalogue
from mediawright_chatart.provider import NAME, UNIT
from mediawright_chatart.request_plan import Plan


def credits(plan: Plan) -> Decimal | None:
    """Credits for all results of a plan, rounded to two places; None where the table has no such row."""
    one = _one(plan)
    if one is None:
        return None
    total = round(one * plan.count, 2)
    return total.to_integral_value() if total == total.to_integral_value() else total


def _one(plan: Plan) -> Decimal | None:
    if plan.resolution is None:
        return None
    if plan.kind is Kind.REPLACE:
        return _replaced(plan, plan.resolution)
    key = plan.quality if plan.kind.is_image else plan.seconds
    return plan.entry.price.get((plan.resolution, key))


def _replaced(plan: Plan, resolution: str) -> Decimal | None:
    replace = plan.entry.replace
    if replace is None or plan.seconds is None or resolution not in replace.times:
        return None
    return replace.rate(resolution) * plan.seconds


def price(plan: Plan) -> Price:
    """The price with its source and what the page has to say beside it."""
    tables, value = catalogue(), credits(plan)
    amount = None if value is None else Amount(value, UNIT)
    return Price(amount=amount, source=tables.source, updated=tables.updated, notes=tuple(_notes(plan)))


def _notes(plan: Plan) -> list[Message]:
    """What ChatArt sets by itself, said before the approval (C-R15)."""
    notes = []
    if plan.kind is Kind.EXTEND and plan.resolution:
        notes.append(Message("chatart.note.quality_of_clip", {"quality": plan.resolution}, NAME))
    if plan.kind is Kind.REPLACE and plan.seconds:
        notes.append(Message("chatart.note.length_of_clip", {"seconds": plan.seconds}, NAME))
        if plan.prompt.strip():
            notes.append(Message("chatart.note.words_unused", domain=NAME))
    if plan.nearest and plan.ratio:
        notes.append(Message("chatart.note.ratio", {"ratio": plan.ratio}, NAME))
    if plan.count > 1:
        notes.append(Message("chatart.note.several_tasks", {"n": plan.count}, NAME))
    return notes
