"""A page as data: titles, rows, links and choices in no language yet. Every front end makes its own form from it."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Any

from mediawright.commands.action import Next
from mediawright.types.dataclass import dataclass
from mediawright.types.job import Asset
from mediawright.types.message import Message, Text

#: whatever can be put into words: a sentence by key, a name in both languages, or text that is the same in both
Words = Message | Text | str


class FrontEnd(StrEnum):
    """Where a block is shown; a block without one is shown everywhere."""

    CHAT = "chat"
    TERMINAL = "terminal"
    BOARD = "board"


class Tone(StrEnum):
    """How a line is meant. Only colour depends on it, never the words."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence or two."""

    text: Words
    tone: Tone = Tone.PLAIN
    only: FrontEnd | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled value. Several values are joined the way the language joins them, or with `join`."""

    label: Words
    value: Words | tuple[Words, ...]
    tone: Tone = Tone.PLAIN
    join: str | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """Facts, one per line, in the order given."""

    rows: tuple[Row, ...]
    only: FrontEnd | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An address alone on its line, so that it can be copied from any chat. `label` stands on the line before."""

    url: str
    label: Words | None = None
    only: FrontEnd | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A file that was made: its name in a chat, its path at a terminal. `number` counts several results from 1."""

    asset: Asset
    number: int | None = None
    only: FrontEnd | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """Text for machines, shown as it is, at a terminal only."""

    text: str
    only: FrontEnd = FrontEnd.TERMINAL


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to pick; `detail` is said after it."""

    label: Words
    detail: Words | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """Choices, numbered from 1, so that a person may answer with the number or the name."""

    items: tuple[Choice, ...]
    only: FrontEnd | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column. A chat line starts with the `lead` columns and leaves out the labels of `bare` ones, whose values speak
    for themselves. `right` aligns numbers; `wrap` lets long values take several lines at a terminal."""

    label: Words
    right: bool = False
    lead: bool = False
    bare: bool = False
    wrap: bool = False


@dataclass(frozen=True, slots=True)
class Meter:
    """A share as a bar: `used` of `total`, both at least 0. A chat shows the percentage."""

    used: float
    total: float

    @property
    def share(self) -> float:
        return min(1.0, max(0.0, self.used / self.total)) if self.total > 0 else 0.0


Cell = Words | Meter | None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under columns. A chat gets one line per row."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    only: FrontEnd | None = None


def without_empty(table: Table) -> Table:
    """The table without columns in which no row has anything."""
    kept = [at for at in range(len(table.columns)) if any(row[at] not in (None, "") for row in table.rows)]
    columns = tuple(table.columns[at] for at in kept)
    return Table(columns, tuple(tuple(row[at] for at in kept) for row in table.rows), table.only)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece on a track. Seconds; `volume` a fraction of 1."""

    name: str
    start: float
    end: float
    volume: float | None = None
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Track:
    """One track with its segments in order."""

    label: Words
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Tracks:
    """A timeline: a sentence per track in a chat, bars over time at a terminal."""

    tracks: tuple[Track, ...]
    only: FrontEnd | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of a page."""

    title: Words
    body: tuple["Block", ...]
    only: FrontEnd | None = None


Block = Line | Rows | Link | File | Code | Choices | Table | Tracks | Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a person is to see now.

    `name` is the page's stable word ("confirmation", "result" …), `body` its blocks in reading order, `close` the last
    sentence (what can be done). `data` is what `--json` carries; `next` the exact actions to go on, which a terminal
    shows last and a chat never.
    """

    name: str
    title: Words | None = None
    emoji: str = ""
    body: tuple[Block, ...] = ()
    close: Words | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    next: tuple[Next, ...] = ()

    def blocks(self, front_end: FrontEnd) -> tuple[Block, ...]:
        """The blocks that this front end shows."""
        return tuple(block for block in self.body if block.only in (None, front_end))
