"""What Kling offers, as data: `models.toml` and `vocabulary.toml` read once into a `Provider`."""

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from mediawright.plugin import (
    AuthKind,
    Capability,
    Inputs,
    Limits,
    MediaKind,
    Message,
    Model,
    Operation,
    Per,
    PriceRule,
    Prices,
    Provider,
    Text,
    Timing,
    Vocabulary,
    table,
)
from mediawright_kling.auth.credential_sources import CREDENTIALS, SETTINGS
from mediawright_kling.auth.regions import REGIONS
from mediawright_kling.options import OPTIONS

NAME = "kling"
UNITS = "units"  # video packs; one unit is listed at 0.14 USD
IMAGE_UNITS = "image_units"  # image packs; one unit is listed at 0.0035 USD
KINDS = {"video": MediaKind.VIDEO, "image": MediaKind.IMAGE, "subject": MediaKind.IMAGE}
RESULT_LIFE_S = 30 * 86_400.0
INPUT_BYTES = 200 * 1024 * 1024


@cache
def describe_kling() -> Provider:
    """The whole provider; instant, no I/O beyond this package's own data files."""
    data = table(__file__, "models.toml")
    return Provider(
        name=NAME,
        title=Text("Kling AI", "可灵AI"),
        website="https://klingai.com",
        models=tuple(_model(entry, data) for entry in data["model"]),
        auth=(AuthKind.DEVICE, AuthKind.KEYS),
        credentials=CREDENTIALS,
        settings=SETTINGS,
        options=OPTIONS,
        vocabulary=_vocabulary(),
        limits=Limits(
            input_bytes=INPUT_BYTES,
            media_types=("image/jpeg", "image/png", "video/mp4", "video/quicktime"),
            result_life_s=RESULT_LIFE_S,
        ),
        hosts=tuple(sorted({host for region in REGIONS for host in region.hosts})),
        client_id=True,
        locale=str(Path(__file__).with_name("locale")),
    )


def model_names(kind: MediaKind) -> tuple[str, ...]:
    """The canonical names of a kind, the subject library left out."""
    return tuple(
        m.name for m in describe_kling().models if m.kind is kind and Operation.CREATE_ELEMENT not in m.operations
    )


def _vocabulary() -> Vocabulary:
    data = table(__file__, "vocabulary.toml")
    words = {intent: tuple(found) for intent, found in data["words"].items()}
    return Vocabulary(names=tuple(data["names"]), exclusive=tuple(data["exclusive"]), words=words)


def _model(entry: dict[str, Any], data: dict[str, Any]) -> Model:
    kind = entry["kind"]
    timing = data["timing"][kind]
    return Model(
        name=entry["name"],
        label=Text(**entry["label"]),
        kind=KINDS[kind],
        capabilities=tuple(_capability({**data["kind"][kind], **raw}) for raw in _capabilities(entry)),
        aliases=tuple(entry.get("aliases", ())),
        strict_aliases=True,
        prices=_prices(entry, data["prices"]),
        timing=Timing(typical_low=timing["low"], typical_high=timing["high"], source="docs/contracts/kling.md §17"),
        recommended_for=tuple(Operation(name) for name in entry.get("recommended_for", ())),
        note=Message(entry["note"], domain=NAME) if "note" in entry else None,
    )


def _capabilities(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """The entry's own list, or that of a model which only the provider's older pages name."""
    if "legacy_video" in entry:
        ratios = {"text_to_video": {"aspect_ratios": ["16:9", "9:16", "1:1"]}}
        pictures = {"image_to_video": {"images": [1, 2], "prompt_required": False}}
        return [{"operations": [op], **ratios.get(op, {}), **pictures.get(op, {})} for op in entry["legacy_video"]]
    if "legacy_image" in entry:
        images = {"edit_image": {"images": [1, 1]}}
        return [{"operations": [op], **images.get(op, {})} for op in entry["legacy_image"]]
    return list(entry["capability"])


def _capability(raw: dict[str, Any]) -> Capability:
    inputs = [_inputs(MediaKind.IMAGE, raw.get("images")), _inputs(MediaKind.VIDEO, raw.get("videos"))]
    return Capability(
        operations=tuple(Operation(name) for name in raw["operations"]),
        durations=_numbers(raw.get("durations", "")),
        aspect_ratios=tuple(raw.get("aspect_ratios", ())),
        resolutions=tuple(raw.get("resolutions", ())),
        modes=tuple(raw.get("modes", ())),
        sound=tuple(raw.get("sound", ())),
        counts=_numbers(raw.get("counts", "1")),
        inputs=tuple(one for one in inputs if one),
        subjects=raw.get("subjects", 0),
        multi_shot=raw.get("multi_shot", False),
        negative_prompt=raw.get("negative_prompt", False),
        watermark=raw.get("watermark", False),
        prompt_limit=raw.get("prompt_limit"),
        prompt_required=raw.get("prompt_required", True),
        defaults=raw.get("defaults", {}),
    )


def _inputs(kind: MediaKind, span: list[int] | None) -> Inputs | None:
    return Inputs(kind=kind, at_least=span[0], at_most=span[1]) if span else None


def _numbers(text: str) -> tuple[int, ...]:
    """ "3-5" → 3, 4, 5; "5,10" → 5, 10; "" → nothing."""
    if "-" in text:
        low, high = text.split("-")
        return tuple(range(int(low), int(high) + 1))
    return tuple(int(part) for part in text.split(",") if part)


def _prices(entry: dict[str, Any], common: dict[str, Any]) -> Prices | None:
    if "prices" not in entry:
        return None
    unit, per = (UNITS, Per.SECOND) if entry["kind"] == "video" else (IMAGE_UNITS, Per.ITEM)
    rules = tuple(_rule(dict(raw), unit, per) for raw in entry["prices"])
    usd = {unit: Decimal(common["usd"][unit])}
    return Prices(source=common["source"], updated=date.fromisoformat(common["updated"]), rules=rules, usd=usd)


def _rule(raw: dict[str, Any], unit: str, per: Per) -> PriceRule:
    return PriceRule(value=Decimal(raw.pop("value")), unit=unit, per=per, when=raw)
