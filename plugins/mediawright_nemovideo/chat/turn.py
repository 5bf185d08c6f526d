"""One turn of the conversation as it comes in, and how it ended (docs/contracts/nemovideo.md §5.3, §5.4, §5.6). Pure.

Time is an argument: seconds on any scale that only grows.
"""

import re
from dataclasses import field
from enum import StrEnum

from mediawright.plugin import dataclass
from mediawright_nemovideo.chat.events import (
    Event,
    Heartbeat,
    Said,
    StateDelta,
    StreamError,
    ToolCall,
    ToolResult,
    Unknown,
)
from mediawright_nemovideo.settings import Clocks

#: backend noise where it follows a normal text or a tool result (§5.3)
NOISE = "encountered a temporary issue"


class How(StrEnum):
    """How the stream stopped."""

    CLOSED = "closed"
    CUT = "cut"  # reset, read error, or the silence limit
    STALLED = "stalled"
    TIMEOUT = "timeout"


class Ending(StrEnum):
    """The class of §5.6."""

    DONE = "done"
    SILENT = "silent"
    DETACHED = "detached"
    ERROR = "error"
    EMPTY = "empty"
    STALLED = "stalled"
    TIMEOUT = "timeout"


class Work(StrEnum):
    """What the agent is busy with, told by its tool's name (§5.3)."""

    VIDEO = "video"
    AUDIO = "audio"
    EDIT = "edit"
    ANALYSE = "analyse"
    OTHER = "other"


_WORK = (
    (Work.VIDEO, re.compile(r"generate_video|seedance|kling", re.I)),
    (Work.AUDIO, re.compile(r"music|suno|audio|voiceover", re.I)),
    (Work.EDIT, re.compile(r"edit|draft|multitrack", re.I)),
    (Work.ANALYSE, re.compile(r"understand|analy[sz]e", re.I)),
)


def work_of(tool: str) -> Work:
    """The kind of work behind a tool's name."""
    return next((work for work, pattern in _WORK if pattern.search(tool)), Work.OTHER)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words to show now."""

    text: str
    partial: bool


@dataclass(frozen=True, slots=True)
class Busy:
    work: Work


@dataclass(frozen=True, slots=True)
class RawReady:
    """The raw clip exists; the backend may still add music and a title (§5.9)."""


@dataclass(frozen=True, slots=True)
class StillWorking:
    elapsed: float


Sign = Piece | Busy | RawReady | StillWorking


@dataclass(slots=True)
class Turn:
    """Collects events. `feed` returns what is worth telling; `ending` classifies."""

    clocks: Clocks
    started: float
    texts: list[str] = field(default_factory=list)
    error: StreamError | None = None
    results: int = 0
    raw_ready: bool = False
    _partial: str = ""
    _pending: list[ToolCall] = field(default_factory=list)
    _news: float = 0.0
    _noted: float = 0.0

    def __post_init__(self) -> None:
        self._news = self._noted = self.started

    def feed(self, event: Event, at: float) -> tuple[Sign, ...]:
        """Take one event that arrived at `at`."""
        if isinstance(event, (Heartbeat, Unknown)):
            return self._beat(at)
        if isinstance(event, Said):
            return self._said(event, at)
        if isinstance(event, ToolCall):
            self._news = self._noted = at
            self._pending.append(event)
            return (Busy(work_of(event.name)),)
        if isinstance(event, ToolResult):
            self._news = self._noted = at
            self.results += 1
            self._settle(event)
            return self._raw() if work_of(event.name) is Work.VIDEO and not _refused(event) else ()
        if isinstance(event, StateDelta):
            return self._raw() if event.delta.get("generated_media") else ()
        self.error = self.error or event
        return ()

    def over(self, at: float) -> How | None:
        """Has a limit been reached (N-R12)?"""
        if at - self.started >= self.clocks.turn:
            return How.TIMEOUT
        return How.STALLED if at - self._news >= self.clocks.heartbeat_only else None

    def ending(self, how: How) -> Ending:
        """The class of §5.6 for a stream that stopped this way."""
        if self.error is not None:
            return Ending.ERROR
        if how is How.STALLED:
            return Ending.STALLED
        if how is How.TIMEOUT:
            return Ending.TIMEOUT
        if how is How.CUT or self._pending:
            return Ending.DETACHED
        if self.transcript:
            return Ending.DONE
        return Ending.SILENT if self.results else Ending.EMPTY

    @property
    def transcript(self) -> str:
        """All that the agent said, one text per line; partials count only where no whole text followed."""
        return "\n".join(part for part in (*self.texts, self._partial.strip()) if part)

    @property
    def pending(self) -> bool:
        return bool(self._pending)

    def _beat(self, at: float) -> tuple[Sign, ...]:
        if at - self._noted < self.clocks.note:
            return ()
        self._noted = at
        return (StillWorking(at - self.started),)

    def _said(self, said: Said, at: float) -> tuple[Sign, ...]:
        if not said.text.strip():
            return self._beat(at)
        if NOISE in said.text.lower():
            self._noise(said.text)
            return ()
        self._news = self._noted = at
        if said.partial:
            self._partial += said.text
        else:
            self._partial = ""
            self.texts.append(said.text.strip())
        self._forgive()
        return (Piece(said.text, said.partial),)

    def _noise(self, text: str) -> None:
        if not self.texts and not self._partial and not self.results:
            self.error = self.error or StreamError(text.strip(), "noise")

    def _forgive(self) -> None:
        # a normal text after the noise: the noise was noise
        if self.error is not None and self.error.code == "noise":
            self.error = None

    def _settle(self, result: ToolResult) -> None:
        """Match a result to its call: by id, else by name in order."""
        same = [call for call in self._pending if call.id is not None and call.id == result.id]
        same = same or [call for call in self._pending if call.name == result.name]
        if same:
            self._pending.remove(same[0])

    def _raw(self) -> tuple[Sign, ...]:
        if self.raw_ready:
            return ()
        self.raw_ready = True
        return (RawReady(),)


def _refused(result: ToolResult) -> bool:
    status = result.result.get("status") if isinstance(result.result, dict) else None
    return isinstance(status, str) and status.lower() in {"error", "failed", "failure"}
