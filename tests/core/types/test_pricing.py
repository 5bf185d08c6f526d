"""Price tables applied: exact, and silent where they cannot know."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediawright.testing.builders import a_request
from mediawright.types.capability import Capability
from mediawright.types.message import Text
from mediawright.types.money import Amount, Per, PriceRule, Prices
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.pricing import price_of, seconds
from mediawright.types.provider import Model
from mediawright.types.request import Media, MediaInfo, Request, Role


def rule(value: str, per: Per = Per.SECOND, unit: str = "units", full: bool = False, **when: Any) -> PriceRule:
    return PriceRule(value=Decimal(value), unit=unit, per=per, when=when, full_seconds=full)


def model(*rules: PriceRule) -> Model:
    prices = Prices(source="page", updated=date(2026, 9, 20), rules=rules, usd={"units": Decimal("0.14")})
    return Model(name="m", label=Text("M", "M"), kind=MediaKind.VIDEO, capabilities=(), prices=prices)


#: docs/contracts/kling.md §16, the worked examples
TABLE = model(
    rule("0.9", mode="std", has_video=True),
    rule("1.2", mode="pro", has_video=True),
    rule("0.8", mode="pro", sound=False),
    rule("0.8", mode="std", sound=True),
    rule("8", Per.ITEM, "image_units", operation=("text_to_image", "image_series"), resolution=("1k", "2k")),
)


def clip(duration: float | None, role: Role = Role.BASE) -> Media:
    info = MediaInfo(media_type="video/mp4", size=1, sha256="00", duration=duration)
    return Media(kind=MediaKind.VIDEO, role=role, source="clip.mp4", info=info)


LINK = Media(kind=MediaKind.VIDEO, role=Role.BASE, source="https://a.example/clip.mp4")


@pytest.mark.parametrize(
    ("request_", "amount", "unit"),
    [
        (a_request(mode="pro", sound=False), "4.0", "units"),
        (a_request(mode="std", sound=True, duration=10), "8.0", "units"),
        (a_request(mode="pro", media=(clip(6.4),), duration=None), "7.2", "units"),
        (a_request(mode="pro", media=(clip(6.4),), duration=10), "7.2", "units"),
        (a_request(operation=Operation.IMAGE_SERIES, series_amount=4, resolution="2k"), "32", "image_units"),
        (a_request(operation=Operation.TEXT_TO_IMAGE, resolution="1k"), "8", "image_units"),
        (a_request(operation=Operation.TEXT_TO_IMAGE, resolution="1k", count=9), "72", "image_units"),
    ],
)
def test_the_table_s_own_examples(request_: Request, amount: str, unit: str) -> None:
    price = price_of(TABLE, request_)
    assert price is not None
    assert price.amount == Amount(Decimal(amount), unit)
    assert (price.source, price.updated, price.about) == ("page", date(2026, 9, 20), False)


@pytest.mark.parametrize(
    "request_",
    [
        a_request(mode="4k", sound=False),
        a_request(mode="pro", media=(LINK,)),
        a_request(mode="pro", sound=False, duration=None),
        a_request(mode="pro", media=(clip(None),)),
        a_request(operation=Operation.IMAGE_SERIES, series_amount="auto", resolution="1k"),
    ],
)
def test_what_the_table_cannot_know_has_no_price(request_: Request) -> None:
    assert price_of(TABLE, request_) is None


def test_no_table_no_price() -> None:
    assert price_of(Model(name="m", label=Text("M", "M"), kind=MediaKind.VIDEO, capabilities=()), a_request()) is None


def test_a_list_price_in_dollars_where_one_is_published() -> None:
    price, other = (
        price_of(TABLE, a_request(mode="pro", sound=False)),
        price_of(model(rule("1", unit="x")), a_request()),
    )
    assert price is not None
    assert other is not None
    assert (price.usd, other.usd) == (Decimal("0.560"), None)


def test_the_first_rule_that_fits_wins() -> None:
    price = price_of(model(rule("1", Per.REQUEST, duration=(5, 10)), rule("2", Per.REQUEST)), a_request())
    assert price is not None
    assert price.amount == Amount(Decimal(1), "units")


def test_a_condition_nobody_can_answer_is_an_error() -> None:
    with pytest.raises(KeyError):
        price_of(model(rule("1", colour="red")), a_request())


@pytest.mark.parametrize(
    ("media", "duration", "expected"),
    [
        ((clip(0.2),), None, 1),
        ((clip(6.5),), None, 7),
        ((clip(7.9),), 3, 8),
        ((clip(9, Role.FEATURE), clip(4, Role.SOURCE)), None, 4),
        ((clip(9, Role.FEATURE),), 5, 5),
        ((clip(3, Role.CHARACTER),), None, 3),
        ((LINK,), 5, None),
        ((), None, None),
    ],
)
def test_seconds_of_output(media: tuple[Media, ...], duration: int | None, expected: int | None) -> None:
    assert seconds(a_request(media=media, duration=duration)) == expected


def test_some_tables_count_full_seconds_only() -> None:
    price = price_of(model(rule("18", full=True)), a_request(media=(clip(7.9),), duration=None))
    assert price is not None
    assert price.amount == Amount(Decimal(126), "units")


@given(st.decimals(min_value="0.0001", max_value=100, places=4), st.integers(1, 60), st.integers(1, 9))
def test_prices_are_exact(value: Decimal, duration: int, count: int) -> None:
    price = price_of(model(rule(str(value))), a_request(duration=duration, count=count))
    assert price is not None
    assert price.amount is not None
    assert price.amount.value == value * duration * count


def _rule(**more: Any) -> PriceRule:
    return PriceRule(**{"value": Decimal(2), "unit": "USD", "per": Per.SECOND, **more})


def _costs(rule: PriceRule, request: Request, **prices: Any) -> Decimal | None:
    able = Capability(operations=(request.operation,), assumed={"duration": 7, "aspect_ratio": "1:1"})
    table = Prices(source="s", updated=date(2026, 11, 1), rules=(rule,), **prices)
    label = Text("m", "m")
    made = Model(name="m", label=label, kind=MediaKind.VIDEO, capabilities=(able,), prices=table)
    found = price_of(made, request)
    return found.amount.value if found and found.amount else None


BARE = Request(operation=Operation.TEXT_TO_VIDEO, prompt="x" * 250)


@pytest.mark.parametrize(
    ("rule", "changes", "cost"),
    [
        (_rule(), {}, Decimal(14)),
        (_rule(step=Decimal(5)), {}, Decimal(20)),
        (_rule(base=Decimal(1), included=Decimal(3)), {}, Decimal(9)),
        (_rule(base=Decimal(1), included=Decimal(30)), {}, Decimal(1)),
        (_rule(per=Per.MINUTE), {"duration": 61}, Decimal(4)),
        (_rule(per=Per.THOUSAND_CHARACTERS), {}, Decimal("0.5")),
        (_rule(per=Per.TOKEN), {}, None),
        (_rule(per=Per.MEGAPIXEL), {"count": 3}, Decimal(12)),
        (_rule(per=Per.MEGAPIXEL), {"aspect_ratio": "9:16"}, None),
        (_rule(when={"options.fast": True}), {"options": {"fast": True}}, Decimal(14)),
        (_rule(when={"options.fast": True}), {}, None),
        (_rule(when={"options.fast": None}), {}, Decimal(14)),
    ],
)
def test_a_rule_counts_in_the_units_of_its_table(
    rule: PriceRule, changes: dict[str, Any], cost: Decimal | None
) -> None:
    assert _costs(rule, BARE.with_(**changes), pixels={"1:1": (1024, 1024)}) == cost


def test_seconds_that_go_in_are_paid_where_the_table_says_so() -> None:
    info = MediaInfo(media_type="video/mp4", size=1, sha256="0", duration=4.4)
    clip = Media(kind=MediaKind.VIDEO, role=Role.REFERENCE, source="a.mp4", info=info)
    request = BARE.with_(media=(clip,), duration=5)
    assert _costs(_rule(input_seconds=True), request) == Decimal(18)
    link = Media(kind=MediaKind.VIDEO, role=Role.REFERENCE, source="https://a.example/a.mp4")
    assert _costs(_rule(input_seconds=True), request.with_(media=(link,))) is None
