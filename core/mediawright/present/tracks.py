"""A timeline in words: one sentence that says what lies on which track, and when."""

from mediawright.present.catalog import render
from mediawright.present.page import Segment, Track, Tracks
from mediawright.types.message import Lang, Message

#: segments of a track that are named before the rest is counted
SHOWN = 3


def tracks_in_words(block: Tracks, lang: Lang) -> str:
    """ "Timeline (2 tracks): 1. Video: fox at dawn (0-5s) 2. …". Empty tracks are left out."""
    full = [track for track in block.tracks if track.segments]
    if not full:
        return render(Message("timeline.empty"), lang)
    parts = " ".join(f"{number}. {_track(track, lang)}" for number, track in enumerate(full, 1))
    return render(Message("timeline.tracks", {"n": len(full), "tracks": parts}), lang)


def _track(track: Track, lang: Lang) -> str:
    shown = track.segments if len(track.segments) <= SHOWN + 1 else track.segments[:SHOWN]
    names = ["".join((segment_name(item, lang), _when(item, lang))) for item in shown]
    if hidden := len(track.segments) - len(shown):
        names.append(render(Message("timeline.more", {"n": hidden}), lang))
    colon, comma = ("：", "、") if lang == "zh" else (": ", ", ")
    return f"{render(track.label, lang)}{colon}{comma.join(names)}"


def segment_name(segment: Segment, lang: Lang) -> str:
    """The segment's own name; what is read on screen stands in quotation marks."""
    name = render(segment.name, lang)
    if not segment.quoted:
        return name
    return f"“{name}”" if lang == "zh" else f'"{name}"'


def _when(segment: Segment, lang: Lang) -> str:
    unit = "秒" if lang == "zh" else "s"
    words = f"{tenths(segment.start)}-{tenths(segment.end)}{unit}"
    if segment.volume is not None:
        words += f"{'，' if lang == 'zh' else ', '}{segment.volume:.0%}"
    return f"（{words}）" if lang == "zh" else f" ({words})"


def tenths(seconds: float) -> str:
    """Seconds with at most one decimal."""
    return f"{seconds:.1f}".removesuffix(".0")
