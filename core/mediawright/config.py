"""What the user decided once: `config.toml`, checked when read, written whole or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

LangChoice = Literal["auto", "en", "zh"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Defaults of every run. `provider` is the preferred one, `roots` are folders allowed beside the working directory,
    `providers` the settings of single providers (provider → setting → value)."""

    lang: LangChoice = "auto"
    provider: str | None = None
    output_dir: str | None = None
    roots: tuple[str, ...] = ()
    progress: Literal["auto", "on", "off"] = "auto"
    providers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
