"""What a person types as "at most this much": "90", "90 credits", "0.40 USD", "90积分", "unknown". Pure."""

import re
import unicodedata
from decimal import Decimal

from mediawright.types.dataclass import dataclass
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem
from mediawright.types.money import Amount

UNKNOWN = frozenset({"unknown", "未知"})
#: ways to say a unit, folded → the unit
SPELLINGS = {
    "credit": "credits",
    "积分": "credits",
    "点": "credits",
    "unit": "units",
    "$": "USD",
    "usd": "USD",
    "美元": "USD",
    "¥": "CNY",
    "cny": "CNY",
    "rmb": "CNY",
    "元": "CNY",
}
_NUMBER = r"(?P<number>[0-9]{1,15}(?:\.[0-9]{1,12})?)"
_SHAPES = (
    re.compile(rf"{_NUMBER}\s*(?P<unit>[^\W\d]{{1,30}}|[$¥])?"),
    re.compile(rf"(?P<unit>[$¥])\s*{_NUMBER}"),
)


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A ceiling as typed. `value` None: the word "unknown". `unit` None: the quote's own."""

    value: Decimal | None
    unit: str | None = None

    def amount(self, unit: str, field: str = "approve_cost") -> Amount:
        """The ceiling in that unit. Raises InvalidRequest where another unit was typed. Only for a value."""
        if self.unit is not None and self.unit.casefold() != unit.casefold():
            values = {"unit": self.unit, "wanted": unit}
            raise InvalidRequest(Problem(field, Message("problem.approve_cost.unit", values), allowed=(unit,)))
        return Amount(self.value or Decimal(0), unit)


def parse_ceiling(text: str, field: str = "approve_cost") -> Ceiling:
    """Read a ceiling. Raises InvalidRequest for anything but a plain number (not negative, no exponent) or "unknown"."""
    typed = unicodedata.normalize("NFKC", text).strip()
    if typed.casefold() in UNKNOWN:
        return Ceiling(None)
    found = next((match for shape in _SHAPES if (match := shape.fullmatch(typed))), None)
    if found is None:
        shown = typed if len(typed) <= 40 else typed[:39] + "…"
        problem = Problem(field, Message("problem.approve_cost.garbage", {"value": shown}), allowed=("90", "unknown"))
        raise InvalidRequest(problem)
    unit = found["unit"]
    return Ceiling(Decimal(found["number"]), SPELLINGS.get(unit.casefold(), unit) if unit else None)
