"""`mediawright video`: a clip from words, pictures, clips, sounds and saved subjects."""

from typing import Any

import typer

from mediawright.cli.flags import VIDEO, command
from mediawright.cli.generating import generate


def video(**values: Any) -> None:
    generate("video", values)


app = typer.Typer()
app.command()(command(VIDEO, video))
