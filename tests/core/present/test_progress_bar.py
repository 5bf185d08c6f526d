"""The live line."""

import io
import re

from devtools.gallery.samples import job

from mediawright.present.progress_bar import Bar
from mediawright.present.signals import Signals
from mediawright.testing.fakes import FakeClock
from mediawright.types.job import Progress
from mediawright.types.message import Message
from mediawright.types.states import State


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def a_bar(clock: FakeClock, **environ: str) -> tuple[Bar, Screen]:
    screen = Screen()
    given = {"TERM": "xterm-256color", "COLUMNS": "90", **environ}
    return Bar(screen, "zh", clock, given, Signals(screen, given), live=False), screen


def seen(screen: Screen) -> str:
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", screen.getvalue())


def test_stage_percent_and_both_times_are_on_the_line(fake_clock: FakeClock) -> None:
    bar, screen = a_bar(fake_clock)
    bar.start(job(State.SUBMITTED), (60, 300))
    fake_clock.advance(12)
    bar.update(Progress(state=State.RUNNING, percent=40))
    bar.refresh()
    bar.done()
    assert "生成中" in seen(screen)
    assert "40%" in seen(screen)
    assert "已过 12 秒，约需 1–5 分钟" in seen(screen)


def test_no_percent_is_made_up(fake_clock: FakeClock) -> None:
    bar, screen = a_bar(fake_clock)
    bar.start(job(State.RUNNING), (60, 300))
    fake_clock.advance(200)
    bar.update(Progress(state=State.RUNNING))
    bar.refresh()
    bar.done()
    assert "%" not in seen(screen)
    assert "已过 3 分 20 秒" in seen(screen)


def test_the_title_follows_and_goes_back(fake_clock: FakeClock) -> None:
    bar, screen = a_bar(fake_clock)
    bar.start(job(State.RUNNING))
    bar.update(Progress(state=State.RUNNING, percent=40))
    bar.done()
    assert "\x1b]2;40% 生成中\x07" in screen.getvalue()
    assert screen.getvalue().rstrip().endswith("\x1b[23;2t")


def test_what_is_said_stays_on_the_screen(fake_clock: FakeClock) -> None:
    bar, screen = a_bar(fake_clock)
    bar.start(job(State.RUNNING))
    bar.say(Message("running.safe"))
    bar.done()
    assert "进度不会丢，好了发给你。" in seen(screen)
