"""Credits of a request by the tables of docs/contracts/runway.md §5 to §7, rounded up to whole ones (W-R9)."""

from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal
from typing import Any

from mediawright import plugin as mw
from mediawright_runway import request_body, shapes
from mediawright_runway.provider import CREDIT, UPDATED
from mediawright_runway.shapes import ABOUT, AUTO, TABLE

Op = mw.Operation
#: credits per second on top of a clip, by how deep its format is
DEEP = ("hdr", "hlg", "sdr_rec709_10bit")
#: models whose result is as long as the clip that goes in
EDITED = ("aleph2", "act_two")


def price(request: mw.Request) -> mw.Price:
    """Return the most that a request may cost; without an amount where nobody published it."""
    about = ABOUT[str(request.model)]
    found = None if request.options.get("draft") or request.options.get("draftTaskId") else credits_of(request, about)
    if found is None:
        return mw.Price(amount=None, source=TABLE["source"], updated=UPDATED)
    unsure = "about" in about or (bool(request.videos) and "clip" not in about and request.model not in EDITED)
    value = max(found.to_integral_value(ROUND_CEILING), Decimal(about.get("least", 0)))
    known = {"source": TABLE["source"], "updated": UPDATED, "usd": value * CREDIT}
    return mw.Price(amount=mw.Amount(value, "credits"), about=unsure, **known)


def credits_of(request: mw.Request, about: Mapping[str, Any]) -> Decimal | None:
    if "per_characters" in about:
        return Decimal(len(request.prompt)) / Decimal(about["per_characters"])
    if "flat" in about:
        return Decimal(about["flat"])
    rate, clips = _rate(request, about), _clips(request, about)
    if rate is None or clips is None:
        return None
    pictures = Decimal(len(request.images)) * Decimal(about.get("picture", 0))
    if request.operation.result is mw.MediaKind.IMAGE:
        return rate * (request.count or 1) + pictures
    beside = clips + pictures + Decimal(about.get("plus", 0))
    return (rate + _surcharge(request)) * _seconds(request, about) + beside


def _rate(request: mw.Request, about: Mapping[str, Any]) -> Decimal | None:
    """Return credits per second or per picture; None for a size that has no price."""
    found = about.get("silent") if request.sound is False and "silent" in about else about.get("rate")
    quality = request.quality or about.get("quality")
    if isinstance(found, dict) and quality in found:
        found = found[quality]
    if isinstance(found, list):  # the dearer from 2560 pixels on
        found = found[size_of(request) not in ("", "1k")]
    if isinstance(found, dict):
        found = found.get(size_of(request))
    return None if found is None else Decimal(str(found))


def size_of(request: mw.Request) -> str:
    """Return the size that is made: the one asked for, else the default one of the table."""
    if request.resolution:
        return request.resolution
    path = shapes.path_of(request.operation, str(request.model))
    table = shapes.sizes(path, str(request.model))
    if request.aspect_ratio in table:
        return shapes.default_size(table[str(request.aspect_ratio)])
    able = request.operation in shapes.operations(str(request.model))
    tiers = shapes.capability(str(request.model), request.operation).resolutions if able else ()
    return next((name for name in ("720p", "1k") if name in tiers), tiers[0] if tiers else "")


def _seconds(request: mw.Request, about: Mapping[str, Any]) -> Decimal:
    """Return the seconds of output: of the clip that is edited, else those asked for; the longest for "auto"."""
    if request.model in EDITED:
        clip = request.of(mw.MediaKind.VIDEO, mw.Role.BASE, mw.Role.SOURCE, mw.Role.FEATURE)
        info = clip[-1].info if clip else None
        return Decimal(str(info.duration)) if info and info.duration else Decimal(30)
    asked = request_body.length(request)
    if asked == AUTO:
        return Decimal(about["seconds"][1])
    if asked is not None:
        return Decimal(asked)
    low, high = about.get("seconds", (8, 8))
    return Decimal(5 if low <= 5 <= high and "seconds" in about else high)


def _clips(request: mw.Request, about: Mapping[str, Any]) -> Decimal | None:
    """Return the credits of clips that go in; the longest that are taken where one was never measured."""
    rate = about.get("clip")
    if rate is None or not request.videos:
        return Decimal(0)
    if isinstance(rate, dict):
        rate = rate.get(size_of(request))
        if rate is None:
            return None
    lengths = [media.info.duration if media.info else None for media in request.videos]
    known = sum((Decimal(str(length)) for length in lengths if length), Decimal(0))
    return Decimal(str(rate)) * (known if all(lengths) else Decimal(about.get("clips_s", 10)))


def _surcharge(request: mw.Request) -> Decimal:
    wanted = str(request.options.get("outputFormat") or "")
    if wanted.startswith(DEEP):
        return Decimal(20)
    return Decimal(5) if wanted in ("prores", "png_sequence") else Decimal(0)
