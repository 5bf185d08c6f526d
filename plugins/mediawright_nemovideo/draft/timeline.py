"""The timeline in words (docs/contracts/nemovideo.md §7.3) and as bars for a picture of it. Pure."""

from collections.abc import Sequence
from typing import Any

from mediawright.plugin import Message, Text
from mediawright_nemovideo.draft.state import AUDIO, TITLE, VIDEO, Segment, Track
from mediawright_nemovideo.messages import say
from mediawright_nemovideo.settings import Bounds

LABELS = {
    VIDEO: Text("Video", "视频"),
    AUDIO: Text("BGM", "背景音乐"),
    TITLE: Text("Title", "标题"),
}


def label(kind: int | None) -> Text:
    """What a track type is called."""
    number = "?" if kind is None else kind
    return LABELS.get(kind if kind is not None else -1) or Text(f"Track type {number}", f"轨道类型 {number}")


def in_words(tracks: Sequence[Track]) -> Message:
    """ "Timeline (2 tracks): 1. Video: fox at dawn (0-5s) 2. …", empty tracks left out."""
    full = [track for track in tracks if track.segments]
    if not full:
        return say("timeline.empty")
    parts = [
        say("timeline.track", number=str(n), label=label(t.type), segments=_segments(t)) for n, t in enumerate(full, 1)
    ]
    return say("timeline.tracks", n=len(full), tracks=chain(parts, "timeline.two"))


def bars(tracks: Sequence[Track]) -> list[dict[str, Any]]:
    """The picture as data: per track its `type`, `label` and `segments` of name, start_ms, end_ms, volume (1 is full, None
    where it is not said); `quoted` marks words that are read on screen. Empty tracks are left out."""
    return [
        {
            "type": track.type,
            "label": label(track.type),
            "segments": [
                {
                    "name": segment.name or say("timeline.clip"),
                    "start_ms": round(segment.start),
                    "end_ms": round(segment.end),
                    "volume": segment.volume,
                    "quoted": track.type == TITLE,
                }
                for segment in track.segments
            ],
        }
        for track in tracks
        if track.segments
    ]


def seconds(milliseconds: float) -> str:
    """Seconds with at most one decimal and no trailing ".0"."""
    return f"{milliseconds / 1000:.1f}".removesuffix(".0")


def named(name: str, kind: int | None) -> Message | str:
    """A segment's name as it stands in a sentence; a title is quoted."""
    if not name:
        return say("timeline.clip")
    return say("timeline.quoted", text=name) if kind == TITLE else name


def chain(parts: Sequence[Message], key: str) -> Message:
    """Sentences in a row: nested pairs, because a sentence holds a fixed number of values."""
    joined = parts[-1]
    for part in reversed(parts[:-1]):
        joined = say(key, first=part, rest=joined)
    return joined


def _segments(track: Track) -> Message:
    most = Bounds().timeline_segments
    shown = track.segments if len(track.segments) <= most else track.segments[: most - 1]
    parts = [_segment(segment, track.type) for segment in shown]
    if hidden := len(track.segments) - len(shown):
        parts.append(say("timeline.more", count=str(hidden)))
    return chain(parts, "timeline.listed")


def _segment(segment: Segment, kind: int | None) -> Message:
    values = {"name": named(segment.name, kind), "start": seconds(segment.start), "end": seconds(segment.end)}
    if segment.volume is None:
        return say("timeline.segment", **values)
    return say("timeline.segment_volume", **values, volume=f"{segment.volume:.0%}")
