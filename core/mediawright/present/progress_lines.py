"""Progress as lines: plain ones for a log, JSON ones for an agent, both at a rate that a person could read."""

import json
from typing import Any, TextIO

from mediawright.context.protocol import Clock
from mediawright.present.catalog import render
from mediawright.present.wait import Wait, spoken
from mediawright.types.job import Job, Progress
from mediawright.types.message import Lang, Message

#: seconds between two lines when nothing changed
JSON_EVERY = 2.0
PLAIN_EVERY = 30.0


class _Lines:
    """Lines at most every so often, but always when the stage changes."""

    def __init__(self, stream: TextIO, lang: Lang, clock: Clock, every: float) -> None:
        self._stream, self._lang, self._clock, self._every = stream, lang, clock, every
        self._wait = Wait(clock)
        self._last: float | None = None

    def start(self, job: Job, expected_s: tuple[float, float] | None = None) -> None:
        self._wait.start(job, expected_s)
        self._last = self._clock.monotonic()
        self._begun()

    def update(self, progress: Progress) -> None:
        if piece := spoken(progress):
            self._spoke(piece)
        changed = self._wait.see(progress)
        now = self._clock.monotonic()
        sentence = self._wait.sentence()
        if changed or sentence or self._last is None or now - self._last >= self._every:
            self._last = now
            self._looked(sentence)

    def _spoke(self, piece: str) -> None:
        self._write(piece)

    def _begun(self) -> None:
        raise NotImplementedError

    def _looked(self, sentence: Message | None) -> None:
        raise NotImplementedError

    def _write(self, line: str) -> None:
        self._stream.write(line + "\n")
        self._stream.flush()


class PlainLines(_Lines):
    """One sentence per line, for a log or a pipe."""

    def __init__(self, stream: TextIO, lang: Lang, clock: Clock) -> None:
        super().__init__(stream, lang, clock, PLAIN_EVERY)

    def _begun(self) -> None:
        self._write(render(self._wait.line, self._lang))

    def _looked(self, sentence: Message | None) -> None:
        self._write(render(sentence or self._wait.line, self._lang))

    def say(self, message: Message) -> None:
        self._write(render(message, self._lang))

    def done(self) -> None:
        return None


class JsonLines(_Lines):
    """One JSON object per line: `{event, job, state, stage, percent, elapsed_s, expected_s, message}`.

    `event` is "start", "progress", "say" or "done"; a talking provider's words come as `{event: "text", text}`.
    `message` is there on a "say", and every two minutes on a
    "progress": a sentence that can be passed on to the chat as it is. Keys and words never change with the language.
    """

    def __init__(self, stream: TextIO, lang: Lang, clock: Clock) -> None:
        super().__init__(stream, lang, clock, JSON_EVERY)
        self._open = False

    def _begun(self) -> None:
        self._open = True
        self._emit("start")

    def _looked(self, sentence: Message | None) -> None:
        self._emit("progress", sentence)

    def say(self, message: Message) -> None:
        self._emit("say", message)

    def _spoke(self, piece: str) -> None:
        self._write(json.dumps({"event": "text", "text": piece}, ensure_ascii=False))

    def done(self) -> None:
        if self._open:
            self._open = False
            self._emit("done")

    def _emit(self, event: str, message: Message | None = None) -> None:
        wait = self._wait
        line: dict[str, Any] = {"event": event}
        if wait.job is not None and wait.progress is not None:
            line |= {"job": wait.job.id, "state": wait.progress.state.value, "stage": wait.stage_word}
            line["percent"] = None if wait.percent is None else round(wait.percent, 1)
            line["elapsed_s"] = round(wait.elapsed, 1)
            line["expected_s"] = list(wait.expected) if wait.expected else None
        if message is not None:
            line["message"] = render(message, self._lang)
        self._write(json.dumps(line, ensure_ascii=False))
