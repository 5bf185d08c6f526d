"""The model tables as values: what each entry of `models.toml` can do, what it is called on the wire, what it costs."""

import re
from collections.abc import Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from mediawright.plugin import MediaKind, Operation, dataclass, table


class Kind(StrEnum):
    """ChatArt's own request types (docs/contracts/chatart.md §6, §8, §9)."""

    T2V = "t2v"
    I2V = "i2v"
    OMNI = "omni"
    EXTEND = "extend"
    REPLACE = "replace"
    TEXT2IMAGE = "text2image"
    IMAGE_EDIT = "image_edit"

    @property
    def is_image(self) -> bool:
        return self in (Kind.TEXT2IMAGE, Kind.IMAGE_EDIT)


SINGLE, FRAMES, OMNI = "single_image", "first_last_frames", "omni_reference"

#: one neutral operation may become one of several request types; which one is decided by the inputs (`shape.py`)
KINDS: dict[Operation, tuple[Kind, ...]] = {
    Operation.TEXT_TO_VIDEO: (Kind.T2V,),
    Operation.IMAGE_TO_VIDEO: (Kind.I2V, Kind.OMNI),
    Operation.REFERENCE_TO_VIDEO: (Kind.OMNI,),
    Operation.EXTEND_VIDEO: (Kind.EXTEND,),
    Operation.REPLACE_CHARACTER: (Kind.REPLACE,),
    Operation.TEXT_TO_IMAGE: (Kind.TEXT2IMAGE,),
    Operation.EDIT_IMAGE: (Kind.IMAGE_EDIT,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Replace:
    """A model's part in character replacement: credits = per_second × times[resolution] × whole seconds of the clip."""

    wire: str
    scopes: tuple[str, ...]
    per_second: Decimal
    times: Mapping[str, Decimal]

    def rate(self, resolution: str) -> Decimal:
        """Credits per second."""
        return self.per_second * self.times[resolution]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One model. A ratio tuple of None: the type is not offered; an empty one: it follows the input, none is sent.

    `price` is keyed by (resolution, seconds) for clips and by (resolution, quality or None) for pictures.
    """

    name: str
    wire: str
    media: MediaKind
    spellings: tuple[str, ...] = ()
    recommended: tuple[str, ...] = ()
    minutes: tuple[int, ...] = ()
    durations: tuple[int, ...] = ()
    resolutions: tuple[str, ...] = ()
    qualities: tuple[str, ...] = ()
    ratios: Mapping[Kind, tuple[str, ...]] = field(default_factory=dict)
    frames: tuple[str, ...] = ()
    extend: tuple[str, ...] = ()
    audio_in_omni: bool = False
    replace: Replace | None = None
    price: Mapping[tuple[str, int | str | None], Decimal] = field(default_factory=dict)

    def offers(self, kind: Kind) -> bool:
        if kind is Kind.EXTEND:
            return bool(self.extend)
        if kind is Kind.REPLACE:
            return self.replace is not None
        return kind in self.ratios

    def wire_name(self, kind: Kind) -> str:
        """The id that goes out as gpt_type and original_model (C-R11, C-R29)."""
        return self.replace.wire if kind is Kind.REPLACE and self.replace else self.wire


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything of `models.toml`."""

    entries: tuple[Entry, ...]
    scale: Mapping[str, int]
    definition: Mapping[str, int]
    source: str
    updated: date

    def able(self, *kinds: Kind) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if any(entry.offers(kind) for kind in kinds))

    def find(self, name: str, operation: Operation) -> Entry | None:
        """The entry that a spelling means for an operation; the same name may mean another model elsewhere (C-R11)."""
        asked = fold(name)
        wanted = KINDS.get(operation, ())
        for entry in self.able(*wanted):
            ids = tuple(entry.wire_name(kind) for kind in wanted)
            if asked in {fold(word) for word in (entry.name, *ids, *entry.spellings)}:
                return entry
        return None


def fold(name: str) -> str:
    """A spelling as it is compared: no case, any run of blanks as one."""
    return re.sub(r"\s+", " ", name).strip().casefold()


@cache
def catalogue() -> Catalogue:
    """The tables, read once from the package's own data."""
    raw = table(__file__, "models.toml")
    values = raw["image_values"]
    entries = (*(_video(row) for row in raw["model"]), *(_image(row) for row in raw["image"]))
    return Catalogue(entries, values["scale"], values["definition"], raw["source"], date.fromisoformat(raw["updated"]))


def _video(row: dict[str, Any]) -> Entry:
    ratios = {kind: tuple(row[kind]) for kind in (Kind.T2V, Kind.I2V, Kind.OMNI) if kind in row}
    return Entry(
        name=row["name"],
        wire=row.get("wire", ""),
        media=MediaKind.VIDEO,
        spellings=tuple(row.get("spellings", ())),
        recommended=tuple(row.get("recommended", ())),
        minutes=tuple(row["minutes"]),
        durations=tuple(row.get("durations", ())),
        resolutions=tuple(row.get("resolutions", ())),
        ratios=ratios,
        frames=tuple(row.get("frames", ())),
        extend=tuple(row.get("extend", ())),
        audio_in_omni=row.get("audio_in_omni", False),
        replace=_replace(row.get("replace")),
        price={
            (size, int(seconds)): Decimal(value)
            for size, row_ in row.get("price", {}).items()
            for seconds, value in row_.items()
        },
    )


def _replace(row: dict[str, Any] | None) -> Replace | None:
    if row is None:
        return None
    return Replace(
        wire=row["wire"],
        scopes=tuple(row["scopes"]),
        per_second=Decimal(row["per_second"]),
        times={size: Decimal(factor) for size, factor in row["times"].items()},
    )


def _image(row: dict[str, Any]) -> Entry:
    price: dict[tuple[str, int | str | None], Decimal] = {}
    for size, value in row["price"].items():
        by_quality = value if isinstance(value, dict) else {None: value}
        price |= {(size, quality): Decimal(credits) for quality, credits in by_quality.items()}
    return Entry(
        name=row["name"],
        wire=row["wire"],
        media=MediaKind.IMAGE,
        spellings=tuple(row.get("spellings", ())),
        recommended=("image",) if row.get("recommended") else (),
        resolutions=tuple(row["price"]),
        qualities=tuple(dict.fromkeys(quality for _, quality in price if isinstance(quality, str))),
        ratios=dict.fromkeys((Kind.TEXT2IMAGE, Kind.IMAGE_EDIT), tuple(row["ratios"])),
        price=price,
    )
