"""`mediawright image`: a picture, several, or a set that belongs together."""

from typing import Any

import typer

from mediawright.cli.flags import IMAGE, command
from mediawright.cli.generating import generate


def image(**values: Any) -> None:
    generate("image", values)


app = typer.Typer()
app.command()(command(IMAGE, image))
