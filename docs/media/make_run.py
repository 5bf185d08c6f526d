"""Makes `run.svg`, the picture in the README: a wish at a terminal, its price, a yes, the file.

Everything in it is what the program really printed, in a terminal of its own, against the Kling simulator on this machine.
Only what differs from run to run is put in place of itself: folders, numbers, seconds. Run it from the repository:
`python docs/media/make_run.py`.
"""

import html
import io
import os
import pty
import re
import select
import struct
import subprocess
import sys
import tempfile
import termios
from fcntl import ioctl
from itertools import groupby
from pathlib import Path

from PIL import Image
from rich.cells import cell_len
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

HERE = Path(__file__).parent
WISH = "用可灵把 photo.jpg 做成10秒竖屏视频"
COLUMNS = 62
PATIENCE_S = 60.0
KEYS = {"KLING_ACCESS_KEY_ID": "sim-access-key", "KLING_SECRET_ACCESS_KEY": "sim-not-a-secret"}
#: how wide one column is drawn by rich
COLUMN_PX = 12.2
#: dark with enough contrast on a light page as on a dark one
THEME = TerminalTheme(
    (22, 27, 34),
    (230, 237, 243),
    [(72, 79, 88), (255, 123, 114), (63, 185, 80), (210, 153, 34), (88, 166, 255), (188, 140, 255), (57, 197, 207),
     (177, 186, 196)],
)  # fmt: skip
#: what differs between runs → what stands for it
FIXED = (
    (re.compile(r"/\S*/film/"), "~/film/"),
    (re.compile(r"\b\d{18}\b"), "952900932549483355"),
    (
        re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
        "26a8ce70-0cb3-4173-b090-158deda46acc",
    ),
)
CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-LN-Za-ln-z]")


def main() -> None:
    """Write the picture beside this file."""
    with tempfile.TemporaryDirectory() as folder:
        film = Path(folder) / "film"
        film.mkdir()
        Image.new("RGB", (720, 1280), (90, 120, 160)).save(film / "photo.jpg")
        simulator = subprocess.Popen(
            [sys.executable, "-m", "mediawright", "simulate", "kling", "--port", "0", "--option", "time_scale=40"],
            env={**os.environ, "MEDIAWRIGHT_HOME": folder},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert simulator.stdout is not None
            said = run(film, around(Path(folder), simulator.stdout.readline().strip()))
        finally:
            simulator.terminate()
            simulator.wait()
    (HERE / "run.svg").write_text(drawn(said), encoding="utf-8")


def around(folder: Path, url: str) -> dict[str, str]:
    """The environment of the run: a home of its own, the simulator, signed in."""
    own = {"HOME": str(folder), "MEDIAWRIGHT_HOME": str(folder / "home"), "MEDIAWRIGHT_NO_KEYRING": "1"}
    speaks = {"LANG": "zh_CN.UTF-8", "TERM": "xterm-256color", "MEDIAWRIGHT_ALLOW_LOOPBACK": "1"}
    return {"PATH": os.environ["PATH"], **own, **speaks, **KEYS, "KLING_API_BASE": url, "KLING_BIND_BASE": url}


def run(cwd: Path, env: dict[str, str]) -> str:
    """What the terminal was sent, with a "y" typed at the question."""
    mine, theirs = pty.openpty()
    ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, COLUMNS, 0, 0))
    program = subprocess.Popen(
        [sys.executable, "-m", "mediawright", "do", WISH], cwd=cwd, env=env, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    said, answered = b"", False
    while select.select([mine], [], [], PATIENCE_S)[0]:
        try:
            piece = os.read(mine, 65536)
        except OSError:
            break  # the other end is closed: it is over
        said += piece
        if not answered and b"[y/N]" in said:
            os.write(mine, b"y\n")
            answered = True
    assert program.wait() == 0, said.decode()
    return said.decode()


def drawn(said: str) -> str:
    """The terminal as a picture."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text.assemble(("$ ", "bold green"), (f'mediawright do "{WISH}"', "bold")))
    for line in settled(said):
        console.print(Text.from_ansi(line), soft_wrap=True)
    svg = console.export_svg(title="mediawright", theme=THEME, unique_id="run")
    # pictures on a page may load nothing: the reader's own monospaced face is used
    svg = re.sub(r"\s*@font-face \{.*?\n    \}", "", svg, flags=re.DOTALL)
    svg = re.sub(
        r'<text class="(run-r\d+)" x="([\d.]+)" (y="[^"]+") textLength="[^"]+" ([^>]*)>([^<]*)</text>', in_columns, svg
    )
    return svg.replace("font-family: Fira Code, monospace", "font-family: ui-monospace, Menlo, Consolas, monospace")


def in_columns(found: re.Match[str]) -> str:
    """A run of text with each script in its own columns: what writes the picture counts a wide sign as one."""
    style, at, where, clip, content = found.groups()
    x, pieces = float(at), []
    for _, signs in groupby(html.unescape(content), key=lambda sign: cell_len(sign) == 2):
        run = "".join(signs)
        length = cell_len(run) * COLUMN_PX
        text = html.escape(run).replace(" ", "&#160;").replace("\xa0", "&#160;")
        stretch = 'lengthAdjust="spacingAndGlyphs"'
        pieces.append(f'<text class="{style}" x="{x:g}" {where} textLength="{length:g}" {stretch} {clip}>{text}</text>')
        x += length
    return "".join(pieces)


def settled(said: str) -> list[str]:
    """The lines as they stood at the end, with one look at the progress."""
    before, _, after = said.partition("[y/N]")
    asked = before.replace("\r\n", "\n").split("\n")
    waited = [still(piece) for piece in re.split(r"[\r\n]+", CONTROL.sub("", after)) if "━" in piece]
    end = after.rpartition("🎬")[2]
    lines = [*asked[:-1], f"{asked[-1]}[y/N] y", *waited[-1:], *("🎬" + end).replace("\r\n", "\n").split("\n")]
    text = CONTROL.sub("", "\n".join(lines)).rstrip()
    for pattern, stand_in in FIXED:
        text = pattern.sub(stand_in, text)
    return text.split("\n")


def still(bar: str) -> str:
    """The progress without what turns in it."""
    plain = Text.from_ansi(bar).plain
    return re.sub(r"已过 \d+ 秒", "已过 2 秒", re.sub(r"[\u2800-\u28ff]", "⠙", plain))


if __name__ == "__main__":
    main()
