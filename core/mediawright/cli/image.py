"""`mediawright image`: a picture, several, or a set that belongs together."""

from typing import Any

from mediawright.cli.flags import IMAGE, command, new_app
from mediawright.cli.generating import generate


def image(**values: Any) -> None:
    generate("image", values)


app = new_app()
app.command()(command(IMAGE, image))
