"""Titles, the taskbar, the bell: only where they are understood."""

import io

import pytest

from mediawright.present.signals import Signals, has_taskbar, has_titles


@pytest.mark.parametrize(
    ("environ", "known"),
    [
        ({"WT_SESSION": "1"}, True),
        ({"ConEmuANSI": "ON"}, True),
        ({"TERM_PROGRAM": "ghostty"}, True),
        ({"VTE_VERSION": "7900"}, True),
        ({"VTE_VERSION": "7600"}, False),
        ({"TERM_PROGRAM": "iTerm.app", "TERM_PROGRAM_VERSION": "3.6.6"}, True),
        ({"TERM_PROGRAM": "iTerm.app", "TERM_PROGRAM_VERSION": "3.5.14"}, False),
        ({"TERM_PROGRAM": "ghostty", "TMUX": "/tmp/tmux"}, False),
        ({"TERM": "xterm-256color"}, False),
    ],
)
def test_progress_in_the_taskbar(environ: dict[str, str], known: bool) -> None:
    assert has_taskbar(environ) is known


@pytest.mark.parametrize(
    ("term", "known"), [("xterm-256color", True), ("tmux-256color", True), ("linux", False), ("", False)]
)
def test_titles(term: str, known: bool) -> None:
    assert has_titles({"TERM": term}) is known


def test_everything_is_put_back() -> None:
    stream = io.StringIO()
    signals = Signals(stream, {"TERM": "xterm", "WT_SESSION": "1"})
    signals.start()
    signals.show("40% Making it", 40)
    signals.show("40% Making it", 40)
    signals.show("Making it", None)
    signals.done(300)
    assert stream.getvalue() == (
        "\x1b[22;2t\x1b]2;40% Making it\x07\x1b]9;4;1;40\x07\x1b]2;Making it\x07\x1b]9;4;3\x07\x1b]9;4;0\x07\x1b[23;2t"
    )


@pytest.mark.parametrize(("bell", "waited", "rings"), [(True, 300, True), (True, 5, False), (False, 300, False)])
def test_a_bell_only_if_asked_and_after_a_long_wait(bell: bool, waited: float, rings: bool) -> None:
    stream = io.StringIO()
    Signals(stream, {}, bell=bell).done(waited)
    assert (stream.getvalue() == "\x07") is rings


def test_no_terminal_no_signals() -> None:
    signals = Signals(None, {"TERM": "xterm", "WT_SESSION": "1"}, bell=True)
    signals.start()
    signals.show("x", 1)
    signals.done(300)
