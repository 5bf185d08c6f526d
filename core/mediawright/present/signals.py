"""What a terminal can show outside its text: the window title, the taskbar's progress, a bell."""

from collections.abc import Mapping
from typing import TextIO

#: a wait shorter than this needs no bell (seconds)
LONG = 60.0

_SAVE_TITLE, _RESTORE_TITLE = "\x1b[22;2t", "\x1b[23;2t"


class Signals:
    """Escape sequences for one stream; nothing at all where there is no stream or no support."""

    def __init__(self, stream: TextIO | None, environ: Mapping[str, str], *, bell: bool = False) -> None:
        self._stream = stream
        self._titles = stream is not None and has_titles(environ)
        self._taskbar = stream is not None and has_taskbar(environ)
        self._bell = bell
        self._shown = ""

    def start(self) -> None:
        """Keep the title as it was."""
        self._send(_SAVE_TITLE if self._titles else "")

    def show(self, title: str, percent: float | None) -> None:
        """The title and the progress; `percent` None: busy, nobody knows how far."""
        text = f"\x1b]2;{title}\x07" if self._titles else ""
        if self._taskbar:
            text += "\x1b]9;4;3\x07" if percent is None else f"\x1b]9;4;1;{percent:.0f}\x07"
        if text != self._shown:
            self._shown = text
            self._send(text)

    def done(self, waited_s: float) -> None:
        """Everything as it was; a bell after a long wait, if asked for."""
        text = "\x1b]9;4;0\x07" if self._taskbar else ""
        text += _RESTORE_TITLE if self._titles else ""
        self._send(text + ("\x07" if self._bell and waited_s >= LONG else ""))

    def _send(self, text: str) -> None:
        if text and self._stream is not None:
            self._stream.write(text)
            self._stream.flush()


def has_titles(environ: Mapping[str, str]) -> bool:
    """Terminals of the xterm family, which keep a stack of titles."""
    return environ.get("TERM", "").startswith(("xterm", "screen", "tmux", "rxvt", "alacritty", "foot", "wezterm"))


def has_taskbar(environ: Mapping[str, str]) -> bool:
    """OSC 9;4 (ConEmu's progress): Windows Terminal, ConEmu, Ghostty, VTE from 0.79, iTerm2 from 3.6.6. Elsewhere OSC 9
    may be a notification, so it is sent only where it is known."""
    if environ.get("TMUX") or environ.get("TERM", "").startswith(("screen", "tmux")):
        return False
    if environ.get("WT_SESSION") or environ.get("ConEmuANSI") == "ON" or environ.get("TERM_PROGRAM") == "ghostty":
        return True
    vte = environ.get("VTE_VERSION", "")
    if vte.isdecimal() and int(vte) >= 7900:
        return True
    return environ.get("TERM_PROGRAM") == "iTerm.app" and _version(environ.get("TERM_PROGRAM_VERSION", "")) >= (3, 6, 6)


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdecimal())
