"""Prices by the published table, with source and date; unknown said as unknown."""

from datetime import date
from decimal import Decimal

import pytest
from tests.plugins.kling.harness import clip, element, image, picture, sent, series, story, video

from mediawright.plugin import Request, Role
from mediawright_kling import hooks
from mediawright_kling.pricing import price_of
from mediawright_kling.simulator.billing import price_of_body

OMNI, O1, V26, TURBO = "kling-v3-omni", "kling-video-o1", "kling-v2-6", "kling-v2-5-turbo"
FEATURE = (clip(role=Role.FEATURE),)

#: docs/contracts/kling.md §16, row by row
KNOWN: list[tuple[Request, str]] = [
    (video(mode="std"), "3.0"),
    (video(), "4.0"),
    (video(mode="4k"), "15.0"),
    (video(mode="std", sound=True), "4.5"),
    (video(sound=True), "6.0"),
    (video(mode="4k", sound=True), "15.0"),
    (video(mode="std", model=OMNI, sound=True, duration=10), "8.0"),
    (video(model=OMNI, sound=True), "5.0"),
    (video(model=OMNI), "4.0"),
    (video(media=FEATURE, mode="std"), "4.5"),
    (video(media=FEATURE), "6.0"),
    (video(media=FEATURE, mode="4k"), "15.0"),
    (video(model=O1, mode="std"), "3.0"),
    (video(model=O1), "4.0"),
    (video(model=O1, media=FEATURE), "6.0"),
    (video(model=V26, mode="std"), "1.5"),
    (video(model=V26), "2.5"),
    (video(model=V26, sound=True), "5.0"),
    (video(model=TURBO, mode="std"), "1.5"),
    (video(model=TURBO, duration=10), "5.0"),
    (story(3, 5), "6.4"),
    (picture(), "8"),
    (picture(count=3), "24"),
    (picture(resolution="4k", count=2), "32"),
    (picture(model="kling-image-o1"), "8"),
    (picture(model="kling-v2-1"), "4"),
    (picture(model="kling-v2-1", media=(image(),)), "8"),
    (series(series_amount=4, resolution="2k"), "32"),
    (series(), "32"),
]


@pytest.mark.parametrize(("kling_request", "units"), KNOWN)
def test_the_published_table(kling_request: Request, units: str) -> None:
    price = price_of(kling_request)
    assert price.amount is not None
    assert price.amount.value == Decimal(units)
    assert (price.updated, price.source) == (date(2026, 9, 20), "klingai.com")


@pytest.mark.parametrize(("kling_request", "units"), KNOWN)
def test_the_simulator_charges_what_was_quoted(kling_request: Request, units: str) -> None:
    kind = "image" if kling_request.operation.command == "image" else "video"
    assert price_of_body(kind, sent(kling_request).body) == Decimal(units)


def test_dollars_are_the_list_price() -> None:
    assert price_of(video()).usd == Decimal("0.56")
    assert price_of(picture()).usd == Decimal("0.028")


@pytest.mark.parametrize(
    ("kling_request", "key"),
    [
        (video(media=(clip(),)), "kling.price.per_clip_second"),
        (series(series_amount="auto"), "kling.price.per_picture"),
        (video(model="kling-v1-6"), "kling.price.none"),
        (element(), "kling.price.element"),
    ],
)
def test_what_nobody_knows_is_said_to_be_unknown(kling_request: Request, key: str) -> None:
    price = price_of(kling_request)
    assert (price.amount, price.free) == (None, False)
    assert key in {note.key for note in price.notes}


async def test_the_hook_gives_the_same() -> None:
    assert await hooks.quote(video()) == price_of(video())


def test_a_clip_range_is_told() -> None:
    note = next(n for n in price_of(video(media=(clip(),))).notes if n.key == "kling.price.per_clip_second")
    assert (note.values["low"], note.values["high"]) == (Decimal("3.6"), Decimal("18.0"))
