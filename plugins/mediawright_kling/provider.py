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
    LookupGrade,
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
    Voice,
    table,
)
from mediawright_kling.auth.credential_sources import CREDENTIALS, SETTINGS
from mediawright_kling.auth.regions import REGIONS
from mediawright_kling.options import OPTIONS

NAME = "kling"
UNITS = "units"  # video packs; one unit is listed at 0.14 USD
IMAGE_UNITS = "image_units"  # image packs; one unit is listed at 0.0035 USD
KINDS = {
    "video": MediaKind.VIDEO,
    "image": MediaKind.IMAGE,
    "subject": MediaKind.IMAGE,
    "audio": MediaKind.AUDIO,
}
SOUND_TYPES = ("audio/mpeg", "audio/wav", "audio/mp4", "audio/aac")
SOURCES = {False: "docs/contracts/kling.md §17", True: "docs/contracts/kling-more.md §6"}
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
        models=tuple(_model(entry, data) for entry in (*data["model"], *table(__file__, "side/models.toml")["model"])),
        auth=(AuthKind.DEVICE, AuthKind.KEYS),
        credentials=CREDENTIALS,
        settings=SETTINGS,
        options=OPTIONS,
        voices=_voices(),
        vocabulary=_vocabulary(),
        limits=Limits(
            input_bytes=INPUT_BYTES,
            media_types=("image/jpeg", "image/png", "video/mp4", "video/quicktime", *SOUND_TYPES),
            result_life_s=RESULT_LIFE_S,
        ),
        hosts=tuple(sorted({host for region in REGIONS for host in region.hosts})),
        client_id=True,
        picture_mark="<<<image_{n}>>>",
        subject_mark="<<<element_{n}>>>",
        locale=str(Path(__file__).with_name("locale")),
    )


def _voices() -> tuple[Voice, ...]:
    """Who speaks: "languages|Chinese name|English name", the id where it has no name."""
    found = []
    for name, row in table(__file__, "side/voices.toml")["voices"].items():
        languages, chinese, english = str(row).split("|")
        label = Text(english or name, chinese or english or name)
        found.append(Voice(name=name, label=label, languages=tuple(languages.split())))
    return tuple(found)


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
    timing = entry.get("timing") or data["timing"][kind]
    common = {} if "timing" in entry else data["kind"][kind]
    return Model(
        name=entry["name"],
        label=Text(**entry["label"]),
        kind=KINDS[kind],
        capabilities=tuple(_capability({**common, **raw}) for raw in _capabilities(entry)),
        aliases=tuple(entry.get("aliases", ())),
        strict_aliases=True,
        prices=_prices(entry, data["prices"]),
        timing=Timing(typical_low=timing["low"], typical_high=timing["high"], source=SOURCES["timing" in entry]),
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
    kinds = {"images": MediaKind.IMAGE, "videos": MediaKind.VIDEO, "audios": MediaKind.AUDIO}
    inputs = [_inputs(kind, raw.get(name)) for name, kind in kinds.items()]
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
        voice=raw.get("voice", False),
        languages=tuple(raw.get("languages", ())),
        prompt_limit=raw.get("prompt_limit"),
        prompt_required=raw.get("prompt_required", True),
        defaults=raw.get("defaults", {}),
        lookup=LookupGrade(raw["lookup"]) if "lookup" in raw else None,
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
    unit, per = entry.get("unit", unit), Per(entry.get("per", per))
    rules = tuple(_rule(dict(raw), unit, per) for raw in entry["prices"])
    usd = {unit: Decimal(common["usd"][unit])}
    return Prices(source=common["source"], updated=date.fromisoformat(common["updated"]), rules=rules, usd=usd)


def _rule(raw: dict[str, Any], unit: str, per: Per) -> PriceRule:
    return PriceRule(value=Decimal(raw.pop("value")), unit=unit, per=per, when=raw)
