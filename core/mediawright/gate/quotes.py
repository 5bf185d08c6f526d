"""A price tied to one request, with an end."""

from datetime import timedelta

from mediawright.context.protocol import Clock, Ids
from mediawright.types.codec import content_hash
from mediawright.types.money import Amount, Price, Quote
from mediawright.types.provider import Model, Provider
from mediawright.types.request import Request

#: how long a price may be approved, seconds
LIFE_S = 900.0


def hash_of(request: Request) -> str:
    """What an approval is tied to: the completed request with the hashes of its local inputs, whatever they are called."""
    return content_hash(request)


def make_quote(
    request: Request,
    provider: Provider,
    model: Model,
    price: Price,
    balance: Amount | None,
    clock: Clock,
    ids: Ids,
    life_s: float = LIFE_S,
    *,
    unseeded: Request | None = None,
) -> Quote:
    """The quote for a completed request (defaults filled, inputs measured, model and provider named).

    `balance` is what could pay for it, in the price's unit, or None where nobody says. `unseeded`: the request before a
    seed was drawn for it.
    """
    now, names = clock.now(), {"provider": provider.name, "model": model.name}
    drawn = unseeded is not None and unseeded.seed != request.seed
    return Quote(
        id=ids.quote_id(),
        request_hash=hash_of(request.with_(**names)),
        wish=hash_of(unseeded.with_(**names)) if unseeded is not None and drawn else "",
        provider=provider.name,
        price=price,
        created_at=now,
        expires_at=now + timedelta(seconds=life_s),
        balance=balance,
    )
