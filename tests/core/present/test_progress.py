"""Which view a stream gets."""

import io

import pytest
from devtools.gallery.samples import job

from mediawright.present.progress import ProgressKind, progress_observer
from mediawright.testing.fakes import FakeClock
from mediawright.types.job import Progress
from mediawright.types.message import Message
from mediawright.types.states import State


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("kind", "stream", "environ", "observer"),
    [
        ("auto", Screen(), {"TERM": "xterm"}, "Bar"),
        ("auto", Screen(), {"TERM": "dumb"}, "PlainLines"),
        ("auto", io.StringIO(), {}, "PlainLines"),
        ("plain", Screen(), {}, "PlainLines"),
        ("bar", io.StringIO(), {}, "Bar"),
        ("json", Screen(), {}, "JsonLines"),
        ("none", Screen(), {}, "NullObserver"),
    ],
)
def test_the_view_fits_the_stream(
    kind: ProgressKind, stream: io.StringIO, environ: dict[str, str], observer: str, fake_clock: FakeClock
) -> None:
    assert type(progress_observer(kind, stream, "en", fake_clock, environ)).__name__ == observer


@pytest.mark.parametrize("kind", ["plain", "json", "bar", "none"])
def test_a_view_may_be_closed_without_a_start_and_twice(kind: ProgressKind, fake_clock: FakeClock) -> None:
    stream = io.StringIO()
    observer = progress_observer(kind, stream, "en", fake_clock, {})
    observer.done()
    observer.done()
    assert stream.getvalue() == ""


def test_silence(fake_clock: FakeClock) -> None:
    stream = io.StringIO()
    observer = progress_observer("none", stream, "en", fake_clock, {})
    observer.start(job(State.RUNNING))
    observer.update(Progress(state=State.RUNNING))
    observer.say(Message("running.safe"))
    assert stream.getvalue() == ""
