"""Progress of many jobs at once: one line that says how many are done, under way and still to come."""

import json
from collections.abc import Mapping
from typing import TextIO

from mediawright.context.protocol import Clock
from mediawright.present.catalog import render
from mediawright.present.progress import ProgressKind, is_terminal
from mediawright.types.dataclass import dataclass
from mediawright.types.message import Lang, Message

#: seconds between two lines where nobody sees them overwritten
EVERY = {"bar": 0.2, "plain": 15.0, "json": 2.0}


@dataclass(slots=True)
class BatchProgress:
    """Told as often as the caller likes; thins the lines out by itself."""

    stream: TextIO
    lang: Lang
    clock: Clock
    kind: ProgressKind
    _last: float | None = None
    _told: str = ""

    @classmethod
    def of(
        cls, kind: ProgressKind, stream: TextIO, lang: Lang, clock: Clock, environ: Mapping[str, str]
    ) -> "BatchProgress":
        """ "auto": one line that changes on a terminal, a line now and then elsewhere."""
        if kind == "auto":
            kind = "bar" if is_terminal(stream, environ) else "plain"
        return cls(stream, lang, clock, kind)

    def update(self, counts: Mapping[str, int]) -> None:
        """How many are `done`, `failed`, `at_work`, `to_come`."""
        now, over = self.clock.monotonic(), not (counts["at_work"] or counts["to_come"])
        if self.kind == "none" or not (over or self._last is None or now - self._last >= EVERY[self.kind]):
            return
        line = self._line(counts)
        if line != self._told:
            self._last, self._told = now, line
            self.stream.write(f"\r\x1b[K{line}" if self.kind == "bar" else f"{line}\n")
            self.stream.flush()

    def done(self) -> None:
        """Leave the terminal's line as it was."""
        if self.kind == "bar" and self._told:
            self.stream.write("\r\x1b[K")
            self.stream.flush()

    def _line(self, counts: Mapping[str, int]) -> str:
        if self.kind == "json":
            return json.dumps({"event": "batch", **counts})
        message = Message("batch.progress", {**counts, "total": sum(counts.values())})
        return render(message, self.lang)
