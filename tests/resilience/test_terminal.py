"""An approval at a terminal is an answer to a question that stands there."""

import os
import pty
import select
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

from tests.resilience.chaos import ChaosHarness, Shell, kill

PATIENCE_S = 60.0


class Terminal:
    """The command line at a terminal of its own: typing and reading."""

    def __init__(self, shell: Shell, *words: str) -> None:
        self.master, inner = pty.openpty()
        self.seen = ""
        os.write(self.master, b"y\n")  # before the program has begun
        command = [sys.executable, "-m", "mediawright", *words]
        self.process = subprocess.Popen(
            command, cwd=shell.cwd, env=shell.env, stdin=inner, stdout=inner, stderr=inner, start_new_session=True
        )
        os.close(inner)

    def until(self, words: str) -> None:
        """Read until these words stand there, or the program ends."""
        end = time.monotonic() + PATIENCE_S
        while words not in self.seen and time.monotonic() < end:
            if not select.select([self.master], [], [], 0.2)[0]:
                continue
            with suppress(OSError):
                piece = os.read(self.master, 65536)
                if piece:
                    self.seen += piece.decode("utf-8", "replace")
                    continue
            return

    def type(self, words: str) -> None:
        os.write(self.master, words.encode())

    def end(self) -> int:
        self.until("\0")
        try:
            return self.process.wait(PATIENCE_S)
        finally:
            if self.process.poll() is None:
                kill(self.process)
            os.close(self.master)


def media_request(prompt: str) -> tuple[str, ...]:
    return ("video", "--provider", "kling", "--prompt", prompt, "--duration", "5", "--no-wait")


def test_a_y_typed_before_the_page_does_not_count(kling: ChaosHarness, tmp_path: Path) -> None:
    shell = kling.shell(tmp_path)
    screen = Terminal(shell, *media_request("a fox at a terminal"))
    screen.until("[y/N]")
    screen.type("\n")
    assert screen.end() == 5
    assert kling.charges("a fox at a terminal") == 0
    assert "nothing was sent or charged" in screen.seen.casefold()
    # a no takes the offer back: going on means being asked anew
    with closing(sqlite3.connect(shell.home / "mw" / "state" / "ledger.db")) as ledger:
        [(quote,)] = ledger.execute("SELECT id FROM quotes").fetchall()
    late = shell("confirm", quote, "--approve-cost", "99", "--no-wait", "--json")
    assert (late.code, late.json["status"]) == (2, "invalid_request")
    assert "taken back" in late.json["message"]
    assert kling.charges("a fox at a terminal") == 0


def test_an_interrupt_at_the_question_ends_at_once(kling: ChaosHarness, tmp_path: Path) -> None:
    screen = Terminal(kling.shell(tmp_path), *media_request("a fox that was left"))
    screen.until("[y/N]")
    screen.process.send_signal(signal.SIGINT)
    assert screen.process.wait(10) == 130
    assert screen.end() == 130
    assert "Stopped. Nothing was sent or charged." in screen.seen
    assert kling.charges("a fox that was left") == 0


def test_a_y_typed_at_the_question_counts(kling: ChaosHarness, tmp_path: Path) -> None:
    screen = Terminal(kling.shell(tmp_path), *media_request("another fox at a terminal"))
    screen.until("[y/N]")
    screen.type("y\n")
    assert screen.end() == 0
    assert kling.charges("another fox at a terminal") == 1
