"""The session's state and its draft, read without trusting anything (docs/contracts/nemovideo.md §7). Pure.

The draft is opaque: it goes back to the export as it came (N-R18). Times in it are milliseconds, in `video_infos` seconds
(N-R26).
"""

import math
from collections.abc import Mapping
from dataclasses import field
from typing import Any
from urllib.parse import unquote, urlsplit

from mediawright.plugin import content_hash, dataclass

VIDEO, AUDIO, TITLE = 0, 1, 7


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece on a track. Milliseconds; `volume` 1 is full."""

    id: str
    name: str
    start: float
    duration: float
    volume: float | None = None

    @property
    def end(self) -> float:
        return self.start + self.duration


@dataclass(frozen=True, slots=True)
class Track:
    """`type`: 0 video, 1 sound, 7 title, other numbers exist; None where it is none at all."""

    type: int | None
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What the state endpoint said; every part may be missing on a new session."""

    draft: Any = None
    canvas: Mapping[str, Any] = field(default_factory=dict)
    videos: tuple[Mapping[str, Any], ...] = ()
    media: tuple[Mapping[str, Any], ...] = ()
    raw: Any = None

    @property
    def exportable(self) -> bool:
        """§7.2: a draft object with at least one track that is not empty (N-R18)."""
        return any(isinstance(sg, list) and sg for sg in (_get(track, "sg") for track in _tracks(self.draft)))

    @property
    def markup(self) -> bool:
        """The vendor's newer draft format, which this API cannot export."""
        return isinstance(self.draft, str) and self.draft.lstrip().startswith("<draft")

    @property
    def tracks(self) -> tuple[Track, ...]:
        return tuple(_track(track) for track in _tracks(self.draft))


def read_state(payload: Any) -> State:
    """The payload of the state endpoint, enveloped or bare."""
    outer = payload if isinstance(payload, dict) else {}
    inner = outer.get("state") if isinstance(outer.get("state"), dict) else outer
    assert isinstance(inner, dict)
    canvas = inner.get("canvas_config")
    return State(
        draft=inner.get("draft"),
        canvas=canvas if isinstance(canvas, dict) else {},
        videos=_objects(inner.get("video_infos")),
        media=_objects(inner.get("generated_media")),
        raw=inner,
    )


def snapshot(state: State) -> dict[str, Any]:
    """What is compared before and after a turn (§7.4), small and free of links: it is stored with the job (N-R10)."""
    canonical = {
        "draft": _unsigned(state.draft),
        "canvas": state.canvas,
        "videos": [_identity(item) for item in state.videos],
        "media": [_identity(item) for item in state.media],
    }
    tracks = [[t.type, [[s.id, s.name, s.start, s.duration, s.volume] for s in t.segments]] for t in state.tracks]
    short = content_hash
    return {
        "hash": short(canonical),
        "tracks": tracks,
        "ratio": str(state.canvas.get("ratio", "")),
        "videos": [short(item)[:12] for item in canonical["videos"]],
        "media": [short(item)[:12] for item in canonical["media"]],
    }


def tracks_of(snap: Mapping[str, Any]) -> tuple[Track, ...]:
    """The tracks out of a stored snapshot."""
    return tuple(Track(kind, tuple(Segment(*segment) for segment in segments)) for kind, segments in snap["tracks"])


def _get(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None


def _objects(value: Any) -> tuple[Mapping[str, Any], ...]:
    return tuple(item for item in value if isinstance(item, dict)) if isinstance(value, list) else ()


def _tracks(draft: Any) -> list[Any]:
    tracks = _get(draft, "t")
    return tracks if isinstance(tracks, list) else []


def _track(track: Any) -> Track:
    kind = _get(track, "tt")
    kind = kind if isinstance(kind, int) and not isinstance(kind, bool) else None
    segments = _get(track, "sg")
    found, elapsed = [], 0.0
    for number, raw in enumerate(_objects(segments)):
        segment = _segment(raw, number, kind, elapsed)
        elapsed += segment.duration
        found.append(segment)
    return Track(kind, tuple(found))


def _segment(raw: Mapping[str, Any], number: int, kind: int | None, elapsed: float) -> Segment:
    meta: Mapping[str, Any] = found if isinstance(found := raw.get("m"), dict) else {}
    start = next((value for key in ("st", "start", "s") if (value := _number(raw.get(key))) is not None), elapsed)
    volume = next((v for v in (_number(meta.get("volume")), _number(raw.get("volume"))) if v is not None), None)
    if volume is not None and volume > 1:
        volume /= 100  # values up to 1 are fractions, others percent
    identity = raw.get("id")
    return Segment(
        str(identity) if identity not in (None, "") else f"#{number}",
        _name(raw, meta, kind),
        start,
        max(0.0, _number(raw.get("d")) or 0.0),
        volume,
    )


def _name(raw: Mapping[str, Any], meta: Mapping[str, Any], kind: int | None) -> str:
    """§7.3: the first non-empty of these; "" where there is none (it is called a clip then)."""
    first = [meta.get("text")] if kind == TITLE else []
    words = [*first, meta.get("name"), meta.get("title"), raw.get("name"), raw.get("text")]
    found = next((item.strip() for item in words if isinstance(item, str) and item.strip()), "")
    return found or next((_file(item) for item in (meta.get("src"), raw.get("src"), raw.get("url")) if _file(item)), "")


def _file(link: Any) -> str:
    if not isinstance(link, str):
        return ""
    try:
        return unquote(urlsplit(link).path.rpartition("/")[2])
    except ValueError:
        return ""


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _identity(item: Mapping[str, Any]) -> str:
    found = next((item[key] for key in ("id", "hash", "cdn_url", "url", "filename") if item.get(key)), "")
    return str(_unsigned(str(found)))


def _unsigned(value: Any) -> Any:
    """The same value with the query cut from every link: a signature that changes by itself is no change."""
    if isinstance(value, str):
        return value.partition("?")[0] if value.startswith(("http://", "https://")) else value
    if isinstance(value, dict):
        return {key: _unsigned(item) for key, item in value.items()}
    return [_unsigned(item) for item in value] if isinstance(value, list) else value
