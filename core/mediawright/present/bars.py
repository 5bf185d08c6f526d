"""Bars made of blocks: a share of a whole, and a timeline's pieces over time."""

from collections.abc import Iterator

from rich.cells import cell_len, set_cell_size
from rich.text import Text as RichText

from mediawright.present.catalog import render
from mediawright.present.page import Meter, Segment, Track, Tracks
from mediawright.present.tracks import segment_name, tenths
from mediawright.types.message import Lang, Message

#: columns of a meter's bar
METER = 12
#: columns a track's label may take
LABEL = 14
_STYLES = ("black on cyan", "black on green", "black on yellow", "black on magenta")


def meter(value: Meter) -> str:
    """ "█████░░░░░░░ 38%"."""
    full = round(value.share * METER)
    return "█" * full + "░" * (METER - full) + f" {value.share:>4.0%}"


def draw_tracks(block: Tracks, lang: Lang, width: int) -> Iterator[RichText]:
    """A bar per track over a shared time axis, with the names of the pieces below it."""
    full = [track for track in block.tracks if track.segments]
    if not full:
        yield RichText(render(Message("timeline.empty"), lang))
        return
    total = max(segment.end for track in full for segment in track.segments) or 1.0
    labels = [render(track.label, lang) for track in full]
    left = min(LABEL, max(map(cell_len, labels))) + 2
    room = max(20, width - left - 4)
    for at, (track, label) in enumerate(zip(full, labels, strict=True)):
        yield _bar(track, set_cell_size(label, left - 2) + "  ", room, total, at)
        for number, segment in enumerate(track.segments, 1):
            yield RichText(" " * left + f"{number} {_caption(segment, lang)}", style="dim")
    yield _axis(left, room, total, lang)


def _bar(track: Track, label: str, room: int, total: float, at: int) -> RichText:
    text = RichText(label)
    column = 0
    for number, segment in enumerate(track.segments, 1):
        start = max(column, round(segment.start / total * room))
        end = min(room, max(start + 1, round(segment.end / total * room)))
        text.append(" " * (start - column))
        text.append(_piece(number, end - start), style=_STYLES[at % len(_STYLES)])
        column = end
    return text


def _piece(number: int, columns: int) -> str:
    """A piece with its number, closed on both sides so that neighbours are told apart without colours."""
    mark = str(number)
    if columns < len(mark) + 2:
        return "█" * columns
    return "▐" + mark.center(columns - 2, "█") + "▌"


def _caption(segment: Segment, lang: Lang) -> str:
    unit = "秒" if lang == "zh" else "s"
    volume = "" if segment.volume is None else f"  {segment.volume:.0%}"
    return f"{segment_name(segment, lang)}  {tenths(segment.start)}-{tenths(segment.end)}{unit}{volume}"


def _axis(left: int, room: int, total: float, lang: Lang) -> RichText:
    unit = "秒" if lang == "zh" else "s"
    end = f"{tenths(total)}{unit}"
    return RichText(" " * left + "0" + " " * max(1, room - 1 - cell_len(end)) + end, style="dim")
