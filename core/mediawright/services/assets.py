"""The asset library: every result and every input once, by its content, with what it was made from and with its tags."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediawright.ledger.assets import FILE, SHORT, AssetUse, Sought
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import InvalidRequest, MediawrightError, NotFound
from mediawright.types.job import Job
from mediawright.types.message import Message, Problem
from mediawright.types.operations import MediaKind

if TYPE_CHECKING:
    from mediawright.services.studio import Studio

#: what an asset is called by where a file is asked for
PREFIX = "asset:"
#: flags that name files, and so take an asset by its short name
FILE_FIELDS = (
    "image",
    "first_frame",
    "end_frame",
    "image_tail",
    "frontal_image",
    "refer_images",
    "mask",
    "video",
    "audio",
)
_HASH = re.compile(r"[0-9a-fA-F]{6,64}")
#: files that are shown at once
PAGE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetEntry:
    """A file with its story. `path` is where a copy lies, whether or not it is `there` now; `job` the one that made it, or
    used it last; `made` False: it was only ever given."""

    sha256: str
    kind: MediaKind
    path: str
    there: bool
    made: bool
    job: Job
    uses: tuple[AssetUse, ...] = ()
    tags: tuple[str, ...] = ()
    thread: str | None = None

    @property
    def short(self) -> str:
        return self.sha256[:SHORT]

    @property
    def day(self) -> datetime:
        return self.job.finished_at or self.job.created_at


class AssetLibrary:
    """What can be done with assets. One per studio."""

    def __init__(self, studio: "Studio") -> None:
        self._studio = studio

    def find(self, sought: Sought | None = None, *, limit: int = PAGE, offset: int = 0) -> list[AssetEntry]:
        """At most `limit` files, the one used last first."""
        if not self._studio.has_ledger:
            return []
        assets = self._studio.ledger.assets
        hashes = assets.find(sought, limit=limit, offset=offset)
        uses = assets.uses(hashes)
        return [found for sha256 in hashes if (found := self._entry(sha256, uses.get(sha256, []))) is not None]

    def get(self, name: str) -> AssetEntry:
        """The file of that short name, hash, or "JOB:2". Raises NotFound, InvalidRequest where several begin so."""
        bare = name.strip().removeprefix(PREFIX)
        hashes = self._starting(bare)
        if len(hashes) > 1:
            allowed = tuple(one[: SHORT * 2] for one in hashes)
            raise InvalidRequest(Problem("asset", Message("assets.several", {"name": bare[:40]}), allowed=allowed))
        if not hashes and (of_job := self._of_job(bare)) is not None:
            hashes = [of_job]
        found = self._entry(hashes[0], self._studio.ledger.assets.uses(hashes)[hashes[0]]) if hashes else None
        if found is None:
            raise NotFound(Problem("asset", Message("assets.no_such", {"name": bare[:40]})))
        return found

    def tag(self, name: str, add: Sequence[str], drop: Sequence[str] = ()) -> AssetEntry:
        """The file with more tags, or fewer; a result's tags are those of its job, as on the board. Raises NotFound."""
        entry = self.get(name)
        marked = entry.job.id if entry.made else f"{FILE}{entry.sha256}"
        self._studio.ledger.assets.tag(marked, add, drop)
        return self.get(entry.sha256)

    def path_of(self, source: str, field: str = "image") -> str:
        """The path of what is called "asset:NAME"; any other source as it is. Raises InvalidRequest where it is gone."""
        if not source.lower().startswith(PREFIX):
            return source
        try:
            entry = self.get(source[len(PREFIX) :])
        except NotFound as error:
            raise InvalidRequest(*(Problem(field, one.message) for one in error.problems)) from None
        if not entry.there:
            name = Path(entry.path).name
            raise InvalidRequest(Problem(field, Message("assets.gone", {"file": name})))
        return entry.path

    def resolved(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """The values of a command with paths in place of "asset:NAME". Raises InvalidRequest."""
        changed: dict[str, Any] = {}
        for field in FILE_FIELDS:
            value = values.get(field)
            listed = [value] if isinstance(value, str) else value if isinstance(value, (list, tuple)) else ()
            if any(PREFIX in str(item).lower() for item in listed):
                parts = [part for item in listed for part in str(item).split(",")]
                paths = [self.path_of(part.strip(), field) for part in parts]
                changed[field] = paths[0] if isinstance(value, str) and len(paths) == 1 else paths
        return {**values, **changed} if changed else values

    # --- parts

    def _starting(self, name: str) -> list[str]:
        if not _HASH.fullmatch(name) or not self._studio.has_ledger:
            return []
        return self._studio.ledger.assets.starting(name)

    def _of_job(self, name: str) -> str | None:
        """The file of a job, by its number there."""
        from mediawright.services.revising import numbered

        with suppress(MediawrightError):
            id, numbers = numbered(name)
            assets = self._studio.ledger.get(id).assets if self._studio.has_ledger else ()
            place = (numbers or (1,))[0] - 1
            if place < len(assets):
                return assets[place].sha256
        return None

    def _entry(self, sha256: str, uses: Sequence[AssetUse]) -> AssetEntry | None:
        if not uses:
            return None
        ledger = self._studio.ledger
        places = [(use, ledger.get(use.job_id)) for use in uses]
        paths = [_path(use, job) for use, job in places]
        use, job = places[0]
        there = next((path for path in paths if path and _is_file(path, self._studio)), None)
        made = use.used == "result"
        kind = job.assets[use.place].kind if made else job.request.media[use.place].kind
        results = [one.job_id for one in uses if one.used == "result"]
        return AssetEntry(
            sha256=sha256,
            kind=kind,
            path=there or paths[0] or "",
            there=there is not None,
            made=made,
            job=job,
            uses=tuple(uses),
            tags=ledger.assets.tags_of(sha256, results),
            thread=ledger.results.of(job.id).thread,
        )


def _path(use: AssetUse, job: Job) -> str:
    """Where the file of this use lay."""
    if use.used == "result":
        return job.assets[use.place].path if use.place < len(job.assets) else ""
    media = job.request.media[use.place : use.place + 1]
    return media[0].given.source if media else ""


def _is_file(path: str, studio: "Studio") -> bool:
    return studio.roots.holds(path)
