"""A provider that does not exist, and a person's fox."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from mediawright.types.capability import Capability
from mediawright.types.job import Asset, Job, Task
from mediawright.types.message import Text
from mediawright.types.money import Amount, Per, Price, PriceRule, Prices, Quote
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.provider import Model, Provider
from mediawright.types.request import Media, Request, Role
from mediawright.types.states import State

ACME = Text("Acme", "艾克米")
AT = datetime(2026, 9, 20, 14, 30, tzinfo=UTC)
LATER = datetime(2027, 3, 1, tzinfo=UTC)
DAY = date(2026, 9, 20)
LOCAL = Text("Local preview", "本机预览")

_CLIP = Capability(
    operations=(Operation.TEXT_TO_VIDEO, Operation.IMAGE_TO_VIDEO),
    durations=(5, 10, 15),
    aspect_ratios=("16:9", "9:16", "1:1", "4:3", "3:4"),
    resolutions=("720p", "1080p", "4k"),
)
_PRICES = Prices(
    source="acme.example", updated=DAY, rules=(PriceRule(value=Decimal(18), unit="credits", per=Per.SECOND),)
)

MODEL = Model(
    name="acme-2",
    label=Text("Acme 2.0", "艾克米 2.0"),
    kind=MediaKind.VIDEO,
    capabilities=(_CLIP,),
    prices=_PRICES,
    recommended_for=(Operation.IMAGE_TO_VIDEO,),
)
OTHER = Model(
    name="acme-2-fast", label=Text("Acme 2.0 Fast", "艾克米 2.0 快速版"), kind=MediaKind.VIDEO, capabilities=(_CLIP,)
)
PROVIDER = Provider(name="acme", title=ACME, models=(MODEL, OTHER))


def credits(value: str | int) -> Amount:
    """A sum in the provider's unit."""
    return Amount(Decimal(value), "credits")


def price(value: int, **more: Any) -> Price:
    """A price from the provider's table."""
    return Price(amount=credits(value), source="acme.example", updated=DAY, **more)


def quote(of: Price | None = None) -> Quote:
    """A quote with 1,000 credits on the account."""
    return Quote(
        id="Q7F3K2",
        request_hash="0" * 64,
        provider="acme",
        price=of or price(90),
        created_at=AT,
        expires_at=LATER,
        balance=credits(1000),
    )


def request(**changes: Any) -> Request:
    """A photo brought to life, in portrait."""
    photo = Media(kind=MediaKind.IMAGE, role=Role.FIRST_FRAME, source="photos/小狐狸.jpg")
    end = Media(
        kind=MediaKind.IMAGE, role=Role.END_FRAME, source="https://acme.example/in/end.png?sign=not-a-real-secret"
    )
    plain: dict[str, Any] = {
        "operation": Operation.IMAGE_TO_VIDEO,
        "prompt": "A fox trots through the snow",
        "media": (photo, end),
        "duration": 5,
        "aspect_ratio": "9:16",
        "resolution": "720p",
        "sound": True,
        "model": "acme-2",
    }
    return Request(**{**plain, **changes})


def asset(name: str = "fox.mp4") -> Asset:
    """A clip that was measured."""
    return Asset(
        path=f"/home/mia/videos/{name}",
        kind=MediaKind.VIDEO,
        media_type="video/mp4",
        size=6_214_000,
        sha256="0" * 64,
        width=720,
        height=1280,
        duration=5.04,
    )


def job(state: State, **more: Any) -> Job:
    """The job of that request."""
    plain: dict[str, Any] = {
        "id": "7f3k2a9c-4d1e-4c55-9a0b-2f6c8d9e0a11",
        "request": request(),
        "request_hash": "0" * 64,
        "provider": "acme",
        "state": state,
        "created_at": AT,
        "updated_at": AT,
        "quote": quote(),
        "task": Task(provider="acme", id="867283741759111202"),
    }
    return Job(**{**plain, **more})
