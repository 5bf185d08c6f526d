"""`mediawright video`: a clip from words, pictures, clips, sounds and saved subjects."""

from typing import Any

from mediawright.cli.generate import generate
from mediawright.commands.flags import VIDEO, command, new_app


def video(**values: Any) -> None:
    generate("video", values)


app = new_app()
app.command()(command(VIDEO, video))
