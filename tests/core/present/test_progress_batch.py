"""Progress of many: one line, thinned out."""

import io
import json
from typing import Any

import pytest

from mediawright.present.progress_batch import BatchProgress
from mediawright.testing.fakes import FakeClock

GOING = {"done": 1, "failed": 0, "at_work": 2, "to_come": 3}
OVER = {"done": 5, "failed": 1, "at_work": 0, "to_come": 0}


def observer(kind: Any) -> tuple[BatchProgress, io.StringIO]:
    stream = io.StringIO()
    return BatchProgress.of(kind, stream, "en", FakeClock(), {}), stream


@pytest.mark.parametrize("kind", ["auto", "plain", "json"])
def test_lines_come_now_and_then_and_at_the_end(kind: str) -> None:
    progress, stream = observer(kind)
    for _ in range(5):
        progress.update(GOING)
    progress.update({**GOING, "done": 2})
    assert stream.getvalue().count("\n") == 1
    progress.update(OVER)
    assert stream.getvalue().count("\n") == 2


def test_the_words_say_how_many() -> None:
    progress, stream = observer("plain")
    progress.update(GOING)
    assert stream.getvalue() == "1 of 6 done, 2 under way, 3 to come, 0 failed\n"


def test_json_lines_are_counts() -> None:
    progress, stream = observer("json")
    progress.update(OVER)
    assert json.loads(stream.getvalue()) == {"event": "batch", **OVER}


def test_a_terminal_keeps_one_line_and_is_left_clean() -> None:
    progress, stream = observer("bar")
    progress.update(GOING)
    progress.done()
    assert "\n" not in stream.getvalue()
    assert stream.getvalue().endswith("\r\x1b[K")


def test_none_is_nothing() -> None:
    progress, stream = observer("none")
    progress.update(OVER)
    progress.done()
    assert stream.getvalue() == ""
