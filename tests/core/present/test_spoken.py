"""What a talking provider says is shown as it comes."""

import io
import json

from mediawright.present.progress_lines import JsonLines, PlainLines
from mediawright.testing.fakes import FakeClock
from mediawright.types.job import Progress
from mediawright.types.states import State

PIECE = Progress(state=State.RUNNING, stage="text", data={"text": "One clip \x1b[31mcoming."})


def test_plain_lines_print_the_piece_without_its_escapes(fake_clock: FakeClock) -> None:
    stream = io.StringIO()
    PlainLines(stream, "en", fake_clock).update(PIECE)
    assert stream.getvalue().splitlines()[0] == "One clip coming."


def test_json_lines_carry_it_as_an_event(fake_clock: FakeClock) -> None:
    stream = io.StringIO()
    JsonLines(stream, "en", fake_clock).update(PIECE)
    assert json.loads(stream.getvalue().splitlines()[0]) == {"event": "text", "text": "One clip coming."}
