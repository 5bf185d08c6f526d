"""What the two kinds of stores have in common."""

from pathlib import Path
from typing import Protocol

from mediawright.store.address import Key


class Store(Protocol):
    """Keeps files under keys. Every method blocks and may raise LocalFault (refused, full) or Unreachable (no answer)."""

    def put(self, key: Key, source: Path) -> None:
        """Keep a file, whole or not at all. Bytes that are kept already are not written again."""

    def fetch(self, key: Key, target: Path) -> bool:
        """Write the file to `target`. False: it is not kept."""

    def link(self, key: Key) -> str | None:
        """A link that anyone can open for a while; None where there are none. Looks for nothing: it may lead nowhere."""
