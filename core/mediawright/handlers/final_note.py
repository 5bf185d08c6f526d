"""A provider's closing words for a job: what it said last, and the timeline as it left it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mediawright.present.page import Block, Line, Page, Segment, Track, Tracks, Words
from mediawright.types.codec import plain, restore
from mediawright.types.job import Job, Progress
from mediawright.types.message import Message, Text

if TYPE_CHECKING:
    from mediawright.ledger import Ledger

KIND = "closing"


def closed(page: Page, job: Job, ledger: "Ledger", fresh: Progress | None) -> Page:
    """The page with the closing words first, the tracks below them, and their data under `answer`.

    `fresh` is the verdict where this process saw it; else the ledger's copy, whose links have lost their queries.
    """
    note, data = (fresh.note, plain(fresh.data)) if fresh else _kept(job, ledger)
    if note is None and not data:
        return page
    first: list[Block] = [Line(note)] if note else []
    tracks = tracks_of(data.get("tracks", ()))
    if tracks:
        first.append(Tracks(tracks))
    return replace(page, body=(*first, *page.body), data={**page.data, "answer": data} if data else page.data)


def _kept(job: Job, ledger: "Ledger") -> tuple[Message | None, Mapping[str, Any]]:
    event = next((event for event in reversed(ledger.events(job.id)) if event.kind == KIND), None)
    if event is None:
        return None, {}
    note = event.data.get("note")
    return restore(Message, note) if note else None, event.data.get("data") or {}


def tracks_of(tracks: Any) -> tuple[Track, ...]:
    """A provider's tracks as data (label, segments of name, start_ms, end_ms, volume) in the form that pages draw."""
    return tuple(
        Track(label=_words(track["label"]), segments=tuple(map(_segment, track["segments"]))) for track in tracks
    )


def _words(label: Any) -> Words:
    return restore(Text, label) if isinstance(label, Mapping) else label


def _segment(piece: Mapping[str, Any]) -> Segment:
    return Segment(
        name=piece["name"],
        start=piece["start_ms"] / 1000,
        end=piece["end_ms"] / 1000,
        volume=piece.get("volume"),
        quoted=bool(piece.get("quoted")),
    )
