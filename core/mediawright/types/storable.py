"""What others said as it can be kept: texts every database and file takes, numbers every reader of JSON takes."""

import math
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from mediawright.types.codec import plain, restore
from mediawright.types.request import Request

#: half of a character outside the basic plane (RFC 8259 §8.2 lets JSON carry it, no encoding writes it), and NUL
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
#: 128 bits: identifiers are kept to the last digit, and no reader of JSON gives up on the digits
MOST = 2**128
#: of any unit, in one request: what is said to be more is no amount
MOST_UNITS = Decimal(10) ** 9
#: levels of nesting; deeper ones are left out
DEEPEST = 100


def storable_text(text: str) -> str:
    """Return the text with a replacement character for each half character, and without NUL."""
    return _UNSTORABLE.sub(lambda found: "" if found[0] == "\x00" else "\ufffd", text)


def storable(value: Any, depth: int = 0) -> Any:
    """Return a plain JSON value as it can be kept: numbers that are none become None, endless ones are cut at `MOST`.

    What is no JSON is returned as it is."""
    if isinstance(value, str):
        return storable_text(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return max(-MOST, min(MOST, value))
    if depth >= DEEPEST:
        return None
    if isinstance(value, Mapping):
        return {storable_text(str(key)): storable(item, depth + 1) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [storable(item, depth + 1) for item in value]
    return value


def is_amount(value: Decimal) -> bool:
    """Can this be a sum of money? Finite, not negative, at most `MOST_UNITS`."""
    return value.is_finite() and 0 <= value <= MOST_UNITS


def storable_request(request: Request) -> Request:
    """Return the request as the ledger can keep it, so that what is quoted, kept and sent has one content hash."""
    before = plain(request)
    after = storable(before)
    return request if after == before else restore(Request, after)
