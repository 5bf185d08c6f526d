"""A price tied to one request."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from mediawright.gate.quotes import LIFE_S, hash_of, make_quote
from mediawright.testing.builders import a_request
from mediawright.testing.fakes import START, FakeClock, PredictableIds
from mediawright.types.message import Text
from mediawright.types.money import Amount, Price, Quote
from mediawright.types.operations import MediaKind
from mediawright.types.provider import Model, Provider
from mediawright.types.request import Media, MediaInfo, Request, Role

MODEL = Model(name="acme-1", label=Text("Acme", "艾克米"), kind=MediaKind.VIDEO, capabilities=())
ACME = Provider(name="acme", title=Text("Acme", "艾克米"), models=(MODEL,))
PRICE = Price(amount=Amount(Decimal(90), "credits"), source="page", updated=date(2026, 9, 20))
BALANCE = Amount(Decimal(500), "credits")


def quoted(request: Request, life_s: float = LIFE_S) -> Quote:
    return make_quote(request, ACME, MODEL, PRICE, BALANCE, FakeClock(), PredictableIds(), life_s)


def test_a_quote_names_request_price_balance_and_end() -> None:
    quote = quoted(a_request())
    assert quote.request_hash == hash_of(a_request())
    assert (quote.id, quote.provider, quote.price, quote.balance) == ("Q222222", "acme", PRICE, BALANCE)
    assert (quote.created_at, quote.expires_at) == (START, START + timedelta(minutes=15))
    assert quoted(a_request(), 60).expires_at == START + timedelta(minutes=1)


def test_any_change_makes_another_request() -> None:
    info = MediaInfo(media_type="image/png", size=3, sha256="aa")
    picture = Media(kind=MediaKind.IMAGE, role=Role.FIRST_FRAME, source="kite.png", info=info)
    request = a_request(media=(picture,))
    other_bytes = replace(picture, info=replace(info, sha256="bb"))
    others = [
        a_request(),
        request.with_(prompt="a red kite over the sea "),
        request.with_(duration=6),
        request.with_(media=(other_bytes,)),
        request.with_(media=(replace(picture, role=Role.END_FRAME),)),
        request.with_(sound=False),
    ]
    assert len({quoted(one).request_hash for one in [request, *others]}) == len(others) + 1


def test_the_model_and_provider_are_part_of_what_is_agreed_to() -> None:
    assert quoted(a_request(model=None, provider=None)).request_hash == quoted(a_request()).request_hash


def test_a_seed_that_was_drawn_leaves_the_wish_recognisable() -> None:
    """The same words, asked again, get another seed: by their wish they are still one request."""
    wish, drawn = a_request(seed=None, model=None, provider=None), a_request(seed=7)

    def made(unseeded: Request | None) -> Quote:
        return make_quote(drawn, ACME, MODEL, PRICE, BALANCE, FakeClock(), PredictableIds(), unseeded=unseeded)

    assert made(wish).wish == hash_of(wish.with_(provider="acme", model="acme-1")) == hash_of(a_request(seed=None))
    assert made(wish).request_hash == hash_of(drawn)
    assert (made(drawn).wish, made(None).wish) == ("", "")
