"""What changed between two snapshots, in words (docs/contracts/nemovideo.md §7.4). Pure."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from mediawright.plugin import Message, dataclass
from mediawright_nemovideo.draft.state import Segment, Track, tracks_of
from mediawright_nemovideo.draft.timeline import chain, label, named, seconds
from mediawright_nemovideo.messages import say


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    MOVED = "moved"
    RESIZED = "resized"
    VOLUME = "volume"
    MEDIA = "media"  # a new clip that lies on no track yet
    UPLOADED = "uploaded"
    CANVAS = "canvas"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `old` and `new` are ready to be read: names, seconds, percent."""

    kind: Kind
    track: int | None = None
    name: str = ""
    old: str = ""
    new: str = ""

    @property
    def message(self) -> Message:
        values = {"label": label(self.track), "name": named(self.name, self.track)}
        if self.kind is Kind.RENAMED:
            values |= {"old": named(self.old, self.track), "new": named(self.new, self.track)}
        else:
            values |= {"old": self.old, "new": self.new}
        return say(f"change.{self.kind.value}", **values)

    def plain(self) -> dict[str, Any]:
        """For `--json`."""
        return {"kind": self.kind.value, "track": self.track, "name": self.name, "old": self.old, "new": self.new}


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Any change of the canonical form counts, also one that no rule can name."""
    return before.get("hash") != after.get("hash")


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """The changes by name; empty only where nothing changed."""
    if not changed(before, after):
        return ()
    found: list[Change] = []
    old, new = _by_type(tracks_of(before)), _by_type(tracks_of(after))
    for kind in sorted(set(old) | set(new), key=lambda k: (k is None, k or 0)):
        found += _segments(kind, old.get(kind, []), new.get(kind, []))
    if before.get("ratio") and after.get("ratio") and before["ratio"] != after["ratio"]:
        found.append(Change(Kind.CANVAS, old=str(before["ratio"]), new=str(after["ratio"])))
    if _more(before, after, "videos"):
        found.append(Change(Kind.UPLOADED))
    if not found and _more(before, after, "media"):
        found.append(Change(Kind.MEDIA))
    return tuple(found) or (Change(Kind.OTHER),)


def in_words(changes: Sequence[Change]) -> Message:
    """All changes in one sentence."""
    return chain([change.message for change in changes], "timeline.two")


def _more(before: Mapping[str, Any], after: Mapping[str, Any], key: str) -> bool:
    return bool(set(after.get(key, ())) - set(before.get(key, ())))


def _by_type(tracks: Sequence[Track]) -> dict[int | None, list[Segment]]:
    """Segments per track type, each under an id that is unique inside the type."""
    found: dict[int | None, list[Segment]] = {}
    for track in tracks:
        found.setdefault(track.type, []).extend(track.segments)
    return found


def _segments(kind: int | None, before: Sequence[Segment], after: Sequence[Segment]) -> list[Change]:
    old, new = _keyed(before), _keyed(after)
    found: list[Change] = []
    for key, segment in new.items():
        if key not in old:
            found.append(Change(Kind.ADDED, kind, segment.name, new=_span(segment)))
        elif segment != old[key]:
            found += _fields(kind, old[key], segment)
    found += [
        Change(Kind.REMOVED, kind, segment.name, old=_span(segment)) for key, segment in old.items() if key not in new
    ]
    return found


def _keyed(segments: Sequence[Segment]) -> dict[tuple[str, int], Segment]:
    seen: dict[str, int] = {}
    keyed = {}
    for segment in segments:
        seen[segment.id] = seen.get(segment.id, -1) + 1
        keyed[segment.id, seen[segment.id]] = segment
    return keyed


def _fields(kind: int | None, old: Segment, new: Segment) -> list[Change]:
    found = []
    if old.name != new.name:
        found.append(Change(Kind.RENAMED, kind, new.name, old.name, new.name))
    if old.start != new.start:
        found.append(Change(Kind.MOVED, kind, new.name, seconds(old.start), seconds(new.start)))
    if old.duration != new.duration:
        found.append(Change(Kind.RESIZED, kind, new.name, seconds(old.duration), seconds(new.duration)))
    if old.volume != new.volume:
        found.append(Change(Kind.VOLUME, kind, new.name, _percent(old.volume), _percent(new.volume)))
    return found


def _span(segment: Segment) -> str:
    return f"{seconds(segment.start)}-{seconds(segment.end)}"


def _percent(volume: float | None) -> str:
    return "–" if volume is None else f"{volume:.0%}"
