"""The words by which a message is recognised, as data that each provider brings along."""

from collections.abc import Mapping
from dataclasses import field

from mediawright.types.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """A provider's own words for the router, both languages mixed, matched without regard to case and width.

    `names` name the provider itself. `exclusive` are things only this provider has: naming one names the provider.
    `words` add trigger words to an intent of the router ("text_to_video", "quota", "export" …; see
    `core/mediawright/router/language/words.toml` for the core's own). Model names come from the models' labels and aliases.
    """

    names: tuple[str, ...] = ()
    exclusive: tuple[str, ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
