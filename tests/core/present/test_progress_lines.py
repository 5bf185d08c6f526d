"""Progress as lines, at a rate a person could read."""

import io
import json
from typing import Any

from devtools.gallery.samples import job

from mediawright.present.progress_lines import JsonLines, PlainLines
from mediawright.testing.fakes import FakeClock
from mediawright.types.job import Progress
from mediawright.types.message import Message
from mediawright.types.states import State


def told(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_json_lines_are_two_seconds_apart_but_never_miss_a_stage(fake_clock: FakeClock) -> None:
    stream = io.StringIO()
    observer = JsonLines(stream, "en", fake_clock)
    observer.start(job(State.SUBMITTED), (60, 300))
    for _ in range(40):
        fake_clock.advance(0.5)
        observer.update(Progress(state=State.RUNNING, percent=20))
    observer.update(Progress(state=State.SUCCEEDED))
    observer.done()
    lines = told(stream)
    assert [line["event"] for line in lines] == ["start", *["progress"] * 11, "done"]
    assert [line["elapsed_s"] for line in lines[1:4]] == [0.5, 2.5, 4.5]
    assert lines[-2]["stage"] == "downloading"


def test_a_json_line_has_stable_keys(fake_clock: FakeClock) -> None:
    stream = io.StringIO()
    JsonLines(stream, "zh", fake_clock).start(job(State.SUBMITTED), (60, 300))
    assert told(stream) == [
        {
            "event": "start",
            "job": "7f3k2a9c-4d1e-4c55-9a0b-2f6c8d9e0a11",
            "state": "submitted",
            "stage": "queued",
            "percent": None,
            "elapsed_s": 0.0,
            "expected_s": [60, 300],
        }
    ]


def test_every_two_minutes_a_json_line_carries_words_for_the_chat(fake_clock: FakeClock) -> None:
    stream = io.StringIO()
    observer = JsonLines(stream, "zh", fake_clock)
    observer.start(job(State.RUNNING), (60, 300))
    for _ in range(30):
        fake_clock.advance(10)
        observer.update(Progress(state=State.RUNNING))
    messages = [line["message"] for line in told(stream) if "message" in line]
    assert messages == [
        "还在生成：已经过了 2 分钟，通常需要 1–5 分钟。",
        "还在生成：已经过了 4 分钟，通常需要 1–5 分钟。",
    ]


def test_something_said_is_passed_on_at_once(fake_clock: FakeClock) -> None:
    stream = io.StringIO()
    observer = JsonLines(stream, "en", fake_clock)
    observer.say(Message("running.safe"))
    assert told(stream) == [{"event": "say", "message": "Nothing is lost; I will send it when it is ready."}]


def test_plain_lines_come_every_half_minute_and_on_change(fake_clock: FakeClock) -> None:
    stream = io.StringIO()
    observer = PlainLines(stream, "en", fake_clock)
    observer.start(job(State.SUBMITTED), None)
    for _ in range(13):
        fake_clock.advance(5)
        observer.update(Progress(state=State.RUNNING, percent=41.7))
    observer.done()
    assert stream.getvalue().splitlines() == [
        "Waiting in line, 0 s so far",
        "Making it 42%, 5 s so far",
        "Making it 42%, 35 s so far",
        "Making it 42%, 1 min 5 s so far",
    ]
