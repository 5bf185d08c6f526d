"""`mediawright image`: a picture, several, or a set that belongs together."""

from typing import Any

from mediawright.cli.generate import generate
from mediawright.commands.flags import IMAGE, command, new_app


def image(**values: Any) -> None:
    generate("image", values)


app = new_app()
app.command()(command(IMAGE, image))
