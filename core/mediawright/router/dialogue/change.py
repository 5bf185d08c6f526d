"""What a turn changes of a request's settings."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Change:
    """Settings that a turn changes; `spans` are the characters of the message that say so."""

    params: dict[str, Any] = field(default_factory=dict)
    drop: list[str] = field(default_factory=list)
    provider: str | None = None
    spans: list[tuple[int, int]] = field(default_factory=list)
    refused: bool = False  # a shape was named as the one not wanted

    @property
    def any(self) -> bool:
        """Whether anything is changed."""
        return bool(self.params or self.drop or self.provider)
