"""What a request costs: tokens from frames for a clip, money per picture: docs/contracts/ark.md §11. Exact decimals."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from mediawright import plugin as mw
from mediawright_ark import request_body
from mediawright_ark.provider import AUTO, GROUPS, TABLE, TURNED, UPDATED

MILLION = 1_000_000


def unit_of(region: str) -> str:
    """The mainland bills in yuan, all others in dollars."""
    return "CNY" if region in ("", "cn") else "USD"


def tokens(area: int, seconds: int) -> int:
    """Return the tokens of a clip: 24 frames a second and one more, input and output together (A-R43)."""
    return area * (24 * seconds + 1) // 1024


def area_of(request: mw.Request) -> int:
    """Return the pixels of a frame; the largest of the resolution where the shape is left to the model."""
    name, shape = request.resolution or "720p", request.aspect_ratio or AUTO
    if shape == AUTO:
        return int(TABLE["largest"][name])
    if request.model == "seedance-2.5" and name == "480p" and TURNED.get(shape, shape) == "16:9":
        return 854 * 480
    wide, high = TABLE["pixels"][name][TURNED.get(shape, shape)]
    return int(wide * high)


def rate(request: mw.Request, unit: str) -> Decimal | None:
    """Return the money for a million tokens of a clip, or for one picture; None where nobody published it."""
    group = GROUPS[str(request.model)]
    if request.operation.result is mw.MediaKind.IMAGE:
        return _picture(request, group.get(unit.lower(), ()))
    bare, with_clip = group.get(unit.lower(), {}).get(request.resolution or "720p", ("", ""))
    found = with_clip if request.videos else bare
    return Decimal(found) if found and not request.options.get("draft_task") else None


def _picture(request: mw.Request, steps: Any) -> Decimal | None:
    wide, high = request_body.pixels(request)
    return next((Decimal(price) for most, price in steps if not most or wide * high <= most), None)


def price(request: mw.Request, region: str) -> mw.Price:
    """Return the most that a request may cost; without an amount where no price is known."""
    unit, group = unit_of(region), GROUPS[str(request.model)]
    found, notes = rate(request, unit), list(_notes(request))
    if found is None:
        return mw.Price(amount=None, source=TABLE["source"], updated=UPDATED, notes=tuple(notes))
    about = unit in group.get("about", ())
    if request.operation.result is mw.MediaKind.IMAGE:
        pictures = request_body.series(request) if request.operation is mw.Operation.IMAGE_SERIES else 1
        value = found * pictures + _inputs(request, group, unit)
    else:
        value = Decimal(tokens(area_of(request), _seconds(request, group))) * found / MILLION
        about = about or bool(request.videos) or bool(request.options.get("draft") or request.options.get("web_search"))
    amount = mw.Amount(value, unit)
    usd = value if unit == "USD" else None
    return mw.Price(amount=amount, source=TABLE["source"], updated=UPDATED, about=about, usd=usd, notes=tuple(notes))


def _inputs(request: mw.Request, group: Mapping[str, Any], unit: str) -> Decimal:
    paid = max(0, len(request.images) + 1 - group.get("input_from", 1))
    return Decimal(group.get("usd_input", "0")) * paid if unit == "USD" else Decimal(0)


def _seconds(request: mw.Request, group: Mapping[str, Any]) -> int:
    """Seconds out and in; the longest where the model chooses, or where a clip is a link that nobody measured."""
    out = group["seconds"][1] if request.duration is None else request.duration
    known = [media.info.duration if media.info else None for media in request.videos]
    lengths = [length for length in known if length]
    whole = group["inputs"]["seconds"] if len(lengths) < len(known) else -(-sum(lengths) // 1)
    return int(out + (whole if known else 0))


def _notes(request: mw.Request) -> list[mw.Message]:
    found = []
    if request.videos:
        found.append("clip_price")
    if request.operation.result is mw.MediaKind.VIDEO and request.duration is None and not _final(request):
        found.append("longest")
    if request.operation is mw.Operation.IMAGE_TO_VIDEO and request.aspect_ratio not in (None, AUTO):
        found.append("cropped")
    if request.operation.result is mw.MediaKind.IMAGE:
        found.append("no_record")
    if _final(request):
        found.append("final_price")
    return [mw.Message(f"ark.{name}", domain="ark") for name in found]


def _final(request: mw.Request) -> bool:
    return bool(request.options.get("draft_task"))


def charge(handle: Mapping[str, Any], count: str) -> mw.Amount | None:
    """Return what was billed: what the answer counted, at the rate that was kept when the task was made."""
    if not count.isdigit() or "rate" not in handle:
        return None
    value = Decimal(count) * Decimal(handle["rate"]) + Decimal(handle.get("beside", "0"))
    return mw.Amount(value, str(handle["unit"]))


def kept(request: mw.Request, region: str) -> dict[str, str]:
    """Return what `charge` needs later."""
    unit = unit_of(region)
    found = rate(request, unit)
    if found is None:
        return {}
    if request.operation.result is mw.MediaKind.IMAGE:
        beside = _inputs(request, GROUPS[str(request.model)], unit)
        return {"rate": str(found), "unit": unit, "beside": str(beside)}
    return {"rate": str(found / MILLION), "unit": unit}
