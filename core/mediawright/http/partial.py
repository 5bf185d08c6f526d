"""What is known of a download that is not finished: a small file beside the `.part`, without the link's secret."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

from mediawright.http.redact import strip_query
from mediawright.os_errors import fresh_file, is_own
from mediawright.types.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Partial:
    """`safe` bytes of the `.part` are surely on disk (what lies beyond may be lost in a power cut). `link` has no query;
    `link_hash` (SHA-256 of the whole link) tells a fresh link of the same file from the old one."""

    link: str
    link_hash: str
    etag: str = ""
    last_modified: str = ""
    total: int | None = None
    safe: int = 0

    @classmethod
    def begin(cls, url: str, headers: Mapping[str, str], total: int | None) -> "Partial":
        return cls(
            link=strip_query(url),
            link_hash=hashlib.sha256(url.encode()).hexdigest(),
            etag=headers.get("etag", ""),
            last_modified=headers.get("last-modified", ""),
            total=total,
        )

    @property
    def validator(self) -> str:
        """What If-Range may carry: a strong ETag, else a date (RFC 9110 §13.1.5); empty: cannot be continued."""
        strong = self.etag and not self.etag.startswith("W/")
        return self.etag if strong else self.last_modified

    def is_whole_of(self, url: str) -> bool:
        """Is everything here already, and from the same place?"""
        return self.safe == self.total and self.link == strip_query(url)

    def reached(self, safe: int) -> "Partial":
        return replace(self, safe=safe)

    @staticmethod
    def beside(part: Path) -> Path:
        return part.with_name(part.name + ".json")

    @classmethod
    def load(cls, part: Path) -> "Partial | None":
        """None where there is none, or none that can be believed."""
        try:
            found = cls(**json.loads(cls.beside(part).read_text("utf-8")))
            there = part.lstat()
            whole = isinstance(found.safe, int) and 0 < found.safe <= there.st_size
            return found if whole and is_own(there) else None
        except (OSError, ValueError, TypeError):
            return None

    def save(self, part: Path) -> None:
        note = self.beside(part)
        fresh = note.with_name(note.name + "~")
        with os.fdopen(fresh_file(fresh), "w", encoding="utf-8") as file:
            json.dump(asdict(self), file)
        fresh.replace(note)

    @classmethod
    def forget(cls, part: Path) -> None:
        """Keep the bytes of the `.part`, but never go on from them."""
        cls.beside(part).unlink(missing_ok=True)

    @classmethod
    def remove(cls, part: Path) -> None:
        """Forget the `.part` and what is known of it."""
        part.unlink(missing_ok=True)
        cls.beside(part).unlink(missing_ok=True)
