"""A quote and an approval become an approval, or a refusal that says what is missing. Pure: everything it needs is given.

Consent is a value. It names this request and at most this much; nothing here turns silence into an approval.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from mediawright.commands.action import Next
from mediawright.gate.cost_limit import Ceiling, parse_ceiling
from mediawright.gate.policy import Lapse, Policy, Rule
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import ConfirmationNeeded
from mediawright.types.message import Message
from mediawright.types.money import Amount, Approval, ApprovalKind, Level, Price, Quote, dearer

#: free work needs no approval; a rule of the policy was approved when it was set
IN_ADVANCE = frozenset({ApprovalKind.FREE, ApprovalKind.POLICY})
#: a clock that went back further than this lengthens no quote's life
CLOCK_SLACK = timedelta(minutes=2)


class Why(StrEnum):
    """Why a new approval is needed."""

    ASK = "ask"  # nobody has said anything yet
    TOO_LOW = "too_low"  # the ceiling is below the price
    UNKNOWN = "unknown"  # nobody knows the price, and a number cannot stand for that
    KNOWN = "known"  # the price is known, so "unknown" is no consent to it
    EXPIRED = "expired"
    CHANGED = "changed"  # not the request that was quoted
    DEARER = "dearer"
    BALANCE = "balance"  # a pre-approval lapses: more than what is left
    MAX_PRICE_FACTOR = "jump"  # a pre-approval lapses: three times the last confirmed cost
    LEVEL = "level"  # it came by a weaker level than is required


@dataclass(frozen=True, slots=True)
class Refusal:
    """No approval yet. `why` decides what the person hears; a fresh quote is needed where `stale`."""

    why: Why
    message: Message

    @property
    def stale(self) -> bool:
        return self.why in (Why.EXPIRED, Why.CHANGED, Why.DEARER)

    def error(self, quote: Quote, next: tuple[Next, ...] = ()) -> ConfirmationNeeded:
        """The same as an error (exit 5) that carries the quote's id and amount."""
        amount = quote.price.amount
        data = {"why": self.why.value, "quote_id": quote.id, "amount": None if amount is None else str(amount)}
        return ConfirmationNeeded(self.message, provider=quote.provider, data=data, next=next)


def decide(
    quote: Quote,
    *,
    free: bool,
    approve_cost: str | None,
    policy: Policy | None,
    confirmed_interactively: bool,
    now: datetime,
    request_hash: str | None = None,
    price: Price | None = None,
    last_confirmed: Amount | None = None,
    confirming: bool = False,
    level: Level = Level.AMOUNT,
    required: Level = Level.AMOUNT,
) -> Approval | Refusal:
    """An approval for this quote, or why not.

    `approve_cost` as typed (see `ceilings`), in the quote's unit; `confirming` says that it came with the quote's id.
    `request_hash` and `price` are the request's and the price as they are now, where they may have changed since.
    `last_confirmed` is the last cost a person approved, for `policy`. An approximate price is compared by its figure.
    `level` is how the amount or the typed yes reached this program, `required` what `config require` asks for.
    Raises InvalidRequest for a ceiling that cannot be read or is in another unit.
    """
    stale = _stale(quote, now, request_hash, price)
    if free:
        return stale if stale is not None and stale.why is Why.CHANGED else _free(quote, now)
    asked = parse_ceiling(approve_cost) if approve_cost is not None else None
    if stale is not None:
        return stale
    said = _said(quote, asked, confirmed_interactively=confirmed_interactively, confirming=confirming, now=now)
    if said is None:
        said = _standing(quote, policy, now, last_confirmed)
    return _enough(said, level, required)


def _said(
    quote: Quote, asked: Ceiling | None, *, confirmed_interactively: bool, confirming: bool, now: datetime
) -> Approval | Refusal | None:
    """What a person's own words amount to; None where nothing was said."""
    if asked is not None:
        kind = ApprovalKind.PERSON if confirming else ApprovalKind.CEILING
        ceiling = asked.amount(quote.price.amount.unit) if asked.value is not None and quote.price.amount else None
        return _named(quote, ceiling, unknown=asked.value is None, kind=kind, now=now)
    if confirmed_interactively:
        return _approval(quote, ApprovalKind.PERSON, quote.price.amount, now)
    return None


def _enough(verdict: Approval | Refusal, level: Level, required: Level) -> Approval | Refusal:
    """The verdict with the level by which it came, or what is missing to the required one."""
    if isinstance(verdict, Refusal):
        asks = verdict.why is Why.ASK and required is not Level.AMOUNT
        return Refusal(Why.ASK, level_message(required)) if asks else verdict
    if verdict.kind in IN_ADVANCE:
        return verdict
    return replace(verdict, level=level) if level.meets(required) else Refusal(Why.LEVEL, level_message(required))


def _stale(quote: Quote, now: datetime, request_hash: str | None, price: Price | None) -> Refusal | None:
    if request_hash is not None and request_hash != quote.request_hash:
        return _refusal(Why.CHANGED, quote)
    if not quote.created_at - CLOCK_SLACK <= now < quote.expires_at:
        return _refusal(Why.EXPIRED, quote)
    if price is not None and dearer(quote.price, price):
        return _refusal(Why.DEARER, quote, now_price=price.amount)
    return None


def _free(quote: Quote, now: datetime) -> Approval:
    unit = quote.price.amount.unit if quote.price.amount is not None else "credits"
    return _approval(quote, ApprovalKind.FREE, Amount(Decimal(0), unit), now)


def _named(
    quote: Quote, ceiling: Amount | None, *, unknown: bool, kind: ApprovalKind, now: datetime
) -> Approval | Refusal:
    amount = quote.price.amount
    if amount is None:
        return _approval(quote, kind, None, now) if unknown else _refusal(Why.UNKNOWN, quote)
    if unknown or ceiling is None:
        return _refusal(Why.KNOWN, quote)
    if ceiling.value < amount.value:
        return _refusal(Why.TOO_LOW, quote, ceiling=ceiling)
    return _approval(quote, kind, ceiling, now)


def _standing(quote: Quote, policy: Policy | None, now: datetime, last_confirmed: Amount | None) -> Approval | Refusal:
    verdict = policy.covers(quote, now, last_confirmed) if policy is not None else None
    if isinstance(verdict, Rule):
        return _approval(quote, ApprovalKind.POLICY, quote.price.amount, now)
    if verdict is not None:
        return _refusal(Why.BALANCE if verdict is Lapse.BALANCE else Why.MAX_PRICE_FACTOR, quote)
    return _refusal(Why.UNKNOWN if quote.price.amount is None else Why.ASK, quote)


def _approval(quote: Quote, kind: ApprovalKind, ceiling: Amount | None, now: datetime) -> Approval:
    return Approval(kind=kind, request_hash=quote.request_hash, ceiling=ceiling, at=now, expires_at=quote.expires_at)


def _refusal(why: Why, quote: Quote, **values: object) -> Refusal:
    about = "_about" if why is Why.TOO_LOW and quote.price.about else ""
    known = {"quote": quote.id, "price": quote.price.amount, "balance": quote.balance} | values
    return Refusal(why, Message(f"gate.{why.value}{about}", {name: v for name, v in known.items() if v is not None}))


def check_level(approval: Approval | None, required: Level, provider: str | None = None) -> None:
    """Raise ConfirmationNeeded where an approval came by a weaker level than is required."""
    if approval is None or approval.kind in IN_ADVANCE or approval.level.meets(required):
        return
    raise too_weak(required, provider)


def too_weak(required: Level, provider: str | None = None) -> ConfirmationNeeded:
    """Make the error that names the level which is needed."""
    return ConfirmationNeeded(level_message(required), provider=provider, data={"require": required.value})


def level_message(required: Level) -> Message:
    """Name what an approval of this level takes."""
    return Message(f"gate.level_{required.value}")
