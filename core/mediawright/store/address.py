"""The names of what is kept: `store:FLEET/JOB/SHA256/NAME`. Pure."""

import re

from mediawright.files.names import safe_stem
from mediawright.types.dataclass import dataclass

PREFIX = "store:"
#: in the place of the job, for what goes into requests
INPUTS = "inputs"
_ADDRESS = re.compile(r"store:([a-z][a-z0-9_]{0,39})/([A-Za-z0-9-]{1,64})/([0-9a-f]{64})/([^/\\\x00-\x1f]{1,200})")


@dataclass(frozen=True, slots=True)
class Key:
    """What is kept: whose, of which job (or `INPUTS`), the SHA-256 of its bytes, and what it is called."""

    fleet: str
    group: str
    sha256: str
    name: str

    @property
    def text(self) -> str:
        return f"{self.fleet}/{self.group}/{self.sha256}/{self.name}"

    @property
    def address(self) -> str:
        return PREFIX + self.text


def key_of(address: str) -> Key | None:
    """The key of an address; None for what is none, a name that leads elsewhere included."""
    found = _ADDRESS.fullmatch(address)
    return None if found is None or found[4] in (".", "..") else Key(found[1], found[2], found[3], found[4])


def stored_name(name: str) -> str:
    """A file's name as it can be kept anywhere, without the comma, which parts several inputs in one word."""
    stem, dot, ending = name.rpartition(".")
    plain = ending.isascii() and ending.isalnum() and len(ending) <= 8
    kept = f"{safe_stem(stem)}.{ending}" if dot and stem and plain else safe_stem(name)
    return kept.replace(",", "_")
