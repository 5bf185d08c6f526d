"""What a wire body costs, from the published table (docs/contracts/kling.md §16)."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from mediawright.plugin import MediaKind
from mediawright_kling.provider import describe_kling
from mediawright_kling.simulator.sample_media import seconds_of


def price_of_body(kind: str, body: Mapping[str, Any]) -> Decimal:
    """Units of the kind's pack. A model without a published price, and an element, cost nothing here."""
    if kind == "element":
        return Decimal(0)
    model = describe_kling().model(str(body.get("model_name")), MediaKind(kind))
    rules = model.prices.rules if model and model.prices else ()
    facts = _facts(kind, body)
    rule = next((r for r in rules if all(facts.get(name) == value for name, value in r.when.items())), None)
    return rule.value * quantity(kind, body) if rule else Decimal(0)


def _facts(kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "mode": body.get("mode", "std"),
        "sound": body.get("sound") == "on",
        "has_video": bool(body.get("video_list")),
        "has_image": bool(body.get("image") or body.get("image_list")),
        "resolution": body.get("resolution", "1k"),
    }


def quantity(kind: str, body: Mapping[str, Any]) -> Decimal:
    """Seconds of output, or pictures."""
    return Decimal(pictures(body)) if kind == "image" else Decimal(output_seconds(body).quantize(1, ROUND_HALF_UP))


def pictures(body: Mapping[str, Any]) -> int:
    """How many pictures a body makes; "auto" decides on four here."""
    if body.get("result_type") == "series":
        amount = body.get("series_amount", 4)
        return 4 if amount == "auto" else int(amount)
    return int(body.get("n", 1))


def output_seconds(body: Mapping[str, Any]) -> Decimal:
    """The asked length; an edit is as long as its clip."""
    clips = body.get("video_list") or []
    if clips and clips[0].get("refer_type", "base") == "base":
        return Decimal(str(seconds_of(clips[0]["video_url"]) or 5))
    return Decimal(int(body.get("duration", 5)))
