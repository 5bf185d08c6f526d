"""Amounts, prices as data, and what a quote says."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from mediawright.types.dataclass import dataclass
from mediawright.types.message import Message


class Per(StrEnum):
    """What a price is counted by."""

    REQUEST = "request"
    SECOND = "second"  # of output, or of the input clip where the output follows it
    ITEM = "item"  # each picture or clip of the result
    MEGAPIXEL = "megapixel"  # each started million of pixels of each picture
    MINUTE = "minute"  # each started minute of output
    TOKEN = "token"  # counted by the provider; only its own `quote` knows how many
    THOUSAND_CHARACTERS = "thousand_characters"  # of the prompt, a part counts as a part


#: units that are money
CURRENCIES = ("USD", "CNY")


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum in the provider's own unit ("credits", "units", "image_units", "USD", "CNY"). Exact decimals."""

    value: Decimal
    unit: str

    def __str__(self) -> str:
        return f"{self.value.normalize():f} {self.unit}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRule:
    """One row of a price table: applies when every field in `when` has that value in the completed request.

    Keys of `when` are field names of `Request` (after defaults are filled, and with what the provider assumes), facts the
    core derives: `has_video` (bool), `has_image` (bool), or `options.<name>` (None where it is not given). A tuple value
    means "any of these". The first rule that fits wins.

    The price is `base` + `value` for everything counted beyond `included`. `step`: what is counted is paid in such steps,
    a started one whole. `full_seconds`: of a clip's measured length only full seconds are paid, a started one is free
    (else it is rounded). `input_seconds`: the seconds of all clips that go in are paid like those that come out. `about`:
    an estimate, by the provider's own word or because the source is weak.
    """

    value: Decimal
    unit: str
    per: Per
    when: Mapping[str, Any] = field(default_factory=dict)
    full_seconds: bool = False
    base: Decimal = Decimal(0)
    included: Decimal = Decimal(0)
    step: Decimal | None = None
    input_seconds: bool = False
    about: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """A price table with its source and date; `usd` is the list price in USD of one of each unit, where published.

    `pixels`: the width and height of a picture by resolution or aspect ratio as a request says it, for prices per megapixel.
    """

    source: str
    updated: date
    rules: tuple[PriceRule, ...] = ()
    usd: Mapping[str, Decimal] = field(default_factory=dict)
    pixels: Mapping[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a request will cost. `amount` None: nobody knows beforehand (never treated as free).

    `about` marks an estimate the provider itself calls approximate. `notes` are sentences for the confirmation page
    (what the provider will change by itself, what is not known).
    """

    amount: Amount | None
    source: str = ""
    updated: date | None = None
    about: bool = False
    usd: Decimal | None = None
    notes: tuple[Message, ...] = ()

    @property
    def free(self) -> bool:
        return self.amount is not None and self.amount.value == 0


def dearer(then: Price, now: Price) -> bool:
    """Is it more than was told before? An approximate price is compared by its figure; what is no longer known, or is in
    another unit, is not what was agreed to."""
    if then.amount is None or now.amount is None:
        return then.amount is not None
    return now.amount.unit != then.amount.unit or now.amount.value > then.amount.value


def in_money(amount: Amount, price: Price | None) -> Amount | None:
    """What an amount is in money: itself in a currency, else by the list price of its unit that stands in `price`.

    None where nobody published what the unit costs.
    """
    if amount.unit in CURRENCIES:
        return amount
    if amount.value == 0:
        return Amount(amount.value, "USD")
    known = price.amount if price is not None else None
    if price is None or known is None or price.usd is None or known.unit != amount.unit or known.value <= 0:
        return None
    return Amount(amount.value * price.usd / known.value, "USD")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A price tied to one request (by hash), with what is left at the provider and an end.

    `id` is short and unguessable enough to be said in a chat ("Q7F3K2"). `wish`: the hash of the request without the seed
    that was drawn for it, "" where none was: the same wish said again draws another seed and is the same wish.
    """

    id: str
    request_hash: str
    provider: str
    price: Price
    created_at: datetime
    expires_at: datetime
    balance: Amount | None = None
    wish: str = ""

    @property
    def same(self) -> str:
        """By this hash a request is known as the one that was asked for before."""
        return self.wish or self.request_hash


class ApprovalKind(StrEnum):
    """Where the approval came from."""

    FREE = "free"
    PERSON = "person"  # typed y at a terminal, or confirmed the quote with its amount
    CEILING = "ceiling"  # --approve-cost N on the generating command
    POLICY = "policy"
    FILM = "film"  # one approval with a cap for all shots of a film


class Level(StrEnum):
    """How an approval reached this program, from the weakest proof of a person to the strictest; see `config require`."""

    AMOUNT = "amount"  # the amount in words, from a person or a program
    ELICITATION = "elicitation"  # a form that an MCP client put before its user
    TERMINAL = "terminal"  # an answer typed at a terminal

    def meets(self, required: "Level") -> bool:
        """Tell whether an approval of this level is enough where `required` is set."""
        strictness = tuple(Level)
        return strictness.index(self) >= strictness.index(required)


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """An approval that names this request and at most this much. `ceiling` None: the person approved an unknown price.

    `level` says how the approval reached this program; it counts for what a person said, not for what is free or in
    a policy. `by`: who gave it, "" where nobody said; `token`: the id of the token that proves it, "" where only a front end
    says so.
    """

    kind: ApprovalKind
    request_hash: str
    ceiling: Amount | None
    at: datetime
    expires_at: datetime | None = None
    level: Level = Level.AMOUNT
    by: str = ""
    token: str = ""
